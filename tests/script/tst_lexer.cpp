// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "script/lexer.h"
#include "script/parser.h"

#include <QTest>

using namespace tapscope::script;

namespace {

char letter(TokenKind kind)
{
    return "$iKANSOCJ"[static_cast<size_t>(kind)];
}

/// One token a word: the kind's letter and its spelling; numbers as their value, problems behind a !.
std::string tokens(const std::string &text, std::vector<std::string> arguments = {})
{
    SourceSet set;
    set.add("a.stp", text);
    ParseOptions options;
    options.arguments = std::move(arguments);
    Lexer lexer(set, 0, options);
    std::string result;
    for (Token token = lexer.next(); token.kind != TokenKind::End; token = lexer.next()) {
        result += result.empty() ? "" : " ";
        result += letter(token.kind);
        result += ':';
        result += token.kind == TokenKind::Number ? std::to_string(token.number) : std::string(token.text);
        if (token.problem != noProblem)
            result += '!' + std::string(lexer.problem(token.problem).id);
    }
    return result;
}

}

class LexerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cutting_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char *name, const char *text, const char *expected) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(expected);
        };
        row("nothing", "", "");
        row("blanks and comments", " \t\r\n # a\n // b\n /* c * / */ ", "");
        row("comments don't nest", "/* /* */ x", "i:x");
        row("comment ends a word", "a/**/b", "i:a i:b");
        row("comment at the end", "x // y", "i:x");
        row("names", "a _b c9 $d $$vars e$f", "i:a i:_b i:c9 i:$d i:$$vars i:e$f");
        row("pretty print", "$x$ $y$$ $", "i:$x$ i:$y$$ i:$");
        row("keywords", "probe private long x", "K:probe K:private K:long i:x");
        row("all keywords",
            "global function if else for foreach in limit return delete while break continue next string try catch",
            "K:global K:function K:if K:else K:for K:foreach K:in K:limit K:return K:delete K:while K:break K:continue K:next "
            "K:string K:try K:catch");
        row("at-words", "@count @my_macro", "A:@count A:@my_macro");
        row("decimal", "0 42 18446744073709551615 9223372036854775808", "N:0 N:42 N:-1 N:-9223372036854775808");
        row("hexadecimal", "0x10 0XfF", "N:16 N:255");
        row("octal", "0777 010", "N:511 N:8");
        row("not octal", "08", "N:0!invalid-number");
        row("too large", "18446744073709551616", "N:0!invalid-number");
        row("letters in a number", "12abc 0x 0xg", "N:0!invalid-number N:0!invalid-number N:0!invalid-number");
        row("floating point", "1.5", "N:1!no-floating-point");
        row("concatenation of numbers apart", "1 . 5", "N:1 O:. N:5");
        row("a minus is an operator", "-1", "O:- N:1");
        row("string", "\"a b\"", "S:a b");
        row("escapes", "\"\\a\\b\\t\\n\\v\\f\\r\\\\\\\"\\q\"", "S:\a\b\t\n\v\f\r\\\"q");
        row("octal escapes", "\"\\1018\\7x\"", "S:A8\ax");
        row("hexadecimal escapes", "\"\\x41\\x4g\\xg\"", "S:A\x04gxg");
        row("comment marks in strings", "\"# // /*\"", "S:# // /*");
        row("unclosed string", "\"abc) }\nx", "S:abc!unclosed-string O:) O:} i:x");
        row("unclosed string at the end", "\"abc\\", "S:abc!unclosed-string");
        row("escaped quote does not close", "\"a\\\"", "S:a\"!unclosed-string");
        row("single quotes", "'ab'", "S:ab!single-quotes");
        row("lonely single quote", "it's", "i:it J:'!stray-character i:s");
        row("embedded C", "%{ a %} b", "C: a  i:b");
        row("embedded C ends at the first mark", "%{ \"%}\" %}", "C: \" S: %!unclosed-string O:}");
        row("unclosed embedded C", "%{ a", "C: a!unclosed-embedded-c");
        row("unclosed comment", "a /* b", "i:a J:/* b!unclosed-comment");
        row("three characters", "<<< >>> <<= >>=", "O:<<< O:>>> O:<<= O:>>=");
        row("two characters", "== != <= >= =~ !~ += -= *= /= %= &= ^= |= .= && || ++ -- -> << >>",
            "O:== O:!= O:<= O:>= O:=~ O:!~ O:+= O:-= O:*= O:/= O:%= O:&= O:^= O:|= O:.= O:&& O:|| O:++ O:-- O:-> O:<< O:>>");
        row("preprocessor marks", "%( %? %: %)", "O:%( O:%? O:%: O:%)");
        row("single characters", "{}()[];,=.<>+-*%&|^! ~?:",
            "O:{ O:} O:( O:) O:[ O:] O:; O:, O:= O:. O:< O:> O:+ O:- O:* O:% O:& O:| O:^ O:! O:~ O:? O::");
        row("longest first", "a<<<b>>>=c", "i:a O:<<< i:b O:>>> O:= i:c");
        row("stray at", "3 @@ 4", "N:3 J:@@!stray-at N:4");
        row("stray characters", "`a\\", "J:`!stray-character i:a J:\\!stray-character");
        row("byte order mark", "\xef\xbb\xbfx", "i:x");
        row("foreign name", "\xce\xb2\xce\xb3", "i:\xce\xb2\xce\xb3!foreign-letter");
        row("foreign letter in a name", "na\xc3\xafve x", "i:na\xc3\xafve!foreign-letter i:x");
        row("full-width parentheses", "f\xef\xbc\x88x\xef\xbc\x89", "i:f O:(!full-width i:x O:)!full-width");
        row("full-width run", "\xef\xbc\x9d\xef\xbc\x9d", "O:==!full-width");
        row("full-width comma and semicolon", "\xef\xbc\x8c \xef\xbc\x9b \xe3\x80\x81",
            "O:,!full-width O:;!full-width O:,!full-width");
        row("full-width quotes", "\xe2\x80\x9c\xe4\xb8\xad\xe2\x80\x9d", "S:\xe4\xb8\xad!typographic-quotes");
        row("full-width blank",
            "a\xe3\x80\x80"
            "b",
            "i:a J:\xe3\x80\x80!foreign-blank i:b");
        row("arrow and comparison signs", "\xe2\x86\x92 \xe2\x89\xa4", "O:->!full-width O:<=!full-width");
        row("no UTF-8", "a \xff\xfe b", "i:a J:\xff\xfe!stray-character i:b");
        row("control character", "a \x01 b", "i:a J:\x01!stray-character i:b");
        row("full-width in strings is text", "\"\xef\xbc\x88\"", "S:\xef\xbc\x88");
    }

    void cutting()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        QCOMPARE(QByteArray::fromStdString(tokens(text.toStdString())), expected);
    }

    void arguments_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("argument");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char *name, const char *text, const char *argument, const char *expected) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(argument) << QByteArray(expected);
        };
        row("as it is", "$1", "foo", "i:foo");
        row("several tokens", "$1 x", "a + 1", "i:a O:+ N:1 i:x");
        row("as a string", "@1", "a \"b\"", "S:a \"b\"");
        row("counts", "$# @#", "x", "N:1 S:1");
        row("counts are no comments", "$# x", "y", "N:1 i:x");
        row("out of range", "$2 @2", "x", "N:0!missing-argument S:!missing-argument");
        row("zero", "$0", "x", "N:0!missing-argument");
        row("huge", "$99999999999999999999999", "x", "N:0!missing-argument");
        row("nested", "$1", "$1", "N:0!nested-argument");
        row("joins with letters", "$1_x", "vfs", "i:vfs_x");
        row("empty", "a $1 b", "", "i:a J: i:b");
        row("comment in it", "a $1 b", "/* c */ d", "i:a i:d i:b");
        row("in a string it is text", "\"$1\"", "x", "S:$1");
        row("full-width in it", "$1", "\xef\xbc\x88x", "O:(!full-width i:x");
    }

    void arguments()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, argument);
        QFETCH(QByteArray, expected);
        QCOMPARE(QByteArray::fromStdString(tokens(text.toStdString(), {argument.toStdString()})), expected);
    }

    void ranges()
    {
        SourceSet set;
        set.add("a.stp", "a $1\n  \"x\" \xef\xbc\x88\xef\xbc\x89");
        ParseOptions options;
        options.arguments = {"b + c"};
        Lexer lexer(set, 0, options);
        std::vector<Token> all;
        for (Token token = lexer.next(); token.kind != TokenKind::End; token = lexer.next())
            all.push_back(token);
        QCOMPARE(all.size(), size_t(7));
        QCOMPARE(all[0].range, (Range{0, 0, 1}));
        for (const size_t i : {1, 2, 3})
            QCOMPARE(all[i].range, (Range{0, 2, 4}));
        QCOMPARE(all[4].range, (Range{0, 7, 10}));
        QVERIFY(all[4].startsLine);
        QVERIFY(!all[5].startsLine);
        QCOMPARE(all[5].range, (Range{0, 11, 14}));
        QCOMPARE(all[6].range, (Range{0, 14, 17}));
        QVERIFY(all[6].adjacent);
    }

    void remarks_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("define") << QByteArray("#define X 3\n") << QByteArray("c-preprocessor");
        QTest::newRow("include") << QByteArray("#include <linux/sched.h>\n") << QByteArray("c-preprocessor");
        QTest::newRow("words") << QByteArray("#include this in the report\n# define x\n #defined\n") << QByteArray("");
        QTest::newRow("behind code") << QByteArray("x #define X\n") << QByteArray("");
        QTest::newRow("end of C reversed") << QByteArray("%{ x }% %}") << QByteArray("reversed-c-end");
    }

    void remarks()
    {
        QFETCH(QByteArray, text);
        SourceSet set;
        set.add("a.stp", text.toStdString());
        const ParseOptions options;
        Lexer lexer(set, 0, options);
        while (lexer.next().kind != TokenKind::End) {}
        std::string ids;
        for (const auto &remark : lexer.remarks())
            ids += remark.id;
        QTEST(QByteArray::fromStdString(ids), "expected");
    }

    void comments()
    {
        SourceSet set;
        set.add("a.stp", "# one\nx // two\n/* three\n */");
        const ParseOptions options;
        Lexer lexer(set, 0, options);
        while (lexer.next().kind != TokenKind::End) {}
        QCOMPARE(lexer.comments().size(), size_t(3));
        QCOMPARE(set.text(lexer.comments()[1].range), "// two");
        QVERIFY(!lexer.comments()[1].startsLine);
        QVERIFY(lexer.comments()[2].startsLine);
    }
};

QTEST_GUILESS_MAIN(LexerTest)
#include "tst_lexer.moc"
