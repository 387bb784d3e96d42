// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cli.h"

/// What $x$, $x$$ and the lists of variables show, beside what SystemTap showed of the same program (built with -O0 and DWARF 4;
/// addresses are masked). Not compared: all elements of an array but the first, floating point, and pointers by themselves.
class TestPretty : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void asSystemTap_data();
    void asSystemTap();
    void listsBesideEachOther();
    void atReturn();
    void wideTexts();

private:
    QTemporaryDir m_directory;
    QString m_program;
};

namespace {

QByteArray dataFile(const char *name)
{
    QFile file(QStringLiteral(TAPSCOPE_SOURCE_DIR "/tests/data/pretty/") + QLatin1String(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray masked(QByteArray text)
{
    static const QRegularExpression address(QStringLiteral("0x[0-9a-f]{5,}"));
    return QString::fromLatin1(text).replace(address, QStringLiteral("0xADDRESS")).toLatin1();
}

}

void TestPretty::initTestCase()
{
    if (!e2e::isRoot())
        QSKIP("probing needs root");
    m_program = m_directory.filePath(QStringLiteral("values"));
    const e2e::Result built = e2e::run(QStringLiteral("gcc"),
                                       {QStringLiteral("-O0"), QStringLiteral("-gdwarf-4"), QStringLiteral("-no-pie"),
                                        QStringLiteral("-o"), m_program,
                                        QStringLiteral(TAPSCOPE_SOURCE_DIR "/tests/data/pretty/values.c")});
    QVERIFY2(built.status == 0, built.err.constData());
}

void TestPretty::asSystemTap_data()
{
    QTest::addColumn<QString>("expression");
    QTest::addColumn<QByteArray>("shown");
    for (const QByteArray &line : dataFile("shown.txt").split('\n')) {
        const qsizetype tab = line.indexOf('\t');
        if (tab > 0)
            QTest::newRow(line.left(tab).constData()) << QString::fromLatin1(line.left(tab)) << line.mid(tab + 1);
    }
}

void TestPretty::asSystemTap()
{
    QFETCH(QString, expression);
    QFETCH(QByteArray, shown);
    const e2e::Result result = e2e::runCli({QStringLiteral("-c"), m_program, QStringLiteral("-e"),
                                            QStringLiteral("probe process.function(\"show\") { println(%1) }").arg(expression)});
    QCOMPARE(masked(result.out), shown + '\n');
}

void TestPretty::listsBesideEachOther()
{
    const e2e::Result result = e2e::runCli(
        {QStringLiteral("-c"), m_program, QStringLiteral("-e"),
         QStringLiteral(
             "probe process.function(\"main\") { printf(\"%s|%s|%s\\n\", $$parms, $$locals, substr($$vars, 0, 4)) }")});
    static const QRegularExpression line(QStringLiteral("^\\|(five|buf|t)=.*\\|(five|buf|t)=?"));
    QVERIFY2(line.match(QString::fromLatin1(result.out)).hasMatch(), (result.out + result.err).constData());
}

void TestPretty::atReturn()
{
    const e2e::Result result = e2e::runCli(
        {QStringLiteral("-c"), m_program, QStringLiteral("-e"),
         QStringLiteral("probe process.function(\"show\").return { println($$parms); println(substr($$parms$, 0, 39)) } "
                        "probe process.function(\"ret_char\").return { println($$return, \" \", $$return$, \" [\", $$parms, "
                        "\"]\") } probe process.function(\"ret_ptr\").return { println($$return$) }")});
    QCOMPARE(masked(result.out),
             QByteArray("p=0xADDRESS q=0x0 m=0xADDRESS li=0xADDRESS fx=0xADDRESS s=0xADDRESS strs=0xADDRESS ip=0xADDRESS "
                        "vp=0xADDRESS byvalue={...} byte=0xc8 ch=0x9 yes=0x1 k=0xADDRESS fl=? un=0xADDRESS dp=0xADDRESS "
                        "rows=0xADDRESS\np={.one=[...], .none=[...], .two=[...],\nreturn={.a=7, .s=\"in\\\"ner\\n\", .c='x'}\n"
                        "return=0x63 return='c' []\n"));
}

void TestPretty::wideTexts()
{
    const e2e::Result result = e2e::runCli(
        {QStringLiteral("-c"), m_program, QStringLiteral("-e"),
         QStringLiteral("probe process.function(\"texts\") { println(user_string_utf16($u16), user_string_utf32($u32), "
                        "user_string2_utf16($lone, \"alone\")) } "
                        "probe process.function(\"texts\").call { println(user_string_quoted_utf32($u32), user_string_utf32(8, "
                        "\"nothing\")) } "
                        "probe process.function(\"texts\").return { println(kernel_or_user_string_quoted_utf16($u16)) "
                        "try { user_string_utf16($lone) } catch (why) { println(why) } }")});
    QCOMPARE(result.out,
             QByteArray("aé€😀aé€😀alone\n\"a\\u00E9\\u20AC\\U0001F600\"nothing\n\"a\\u00E9\\u20AC\\U0001F600\"\n"
                        "a character of UTF-16 has but its first half\n"));
}

QTEST_GUILESS_MAIN(TestPretty)
#include "tst_pretty.moc"
