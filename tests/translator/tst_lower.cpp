// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/analyze.h"
#include "script/parser.h"
#include "translator/arithmetic.h"
#include "translator/ir.h"

#include <QtTest>

using namespace tapscope;
using namespace tapscope::translator;

/// Scripts against the text of their IR.
class TestLower : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void text_data();
    void text();
    void positions();
    void arithmetic_data();
    void arithmetic();
    void wellFormed_data();
    void wellFormed();
};

namespace {

struct Lowered {
    script::SourceSet sources;
    script::Diagnostics diagnostics;
    ir::Module module;

    explicit Lowered(const std::string &text)
    {
        analysis::Options options;
        options.tapsetDirectories.push_back(TAPSCOPE_SOURCE_DIR "/tapset");
        const script::FileId file = sources.add("test.stp", text);
        const script::Ast ast = script::parse(sources, file, options.parse, diagnostics);
        const analysis::Program program = analysis::analyze(sources, ast, options, diagnostics);
        module = ir::lower(program);
    }

    std::string said() const
    {
        std::string out;
        for (const script::Diagnostic &d : diagnostics.all())
            out += d.message.english() + '\n';
        return out;
    }
};

}

void TestLower::text_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<QByteArray>("expected");

    QTest::newRow("folded") << QByteArray("global g\nprobe begin { g = (2 + 3) * 4 - -1 }") << QByteArray(R"(handler 0 begin
b0:
  %7 = constant 21
  store_global g0 %7
  return
)");
    QTest::newRow("division by zero stays") << QByteArray("global g\nprobe begin { g = 1 / 0 }") << QByteArray(R"(handler 0 begin
b0:
  %1 = constant 1
  %2 = constant 0
  %3 = divide %1 %2
  store_global g0 %3
  return
)");
    QTest::newRow("atomic") << QByteArray("global n, a\nprobe begin { n++; a[1] -= n }") << QByteArray(R"(handler 0 begin
b0:
  %1 = constant 1
  %2 = add_global g0 %1
  %3 = constant 1
  %4 = load_global g0
  %5 = negate %4
  %6 = add_element g1 (%3) %5
  return
)");
    QTest::newRow("short circuit") << QByteArray("global a, b\nprobe begin { if (a && !b) a = 1; else b = 2 }")
                                   << QByteArray(R"(handler 0 begin
b0:
  %1 = load_global g0
  branch %1 b4 b2
b1:
  %3 = constant 1
  store_global g0 %3
  jump b3
b2:
  %4 = constant 2
  store_global g1 %4
  jump b3
b3:
  return
b4:
  %2 = load_global g1
  branch %2 b2 b1
)");
    QTest::newRow("loop") << QByteArray("global n\nprobe begin { for (i = 0; i < 3; i++) { if (i == n) break; n = i } }")
                          << QByteArray(R"(handler 0 begin
  local i: long
b0:
  %1 = constant 0
  store i %1
  spend 2
  jump b1
b1:
  %2 = load i
  %3 = constant 3
  %4 = less %2 %3
  branch %4 b2 b3
b2:
  spend 2
  %5 = load i
  %6 = load_global g0
  %7 = equal %5 %6
  branch %7 b4 b5
b3:
  spend 1
  return
b4:
  spend 1
  jump b3
b5:
  %8 = load i
  store_global g0 %8
  spend 1
  %9 = constant 1
  %10 = load i
  %11 = add %10 %9
  store i %11
  jump b1
)");
    QTest::newRow("try") << QByteArray("global n\nprobe begin { try { n = 1 / n } catch (m) { println(m) } }")
                         << QByteArray(R"(handler 0 begin
  local m: string
  local #1: string
b0:
  jump b3
b1:
  %4 = load #1
  store m %4
  %5 = load m
  print "%s\n" (%5)
  jump b2
b2:
  return
b3:  on error b1
  %1 = constant 1
  %2 = load_global g0
  %3 = divide %1 %2
  store_global g0 %3
  jump b2
)");
}

void TestLower::text()
{
    QFETCH(QByteArray, script);
    QFETCH(QByteArray, expected);
    Lowered l(script.toStdString());
    QVERIFY2(!l.diagnostics.hasErrors(), l.said().c_str());
    std::string text = ir::print(l.module);
    // What follows shows the globals at the end of the run, which the analysis adds.
    text.resize(std::min(text.find("handler 1"), text.size()));
    if (!expected.isEmpty() && text != expected.toStdString())
        QFAIL(("got:\n" + text).c_str());
}

void TestLower::positions()
{
    Lowered l("global n\nprobe begin {\n  n = 7\n}\n");
    QVERIFY2(!l.diagnostics.hasErrors(), l.said().c_str());
    const std::string text = ir::print(l.module, &l.sources);
    QVERIFY2(text.find("store_global g0 %1") != std::string::npos, text.c_str());
    QVERIFY2(text.find("; 3:3\n") != std::string::npos, text.c_str());
    QVERIFY2(text.find("; 3:7\n") != std::string::npos, text.c_str());
}

void TestLower::arithmetic_data()
{
    QTest::addColumn<int>("op");
    QTest::addColumn<qint64>("a");
    QTest::addColumn<qint64>("b");
    QTest::addColumn<qint64>("expected");
    const auto row = [](const char *name, ir::Op op, int64_t a, int64_t b, int64_t expected) {
        QTest::newRow(name) << static_cast<int>(op) << qint64(a) << qint64(b) << qint64(expected);
    };
    row("wraps", ir::Op::Add, INT64_MAX, 1, INT64_MIN);
    row("least by -1", ir::Op::Divide, INT64_MIN, -1, INT64_MIN);
    row("least modulo -1", ir::Op::Modulo, INT64_MIN, -1, 0);
    row("towards zero", ir::Op::Divide, -7, 2, -3);
    row("sign of the dividend", ir::Op::Modulo, -7, 2, -1);
    row("count modulo 64", ir::Op::ShiftLeft, 1, 65, 2);
    row("arithmetic", ir::Op::ShiftRight, -8, 1, -4);
    row("logical", ir::Op::ShiftRightLogical, -1, 63, 1);
    row("negate least", ir::Op::Negate, INT64_MIN, 0, INT64_MIN);
}

void TestLower::arithmetic()
{
    QFETCH(int, op);
    QFETCH(qint64, a);
    QFETCH(qint64, b);
    QFETCH(qint64, expected);
    QCOMPARE(qint64(ir::evaluate(static_cast<ir::Op>(op), a, b).value()), expected);
    QVERIFY(!ir::evaluate(ir::Op::Divide, a, 0));
    QVERIFY(!ir::evaluate(ir::Op::Modulo, a, 0));
}

void TestLower::wellFormed_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::newRow("everything") << QByteArray(R"(
global a, s, t, str
function f(x, y) { if (x > y) return x; while (1) { if (x++ > 3) break; else continue } return y }
function g(text) { return text . "!" }
probe begin {
    a[1, "x"] = f(1, 2) ? f(3, 4) : f(5, 6)
    foreach ([i, name] in a- limit 5) { printf("%d %s %d\n", i, name, a[i, name]); if (i > 3) continue; break }
    t[f(1, 2 || a[1, "y"]), g("z")] += (str == "q" && 1) + !2
    try { try { str .= g("k") } catch { error("inner") } } catch (m) { log(m); next }
    s <<< (1 ? 2 : 3)
    delete a[1, "x"]; delete t; delete str
    println(@count(s), [1, "x"] in a, sprintf("%5.2s|%*d", str, 3, 4))
    exit()
})");
}

void TestLower::wellFormed()
{
    QFETCH(QByteArray, script);
    Lowered l(script.toStdString());
    QVERIFY2(!l.diagnostics.hasErrors(), l.said().c_str());
    std::vector<const ir::Function *> all;
    for (const ir::Function &f : l.module.functions)
        all.push_back(&f);
    for (const ir::Handler &h : l.module.handlers)
        all.push_back(&h.body);
    for (const ir::Function *f : all) {
        for (const ir::BasicBlock &b : f->blocks) {
            QVERIFY(!b.instructions.empty());
            QVERIFY(b.onError < static_cast<int32_t>(f->blocks.size()));
            // Values live inside their block: every operand is defined before in the same block.
            std::vector<bool> defined(f->valueCount + 1);
            defined[0] = true;
            for (size_t n = 0; n < b.instructions.size(); ++n) {
                const ir::Instruction &i = b.instructions[n];
                QCOMPARE(ir::isTerminator(i.op), n + 1 == b.instructions.size());
                QVERIFY(defined[i.a] && defined[i.b]);
                for (const ir::ValueId key : i.keys)
                    QVERIFY(defined[key]);
                if (i.result) {
                    QVERIFY(!defined[i.result]);
                    defined[i.result] = true;
                }
                if (i.op == ir::Op::LoadLocal || i.op == ir::Op::StoreLocal)
                    QVERIFY(static_cast<size_t>(i.imm) < f->locals.size());
                if (i.op == ir::Op::Jump || i.op == ir::Op::Branch)
                    QVERIFY(static_cast<size_t>(i.imm) < f->blocks.size());
                if (i.op == ir::Op::Branch)
                    QVERIFY(static_cast<size_t>(i.imm2) < f->blocks.size());
            }
        }
    }
}

QTEST_GUILESS_MAIN(TestLower)
#include "tst_lower.moc"
