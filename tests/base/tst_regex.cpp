// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/regex.h"
#include "base/regex_table.h"

#include <QtTest>

using namespace tapscope;

class TestRegex : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void found_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("groups"); ///< joined by |, "-" for one that took no part; "no" when nothing matches
        const auto row = [](const char *name, const char *pattern, const char *text, const char *groups) {
            QTest::newRow(name) << QString::fromUtf8(pattern) << QString::fromUtf8(text) << QString::fromUtf8(groups);
        };
        row("anywhere", "l+", "hello", "ll");
        row("nothing", "x", "hello", "no");
        row("at the beginning", "^he", "hello", "he");
        row("not at the beginning", "^lo", "hello", "no");
        row("at the end", "lo$", "hello", "lo");
        row("all of nothing", "^$", "", "");
        row("groups", "([a-z]+)=([a-z]*)", "set key=value now", "key=value|key|value");
        row("nested groups", "((a)(b))c", "abc", "abc|ab|a|b");
        row("a group without part", "(a)|(b)", "b", "b|-|b");
        row("a group that captures nothing", "(?:cat|dog)s?", "two dogs", "dogs");
        row("the longest alternative", "a|ab|abc", "abcd", "abc");
        row("the longest in all, groups within", "(a|ab)(c|bcd)", "abcd", "abcd|a|bcd");
        row("leftmost before longest", "b+|a", "abbb", "a");
        row("greedy", "(a*)(a*)", "aaa", "aaa|aaa|");
        row("last round of a group", "(a|b)*", "abab", "abab|b");
        row("counts", "a{2,3}", "aaaa", "aaa");
        row("a count without bound", "a{2,}", "aaaa", "aaaa");
        row("an exact count", "^a{3}$", "aaaa", "no");
        row("classes", "[[:digit:]]+[[:alpha:]]", "x42y", "42y");
        row("an inverted class", "[^a-c]+", "abcxyz", "xyz");
        row("a bracket in a class", "[]x]+", "a]x", "]x");
        row("a minus in a class", "[a-]+", "x-a", "-a");
        row("an escape", "a\\.b", "axb a.b", "a.b");
        row("empty alternative", "x(|a)y", "xy", "xy|");
        row("closure of closure", "(a**)+", "aaa", "aaa|aaa");
        row("a stray parenthesis", "a)", "ba)", "a)");
        row("bytes beyond ASCII", "é+", "caféé", "é");
        row("any byte", "a.c", "abc", "abc");
        row("an end in the midst", "(a$|b)c", "ac", "no");
        row("an end among others", "x($|y)", "abx", "x|");
        row("a beginning in the midst", "a(^|b)c", "abc", "abc|b");
        row("overlapping beginnings", "aab", "aaab", "aab");
    }

    void found()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, text);
        QFETCH(QString, groups);
        const auto regex = Regex::compile(pattern.toStdString());
        QVERIFY(regex.has_value());
        const std::string subject = text.toStdString();
        const auto match = regex->search(subject);
        QCOMPARE(regex->matches(subject), match.has_value());
        const auto table = regexTable(*regex);
        QVERIFY(table.has_value());
        QCOMPARE(table->matches(subject), match.has_value());
        QStringList parts;
        if (match) {
            QCOMPARE(match->size(), size_t(regex->groupCount() + 1));
            for (const auto &span : *match)
                parts += span ? QString::fromStdString(subject.substr(span->begin, span->end - span->begin))
                              : QStringLiteral("-");
        }
        QCOMPARE(match ? parts.join(u'|') : QStringLiteral("no"), groups);
    }

    void refused_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<int>("at");
        const auto row = [](const char *name, const char *pattern, int at) {
            QTest::newRow(name) << QString::fromUtf8(pattern) << at;
        };
        row("nothing to repeat", "*a", 0);
        row("nothing to repeat in a choice", "a|*b", 2);
        row("nothing to count", "{2}", 0);
        row("a repeated anchor", "^*", 1);
        row("an open group", "x(a", 1);
        row("an open class", "x[a", 1);
        row("an empty class", "[]", 0);
        row("an unknown class", "[[:letter:]]", 1);
        row("an inverted range", "[z-a]", 1);
        row("inverted counts", "a{3,2}", 1);
        row("no count", "a{x}", 2);
        row("an open count", "a{1", 1);
        row("a count too large", "a{12345}", 2);
        row("an unknown group", "(?i)a", 0);
        row("a lone backslash", "a\\", 1);
    }

    void refused()
    {
        QFETCH(QString, pattern);
        QFETCH(int, at);
        const auto regex = Regex::compile(pattern.toStdString());
        QVERIFY(!regex.has_value());
        QCOMPARE(int(regex.error().at), at);
        QVERIFY(!regex.error().what.empty());
        QVERIFY(!regex.error().nextStep.empty());
    }

    void contained_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("literal");
        QTest::addColumn<bool>("is");
        QTest::newRow("nothing") << QByteArray("abc") << QByteArray() << true;
        QTest::newRow("in nothing") << QByteArray() << QByteArray("a") << false;
        QTest::newRow("all") << QByteArray("abc") << QByteArray("abc") << true;
        QTest::newRow("signs of expressions") << QByteArray("x = (a.b)*[c]\\n") << QByteArray("(a.b)*[c]\\") << true;
        QTest::newRow("a dot is itself") << QByteArray("axb") << QByteArray("a.b") << false;
        QTest::newRow("a line's end") << QByteArray("a\nb") << QByteArray("\nb") << true;
        QTest::newRow("behind its own beginning") << QByteArray("ababac") << QByteArray("abac") << true;
    }

    void contained()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, literal);
        const auto table = containsTable(literal.toStdString());
        QVERIFY(table.has_value());
        QTEST(table->matches(text.toStdString()), "is");
    }

    void bounded()
    {
        QVERIFY(!regexTable(*Regex::compile("(a|b)*a(a|b){12}")));
        QVERIFY(!Regex::compile("((a{1000}){1000}){1000}"));
        QVERIFY(!Regex::compile(std::string(5000, '(')));
        // What takes backtracking matchers exponential time.
        const auto regex = Regex::compile("(a*)*(a*)*(a*)*b");
        QVERIFY(regex.has_value());
        QVERIFY(!regex->search(std::string(5000, 'a')));
    }
};

QTEST_GUILESS_MAIN(TestRegex)
#include "tst_regex.moc"
