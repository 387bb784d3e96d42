// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis_test.h"
#include "many_functions.h"

using namespace tapscope;

namespace {

/// Counts what its debug information is asked for.
class AskedModule : public ManyFunctions {
public:
    using ManyFunctions::ManyFunctions;

    std::vector<debuginfo::Function> functions(std::string_view nameGlob, std::string_view fileGlob) const override
    {
        ++lists;
        return ManyFunctions::functions(nameGlob, fileGlob);
    }
    std::vector<debuginfo::VariableAt> variables(const debuginfo::Function &function, uint64_t address) const override
    {
        ++variableLists;
        return ManyFunctions::variables(function, address);
    }

    mutable size_t lists = 0, variableLists = 0;
};

}

/// What a wildcard over a large program costs, told by the questions to its debug information: they take the time.
class TestSpeed : public QObject {
    Q_OBJECT

private:
    analysis::Options m_options;
    std::shared_ptr<AskedModule> m_module;

private Q_SLOTS:
    void initTestCase()
    {
        std::vector<std::string> names;
        for (int i = 0; i < 10'000; ++i)
            names.push_back("function_" + std::to_string(i));
        m_module = std::make_shared<AskedModule>(names);
        m_options.openModule = [this](const std::string &) { return m_module; };
    }

    void tenThousandFunctions_data()
    {
        QTest::addColumn<QString>("body");
        QTest::addColumn<size_t>("handlers");
        QTest::addColumn<size_t>("variableLists");
        QTest::newRow("names only") << "printf(\"%s -> %s\\n\", thread_indent(1), ppfunc())" << size_t(1) << size_t(0);
        QTest::newRow("with parameters") << "printf(\"%s -> %s %s\\n\", thread_indent(1), ppfunc(), $$parms)" << size_t(3)
                                         << size_t(10'000);
    }

    void tenThousandFunctions()
    {
        QFETCH(QString, body);
        QFETCH(size_t, handlers);
        QFETCH(size_t, variableLists);
        const std::string script = "probe process(\"/many\").function(\"*\").call { " + body.toStdString() + " }";
        m_module->lists = m_module->variableLists = 0;
        const Analysis analysis(script, m_options);
        QCOMPARE(text(analysis.said()), QString());
        QCOMPARE(analysis.program.sites.size(), size_t(10'000));
        QCOMPARE(analysis.program.handlers.size(), handlers);
        QCOMPARE(m_module->lists, size_t(1));
        QCOMPARE(m_module->variableLists, variableLists);
    }

    void namesBelongToTheSite()
    {
        const Analysis analysis("probe process(\"/many\").function(\"function_12*\") { println($$parms) }", m_options);
        for (const analysis::Site &site : analysis.program.sites)
            QCOMPARE(text(site.variables.at(0).name), text("of_" + site.function));
    }

    void anErrorInEverySiteIsSaidOnce()
    {
        const Analysis analysis("probe process(\"/many\").function(\"*\") { println($nosuch) }", m_options);
        QCOMPARE(analysis.diagnostics.all().size(), size_t(1));
    }
};

QTEST_GUILESS_MAIN(TestSpeed)
#include "tst_speed.moc"
