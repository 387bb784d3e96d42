// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/module.h"
#include "tracee.h"

#include <QtTest>

#include <map>
#include <string>

using namespace tapscope::debuginfo;
using namespace Qt::StringLiterals;

namespace {

std::string program(const char *name)
{
    return std::string(TAPSCOPE_TEST_PROGRAMS "/") + name;
}

QString text(const std::string &s)
{
    return QString::fromStdString(s);
}

/// One parameter at the entry of the first call: its value, or that it cannot be had.
struct Expected {
    const char *function; ///< qualified
    const char *parameter;
    const char *type;
    std::optional<int64_t> value;
};

constexpr auto unavailable = std::nullopt;

const Expected kettle[] = {
    {"fact", "n", "int", 5},
    {"pour", "cups", "unsigned char", 200},
    {"pour", "heat", "short int", -7},
    {"pour", "hot", "_Bool", 1},
    {"pour", "leaf", "enum leaf", -2},
    {"pour", "seventh", "int", 77},
    {"pour", "eighth", "long int", 88888888888},
    {"warm", "by", "double", unavailable},
    {"warm", "times", "int", 42},
    {"warm", "twice", "float", unavailable},
    {"take_small", "s", "struct small", unavailable},
    {"take_small", "after", "int", 43},
    {"take_mixed", "m", "struct mixed", unavailable},
    {"take_mixed", "after", "int", 44},
    {"take_large", "l", "struct large", 101},
    {"take_large", "after", "int", 45},
    {"make_large", "seed", "int", 46},
    {"make_small", "seed", "int", 47},
    {"wide", "w", "__int128", unavailable},
    {"wide", "after", "int", 50},
    {"crowded", "e", "long int", 5},
    {"crowded", "after", "int", 58},
    {"crowded", "last", "int", 59},
    {"turned", "first", "int", 60},
    {"turned", "second", "int", 61},
    {"placed", "f", "long int", 62},
    {"placed", "seventh", "char", 63},
    {"placed", "eighth", "struct aligned", 64},
    {"precise", "after", "int", 51},
    {"addressed", "n", "int", 52},
    {"addressed", "m", "int", 53},
    {"ignores", "first", "int", -54},
    {"ignores", "second", "long int", 55},
    {"visit", "list", "struct kettle const* const*", 0},
    {"count", "leaf", "enum leaf", 7},
};

const Expected teapot[] = {
    {"(anonymous namespace)::hidden", "secret", "int", 10},
    {"tea::Pot::Pot", "cups", "int", 6},
    {"tea::Pot::pour", "cups", "int", 11},
    {"tea::Pot::made", "when", "long int", 12},
    {"tea::Pot::refill", "by", "short unsigned int", 13},
    {"tea::Pot::brew<int>", "minutes", "int", 14},
    {"tea::Pot::brew<double>", "minutes", "double", unavailable},
    {"tea::Pot::Lid::open", "how", "char", 'x'},
    {"tea::seat", "guest", "struct Guest", 17},
    {"tea::seat", "table", "int", 18},
    {"tea::invite", "number", "int", 19},
    {"tea::house::v1::close", "hour", "int", 20},
    {"total<int, int>", "first", "int", 22},
    {"plain", "n", "int", 25},
};

}

class TestLocations : public QObject {
    Q_OBJECT

    static void addPrograms()
    {
        QTest::addColumn<QString>("name");
        for (const char *name :
             {"kettle-O0", "kettle-O1", "kettle-O2", "kettle-O2-endbr", "kettle-O0-endbr", "kettle-dwarf4", "kettle-fixed",
              "kettle-compressed", "kettle-stripped", "teapot-O0", "teapot-O2", "teapot-dwarf4"})
            QTest::newRow(name) << QString::fromLatin1(name);
        // Clang may not be installed; its debuginfo differs in many ways.
        for (const char *name : {"kettle-clang-O0", "kettle-clang-O2", "teapot-clang-O0", "teapot-clang-O2"}) {
            if (QFile::exists(QString::fromStdString(program(name))))
                QTest::newRow(name) << QString::fromLatin1(name);
        }
    }

private Q_SLOTS:
    void argumentsOfRealCalls_data() { addPrograms(); }
    // The program runs; at the entry of each function what the locations yield is what main passed.
    void argumentsOfRealCalls()
    {
        QFETCH(QString, name);
        const std::span<const Expected> expected = name.startsWith("kettle"_L1) ? std::span<const Expected>(kettle) : teapot;
        // Clang calls copies of functions, or none at all, where it knows the result.
        const bool mayOptimise = name.contains("clang-O2"_L1);
        const auto module = Module::open(program(name.toLatin1().constData()));
        QVERIFY2(module, module ? "" : module.error().what.english().c_str());
        QVERIFY((*module)->hasDebugInfo());

        Tracee tracee((*module)->path());
        QVERIFY(tracee.isAlive());
        const uint64_t bias = tracee.startCode() - (*module)->codeStart();
        QCOMPARE(bias % 4096, 0u);
        std::map<uint64_t, Function> byAddress;
        for (const Expected &e : expected) {
            const auto found = (*module)->functions(e.function);
            QVERIFY2(found.size() == 1 || mayOptimise, e.function);
            for (const Function &function : found) {
                QVERIFY(function.hasDebugInfo);
                if (byAddress.emplace(function.entry.address + bias, function).second)
                    tracee.setBreakpoint(function.entry.address + bias);
            }
        }
        size_t checked = 0;
        while (!byAddress.empty()) {
            const auto at = tracee.run();
            if (!at && mayOptimise)
                break;
            QVERIFY2(at, "the program ended before all functions were called");
            const auto hit = byAddress.find(*at);
            if (hit == byAddress.end())
                continue;
            const Function function = hit->second;
            byAddress.erase(hit);
            const auto parameters = (*module)->parameters(function, function.entry.address);
            for (const Expected &e : expected) {
                if (function.qualifiedName != e.function)
                    continue;
                const auto parameter = std::ranges::find(parameters, e.parameter, &VariableAt::name);
                QVERIFY2(parameter != parameters.end(), e.parameter);
                // Clang calls the types "long" and "short".
                if (!name.contains("clang"_L1))
                    QCOMPARE(text(parameter->type.name), text(e.type));
                const QByteArray where = QByteArray(e.function) + ' ' + e.parameter;
                if (!e.value && mayOptimise)
                    continue; // may as well say that the whole structure is in a register
                if (!e.value) {
                    // A structure in registers is no single number.
                    const bool inRegisters = parameter->location.kind == Location::Kind::Pieces;
                    QVERIFY2(inRegisters || parameter->location.kind == Location::Kind::Unavailable, where);
                    QVERIFY2(inRegisters || !parameter->location.reason.english().empty(), where);
                } else {
                    QVERIFY2(parameter->location.kind != Location::Kind::Unavailable,
                             where + ": " + QByteArray::fromStdString(parameter->location.reason.english()));
                    QVERIFY2(tracee.read(*parameter) == *e.value,
                             where + " is " + QByteArray::number(qlonglong(tracee.read(*parameter))));
                }
                ++checked;
            }
            if (function.name == "pour" && name.startsWith("kettle"_L1)) {
                QCOMPARE(parameters.size(), 8u);
                QCOMPARE(parameters[0].type.name, "char const*");
                QCOMPARE(parameters[0].type.targetKind, TypeInfo::Kind::Character);
                QCOMPARE(tracee.string(static_cast<uint64_t>(tracee.read(parameters[0]))), "sencha");
                QCOMPARE(parameters[5].type.name, "grams_t*");
                QCOMPARE(parameters[5].type.targetKind, TypeInfo::Kind::Integer);
            }
        }
        if (mayOptimise)
            QVERIFY(checked > expected.size() / 2);
        else
            QCOMPARE(checked, expected.size());
    }

    void variablesInsideFunctions_data() { addPrograms(); }
    // At every line of "count" the locals that can be read have values that the program can have.
    void variablesInsideFunctions()
    {
        QFETCH(QString, name);
        if (!name.startsWith("kettle"_L1))
            return;
        const auto module = Module::open(program(name.toLatin1().constData()));
        QVERIFY(module);
        const auto found = (*module)->functions("count");
        QCOMPARE(found.size(), 1u);
        const Function &function = found[0];
        Tracee tracee((*module)->path());
        const uint64_t bias = tracee.startCode() - (*module)->codeStart();
        // Only addresses that a line starts at are known to be starts of instructions.
        uint32_t last = 0;
        std::vector<uint64_t> addresses;
        for (uint64_t at = function.entry.address + 1; at < function.lowPc + function.size; ++at) {
            const auto line = (*module)->lineAt(at);
            if (line && line->line != last && last != 0)
                addresses.push_back(at);
            last = line ? line->line : last;
        }
        QVERIFY(!addresses.empty());
        for (const uint64_t at : addresses)
            tracee.setBreakpoint(at + bias);
        int seen = 0;
        for (int stops = 0; stops < 100; ++stops) {
            const auto at = tracee.run();
            if (!at)
                break;
            for (const VariableAt &v : (*module)->variables(function, *at - bias)) {
                if (v.location.kind == Location::Kind::Unavailable)
                    continue;
                if (v.name == "leaf" && v.isParameter && !name.startsWith("kettle-O0"_L1)) {
                    QCOMPARE(tracee.read(v), 7);
                    ++seen;
                }
                if (v.name == "k" || v.name == "kettle") {
                    QCOMPARE(v.type.name, "struct kettle*");
                    ++seen;
                }
            }
        }
        QVERIFY(seen > 0);
    }

    void localsInScope()
    {
        const auto module = Module::open(program("kettle-O0"));
        QVERIFY(module);
        const Function count = (*module)->functions("count").at(0);
        std::map<std::string, int> deepest;
        for (uint64_t at = count.lowPc; at < count.lowPc + count.size; ++at) {
            const auto variables = (*module)->variables(count, at);
            QVERIFY(variables.size() >= 3);
            QCOMPARE(variables[0].name, "kettle");
            QCOMPARE(variables[1].name, "leaf");
            QCOMPARE(variables[2].name, "total");
            for (size_t i = 0; i < variables.size(); ++i) {
                deepest[variables[i].name] = static_cast<int>(i);
                QCOMPARE(variables[i].isParameter, i < 2);
                if (at != count.entry.address)
                    QVERIFY(variables[i].location.kind == Location::Kind::Memory);
            }
        }
        QCOMPARE(deepest["k"], 3);
        QCOMPARE(deepest["step"], 4);
    }

    void results_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("function");
        QTest::addColumn<QString>("type");
        QTest::addColumn<int>("kind");
        const auto row = [](const char *name, const char *function, const char *type, int kind) {
            QTest::newRow(function) << QString::fromLatin1(name) << QString::fromLatin1(function) << QString::fromLatin1(type)
                                    << kind;
        };
        constexpr auto value = static_cast<int>(Location::Kind::Value);
        constexpr auto memory = static_cast<int>(Location::Kind::Memory);
        constexpr auto none = static_cast<int>(Location::Kind::Unavailable);
        row("kettle-O1", "fact", "int", value);
        row("kettle-O1", "pour", "long int", value);
        row("kettle-O1", "warm", "double", none);
        row("kettle-O1", "make_large", "struct large", memory);
        row("kettle-O1", "make_small", "struct small", static_cast<int>(Location::Kind::Pieces));
        row("kettle-O1", "ignores", "unsigned int", value);
        row("kettle-O1", "note", "", -1);
        row("teapot-O2", "tea::Pot::refill", "bool", value);
        row("teapot-O2", "tea::Pot::operator+=", "class Pot&", value);
        row("teapot-O2", "tea::invite", "struct Guest", memory);
        row("teapot-O2", "tea::Pot::brew<double>", "double", none);
        row("teapot-O2", "tea::Pot::Lid::open", "", -1);
    }
    void results()
    {
        QFETCH(QString, name);
        QFETCH(QString, function);
        QFETCH(QString, type);
        QFETCH(int, kind);
        const auto module = Module::open(program(name.toLatin1().constData()));
        QVERIFY(module);
        const auto found = (*module)->functions(function.toStdString());
        QCOMPARE(found.size(), 1u);
        const auto result = (*module)->returnValue(found[0]);
        QCOMPARE(result.has_value(), kind >= 0);
        if (!result)
            return;
        QCOMPARE(text(result->type.name), type);
        QCOMPARE(static_cast<int>(result->location.kind), kind);
        if (result->location.kind == Location::Kind::Value)
            QCOMPARE(result->location.steps, (std::vector<LocationStep>{{LocationStep::Op::Register, 0}}));
        QCOMPARE(result->location.reason.empty(), result->location.kind != Location::Kind::Unavailable);
    }

    // A clone's arguments are elsewhere than its source says: never guess.
    void clonesAreNotGuessed()
    {
        const auto module = Module::open(program("kettle-O2"));
        QVERIFY(module);
        const auto found = (*module)->functions("whistle");
        QCOMPARE(found.size(), 1u);
        QVERIFY2((*module)->symbolAt(found[0].lowPc).find("whistle.") == 0, (*module)->symbolAt(found[0].lowPc).c_str());
        for (const VariableAt &parameter : (*module)->parameters(found[0], found[0].entry.address)) {
            if (parameter.name == "always")
                QVERIFY(parameter.location.kind == Location::Kind::Unavailable
                        || parameter.location.steps == (std::vector<LocationStep>{{LocationStep::Op::Constant, 9}}));
        }
    }

    // At a fixed address it is a constant; elsewhere each process has its own.
    void staticVariables()
    {
        for (const char *name : {"kettle-fixed", "kettle-O1"}) {
            const auto module = Module::open(program(name));
            QVERIFY(module);
            const Function note = (*module)->functions("note").at(0);
            const auto variables = (*module)->variables(note, note.entry.address);
            QCOMPARE(variables.size(), 2u);
            QCOMPARE(variables[1].name, "notes");
            if (QByteArray(name) == "kettle-O1") {
                QCOMPARE(variables[1].location.kind, Location::Kind::Memory);
                QCOMPARE(variables[1].location.steps.size(), 3u);
                QCOMPARE(variables[1].location.steps[0].op, LocationStep::Op::LoadBias);
                QCOMPARE(variables[1].location.steps[0].value, static_cast<int64_t>(note.entry.address));
                continue;
            }
            QCOMPARE(QByteArray(name), "kettle-fixed");
            QCOMPARE(variables[1].location.kind, Location::Kind::Memory);
            QCOMPARE(variables[1].location.steps.size(), 1u);
            QCOMPARE(variables[1].location.steps[0].op, LocationStep::Op::Constant);
            Tracee tracee((*module)->path());
            for (const int64_t notes : {52, 52 + 53}) {
                // Read at the function's return address, when it has been added.
                if (notes == 52)
                    tracee.setBreakpoint(note.entry.address);
                QVERIFY(tracee.run());
                QCOMPARE(tracee.read(variables[1]), notes == 52 ? 0 : 52);
            }
        }
    }

    void typeNames()
    {
        const auto module = Module::open(program("kettle-O0"));
        QVERIFY(module);
        const Function visit = (*module)->functions("visit").at(0);
        const auto parameters = (*module)->parameters(visit, visit.entry.address);
        QCOMPARE(parameters.size(), 3u);
        QCOMPARE(parameters[0].type.name, "struct kettle*");
        QCOMPARE(parameters[0].type.targetKind, TypeInfo::Kind::Structure);
        QCOMPARE(parameters[1].type.name, "visitor");
        QCOMPARE(parameters[1].type.kind, TypeInfo::Kind::Pointer);
        QCOMPARE(parameters[1].type.targetName, "int () (struct kettle*, enum leaf)");
        QCOMPARE(parameters[2].type.name, "struct kettle const* const*");
        QCOMPARE(parameters[2].type.byteSize, 8u);
    }

    void withoutDebugInfoThereAreNone()
    {
        const auto module = Module::open(program("kettle-plain"));
        QVERIFY(module);
        const Function fact = (*module)->functions("fact").at(0);
        QVERIFY((*module)->parameters(fact, fact.entry.address).empty());
        QVERIFY((*module)->variables(fact, fact.entry.address).empty());
        QVERIFY(!(*module)->returnValue(fact));
        QVERIFY(!(*module)->lineAt(fact.lowPc));
    }
};

QTEST_GUILESS_MAIN(TestLocations)
#include "tst_locations.moc"
