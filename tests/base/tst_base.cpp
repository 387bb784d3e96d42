// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/glob.h"
#include "base/similar.h"
#include "base/text.h"
#include "base/uprobe_instruction.h"

#include <QtTest>

using namespace tapscope;

class tst_Base : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void glob_data();
    void glob();
    void manyStarsEnd();
    void similar();
    void textIsFilled();
    void uprobeRisks_data();
    void uprobeRisks();
};

void tst_Base::glob_data()
{
    QTest::addColumn<QByteArray>("pattern");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<bool>("matches");
    QTest::newRow("equal") << QByteArray("vfs_read") << QByteArray("vfs_read") << true;
    QTest::newRow("prefix only") << QByteArray("vfs_read") << QByteArray("vfs_readv") << false;
    QTest::newRow("star") << QByteArray("vfs_*") << QByteArray("vfs_read") << true;
    QTest::newRow("star in the middle") << QByteArray("a*b*c") << QByteArray("axxbyybzc") << true;
    QTest::newRow("star needs its tail") << QByteArray("a*c") << QByteArray("axb") << false;
    QTest::newRow("question mark") << QByteArray("f?o") << QByteArray("fao") << true;
    QTest::newRow("question mark is one") << QByteArray("f?o") << QByteArray("fo") << false;
    QTest::newRow("class") << QByteArray("sys_[rw]*") << QByteArray("sys_write") << true;
    QTest::newRow("class range") << QByteArray("x[0-9]") << QByteArray("x7") << true;
    QTest::newRow("negated class") << QByteArray("x[!0-9]") << QByteArray("x7") << false;
    QTest::newRow("bracket in a class") << QByteArray("[]]") << QByteArray("]") << true;
    QTest::newRow("unclosed class is a bracket") << QByteArray("a[b") << QByteArray("a[b") << true;
    QTest::newRow("empty name") << QByteArray("*") << QByteArray("") << true;
    QTest::newRow("empty pattern") << QByteArray("") << QByteArray("x") << false;
}

void tst_Base::glob()
{
    QFETCH(QByteArray, pattern);
    QFETCH(QByteArray, name);
    QTEST(globMatches(pattern.toStdString(), name.toStdString()), "matches");
}

// The naive recursion would need longer than the universe has.
void tst_Base::manyStarsEnd()
{
    QVERIFY(!globMatches("*a*a*a*a*a*a*a*a*a*a*a*a*a*b", std::string(4000, 'a')));
}

void tst_Base::similar()
{
    const std::vector<std::string> names = {"vfs_read", "vfs_write", "vfs_readv", "vcs_read", "printf", "execname"};
    QCOMPARE(similarNames("vfs_raed", names).front(), std::string("vfs_read"));
    QCOMPARE(similarNames("pritnf", names), std::vector<std::string>({"printf"}));
    QCOMPARE(similarNames("EXECNAME", names), std::vector<std::string>({"execname"}));
    QVERIFY(similarNames("completely_other", names).empty());
    QVERIFY(similarNames("vfs_read", names, 1).size() == 1);
}

void tst_Base::textIsFilled()
{
    QCOMPARE(fill("%1 of %2: %1", {"a", "b"}), std::string("a of b: a"));
    QCOMPARE(fill("100% of %3", {"x"}), std::string("100% of %3"));
    // An argument is not looked at again.
    QCOMPARE(fill("%1", {"%1"}), std::string("%1"));
    QCOMPARE((Text{"no %1 here", {"cup"}}).english(), std::string("no cup here"));
}

void tst_Base::uprobeRisks_data()
{
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<UprobeRisk>("risk");
    QTest::newRow("push %rbp") << QByteArray::fromHex("55") << UprobeRisk::None;
    QTest::newRow("call") << QByteArray::fromHex("e800000000") << UprobeRisk::None;
    QTest::newRow("jump") << QByteArray::fromHex("7500") << UprobeRisk::None;
    QTest::newRow("lock incl (%rdi)") << QByteArray::fromHex("f0ff07") << UprobeRisk::Refused;
    QTest::newRow("hlt") << QByteArray::fromHex("f4") << UprobeRisk::Refused;
    QTest::newRow("prefixes only") << QByteArray::fromHex("6666") << UprobeRisk::Refused;
    QTest::newRow("vaddps") << QByteArray::fromHex("c5ec58c1") << UprobeRisk::None;
    QTest::newRow("vpxor") << QByteArray::fromHex("c5edefc1") << UprobeRisk::Refused;
    QTest::newRow("vzeroupper") << QByteArray::fromHex("c5f877") << UprobeRisk::Harmful;
    QTest::newRow("vpcmpeqd") << QByteArray::fromHex("c5fd76c0") << UprobeRisk::Harmful;
    QTest::newRow("vfnmadd132ss") << QByteArray::fromHex("c4e2699dc1") << UprobeRisk::Harmful;
    QTest::newRow("vpbroadcastb %esi,%zmm16") << QByteArray::fromHex("62e27d487ac6") << UprobeRisk::Harmful;
    QTest::newRow("cut off") << QByteArray::fromHex("c5") << UprobeRisk::Refused;
}

void tst_Base::uprobeRisks()
{
#if !defined(__x86_64__)
    QSKIP("knows the instructions of x86-64 only");
#endif
    QFETCH(const QByteArray, code);
    QTEST(uprobeRisk({reinterpret_cast<const uint8_t *>(code.constData()), static_cast<size_t>(code.size())}), "risk");
}

QTEST_GUILESS_MAIN(tst_Base)
#include "tst_base.moc"
