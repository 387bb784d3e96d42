// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/format_parser.h"
#include "engine/runtime/error_text.h"
#include "engine/runtime/format.h"
#include "engine/runtime/string_functions.h"

#include <QtTest>

using namespace tapscope;
using namespace tapscope::engine;

namespace {

using Arguments = std::vector<FormatArgument>;

std::string formatted(const std::string &format, const Arguments &arguments)
{
    std::string out;
    appendFormat(out, analysis::parseFormat(format).pieces, arguments);
    return out;
}

}

Q_DECLARE_METATYPE(Arguments)

class TestFormat : public QObject {
    Q_OBJECT

private slots:
    void printsAsStap_data();
    void printsAsStap();
    void missingArgumentsAreNothing();
    void boundsWidths();
    void copiedMemory();
    void indents();
    void namesErrors_data();
    void namesErrors();
    void stringFunctions();
};

void TestFormat::printsAsStap_data()
{
    QTest::addColumn<std::string>("format");
    QTest::addColumn<Arguments>("arguments");
    QTest::addColumn<std::string>("text");
    const auto row = [](const char *name, std::string format, Arguments arguments, std::string text) {
        QTest::addRow("%s", name) << std::move(format) << std::move(arguments) << std::move(text);
    };
    const std::string_view abc = "abc";
    // What a real stap printed for these.
    row("numbers", "[%5d] [%-5d] [%05d] [%x] [%#x] [%o] [%p] [%c] [%%]\n", {42, 42, 42, 255, 255, 8, 4096, 65},
        "[   42] [42   ] [00042] [ff] [0xff] [10] [0x1000] [A] [%]\n");
    row("strings", "[%10s] [%-10s] [%.2s] [%s]\n", {abc, abc, abc, abc}, "[       abc] [abc       ] [ab] [abc]\n");
    row("limits", "%d %d\n", {-1, INT64_MIN}, "-1 -9223372036854775808\n");
    row("signs", "%u %#o %X %+d % d\n", {-1, 8, 255, 5, 5}, "18446744073709551615 010 FF +5  5\n");
    row("bytes", "%1b%2b%4b\n", {0x41, 0x4142, 0x41424344}, "ABADCBA\n");
    // Their relatives.
    row("eight bytes", "%b|%8b", {0x4847464544434241, 0x4847464544434241}, "ABCDEFGH|ABCDEFGH");
    row("zero", "%d %x %o %#x %p %u", {0, 0, 0, 0, 0, 0}, "0 0 0 0x0 0x0 0");
    row("negative hex", "%x %#X", {-1, -2}, "ffffffffffffffff 0XFFFFFFFFFFFFFFFE");
    row("zero padded negative", "%06d|%06d", {-42, 42}, "-00042|000042");
    row("width and sign", "%+d % d %+d", {-5, -5, 0}, "-5 -5 +0");
    row("precision of numbers", "[%.5d] [%8.5d] [%-8.5d] [%.3x]", {42, -42, 42, 0xabcd}, "[00042] [  -00042] [00042   ] [abcd]");
    row("star", "[%*d] [%-*d] [%.*s] [%*.*s]", {6, 42, 6, 42, 2, abc, 5, 1, abc}, "[    42] [42    ] [ab] [    a]");
    row("negative star", "[%*d] [%.*s]", {-6, 42, -1, abc}, "[42    ] [abc]");
    row("padded hex", "[%#8x] [%08x] [%-8x]", {255, 255, 255}, "[    0xff] [000000ff] [ff      ]");
    row("characters", "%c%c [%3c] [%-3c]", {72, 105, 65, 65}, "Hi [  A] [A  ]");
    row("escaped character", "%#c %#c %#c %#c %#c", {10, 34, 1, 39, 200}, "\\n \" \\001 \\' \\310");
    row("escaped string", "%#s", {std::string_view("a\tb\"\\\x7f\xc3")}, "a\\tb\\\"\\\\\\177\\303");
    row("long", "%ld %lx", {1, 16}, "1 10");
    row("literal only", "plain 100%%\n", {}, "plain 100%\n");
    row("empty", "", {}, "");
    row("zero flag with string", "[%05s]", {abc}, "[  abc]");
    row("string as number", "%d", {abc}, "0");
    row("number as string", "%s|%5s", {7, 7}, "7|    7");
    row("smallest in other bases", "%u %o", {INT64_MIN, INT64_MIN}, "9223372036854775808 1000000000000000000000");
}

void TestFormat::printsAsStap()
{
    QFETCH(std::string, format);
    QFETCH(Arguments, arguments);
    QTEST(formatted(format, arguments), "text");
}

void TestFormat::missingArgumentsAreNothing()
{
    QCOMPARE(formatted("%d %s|%*d", {}), std::string("0 0|0"));
}

void TestFormat::boundsWidths()
{
    QCOMPARE(formatted("%*d", {INT64_MAX, 1}).size(), size_t{maxFieldWidth});
    QCOMPARE(formatted("%*d", {INT64_MIN, 1}).size(), size_t{maxFieldWidth});
    QCOMPARE(formatted("%.*d", {INT64_MAX, 1}).size(), size_t{maxFieldWidth});
    analysis::FormatPiece piece;
    piece.conversion = 'd';
    piece.width = piece.precision = 999'999;
    QCOMPARE(fieldSize(piece, 0, 0).width, maxFieldWidth);
    QCOMPARE(fieldSize(piece, 0, 0).precision, maxFieldWidth);
}

void TestFormat::copiedMemory()
{
    // The bytes come as hexadecimal digits; %M prints these as a text.
    const auto printed = [](std::optional<uint32_t> width, FormatArgument value) {
        analysis::FormatPiece piece;
        piece.literal = "=";
        piece.conversion = 'm';
        piece.width = width;
        std::string out;
        appendFormat(out, std::span(&piece, 1), std::span(&value, 1));
        return out;
    };
    QCOMPARE(printed({}, std::string_view("61626364")), std::string("=abcd"));
    QCOMPARE(printed({}, std::string_view("01ff00")), std::string("=\x01\xff\0", 4));
    QCOMPARE(printed(4, std::string_view("6162")), std::string("=  ab"));
    QCOMPARE(printed(2, std::string_view("")), std::string("=  "));
}

void TestFormat::indents()
{
    std::string text;
    appendIndent(text, 0, "prog", 132, 3);
    text += "|";
    appendIndent(text, 1234567, "ls", 7, 0);
    text += "|";
    appendIndent(text, 42, "", 7, 2);
    text += "|";
    appendIndent(text, -5, "x", 1, -3);
    QCOMPARE(text, std::string("     0 prog(132):   |1234567 ls(7):|    42 :  |    -5 x(1):"));
}

void TestFormat::namesErrors_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("token");
    QTest::addColumn<QString>("text");
    QTest::addRow("operator") << "probe begin { println(1 / x) }" << "/ x" << "ERROR: m near operator '/' at a.stp:1:25";
    QTest::addRow("keyword") << "probe begin {\n  while (1) x++ }" << "while" << "ERROR: m near keyword at a.stp:2:3";
    QTest::addRow("identifier") << "probe begin { user_string(0) }" << "user_"
                                << "ERROR: m near identifier 'user_string' at a.stp:1:15";
    QTest::addRow("at-word") << "probe begin { @min(x) }" << "@min" << "ERROR: m near operator '@min' at a.stp:1:15";
    QTest::addRow("long operator") << "x <<< 5" << "<<<" << "ERROR: m near operator '<<<' at a.stp:1:3";
    QTest::addRow("number") << "x = 0x1f % 0" << "0x1f" << "ERROR: m near number '0x1f' at a.stp:1:5";
    QTest::addRow("string") << "x = \"a\\\"b\" . c" << "\"a" << "ERROR: m near string 'a\\\"b' at a.stp:1:5";
    QTest::addRow("open string") << "x = \"abc" << "\"a" << "ERROR: m near string 'abc' at a.stp:1:5";
    QTest::addRow("target variable") << "$x->y" << "$x" << "ERROR: m near identifier '$x' at a.stp:1:1";
}

void TestFormat::namesErrors()
{
    QFETCH(QString, script);
    QFETCH(QString, token);
    script::SourceSet sources;
    sources.add("a.stp", script.toStdString());
    const auto begin = static_cast<uint32_t>(script.indexOf(token));
    const std::string text = errorText("m", {0, begin, begin + 1}, sources);
    QTEST(QString::fromStdString(text), "text");
    QCOMPARE(errorText("m", {7, 0, 1}, sources), std::string("ERROR: m"));
    QCOMPARE(errorText("m", {0, 5000, 5001}, sources).substr(0, 27), std::string("ERROR: m near operator '' a"));
}

void TestFormat::stringFunctions()
{
    QCOMPARE(std::string(substr("hello", 1, 3)), std::string("ell"));
    QCOMPARE(std::string(substr("hello", 3, 99)), std::string("lo"));
    QCOMPARE(std::string(substr("hello", 5, 1)), std::string());
    QCOMPARE(std::string(substr("hello", -1, 3)), std::string());
    QCOMPARE(std::string(substr("hello", 1, INT64_MIN)), std::string());
    QCOMPARE(engine::strtol("0x10", 16), 16);
    QCOMPARE(engine::strtol("0x10", 0), 16);
    QCOMPARE(engine::strtol("010", 0), 8);
    QCOMPARE(engine::strtol("-12abc", 10), -12);
    QCOMPARE(engine::strtol("zz", 36), 0); // as with SystemTap, no digits past f
    QCOMPARE(engine::strtol("", 10), 0);
    QCOMPARE(engine::strtol("5", 999), 5);
    QCOMPARE(engine::strtol("18446744073709551617", 10), 1);
    QCOMPARE(strReplace("aXbX", "X", "--"), std::string("a--b--"));
    QCOMPARE(strReplace("abc", "", "x"), std::string("abc"));
    Tokenizer tokenizer;
    QCOMPARE(tokenizer.next("  a b,c ", " ,"), std::string("a"));
    QCOMPARE(tokenizer.next("", " ,"), std::string("b"));
    QCOMPARE(tokenizer.next("", " ,"), std::string("c"));
    QCOMPARE(tokenizer.next("", " ,"), std::string());
    QCOMPARE(tokenizer.next("", " ,"), std::string());
}

QTEST_GUILESS_MAIN(TestFormat)
#include "tst_format.moc"
