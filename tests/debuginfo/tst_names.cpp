// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/demangle.h"
#include "debuginfo/entry_point.h"

#include <QtTest>

using namespace tapscope::debuginfo;

/// Names of symbols and what the first instruction of a function costs.
class TestNames : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void demangled_data()
    {
        QTest::addColumn<QString>("symbol");
        QTest::addColumn<QString>("qualified");
        QTest::addColumn<QString>("name");
        const auto row = [](const char *symbol, const char *qualified, const char *name) {
            QTest::newRow(symbol) << QString::fromLatin1(symbol) << QString::fromLatin1(qualified) << QString::fromLatin1(name);
        };
        row("main", "main", "main");
        row("_start", "_start", "_start");
        row("_Z", "_Z", "_Z");
        row("_Znonsense", "_Znonsense", "_Znonsense");
        row("_ZN3tea3Pot4pourEi", "tea::Pot::pour", "pour");
        row("_ZNK3tea3Pot4pourEi", "tea::Pot::pour", "pour");
        row("_Z4brewIiET_S0_", "brew<int>", "brew<int>");
        row("_ZN3tea4brewISt6vectorIiSaIiEEEET_S4_", "tea::brew<std::vector<int, std::allocator<int> > >",
            "brew<std::vector<int, std::allocator<int> > >");
        row("_ZN12_GLOBAL__N_16hiddenEi", "(anonymous namespace)::hidden", "hidden");
        row("_ZN3tea3PotpLERKS0_", "tea::Pot::operator+=", "operator+=");
        row("_ZN3tea3PotclEi", "tea::Pot::operator()", "operator()");
        row("_ZlsRSoRK3Pot", "operator<<", "operator<<");
        row("_ZNK3PotcvbEv", "Pot::operator bool", "operator bool");
        row("_ZNK3PotcvN3tea5GuestEEv", "Pot::operator tea::Guest", "operator tea::Guest");
        row("_ZN3PotC2Ei", "Pot::Pot", "Pot");
        row("_ZN3PotD1Ev", "Pot::~Pot", "~Pot");
        row("_ZZ4mainENKUliE_clEi", "main::{lambda(int)#1}::operator()", "operator()");
        row("_Z3fooi.part.0", "foo", "foo");
        row("_ZN3tea5visitEPFivE", "tea::visit", "visit");
    }
    void demangled()
    {
        QFETCH(QString, symbol);
        QFETCH(QString, qualified);
        QFETCH(QString, name);
        const std::string result = demangledName(symbol.toStdString());
        QCOMPARE(QString::fromStdString(result), qualified);
        QCOMPARE(QString::fromStdString(std::string(unqualifiedName(result))), name);
    }

    void longSymbolsStayAsTheyAre()
    {
        const std::string symbol = "_Z" + std::string(20000, 'P') + "i";
        QCOMPARE(demangledName(symbol), symbol);
    }

    void parameters_data()
    {
        QTest::addColumn<QString>("symbol");
        QTest::addColumn<int>("count");
        const auto row = [](const char *symbol, int count) { QTest::newRow(symbol) << QString::fromLatin1(symbol) << count; };
        row("main", -1);
        row("_Znonsense", -1);
        row("_ZN3tea5aboveE", -1);
        row("_ZN3tea5serveEv", 0);
        row("_ZNK3tea3Pot4pourEi", 1);
        row("_ZN3tea5visitEPFivEc", 2);
        row("_Z4brewIiET_S0_i", 2);
        row("_ZN3tea4fillESt3mapIilSt4lessIiESaISt4pairIKilEEEi", 2);
        row("_ZN3tea3sayEPKcz", 1);
        row("_Z3fooii.part.0", 2);
        row("_ZNK3PotcvbEv", 0);
    }
    void parameters()
    {
        QFETCH(QString, symbol);
        QFETCH(int, count);
        const auto said = parameterCount(symbol.toStdString());
        QCOMPARE(said ? int(*said) : -1, count);
    }

    void costs_data()
    {
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<bool>("emulated");
        const auto row = [](const char *name, const char *hex, bool emulated) {
            QTest::newRow(name) << QByteArray::fromHex(hex) << emulated;
        };
        row("push %rbp", "554889e5", true);
        row("push %rdi", "57", true);
        row("push %r12", "4154", true);
        row("rex.w push", "4855", false);
        row("push imm", "6a05", false);
        row("nop", "90", true);
        row("xchg %ax,%ax", "6690", true);
        row("nop 3", "0f1f00", true);
        row("nop 5", "0f1f440000", true);
        row("nop 8", "0f1f840000000000", true);
        row("call", "e800000000", true);
        row("jmp", "e900000000", true);
        row("jmp short", "eb10", true);
        row("je short", "7410", true);
        row("jne near", "0f8500000000", true);
        row("ret", "c3", false);
        row("endbr64", "f30f1efa", false);
        row("sub $8,%rsp", "4883ec08", false);
        row("mov %edi,%eax", "89f8", false);
        row("lea", "8d47ff", false);
        row("16-bit call", "66e80000", false);
        row("indirect call", "ff10", false);
        row("cut nop", "0f1f", false);
        row("nothing", "", false);
    }
    void costs()
    {
        QFETCH(QByteArray, code);
        QFETCH(bool, emulated);
        const std::span bytes(reinterpret_cast<const uint8_t *>(code.constData()), static_cast<size_t>(code.size()));
        QCOMPARE(costOf(bytes), emulated ? CostClass::Emulated : CostClass::SingleStepped);
        QCOMPARE(startsWithEndbr64(bytes), code == QByteArray::fromHex("f30f1efa"));
    }
};

QTEST_GUILESS_MAIN(TestNames)
#include "tst_names.moc"
