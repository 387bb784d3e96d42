// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/marker_notes.h"
#include "debuginfo/module.h"

#include <QtTest>

#include <set>

using namespace tapscope::debuginfo;

namespace {

std::shared_ptr<const Module> openProgram(const char *name)
{
    auto module = Module::open(std::string(TAPSCOPE_TEST_PROGRAMS "/") + name);
    return module ? *module : nullptr;
}

QString lines(const std::vector<Statement> &statements)
{
    QStringList out;
    for (const Statement &statement : statements)
        out << QString::fromStdString(statement.function.name) + QLatin1Char(':') + QString::number(statement.place.line);
    out.sort();
    return out.join(QLatin1Char(' '));
}

QString stepsOf(const Location &location)
{
    using Op = LocationStep::Op;
    if (location.kind == Location::Kind::Unavailable)
        return QStringLiteral("unavailable");
    QString out = location.kind == Location::Kind::Memory ? QStringLiteral("memory") : QStringLiteral("value");
    for (const LocationStep &step : location.steps) {
        const QString value = QString::number(step.value);
        out += QLatin1Char(' ')
            + (step.op == Op::Register         ? QLatin1Char('r') + value
                   : step.op == Op::Constant   ? value
                   : step.op == Op::Add        ? QStringLiteral("+")
                   : step.op == Op::Multiply   ? QStringLiteral("*")
                   : step.op == Op::ShiftRight ? QStringLiteral(">>")
                                               : QStringLiteral("?"));
    }
    return out;
}

}

/// Lines of functions, and the operands of marks.
class TestPlaces : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void operands_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("fixed");
        QTest::addColumn<QString>("steps");
        QTest::addColumn<int>("size"); // negative: signed
        const auto row = [](const char *text, const char *steps, int size, bool fixed = false) {
            QTest::addRow("%s%s", text, fixed ? " fixed" : "")
                << QString::fromLatin1(text) << fixed << QString::fromLatin1(steps) << size;
        };
        row("-4@%eax", "value r0", -4);
        row("8@%r15", "value r15", 8);
        row("2@%r9w", "value r9", 2);
        row("1@%dh", "value r1 8 >>", 1);
        row("-1@%sil", "value r4", -1);
        row("-4@-20(%rbp)", "memory -20 r6 +", -4);
        row("8@(%rsp)", "memory 0 r7 +", 8);
        row("-8@0x10(%rax,%rbx,8)", "memory 16 r0 + r3 8 * +", -8);
        row("4@(,%rcx,4)", "memory 0 r2 4 * +", 4);
        row("-4@$-1", "value -1", -4);
        row("8@$0xffffffffffffffff", "value -1", 8);
        row("4@kettle+8(%rip)", "memory r16 3848 +", 4);
        row("4@8+kettle(%rip)", "memory r16 3848 +", 4);
        row("8@$kettle", "value r16 3840 +", 8);
        row("8@$kettle", "value 7936", 8, true);
        row("4@kettle-4", "memory 7932", 4, true);
        row("%edi", "value r5", -8);
        row("8f@%xmm0", "unavailable", 8);
        row("3@%eax", "unavailable", -8);
        row("4@4(%rip)", "unavailable", 4);
        row("4@4(%eax)", "unavailable", 4);
        row("4@unknown(%rip)", "unavailable", 4);
        row("4@12(%rax", "unavailable", 4);
        row("4@", "unavailable", 4);
        row("@%eax", "unavailable", -8);
        row("-99999999999999999999@%eax", "unavailable", -8);
        row("", "unavailable", -8);
    }

    void operands()
    {
        QFETCH(QString, text);
        QFETCH(bool, fixed);
        QFETCH(QString, steps);
        QFETCH(int, size);
        const auto symbol = [](std::string_view name) {
            return name == "kettle" ? std::optional<uint64_t>(0x1f00) : std::nullopt;
        };
        const VariableAt argument = parseMarkerArgument(text.toStdString(), 0x1000, fixed, symbol);
        QCOMPARE(stepsOf(argument.location), steps);
        QCOMPARE(static_cast<int>(argument.type.byteSize) * (argument.type.isSigned ? -1 : 1), size);
    }

    void linesOfFunctions()
    {
        const auto module = openProgram("kettle-O0");
        QVERIFY(module);
        StatementQuery query;
        query.nameGlob = "fact";
        query.fileGlob = "kettle.c";
        QCOMPARE(lines(module->statements(query)), QStringLiteral("fact:26 fact:27 fact:28"));
        query.lines = {{1, 1}};
        query.relative = true;
        QCOMPARE(lines(module->statements(query)), QStringLiteral("fact:26"));
        query.relative = false;
        QCOMPARE(lines(module->statements(query)), QString());
        query.nearest = true;
        QCOMPARE(lines(module->statements(query)), QStringLiteral("fact:26"));
        query.lines = {{4000, 4000}};
        QCOMPARE(lines(module->statements(query)), QStringLiteral("fact:28"));
        query.fileGlob = "nix.c";
        QVERIFY(module->statements(query).empty());
    }

    void allOfTheProgram_data()
    {
        QTest::addColumn<QByteArray>("program");
        for (const char *program : {"kettle-O0", "kettle-O2", "kettle-dwarf4", "kettle-compressed", "teapot-O0", "teapot-O2"})
            QTest::newRow(program) << QByteArray(program);
    }

    void allOfTheProgram()
    {
        QFETCH(QByteArray, program);
        const auto module = openProgram(program.constData());
        QVERIFY(module);
        const auto statements = module->statements({});
        QVERIFY(statements.size() > 30);
        std::set<std::tuple<uint64_t, uint64_t, uint64_t>> places;
        for (const Statement &statement : statements) {
            const Function &function = statement.function;
            QVERIFY(places.emplace(function.entry.address, function.dieOffset, function.inlinedDie).second);
            QVERIFY(function.entry.address >= function.lowPc || function.inlinedDie != 0);
            QCOMPARE(module->fileOffset(function.entry.address).value_or(0), function.entry.fileOffset);
            // Reading the variables anywhere is safe.
            for (const VariableAt &variable : module->variables(function, function.entry.address))
                QVERIFY(!variable.name.empty());
        }
    }

    void separateDebugFile()
    {
        const auto whole = openProgram("kettle-O2-endbr"), stripped = openProgram("kettle-stripped");
        QVERIFY(whole && stripped);
        QVERIFY(!stripped->debugFile().empty());
        const auto expected = whole->statements({}), found = stripped->statements({});
        QCOMPARE(lines(found), lines(expected));
        QCOMPARE(found.size(), expected.size());
        for (size_t i = 0; i < found.size(); ++i)
            QCOMPARE(found[i].function.entry.fileOffset, expected[i].function.entry.fileOffset);
    }

    void withoutDebugInfo()
    {
        const auto module = openProgram("kettle-plain");
        QVERIFY(module);
        QVERIFY(module->statements({}).empty());
        QVERIFY(module->inlinedFunctions("*").empty());
        QVERIFY(module->markers().empty());
        QVERIFY(!module->statementAt(1));
        QVERIFY(!module->linkageStubs().empty());
    }
};

QTEST_GUILESS_MAIN(TestPlaces)
#include "tst_places.moc"
