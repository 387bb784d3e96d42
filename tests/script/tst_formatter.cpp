// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "script/formatter.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace tapscope::script;

class FormatterTest : public QObject {
    Q_OBJECT

    static QByteArray read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("can't read " + path.toUtf8());
    }

private Q_SLOTS:
    /// NAME.in.stp becomes NAME.out.stp, which stays as it is.
    void golden_data()
    {
        QTest::addColumn<QString>("input");
        const QDir folder(QStringLiteral(TAPSCOPE_SOURCE_DIR "/tests/golden/format"));
        const auto names = folder.entryList({QStringLiteral("*.in.stp")});
        QVERIFY(!names.isEmpty());
        for (const auto &name : names)
            QTest::newRow(qPrintable(name)) << folder.filePath(name);
    }
    void golden()
    {
        QFETCH(QString, input);
        auto output = input;
        output.replace(QStringLiteral(".in.stp"), QStringLiteral(".out.stp"));
        const auto expected = read(output);
        const auto formatted = format(read(input).toStdString());
        QVERIFY(formatted.has_value());
        QCOMPARE(QByteArray::fromStdString(*formatted), expected);
        QCOMPARE(QByteArray::fromStdString(format(*formatted).value_or("not a script")), expected);
    }

    void cases_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char *name, const char *text, const char *expected) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(expected);
        };
        row("nothing", "", "");
        row("blanks alone", " \n\t\n", "");
        row("comment alone", "  # x  \n", "# x\n");
        row("empty lines are at most one", "global a\n\n\n\nglobal b\n", "global a\n\nglobal b\n");
        row("last newline", "global a", "global a\n");
        row("signs", "probe begin{a=- -b+ +c-(-d) & &$e}", "probe begin { a = - -b + +c - (-d) & &$e }\n");
        row("increments", "probe begin{++a;b ++;c=d ++ + ++ e}", "probe begin { ++a; b++; c = d++ + ++e }\n");
        row("wildcards", "probe syscall.*.return,a*b.* ?{}", "probe syscall.*.return, a*b.*? { }\n");
        row("wildcards that are apart", "probe a * b {}", "probe a * b { }\n");
        row("wrapping array", "global a % [ 10 ],b %", "global a%[10], b%\n");
        row("modulo", "probe begin{a=b%c}", "probe begin { a = b % c }\n");
        row("strings side by side", "probe begin{f(\"a\"\"b\")}", "probe begin { f(\"a\" \"b\") }\n");
        row("arguments stay", "probe begin{f($1,@2,$#)}", "probe begin { f($1, @2, $#) }\n");
        row("function head", "function f : long( a : string ) : 2{return 1}", "function f:long(a:string):2 { return 1 }\n");
        row("conditional", "probe begin{a=b?c:d}", "probe begin { a = b ? c : d }\n");
        row("else of the outer if", "probe begin\n{\nif(a){\nif(b)\nc()\n}\nelse if(d)\ne()\nelse\nf()\ng()\n}",
            "probe begin\n{\n    if (a) {\n        if (b)\n            c()\n    }\n    else if (d)\n        e()\n    else\n      "
            "  f()\n    g()\n}\n");
        row("nested bodies", "probe begin\n{\nif(a)\nif(b)\nc()\nelse\nd()\ne()\n}",
            "probe begin\n{\n    if (a)\n        if (b)\n            c()\n        else\n            d()\n    e()\n}\n");
    }
    void cases()
    {
        QFETCH(QByteArray, text);
        const auto formatted = format(text.toStdString());
        QVERIFY(formatted.has_value());
        QTEST(QByteArray::fromStdString(*formatted), "expected");
        QCOMPARE(QByteArray::fromStdString(format(*formatted).value_or("?")), QByteArray::fromStdString(*formatted));
    }

    void options()
    {
        QCOMPARE(format("probe begin {\nif (a)\nb()\n}", {2, false}).value_or("?"), "probe begin {\n  if (a)\n    b()\n}\n");
        QCOMPARE(format("probe begin {\nif (a)\nb()\n}", {8, true}).value_or("?"), "probe begin {\n\tif (a)\n\t\tb()\n}\n");
    }

    void refusal()
    {
        const auto formatted = format("probe begin { println(\"abc) }");
        QVERIFY(!formatted.has_value());
        QVERIFY(!formatted.error().nextStep.empty());
    }
};

QTEST_GUILESS_MAIN(FormatterTest)
#include "tst_formatter.moc"
