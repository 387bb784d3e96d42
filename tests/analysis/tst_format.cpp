// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/format_parser.h"
#include "analysis_test.h"

using namespace tapscope::analysis;

namespace {

// "lit" %[flags width .precision conversion] as one readable line.
std::string shown(const std::vector<FormatPiece> &pieces)
{
    std::string out;
    for (const FormatPiece &piece : pieces) {
        out += "'" + piece.literal + "'";
        if (!piece.conversion)
            continue;
        out += "%";
        out += piece.leftAlign ? "-"
            : piece.plusSign   ? "+"
            : piece.spaceSign  ? " "
            : piece.alternate  ? "#"
            : piece.zeroPad    ? "0"
                               : "";
        out += piece.widthFromArgument ? "*" : piece.width ? std::to_string(*piece.width) : "";
        out += piece.precisionFromArgument ? ".*" : piece.precision ? "." + std::to_string(*piece.precision) : "";
        out += piece.conversion;
    }
    return out;
}

const FormatExpr *firstFormat(const Analysis &analysis)
{
    const auto *outer = as<BlockStmt>(analysis.program.handlers.at(0).body);
    const auto *inner = as<BlockStmt>(outer->statements.at(0));
    return as<FormatExpr>(as<ExpressionStmt>(inner->statements.at(0))->expression);
}

}

class TestFormat : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void parsed_data()
    {
        QTest::addColumn<QString>("format");
        QTest::addColumn<QString>("pieces");
        const auto row = [](const char *format, const char *pieces) {
            QTest::newRow(format) << QString::fromUtf8(format) << QString::fromUtf8(pieces);
        };
        row("plain", "'plain'");
        row("", "");
        row("%d", "''%d");
        row("a%5db", "'a'%5d'b'");
        row("%-5d|%05d|%+d|% d|%#x", "''%-5d'|'%05d'|'%+d'|'% d'|'%#x");
        row("%-05d", "''%-5d");
        row("%*d %.*s %*.*s", "''%*d' '%.*s' '%*.*s");
        row("%.2s%.s", "''%.2s''%.0s");
        row("100%%%%", "'100%%'");
        row("%ld%lu", "''%d''%u");
        row("%1b%2b%4b%8b%b", "''%1b''%2b''%4b''%8b''%b");
        row("%i%u%o%x%X%p%c%s", "''%i''%u''%o''%x''%X''%p''%c''%s");
    }

    void parsed()
    {
        QFETCH(QString, format);
        QFETCH(QString, pieces);
        const ParsedFormat parsed = parseFormat(format.toStdString());
        QVERIFY(parsed.problems.empty());
        QCOMPARE(text(shown(parsed.pieces)), pieces);
    }

    void refused_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("said");
        const auto row = [](const char *name, const char *script, const char *said) {
            QTest::newRow(name) << QString::fromUtf8(script) << QString::fromUtf8(said);
        };
        row("missing argument", "probe begin { printf(\"%d %s\\n\", 1) }",
            "error format-arguments '%s': there is no argument for this '%s' | add the value behind the format, or remove the "
            "directive\n");
        row("two missing arguments", "probe begin { printf(\"%d %s\\n\") }",
            "error format-arguments '%d': there is no argument for this '%d' | add the value behind the format, or remove the "
            "directive\n"
            "error format-arguments '%s': there is no argument for this '%s' | add the value behind the format, or remove the "
            "directive\n");
        row("surplus", "probe begin { printf(\"%d\\n\", 1, 2) }",
            "error format-arguments '2': the format has no directive for this argument | add %d or %s to the format, or remove "
            "what is too much\n");
        row("string for a number", "probe begin { printf(\"%d\\n\", \"abc\") }",
            "error format-type '%d': '%d' prints a number, but its argument is a string | print it with %s\n");
        row("number for a string", "probe begin { printf(\"\\t\\\"%-5s\\n\", 3) }",
            "error format-type '%-5s': '%-5s' prints a string, but its argument is a number | print it with %d or %x\n");
        row("in the second of two literals", "probe begin { printf(\"a\\x41\" \"\\101%s\\n\", 3) }",
            "error format-type '%s': '%s' prints a string, but its argument is a number | print it with %d or %x\n");
        row("width is a string", "probe begin { printf(\"%*d\", \"x\", 3) }",
            "error format-type '%*d': the * of '%*d' takes a number, but its argument is a string\n");
        row("two flags", "probe begin { printf(\"%+-5d\", 3) }",
            "error bad-format '%+-': a directive can have only one of the flags 0 + - space # | keep the one that matters\n");
        row("floating point", "probe begin { printf(\"%f\", 3) }",
            "error bad-format '%f': the script language has no floating point, so there is no '%f' | print whole and fraction "
            "separately, as in %d.%02d\n");
        row("unknown", "probe begin { printf(\"%q\", 3) }",
            "error bad-format '%q': there is no directive '%q' | the conversions are d i u o x X p c s b m M; a percent sign is "
            "%%\n");
        row("at the end", "probe begin { printf(\"100%\") }",
            "error bad-format '%': the format ends inside a directive | write %% for a percent sign\n");
        row("binary of 3 bytes", "probe begin { printf(\"%3b\", 3) }",
            "error bad-format '%3b': %b writes 1, 2, 4 or 8 bytes; its width is 3 | write %1b, %2b, %4b or %8b\n");
    }

    void refused()
    {
        QFETCH(QString, script);
        QFETCH(QString, said);
        const Analysis analysis(script.toStdString());
        QCOMPARE(text(analysis.said()), said);
    }

    void printFamily_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("pieces");
        const auto row = [](const char *script, const char *pieces) {
            QTest::newRow(script) << QString::fromUtf8(script) << QString::fromUtf8(pieces);
        };
        row("print(1, \"x\")", "''%d'x'");
        row("println(pid(), execname())", "''%d''%s'\n'");
        row("println()", "'\n'");
        row("println(\"a\")", "'a\n'");
        row("printd(\"|\", 1, execname(), \"b\")", "''%d'|'%s'|b'");
        row("printdln(\",\", 1, 2)", "''%d','%d'\n'");
        row("print_char(65)", "''%c");
        row("printf(\"%s is %d\\n\", execname(), pid())", "''%s' is '%d'\n'");
    }

    void printFamily()
    {
        QFETCH(QString, script);
        QFETCH(QString, pieces);
        const Analysis analysis("probe begin { " + script.toStdString() + " }");
        QCOMPARE(text(analysis.said()), QString());
        const FormatExpr *format = firstFormat(analysis);
        QVERIFY(format);
        QCOMPARE(text(shown(format->pieces)), pieces);
        QCOMPARE(format->type, Type::Unknown);
    }

    void fixItChangesTheConversion()
    {
        const std::string script = "probe begin { printf(\"\\n%5d\", execname()) }";
        const Analysis analysis(script);
        const auto &fix = analysis.find("format-type")->fixIts.at(0);
        std::string mended = script;
        mended.replace(fix.range.begin, fix.range.end - fix.range.begin, fix.replacement);
        QCOMPARE(text(Analysis(mended).said()), QString());
    }

    void sprintIsAString()
    {
        const Analysis analysis("probe begin { x = sprintf(\"%d\", 1) . sprint(2, \"a\") println(x) }");
        QCOMPARE(text(analysis.said()), QString());
        QCOMPARE(analysis.program.handlers[0].locals[0].type, Type::String);
    }
};

QTEST_GUILESS_MAIN(TestFormat)
#include "tst_format.moc"
