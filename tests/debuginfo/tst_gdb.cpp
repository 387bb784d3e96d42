// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/index.h"
#include "debuginfo/visible_variables.h"

#include <QtTest>

#include <algorithm>
#include <set>

using namespace tapscope;
using namespace tapscope::debuginfo;

namespace {

QStringList gdb(const QString &program, const QStringList &commands)
{
    QStringList arguments{QStringLiteral("-nx"),         QStringLiteral("-batch"), QStringLiteral("-ex"),
                          QStringLiteral("set width 0"), QStringLiteral("-ex"),    QStringLiteral("set debuginfod enabled off")};
    for (const QString &command : commands)
        arguments << QStringLiteral("-ex") << command;
    QProcess process;
    process.start(QStringLiteral("gdb"), arguments << program);
    process.waitForFinished(60'000);
    return QString::fromUtf8(process.readAllStandardOutput()).split(QLatin1Char('\n'));
}

QString text(std::string_view view)
{
    return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
}

// "tea::Pot::brew<int>(int, int&)" and "long pour(const char *)" are called brew and pour here.
QString plainName(QString declaration)
{
    declaration.replace(QStringLiteral("(anonymous namespace)"), QStringLiteral("{anonymous}"));
    const qsizetype operators = declaration.indexOf(QStringLiteral("operator"));
    // The first parenthesis of operator() belongs to the name.
    const bool isCall = operators >= 0 && declaration.indexOf(QStringLiteral("operator()")) == operators;
    const qsizetype end = declaration.indexOf(QLatin1Char('('), std::max<qsizetype>(operators, 0) + (isCall ? 9 : 0));
    declaration.truncate(end);
    // Spaces inside the brackets of templates belong to the name.
    qsizetype start = operators >= 0 ? operators : declaration.size();
    int depth = 0;
    while (operators < 0 && start > 0) {
        const QChar c = declaration.at(start - 1);
        depth += c == QLatin1Char('>') ? 1 : c == QLatin1Char('<') ? -1 : 0;
        if (depth == 0 && (c == QLatin1Char(' ') || c == QLatin1Char('*') || c == QLatin1Char('&') || c == QLatin1Char(':')))
            break;
        --start;
    }
    return declaration.mid(start);
}

}

/// What gdb says about a program's functions, lines and variables, the index says too.
class TestGdb : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("gdb")).isEmpty())
            QSKIP("gdb is not installed");
        m_options.cacheDirectory = m_directory.path().toStdString();
    }

    void agrees_data()
    {
        QTest::addColumn<QString>("program");
        for (const char *name :
             {"kettle-O0", "kettle-O2", "kettle-O2-lto", "kettle-O1-split", "kettle-clang-O0", "kettle-clang-O2", "kettle-dwz-O1",
              "kettle-dwz-O2", "teapot-dwz", "kettle-dwarf4", "kettle-compressed", "kettle-stripped", "teapot-O0", "teapot-O2",
              "teapot-O2-lto", "teapot-O1-split", "teapot-clang-O0", "teapot-clang-O2"}) {
            if (QFile::exists(QStringLiteral(TAPSCOPE_TEST_PROGRAMS "/") + QLatin1String(name)))
                QTest::newRow(name) << QStringLiteral(TAPSCOPE_TEST_PROGRAMS "/") + QLatin1String(name);
        }
    }

    void agrees()
    {
        QFETCH(QString, program);
        const auto index = Index::open(program.toStdString(), m_options);
        QVERIFY(index);
        functions(**index, program);
        if (!QTest::currentTestFailed())
            lines(**index, program);
        if (!QTest::currentTestFailed())
            variables(**index, program);
    }

private:
    void functions(const Index &index, const QString &program)
    {
        static const QRegularExpression entry(QStringLiteral("^(\\d+):\\s+(.*);$"));
        QString file;
        int checked = 0;
        for (const QString &line : gdb(program, {QStringLiteral("info functions -n")})) {
            if (line.startsWith(QStringLiteral("File ")))
                file = line.mid(5, line.size() - 6);
            const auto match = entry.match(line);
            if (!match.hasMatch())
                continue;
            const QString name = plainName(match.captured(2));
            bool known = false;
            for (FunctionId id = 0; id < index.functionCount() && !known; ++id) {
                const FunctionEntry function = index.function(id);
                known = text(function.name) == name && function.line == match.captured(1).toUInt() && function.file != noEntry
                    && (file.contains(QLatin1Char('<')) // of programs optimised while linking gdb does not know
                        || QFileInfo(text(index.file(function.file).path)).fileName() == QFileInfo(file).fileName());
            }
            QVERIFY2(known, qPrintable(line + QStringLiteral(" as ") + name));
            ++checked;
        }
        QVERIFY(checked > 5);
    }

    void lines(const Index &index, const QString &program)
    {
        static const QRegularExpression row(QStringLiteral("^\\d+\\s+(\\d+)\\s+(?:0x[0-9a-f]+\\s+)?0x([0-9a-f]+)\\s+(Y?)"));
        std::set<std::pair<uint64_t, uint32_t>> ours;
        for (FileId file = 0; file < index.fileCount(); ++file) {
            for (const StatementRow &each : index.statements(file))
                ours.emplace(each.address, each.line);
        }
        int checked = 0;
        for (const QString &line :
             gdb(program, {QStringLiteral("maint expand-symtabs"), QStringLiteral("maint info line-table")})) {
            const auto match = row.match(line);
            if (!match.hasMatch())
                continue;
            const uint64_t address = match.captured(2).toULongLong(nullptr, 16);
            const uint32_t number = match.captured(1).toUInt();
            // gdb moves what lies at one address together; a row that it moved is there with its own line.
            QVERIFY2(ours.contains({address, number}), qPrintable(line));
            ++checked;
        }
        QVERIFY(checked > 20);
    }

    void variables(const Index &index, const QString &program)
    {
        const auto opened = VisibleVariables::open(index.path());
        QVERIFY(opened);
        QStringList commands;
        std::vector<FunctionEntry> functions;
        for (FunctionId id = 0; id < index.functionCount(); ++id) {
            const FunctionEntry function = index.function(id);
            if (function.lowPc == 0 || !function.hasDebugInfo || function.file == noEntry)
                continue;
            functions.push_back(function);
            commands << QStringLiteral("echo \\n@@%1\\n").arg(functions.size() - 1)
                     << QStringLiteral("info scope *0x%1").arg(function.lowPc, 0, 16);
        }
        static const QRegularExpression symbol(QStringLiteral("^Symbol (\\S+) is "));
        std::set<std::string> known;
        int checked = 0;
        QString name;
        for (const QString &line : gdb(program, commands)) {
            if (line.startsWith(QStringLiteral("@@"))) {
                const FunctionEntry &function = functions.at(line.mid(2).toUInt());
                name = text(function.name);
                known.clear();
                for (const auto &variable : (*opened)->declared(function.dieOffset))
                    known.insert(variable.name);
                // What was inlined right at the beginning is in gdb's scope.
                for (FunctionId id = 0; id < index.functionCount(); ++id) {
                    const auto copies = index.copiesOf(id);
                    if (std::ranges::find(copies, function.id, &InlinedCopy::caller) == copies.end())
                        continue;
                    for (const auto &variable : (*opened)->declared(index.function(id).dieOffset))
                        known.insert(variable.name);
                }
            }
            const auto match = symbol.match(line);
            // Constructors are listed as symbols of the scope, too.
            if (!match.hasMatch() || line.contains(QStringLiteral(" is a function at ")))
                continue;
            QVERIFY2(known.contains(match.captured(1).toStdString()), qPrintable(name + QStringLiteral(": ") + line));
            ++checked;
        }
        QVERIFY(checked > 5);
    }

    QTemporaryDir m_directory;
    IndexOptions m_options;
};

QTEST_GUILESS_MAIN(TestGdb)
#include "tst_gdb.moc"
