// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "kernel_runner.h"

#include <QtTest>

using namespace tapscope;
using namespace tapscope::translator;

/// Which handlers keep each other out.
class TestLocks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void plans_data();
    void plans();
};

void TestLocks::plans_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<QByteArray>("handlers");
    const auto row = [](const char *name, const char *script, const char *handlers) {
        QTest::newRow(name) << QByteArray(script) << QByteArray(handlers);
    };
    row("atomic steps need none", "global a, b, s probe P { a++ b[execname()] += 2 s <<< a }", "-");
    row("a variable read and stored", "global a probe P { if (a < 10) a = a * 2 + 1 }", "0");
    row("those who change it too", "global a probe P { a = a * 2 + 1 } probe P { a++ } probe P { println(a) }", "0 0 -");
    row("an element looked for and stored", "global a probe P { if (!(execname() in a)) a[execname()] = 7 }", "0");
    row("each thread has elements of its own",
        "global t, s probe P { t[tid()] = gettimeofday_us() } probe P { if (tid() in t) { s <<< t[tid()] delete t[tid()] } }",
        "- -");
    row("the thread's number in a variable", "global t probe P { x = tid() if (x in t) t[x] = t[x] * 2 }", "-");
    row("a variable that is not always the thread's",
        "global t probe P { x = tid() if (cpu()) x = 0 if (x in t) t[x] = 2 * t[x] }", "0");
    row("two groups", "global a, b probe P { a = a * 3 } probe P { b = b * 3 }", "0 1");
    row("two groups that one handler makes one", "global a, b probe P { a = a * 3 } probe P { b = b * 3 } probe P { a++ b++ }",
        "0 0 0");
    row("changed together, seen together", "global a, b probe P { a++ b++ } probe P { println(a - b) }", "0 0");
    row("changed together, never seen together", "global a, b probe P { a++ b++ } probe P { println(a) } probe P { println(b) }",
        "- - -");
    row("constants", "global a = 5, b probe P { if (a) b++ }", "-");
    row("a swap", "global a = 1, b = 2 probe P { x = a a = b b = x }", "0");
}

void TestLocks::plans()
{
    QFETCH(QByteArray, script);
    QFETCH(QByteArray, handlers);
    script.replace("probe P", "probe kernel.trace(\"sched_switch\")");
    Translated t(script.toStdString());
    QVERIFY2(!t.diagnostics.hasErrors(), t.said().c_str());
    QVERIFY(t.bundle.deferrals.empty());
    QByteArrayList locks;
    for (size_t handler = 0; handler < t.bundle.lockOfHandler.size(); ++handler) {
        const int32_t lock = t.bundle.lockOfHandler[handler];
        if (t.bundle.program.handlers[handler].inKernel()) // not what prints the variables at the end
            locks << (lock < 0 ? QByteArray("-") : QByteArray::number(lock));
    }
    QCOMPARE(locks.join(' '), handlers);
}

QTEST_GUILESS_MAIN(TestLocks)
#include "tst_locks.moc"
