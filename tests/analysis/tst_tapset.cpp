// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/intrinsics.h"
#include "analysis_test.h"

#include <filesystem>
#include <fstream>
#include <set>

using namespace tapscope;

class TestTapset : public QObject {
    Q_OBJECT

private:
    std::vector<std::filesystem::path> m_files;

private Q_SLOTS:
    void initTestCase()
    {
        for (const auto &entry : std::filesystem::recursive_directory_iterator(TAPSCOPE_SOURCE_DIR "/tapset")) {
            if (entry.path().extension() == ".stp")
                m_files.push_back(entry.path());
        }
        QVERIFY(m_files.size() >= 6);
    }

    void everyFunctionIsDocumentedAndRuns()
    {
        std::set<analysis::Intrinsic> reached;
        for (const auto &path : m_files) {
            std::ifstream in(path);
            script::SourceSet sources;
            script::Diagnostics diagnostics;
            const auto file = sources.add(path.string(), std::string(std::istreambuf_iterator<char>(in), {}));
            script::ParseOptions parse;
            parse.privileged = true;
            const script::Ast ast = script::parse(sources, file, parse, diagnostics);
            for (const auto &d : diagnostics.all())
                qInfo("%s", script::render(d, sources).c_str());
            QVERIFY(diagnostics.all().empty());
            QVERIFY(!ast.functions.empty());
            for (const script::Function &function : ast.functions) {
                const std::string &name = function.name.text;
                QVERIFY2(function.documentation.starts_with(name + "("), name.c_str());
                QVERIFY2(function.documentation.ends_with("."), name.c_str());
                std::string call = name + "(";
                for (const script::Parameter &parameter : function.parameters) {
                    QVERIFY2(parameter.type != script::Type::Unknown, name.c_str());
                    call += call.back() == '(' ? "" : ", ";
                    call += parameter.type == script::Type::String ? "\"x\"" : "1";
                }
                call += ")";
                // A value is only used where there is one.
                const bool value = function.type != script::Type::Unknown;
                const Analysis analysis("probe begin { " + (value ? "println(" + call + ")" : call) + " }");
                QCOMPARE(text(analysis.said()), QString());
                const analysis::Program &program = analysis.program;
                const auto *block = analysis::as<analysis::BlockStmt>(program.handlers.at(0).body);
                const auto *inner = analysis::as<analysis::BlockStmt>(block->statements.at(0));
                const analysis::Expr *expr = analysis::as<analysis::ExpressionStmt>(inner->statements.at(0))->expression.get();
                if (const auto *format = analysis::as<analysis::FormatExpr>(expr))
                    expr = format->arguments.at(0).get();
                if (const auto *direct = analysis::as<analysis::CallIntrinsicExpr>(expr)) {
                    reached.insert(direct->intrinsic);
                    QVERIFY(program.functions.empty());
                } else {
                    QVERIFY2(analysis::as<analysis::CallFunctionExpr>(expr), name.c_str());
                    QCOMPARE(program.functions.size(), size_t(1));
                }
            }
        }
        // All that the engine provides can be reached; reading numbers only goes through functions with a body.
        for (const analysis::IntrinsicSignature &signature : analysis::allIntrinsics())
            QVERIFY2(reached.contains(signature.intrinsic) || signature.intrinsic == analysis::Intrinsic::UserLong,
                     signature.name.data());
    }

    void milestone_data()
    {
        QTest::addColumn<QString>("call");
        for (const char *call :
             {"log(\"x\")", "exit()", "println(thread_indent(1))", "println(indent(1))", "println(probefunc())",
              "println(ppfunc())", "println(pp())", "println(pid())", "println(tid())", "println(uid())", "println(execname())",
              "println(cpu())", "println(target())", "println(gettimeofday_us())", "println(gettimeofday_ns())",
              "println(tokenize(\"a b\", \" \"), tokenize(\" \"))", "println(user_string(1), user_string(1, \"?\"))"})
            QTest::newRow(call) << QString::fromUtf8(call);
    }

    void milestone()
    {
        QFETCH(QString, call);
        QCOMPARE(text(Analysis("probe begin { " + call.toStdString() + " }").said()), QString());
    }

    void onlyWhatIsUsedIsTakenIn()
    {
        const Analysis analysis("probe begin { println(pid()) }");
        QCOMPARE(analysis.sources.size(), size_t(2));
    }

    void usesThreadIndent()
    {
        const Analysis analysis("function f() { return thread_indent(1) } probe begin { println(f()) } probe end { println(1) }");
        QCOMPARE(text(analysis.said()), QString());
        QVERIFY(analysis.program.handlers[0].usesThreadIndent);
        QVERIFY(!analysis.program.handlers[1].usesThreadIndent);
    }
};

QTEST_GUILESS_MAIN(TestTapset)
#include "tst_tapset.moc"
