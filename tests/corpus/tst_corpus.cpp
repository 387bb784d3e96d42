// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/analyze.h"
#include "corpus_file.h"

#include <QtTest>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

using namespace tapscope;

CorpusFile CorpusFile::read(const std::string &text)
{
    CorpusFile out;
    enum class Part { Head, Options, Script, Said } part = Part::Head;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("=== ")) {
            out.scripts.push_back({line.substr(4), {}, {}, {}, {}});
            part = Part::Options;
        } else if (part == Part::Head) {
            out.head += line + "\n";
        } else if (part != Part::Said && line.starts_with("--- ")) {
            out.scripts.back().verdict = line.substr(4);
            part = Part::Said;
        } else if (part == Part::Options && line.starts_with('[') && line.ends_with(']')) {
            out.scripts.back().options.push_back(line.substr(1, line.size() - 2));
        } else if (part == Part::Said) {
            out.scripts.back().said += line + "\n";
        } else {
            out.scripts.back().text += line + "\n";
            part = Part::Script;
        }
    }
    return out;
}

std::string CorpusFile::write() const
{
    std::string out = head;
    for (const CorpusScript &script : scripts) {
        out += "=== " + script.name + "\n";
        for (const std::string &option : script.options)
            out += "[" + option + "]\n";
        out += script.text + "--- " + script.verdict + "\n" + script.said;
    }
    return out;
}

namespace {

const std::string fixture = TAPSCOPE_BINARY_DIR "/tests/analysis_fixture";
const std::string fixtureWord = "@FIXTURE@";

std::string replaced(std::string text, const std::string &from, const std::string &to)
{
    for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

std::vector<std::string> words(const std::string &line)
{
    std::istringstream in(line);
    std::vector<std::string> out;
    for (std::string word; in >> word;)
        out.push_back(word);
    return out;
}

/// What the front end says of one script.
struct Outcome {
    script::SourceSet sources;
    script::Diagnostics diagnostics;

    explicit Outcome(const CorpusScript &script)
    {
        analysis::Options options;
        options.tapsetDirectories = {TAPSCOPE_SOURCE_DIR "/tapset"};
        options.withoutEffect = analysis::WithoutEffect::Remove;
        options.parse.kernelVersion = "6.1.192";
        options.parse.kernelRelease = "6.1.192-1-generic";
        options.parse.kernelConfig = {{"CONFIG_SMP", "y"}, {"CONFIG_X86_64", "y"}, {"CONFIG_HZ", "250"}};
        for (const std::string &option : script.options) {
            const std::vector<std::string> list = words(option);
            if (list[0] == "args")
                options.parse.arguments.assign(list.begin() + 1, list.end());
            else if (list[0] == "guru")
                options.parse.guru = true;
            else if (list[0] == "compatible")
                options.parse.compatible = list.at(1);
        }
        // Written one by one in the table, they are read with the fixture's path in place.
        const auto file = sources.add("test.stp", replaced(script.text, fixtureWord, fixture));
        const script::Ast ast = analysis::parse(sources, file, options, diagnostics);
        if (!diagnostics.hasErrors())
            (void)analysis::analyze(sources, ast, options, diagnostics);
    }

    /// "line:column id: message", for each diagnostic of this severity.
    [[nodiscard]] std::string said(script::Severity severity) const
    {
        std::string out;
        for (const script::Diagnostic &d : diagnostics.all()) {
            if (d.severity != severity)
                continue;
            const script::Position at = sources.position(d.range);
            // Columns behind the fixture's path are those of the script as it is written in the table.
            const std::string_view line = sources.file(d.range.file).line(at.line);
            const std::string before = replaced(std::string(line.substr(0, at.column - 1)), fixture, fixtureWord);
            out += std::to_string(at.line) + ":" + std::to_string(before.size() + 1) + " " + std::string(d.id) + ": "
                + replaced(d.message.english(), fixture, fixtureWord) + "\n";
        }
        return out;
    }

    /// Whether all errors say that the language is right and this engine cannot run it.
    [[nodiscard]] bool onlyCannotRun() const
    {
        return std::ranges::all_of(diagnostics.all(), [](const script::Diagnostic &d) {
            return d.severity != script::Severity::Error || d.id == "not-yet" || d.id == "no-debuginfo" || d.id == "embedded-c"
                || d.id == "target-write" || d.message.english().find("not yet able") != std::string::npos;
        });
    }
};

}

/// Every script of tests/corpus/*.corpus: accepted, or rejected with just what stands beside it. With TAPSCOPE_UPDATE set in the
/// environment the tables are written anew with what is said now, to be looked through in the diff.
class TestCorpus : public QObject {
    Q_OBJECT

private:
    std::map<std::string, CorpusFile> m_files;

private Q_SLOTS:
    void initTestCase()
    {
        for (const auto &entry : std::filesystem::directory_iterator(TAPSCOPE_SOURCE_DIR "/tests/corpus")) {
            if (entry.path().extension() != ".corpus")
                continue;
            std::ifstream in(entry.path(), std::ios::binary);
            m_files[entry.path().string()] = CorpusFile::read(std::string(std::istreambuf_iterator<char>(in), {}));
        }
        size_t scripts = 0;
        for (const auto &[path, file] : m_files)
            scripts += file.scripts.size();
        QVERIFY(scripts >= 300);
        if (!qEnvironmentVariableIsSet("TAPSCOPE_UPDATE"))
            return;
        for (auto &[path, file] : m_files) {
            for (CorpusScript &script : file.scripts) {
                const Outcome outcome(script);
                script.said = outcome.said(script.verdict == "accept" ? script::Severity::Warning : script::Severity::Error);
                if (script.verdict == "unable")
                    script.said.clear();
            }
            std::ofstream(path, std::ios::binary) << file.write();
        }
    }

    void script_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<int>("number");
        for (const auto &[path, file] : m_files) {
            const std::string stem = std::filesystem::path(path).stem().string();
            for (size_t i = 0; i < file.scripts.size(); ++i)
                QTest::newRow((stem + ": " + file.scripts[i].name).c_str())
                    << QString::fromStdString(path) << static_cast<int>(i);
        }
    }

    void script()
    {
        QFETCH(QString, path);
        QFETCH(int, number);
        const CorpusScript &script = m_files.at(path.toStdString()).scripts.at(static_cast<size_t>(number));
        const Outcome outcome(script);
        const QString errors = QString::fromStdString(outcome.said(script::Severity::Error));
        const QString expected = QString::fromStdString(script.said);
        if (script.verdict == "accept") {
            QCOMPARE(errors, QString());
            QCOMPARE(QString::fromStdString(outcome.said(script::Severity::Warning)), expected);
        } else if (script.verdict == "unable") {
            QVERIFY2(outcome.onlyCannotRun(), qPrintable(errors));
        } else {
            QCOMPARE(QString::fromStdString(script.verdict), QStringLiteral("reject"));
            QVERIFY(!errors.isEmpty());
            QCOMPARE(errors, expected);
        }
    }

    /// docs/language.md names a script for every row of the language, and has all of its parts.
    void documentNamesScripts()
    {
        std::set<std::string> names;
        for (const auto &[path, file] : m_files) {
            for (const CorpusScript &script : file.scripts)
                names.insert(std::filesystem::path(path).stem().string() + ": " + script.name);
        }
        std::ifstream in(TAPSCOPE_SOURCE_DIR "/docs/language.md");
        size_t rows = 0;
        std::map<std::string, size_t> rowsOf;
        std::string section;
        for (std::string line; std::getline(in, line);) {
            if (line.starts_with("## "))
                section = line.substr(3);
            if (!line.starts_with("| ") || line.starts_with("| row "))
                continue;
            ++rows;
            ++rowsOf[section];
            size_t named = 0;
            const size_t column = line.rfind(" | ");
            QVERIFY(column != std::string::npos);
            for (size_t at = line.find('`', column); at != std::string::npos; ++named) {
                const size_t end = line.find('`', at + 1);
                QVERIFY2(end != std::string::npos, line.c_str());
                const std::string name = line.substr(at + 1, end - at - 1);
                QVERIFY2(names.contains(name), name.c_str());
                at = line.find('`', end + 1);
            }
            QVERIFY2(named > 0, line.c_str());
        }
        QVERIFY(rows >= 90);
        for (const char *part :
             {"Lexer", "Macros and preprocessor", "Declarations", "Types", "Expressions", "Statements", "Statistics", "Functions",
              "Printing", "Regular expressions", "Probe points", "Target variables", "Guru mode and embedded C"})
            QVERIFY2(rowsOf[part] >= 3, part);
    }

    /// An error that leaves the user without a next step is half an error.
    void everyErrorHasANextStep()
    {
        QStringList without;
        for (const auto &[path, file] : m_files) {
            for (const CorpusScript &script : file.scripts) {
                const Outcome outcome(script);
                for (const script::Diagnostic &d : outcome.diagnostics.all()) {
                    if (d.severity != script::Severity::Error || !d.nextStep.empty() || !d.fixIts.empty())
                        continue;
                    without += QString::fromStdString(std::string(d.id) + " of “" + script.name + "”: " + d.message.english());
                    qWarning("%s", qPrintable(without.last()));
                }
            }
        }
        QCOMPARE(without.join(u'\n'), QString());
    }
};

QTEST_GUILESS_MAIN(TestCorpus)
#include "tst_corpus.moc"
