// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis_test.h"
#include "many_functions.h"

using namespace tapscope;

/// What a wildcard over a large program costs. The limits are for unoptimised builds on a busy machine.
class TestSpeed : public QObject {
    Q_OBJECT

private:
    analysis::Options m_options;

private Q_SLOTS:
    void initTestCase()
    {
        std::vector<std::string> names;
        for (int i = 0; i < 10'000; ++i)
            names.push_back("function_" + std::to_string(i));
        const auto module = std::make_shared<ManyFunctions>(names);
        m_options.openModule = [module](const std::string &) { return module; };
    }

    void tenThousandFunctions_data()
    {
        QTest::addColumn<QString>("body");
        QTest::addColumn<size_t>("handlers");
        QTest::addColumn<qint64>("limitMs");
        QTest::newRow("names only") << "printf(\"%s -> %s\\n\", thread_indent(1), ppfunc())" << size_t(1) << qint64(500);
        QTest::newRow("with parameters") << "printf(\"%s -> %s %s\\n\", thread_indent(1), ppfunc(), $$parms)" << size_t(3)
                                         << qint64(1500);
    }

    void tenThousandFunctions()
    {
        QFETCH(QString, body);
        QFETCH(size_t, handlers);
        QFETCH(qint64, limitMs);
        const std::string script = "probe process(\"/many\").function(\"*\").call { " + body.toStdString() + " }";
        QElapsedTimer timer;
        timer.start();
        const Analysis analysis(script, m_options);
        const qint64 took = timer.elapsed();
        QCOMPARE(text(analysis.said()), QString());
        QCOMPARE(analysis.program.sites.size(), size_t(10'000));
        QCOMPARE(analysis.program.handlers.size(), handlers);
        qInfo("%lld ms", took);
        QVERIFY2(took < limitMs, std::to_string(took).c_str());
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
