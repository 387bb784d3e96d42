// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis_test.h"

#include <filesystem>
#include <set>

using namespace tapscope;
using namespace tapscope::analysis;

namespace {

const std::string optimised = TAPSCOPE_BINARY_DIR "/tests/analysis_fixture_optimised";

std::string probing(const std::string &function, const std::string &body, const std::string &program = fixture)
{
    return "probe process(\"" + program + "\").function(\"" + function + "\") { " + body + " }";
}

std::vector<std::string> names(const Site &site)
{
    std::vector<std::string> out;
    for (const Site::Variable &variable : site.variables)
        out.push_back(variable.name);
    return out;
}

const FormatExpr *firstFormat(const Handler &handler)
{
    const auto *outer = as<BlockStmt>(handler.body);
    const auto *inner = outer ? as<BlockStmt>(outer->statements.at(0)) : nullptr;
    const auto *statement = inner ? as<ExpressionStmt>(inner->statements.at(0)) : nullptr;
    return statement ? as<FormatExpr>(statement->expression) : nullptr;
}

}

class TestTargetVariables : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void values_data()
    {
        QTest::addColumn<QString>("function");
        QTest::addColumn<QString>("variable");
        QTest::addColumn<int>("bytes");
        QTest::addColumn<bool>("isSigned");
        QTest::newRow("int") << "fact" << "$n" << 4 << true;
        QTest::newRow("pointer") << "add" << "$name" << 8 << false;
        QTest::newRow("char") << "isOdd" << "$c" << 1 << false;
        QTest::newRow("enumeration") << "paint" << "$c" << 4 << false;
        QTest::newRow("local") << "classify" << "$r" << 4 << true;
        QTest::newRow("result") << "fact#return" << "$return" << 4 << true;
        QTest::newRow("pointer result") << "add#return" << "$return" << 8 << false;
        QTest::newRow("bool result") << "isOdd#return" << "$return" << 1 << false;
        QTest::newRow("unsigned long result") << "sum#return" << "$return" << 8 << false;
    }

    void values()
    {
        QFETCH(QString, function);
        QFETCH(QString, variable);
        QFETCH(int, bytes);
        QFETCH(bool, isSigned);
        std::string script = probing(function.section(QLatin1Char('#'), 0, 0).toStdString(),
                                     "println(" + variable.toStdString() + ")");
        if (function.endsWith(QLatin1String("#return")))
            script.replace(script.find(" { "), 0, ".return");
        const Analysis analysis(script);
        QCOMPARE(text(analysis.said()), QString());
        const FormatExpr *format = firstFormat(analysis.program.handlers.at(0));
        QVERIFY(format);
        const auto *value = as<TargetValueExpr>(format->arguments.at(0));
        QVERIFY(value);
        QCOMPARE(int(value->byteSize), bytes);
        QCOMPARE(value->isSigned, isSigned);
        QCOMPARE(value->type, Type::Long);
        QVERIFY(value->location.kind != debuginfo::Location::Kind::Unavailable);
        QVERIFY(!value->location.steps.empty());
    }

    void lists_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const std::string &script, const char *expected) {
            QTest::newRow(name) << text(script) << QString::fromUtf8(expected);
        };
        row("$$parms", probing("add", "println($$parms)"), "key name");
        row("$$parms of a function without", probing("sum", "println($$parms)"), "");
        row("$$vars", probing("add", "println($$vars)"), "key name it");
        row("$$locals", probing("add", "println($$locals)"), "it");
        row("$$return", probing("add", "println($$return)").replace(probing("add", "").find(" { "), 0, ".return"), "return");
        row("$$return of void", probing("nothing", "println($$return)").replace(probing("nothing", "").find(" { "), 0, ".return"),
            "");
        row("$$vars serve $$parms too", probing("add", "println($$parms, $$vars)"), "key name it");
        row("$$locals beside $$parms", probing("add", "println($$locals, $$parms)"), "it key name");
        row("a method's object", probing("pour@*:57", "println($$parms)"), "this cups");
        row("a structure", probing("whole", "println($$parms)"), "item");
    }

    void lists()
    {
        QFETCH(QString, script);
        QFETCH(QString, expected);
        const Analysis analysis(script.toStdString());
        QCOMPARE(text(analysis.said()), QString());
        QStringList found;
        for (const std::string &name : names(analysis.program.sites.at(0)))
            found.append(text(name));
        QCOMPARE(found.join(QLatin1Char(' ')), expected);
        size_t listed = 0;
        for (const ExprPtr &argument : firstFormat(analysis.program.handlers.at(0))->arguments) {
            const auto *list = as<TargetVariablesExpr>(argument);
            QVERIFY(list);
            for (size_t i = 0; i < list->values.size(); ++i)
                QCOMPARE(text(list->values[i].name), text(analysis.program.sites[0].variables.at(list->firstVariable + i).name));
            listed = std::max(listed, list->firstVariable + list->values.size());
        }
        QCOMPARE(listed, analysis.program.sites[0].variables.size());
    }

    /// Pretty texts have a question mark for them, as SystemTap's.
    void whatIsNoNumberHasAText()
    {
        const Analysis analysis(probing("through", "println($member$)"));
        QCOMPARE(text(analysis.said()), QString());
    }

    void structuresAreNotRead()
    {
        const Analysis analysis(probing("whole", "println($$parms)"));
        const auto *list = as<TargetVariablesExpr>(firstFormat(analysis.program.handlers.at(0))->arguments.at(0));
        QCOMPARE(list->values.at(0).location.kind, debuginfo::Location::Kind::Unavailable);
        QCOMPARE(analysis.program.sites[0].variables.at(0).type.kind, debuginfo::TypeInfo::Kind::Structure);
    }

    void sitesWithEqualLocationsShareAHandler()
    {
        // One int each, at the same place of an unoptimised frame, under different names.
        const Analysis analysis(probing("fact", "println($$parms)") + probing("[ft]*@*fixture.cpp", "println($$parms)"));
        QCOMPARE(text(analysis.said()), QString());
        size_t shared = 0;
        for (const Handler &handler : analysis.program.handlers)
            shared = std::max(shared, handler.sites.size());
        QCOMPARE(shared, size_t(2));
        // Names are the site's own.
        const Analysis two("probe process(\"" + fixture + "\").function(\"paint\"), process(\"" + fixture
                           + "\").function(\"isOdd\") { println($$parms) }");
        QCOMPARE(two.program.handlers.size(), size_t(2));
    }

    void namesInTextsAreTheSitesOwn()
    {
        // $$parms$ writes the names into its text: sites of other names or types are no longer the same.
        const Analysis analysis(probing("[ft]*@*fixture.cpp", "println($$parms$)"));
        QCOMPARE(text(analysis.said()), QString());
        size_t sites = 0;
        for (const Handler &handler : analysis.program.handlers) {
            std::set<std::string> parameters;
            for (const uint32_t site : handler.sites) {
                std::string all;
                for (const std::string &name : names(analysis.program.sites[site]))
                    all += name + " ";
                parameters.insert(all);
            }
            QVERIFY(parameters.size() <= 1);
            sites += handler.sites.size();
        }
        QCOMPARE(sites, analysis.program.sites.size());
        QVERIFY(sites >= 2);
        const Analysis two("probe process(\"" + fixture + "\").function(\"fact\"), process(\"" + fixture
                           + "\").function(\"twice\") { println($$parms$) }");
        QCOMPARE(two.program.handlers.size(), size_t(2));
    }

    void withoutVariablesAllSitesShareOne()
    {
        const Analysis analysis(probing("*", "println(ppfunc())"));
        QCOMPARE(analysis.program.handlers.size(), size_t(1));
        QVERIFY(analysis.program.handlers[0].sites.size() > 8);
        QCOMPARE(analysis.program.handlers[0].sites.size(), analysis.program.sites.size());
    }

    void everySiteOfAWildcardHasItsNames()
    {
        const Analysis analysis(probing("*@*fixture.cpp", "printf(\"%s %s\\n\", ppfunc(), $$parms)"));
        QCOMPARE(text(analysis.said()), QString());
        std::map<std::string, std::string> parameters;
        for (const Site &site : analysis.program.sites) {
            std::string &all = parameters[site.function];
            for (const std::string &name : names(site))
                all += name + " ";
        }
        QCOMPARE(text(parameters["fact"]), QStringLiteral("n "));
        QCOMPARE(text(parameters["add"]), QStringLiteral("key name "));
        QCOMPARE(text(parameters["main"]), QStringLiteral("argc argv "));
        QCOMPARE(text(parameters["sum"]), QString());
        size_t sites = 0;
        for (const Handler &handler : analysis.program.handlers) {
            sites += handler.sites.size();
            const auto *list = as<TargetVariablesExpr>(firstFormat(handler)->arguments.at(1));
            for (const uint32_t site : handler.sites)
                QCOMPARE(list->values.size(), analysis.program.sites[site].variables.size());
        }
        QCOMPARE(sites, analysis.program.sites.size());
        QVERIFY(analysis.program.handlers.size() < sites);
    }

    void defined()
    {
        const Analysis analysis(probing("fact", "if (@defined($nosuch)) println($nosuch) else println($n)")
                                + probing("fact", "println(@defined($n) ? $n : $nosuch)")
                                + probing("fact", "println(@defined($n), @defined($$return))"));
        QCOMPARE(text(analysis.said()), QString());
        QVERIFY(as<TargetValueExpr>(firstFormat(analysis.program.handlers[0])->arguments.at(0)));
        QVERIFY(as<TargetValueExpr>(firstFormat(analysis.program.handlers[1])->arguments.at(0)));
        QCOMPARE(as<NumberExpr>(firstFormat(analysis.program.handlers[2])->arguments.at(0))->value, int64_t(1));
        QCOMPARE(as<NumberExpr>(firstFormat(analysis.program.handlers[2])->arguments.at(1))->value, int64_t(0));
    }

    void definedPerSite()
    {
        const Analysis analysis(
            probing("{FACT}", "").empty() ? ""
                                          : "probe process(\"" + fixture + "\").function(\"fact\"), process(\"" + fixture
                    + "\").function(\"sum\"), process(\"" + fixture
                    + "\").function(\"[fs][au][cm]*@*fixture.cpp\") { if (@defined($n)) println($n) else println(\"none\") }");
        QCOMPARE(text(analysis.said()), QString());
        QCOMPARE(analysis.program.handlers.size(), size_t(4));
    }

    void refused_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("said");
        const auto row = [](const char *name, const std::string &script, const char *said) {
            QTest::newRow(name) << text(script) << QString::fromUtf8(said);
        };
        const auto atReturn = [](std::string script) { return script.replace(script.find(" { "), 0, ".return"); };
        row("unknown", probing("add", "println($nmae)"),
            "error unknown-target-variable '$nmae': add() has no variable '$nmae' where it is probed | did you mean '$name'?\n");
        row("unknown, nothing like it", probing("fact", "println($zebra)"),
            "error unknown-target-variable '$zebra': fact() has no variable '$zebra' where it is probed | it has: $n\n");
        row("return at entry", probing("fact", "println($return)"),
            "error return-at-entry '$return': '$return' only exists when the function returns; this probe is at its entry | add "
            ".return to the probe point\n");
        row("return list at entry", probing("fact", "println($$return)"),
            "error return-at-entry '$$return': '$$return' only exists when the function returns; this probe is at its entry | "
            "add .return to the probe point\n");
        row("return of void", atReturn(probing("nothing", "println($return)")),
            "error void-return '$return': nothing() returns nothing, so it has no '$return' | $$return is empty then; "
            "@defined($return) tests for it\n");
        row("unknown member", probing("whole", "println($item->kez)"),
            "error unknown-member 'kez': struct Item has no member 'kez' | did you mean 'key'?\n");
        row("member of a number", probing("fact", "println($n->key)"),
            "error not-a-structure '->key': '$n' is of type int, which has no members | members can be read of structures, "
            "unions, "
            "classes and pointers to them\n");
        row("element of a number", probing("fact", "println($n[1])"),
            "error not-an-array '[1]': '$n' is of type int, which has no elements | arrays and pointers have; @cast gives a "
            "value "
            "another type\n");
        row("pointer to a member", probing("through", "println($member)"),
            "error unreadable-target-variable '$member': '$member' is of type int Item::*, whose value cannot be read as a "
            "number | "
            "integers, pointers, enumerations and members of structures can be\n");
        row("structure", probing("whole", "println($item)"),
            "error structure-value '$item': '$item' is a whole struct Item, which has no single value | name a member of it, "
            "print "
            "it with $ behind it, or take its address with &\n");
        row("entry value elsewhere", probing("fact", "println(@entry($n))"),
            "error entry-elsewhere '@entry($n)': @entry() is for return probes; this probe fires elsewhere | use the value "
            "itself "
            "here, or add .return to the probe point\n");
        row("unknown type", probing("whole", "println(@cast($item, \"Itam\", \"" + fixture + "\")->key)"),
            "error unknown-type '\"Itam\"': there is no type 'Itam' | did you mean 'Item'?\n");
        row("unknown static variable", probing("fact", "println(@var(\"nosuch@fixture.cpp\"))"),
            ("error unknown-static-variable '\"nosuch@fixture.cpp\"': " + fixture
             + " has no global or static variable 'nosuch' in 'fixture.cpp' | its debug information has to name it; the file can "
               "hold wildcards\n")
                .c_str());
        row("string of a number", probing("fact", "println($n . \"x\")"),
            "error type-mismatch '$n': a string is needed here, but this is a number | sprint() makes a string of a number\n");
        row("no debug information", probing("main", "println($argc)", fixture + "_symbols"), "-");
    }

    void refused()
    {
        QFETCH(QString, script);
        QFETCH(QString, said);
        const Analysis analysis(script.toStdString());
        if (said == QLatin1String("-")) {
            QVERIFY(analysis.find("no-debuginfo"));
            QVERIFY2(analysis.said().contains("has no debug information for main()"), analysis.said().c_str());
            return;
        }
        QCOMPARE(text(analysis.said()), said);
    }

    void optimisedAway()
    {
        // Whatever the compiler kept: every script of variables either runs or says why not, with the reason.
        const Analysis lists(probing("*@*fixture.cpp", "println($$vars)", optimised));
        QCOMPARE(text(lists.said()), QString());
        bool unavailable = false;
        for (const Handler &handler : lists.program.handlers) {
            for (const TargetValueExpr &value : as<TargetVariablesExpr>(firstFormat(handler)->arguments.at(0))->values)
                unavailable = unavailable || value.location.kind == debuginfo::Location::Kind::Unavailable;
        }
        QVERIFY(unavailable);
        const Analysis one(probing("main", "println($rounds)", optimised));
        if (const script::Diagnostic *diagnostic = one.find("unavailable-target-variable"))
            QVERIFY2(diagnostic->notes.size() == 1 && !diagnostic->notes[0].text.empty(), one.said().c_str());
        else
            QVERIFY2(one.find("unknown-target-variable") || !one.diagnostics.hasErrors(), one.said().c_str());
    }
};

QTEST_GUILESS_MAIN(TestTargetVariables)
#include "tst_targetvariables.moc"
