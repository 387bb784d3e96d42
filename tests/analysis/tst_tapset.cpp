// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/intrinsics.h"
#include "analysis_test.h"

#include <QRegularExpression>

#include <filesystem>
#include <fstream>

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
        std::string all;
        int runnable = 0;
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
            all += sources.file(file).text();
            QVERIFY(!ast.functions.empty() || !ast.aliases.empty() || !ast.globals.empty());
            for (const script::Function &function : ast.functions) {
                if (function.isPrivate)
                    continue;
                const std::string &name = function.name.text;
                // What hover and help show: the call, a first sentence that sums it up, and all parameters.
                std::string signature = name + "(";
                std::string call = name + "(", untypedText = name + "(";
                for (const script::Parameter &parameter : function.parameters) {
                    signature += (signature.back() == '(' ? "" : ", ") + parameter.name.text;
                    call += call.back() == '(' ? "" : ", ";
                    call += parameter.type == script::Type::String ? "\"x\"" : "1";
                    untypedText += untypedText.back() == '(' ? "" : ", ";
                    untypedText += parameter.type == script::Type::Long ? "1" : "\"x\"";
                }
                signature += ")";
                call += ")";
                untypedText += ")";
                const QString documentation = text(function.documentation);
                QVERIFY2(function.documentation.starts_with(signature + " "), name.c_str());
                QVERIFY2(documentation.endsWith('.'), name.c_str());
                const QString rest = documentation.mid(qsizetype(signature.size()));
                for (const script::Parameter &parameter : function.parameters) {
                    const QRegularExpression word("\\b" + text(parameter.name.text) + "\\b");
                    QVERIFY2(rest.contains(word), (name + ": " + parameter.name.text).c_str());
                }
                // A value is only used where there is one; what the engine or this kernel lacks says so at the call, and nothing
                // else is wrong.
                Analysis analysis("probe begin { " + call + " }");
                if (analysis.find("type-mismatch")) { // of what has no declared type
                    call = untypedText;
                    analysis.~Analysis(), new (&analysis) Analysis("probe begin { " + call + " }");
                }
                if (analysis.find("no-effect"))
                    analysis.~Analysis(), new (&analysis) Analysis("probe begin { println(" + call + ") }");
                for (const script::Diagnostic &said : analysis.diagnostics.all()) {
                    QVERIFY2(said.id == "not-yet" || said.id == "unknown-type" || said.id == "needs-guru",
                             (call + ": " + analysis.said()).c_str());
                    QCOMPARE(text(std::string(analysis.sources.text(said.range))), text(name));
                }
                runnable += analysis.diagnostics.all().empty() ? 1 : 0;
            }
        }
        // All that the engine provides can be reached.
        for (const analysis::IntrinsicSignature &signature : analysis::allIntrinsics()) {
            using analysis::Intrinsic;
            switch (signature.intrinsic) {
            case Intrinsic::RegexMatch: // =~ is an operator, @perf() a word, $value a variable, %m and %M are directives
            case Intrinsic::PerfCounter:
            case Intrinsic::UserMemory:
            case Intrinsic::KernelMemory:
            case Intrinsic::FileValue:
            case Intrinsic::SetFileValue:
            case Intrinsic::AppendFileValue: continue;
            default: break;
            }
            QVERIFY2(all.contains(std::string(signature.name) + "("), signature.name.data());
        }
        qInfo("%d functions can run", runnable);
        QVERIFY(runnable >= 250);
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
