// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/index.h"
#include "debuginfo/index_search.h"
#include "debuginfo/module.h"
#include "debuginfo/visible_variables.h"

#include <QtTest>

#include <set>
#include <thread>

using namespace tapscope;
using namespace tapscope::debuginfo;

namespace {

std::string programPath(const QString &name)
{
    return TAPSCOPE_TEST_PROGRAMS "/" + name.toStdString();
}

QString text(std::string_view view)
{
    return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
}

QString placesOf(const Index &index, FunctionId id)
{
    QStringList out;
    for (const StatementRow &row : index.statementsOf(id))
        out << QStringLiteral("%1:%2").arg(row.line).arg(row.address, 0, 16);
    return out.join(QLatin1Char(' '));
}

QByteArray contentsOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}

/// What the index says is what the module says, whatever becomes of the file that keeps it.
class TestIndex : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_options = {};
        m_options.cacheDirectory = (m_directory->path() + QStringLiteral("/index")).toStdString();
    }

    void agrees_data()
    {
        QTest::addColumn<QString>("program");
        for (const QFileInfo &file : QDir(QStringLiteral(TAPSCOPE_TEST_PROGRAMS)).entryInfoList(QDir::Files)) {
            // Those of Rust hold its whole library.
            if (file.isExecutable() && !file.fileName().contains(QStringLiteral("rust")))
                QTest::newRow(qPrintable(file.fileName())) << file.fileName();
        }
    }

    void agrees()
    {
        QFETCH(QString, program);
        const auto module = Module::open(programPath(program));
        const auto index = Index::open(programPath(program), m_options);
        QVERIFY2(module && index, qPrintable(program));
        QCOMPARE((*index)->hasDebugInfo(), (*module)->hasDebugInfo());
        QCOMPARE((*index)->buildId(), (*module)->buildId());
        size_t checked = 0;
        for (const Function &function : (*module)->functions("*")) {
            const auto id = (*index)->functionAt(function.lowPc);
            QVERIFY2(id, function.name.c_str());
            const FunctionEntry entry = (*index)->function(*id);
            QCOMPARE(entry.lowPc, function.lowPc);
            QCOMPARE(entry.hasDebugInfo, function.hasDebugInfo);
            QCOMPARE(text(entry.qualifiedName), QString::fromStdString(function.qualifiedName));
            if (function.line != 0 && entry.file != noEntry) {
                QCOMPARE(text((*index)->file(entry.file).path), QString::fromStdString(function.file));
                QCOMPARE(entry.line, function.line);
            }
            ++checked;
        }
        QVERIFY(checked > 0 || !(*module)->hasDebugInfo());
        for (const Statement &statement : (*module)->statements({})) {
            const auto files = (*index)->files(statement.place.file);
            QCOMPARE(files.size(), size_t(1));
            const auto rows = (*index)->statements(files.front(), statement.place.line, statement.place.line);
            const bool known = std::ranges::any_of(rows, [&](const StatementRow &row) {
                return row.isStatement && row.function != noEntry;
            });
            QVERIFY2(known, (statement.place.file + ":" + std::to_string(statement.place.line)).c_str());
        }
        std::multiset<uint64_t> ours, theirs;
        for (const Function &copy : (*module)->inlinedFunctions("*"))
            theirs.insert(copy.inlinedDie);
        for (FunctionId id = 0; id < (*index)->functionCount(); ++id) {
            for (const InlinedCopy &copy : (*index)->copiesOf(id))
                ours.insert(copy.dieOffset);
        }
        QVERIFY(std::ranges::includes(ours, theirs));
    }

    void inlineFrames_data()
    {
        QTest::addColumn<QString>("program");
        for (const char *name :
             {"kettle-O2", "kettle-dwarf4", "kettle-O2-lto", "kettle-clang-O2", "teapot-O2", "teapot-clang-O2"}) {
            if (QFile::exists(QString::fromStdString(programPath(QString::fromLatin1(name)))))
                QTest::newRow(name) << QString::fromLatin1(name);
        }
    }
    /// Which functions are being executed at an address, and on which lines: as addr2line has it.
    void inlineFrames()
    {
        QFETCH(QString, program);
        const QString addr2line = QStandardPaths::findExecutable(QStringLiteral("addr2line"));
        if (addr2line.isEmpty())
            QSKIP("addr2line is not installed");
        const auto index = Index::open(programPath(program), m_options);
        const auto shapes = VisibleVariables::open(programPath(program));
        QVERIFY(index && shapes);
        QProcess process;
        process.start(addr2line,
                      {QStringLiteral("-i"), QStringLiteral("-f"), QStringLiteral("-s"), QStringLiteral("-e"),
                       QString::fromStdString(programPath(program))});
        QVERIFY(process.waitForStarted());
        const auto ask = [&](uint64_t address) {
            // What cannot be told marks the end of the answer.
            process.write(QByteArray::number(qulonglong(address), 16) + "\n0\n");
            QStringList out;
            while (process.canReadLine() || process.waitForReadyRead(10'000)) {
                while (process.canReadLine()) {
                    const QString name = QString::fromUtf8(process.readLine()).trimmed();
                    if (!process.canReadLine() && !process.waitForReadyRead(10'000))
                        return out;
                    const QString place = QString::fromUtf8(process.readLine()).trimmed().section(QLatin1Char(' '), 0, 0);
                    if (name == QLatin1String("??"))
                        return out;
                    out << name + QLatin1Char(' ') + place.section(QLatin1Char(':'), -1);
                }
            }
            return out;
        };
        size_t checked = 0, inlined = 0;
        for (FileId file = 0; file < (*index)->fileCount(); ++file) {
            for (const StatementRow &row : (*index)->statements(file)) {
                const auto holder = (*index)->functionAt(row.address);
                if (!holder || !row.hasCode)
                    continue;
                const auto frames = (*shapes)->frames((*index)->function(*holder).dieOffset, row.address);
                QStringList ours, theirs = ask(row.address);
                for (const auto &frame : frames)
                    ours << QString::fromStdString(frame.function) + QLatin1Char(' ') + QString::number(frame.place.line);
                if (program.startsWith(QLatin1String("teapot"))) { // names are mangled there
                    for (QString &each : ours)
                        each = each.section(QLatin1Char(' '), -1);
                    for (QString &each : theirs)
                        each = each.section(QLatin1Char(' '), -1);
                }
                QCOMPARE(ours, theirs);
                ++checked;
                inlined += frames.size() > 1 ? 1 : 0;
            }
        }
        process.kill();
        process.waitForFinished();
        QVERIFY(checked > 20);
        QVERIFY(inlined > 0 || program.startsWith(QLatin1String("kettle"))); // has none
    }

    void rust()
    {
        for (const QString &level : {QStringLiteral("2")}) {
            const QString program = QStringLiteral("samovar-rust-O") + level;
            if (!QFile::exists(QString::fromStdString(programPath(program))))
                QSKIP("there is no compiler of Rust");
            const auto index = Index::open(programPath(program), m_options);
            const auto module = Module::open(programPath(program));
            QVERIFY(index && module);
            auto shapes = VisibleVariables::open((*index)->path());
            QVERIFY(shapes);
            const auto methods = (*index)->functions("*", "samovar.rs");
            QStringList names;
            for (const FunctionId id : methods) {
                if (const QString name = text((*index)->function(id).qualifiedName); name.startsWith(u"samovar::brewing::"))
                    names << name;
            }
            names.sort();
            // As in C++, a wildcard names as many scopes as it has parts.
            QCOMPARE((*index)->functions("samovar::brewing::*", "samovar.rs").size(), size_t(1));
            QCOMPARE((*index)->functions("Samovar::pour", "samovar.rs").size(), size_t(1));
            QCOMPARE(names,
                     (QStringList{QStringLiteral("samovar::brewing::Samovar::pour"),
                                  QStringLiteral("samovar::brewing::heat<u16>")}));
            const auto pour = (*module)->functions("pour", "samovar.rs");
            QCOMPARE(pour.size(), size_t(1));
            QCOMPARE(pour.front().line, 14U);
            const auto parameters = (*module)->parameters(pour.front(), pour.front().entry.address);
            QCOMPARE(parameters.size(), size_t(2));
            QCOMPARE(QString::fromStdString(parameters[0].name), QStringLiteral("self"));
            const auto samovar = (*module)->targetOf(parameters[0].type);
            QVERIFY(samovar);
            QCOMPARE((*module)->membersOf(*samovar).size(), size_t(2));
            QCOMPARE(QString::fromStdString(parameters[1].type.name), QStringLiteral("u32"));
        }
    }

    /// Entries of a package of split units, and of a supplementary file, are found by the module and by the index.
    void elsewhere_data()
    {
        QTest::addColumn<QString>("program");
        QTest::addColumn<QString>("function");
        QTest::addColumn<QString>("variables");
        QTest::newRow("package") << QStringLiteral("kettle-packed") << QStringLiteral("lid_lift")
                                 << QStringLiteral("top:struct lid const* times:int");
        QTest::newRow("split") << QStringLiteral("kettle-O1-split") << QString() << QString();
        QTest::newRow("supplement") << QStringLiteral("kettle-dwz-O1") << QString() << QString();
    }

    void elsewhere()
    {
        QFETCH(QString, program);
        QFETCH(QString, function);
        QFETCH(QString, variables);
        if (!QFile::exists(QString::fromStdString(programPath(program))))
            QSKIP("the tool that makes such a program is not installed");
        const auto index = Index::open(programPath(program), m_options);
        const auto module = Module::open(programPath(program));
        const auto shapes = VisibleVariables::open(programPath(program));
        QVERIFY(index && module && shapes);
        size_t withParameters = 0, members = 0;
        for (const Function &each : (*module)->functions("*")) {
            if (!each.hasDebugInfo)
                continue;
            const auto id = (*index)->functionAt(each.lowPc);
            QVERIFY(id);
            QCOMPARE((*index)->function(*id).dieOffset, each.dieOffset);
            QStringList theirs, ours;
            for (const auto &variable : (*shapes)->parameters(each.dieOffset))
                theirs << QString::fromStdString(variable.name + ":" + variable.type);
            for (const VariableAt &variable : (*module)->parameters(each, each.entry.address)) {
                ours << QString::fromStdString(variable.name + ":" + variable.type.name);
                if (const auto target = (*module)->targetOf(variable.type))
                    members += (*module)->membersOf(*target).size();
            }
            QCOMPARE(ours, theirs);
            withParameters += ours.empty() ? 0 : 1;
            if (QString::fromStdString(each.name) == function)
                QCOMPARE(ours.join(QLatin1Char(' ')), variables);
        }
        QVERIFY(withParameters > 3);
        QVERIFY(members > 3);
    }

    void variables()
    {
        const auto index = Index::open(programPath(QStringLiteral("kettle-O0")), m_options);
        auto variables = VisibleVariables::open((*index)->path());
        const auto module = Module::open((*index)->path());
        QVERIFY(index && variables && module);
        for (const Function &function : (*module)->functions("*")) {
            if (!function.hasDebugInfo)
                continue;
            // What is there but cannot be read by a probe (vector registers) is listed all the same.
            std::set<std::string> ours;
            std::vector<std::string> theirs;
            for (const auto &variable : (*variables)->at(function.dieOffset, function.lowPc))
                ours.insert(variable.name + ":" + variable.type);
            for (const VariableAt &variable : (*module)->variables(function, function.lowPc)) {
                if (variable.location.kind != Location::Kind::Unavailable)
                    theirs.push_back(variable.name + ":" + variable.type.name);
            }
            for (const std::string &each : theirs)
                QVERIFY2(ours.contains(each), (function.name + ": " + each).c_str());
        }
    }

    void damagedFilesAreRebuilt_data()
    {
        QTest::addColumn<double>("place"); // of the damage, in the file
        QTest::addColumn<bool>("cut");
        for (const double place : {0.0, 0.001, 0.05, 0.3, 0.6, 0.8, 0.95, 0.9999}) {
            QTest::newRow(qPrintable(QStringLiteral("changed at %1").arg(place))) << place << false;
            QTest::newRow(qPrintable(QStringLiteral("cut at %1").arg(place))) << place << true;
        }
    }

    void damagedFilesAreRebuilt()
    {
        QFETCH(double, place);
        QFETCH(bool, cut);
        const std::string program = programPath(QStringLiteral("teapot-O2"));
        const auto describe = [&](const Index &index) {
            QStringList out;
            for (FunctionId id = 0; id < index.functionCount(); ++id)
                out << text(index.function(id).qualifiedName) + QLatin1Char('=') + placesOf(index, id)
                        + QString::number(index.copiesOf(id).size());
            return out.join(QLatin1Char('\n'));
        };
        const auto first = Index::open(program, m_options);
        QVERIFY(first);
        const QString whole = describe(**first);
        const QString path = onlyFile();
        QByteArray bytes = contentsOf(path);
        const auto at = static_cast<qsizetype>(static_cast<double>(bytes.size()) * place);
        if (cut)
            bytes.truncate(at);
        else
            bytes[at] = static_cast<char>(~bytes[at]);
        // Replaced, as another process would: what is mapped stays whole.
        QVERIFY(QFile::remove(path));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
        file.close();
        const auto second = Index::open(program, m_options);
        QVERIFY(second);
        QCOMPARE(describe(**second), whole);
        QVERIFY(contentsOf(onlyFile()) != bytes);
        QCOMPARE(describe(**first), whole);
    }

    void manyAtOnce()
    {
        std::vector<std::thread> threads;
        std::atomic<int> good = 0;
        for (int i = 0; i < 8; ++i) {
            threads.emplace_back([&] {
                const auto index = Index::open(programPath(QStringLiteral("teapot-O0")), m_options);
                if (index && !(*index)->functions("*").empty())
                    ++good;
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        QCOMPARE(good, 8);
        QVERIFY(!onlyFile().isEmpty());
    }

    void oldFilesMakeRoom()
    {
        QVERIFY(Index::open(programPath(QStringLiteral("kettle-O0")), m_options));
        const QString first = onlyFile();
        const auto size = static_cast<uint64_t>(QFileInfo(first).size());
        QFile old(first);
        QVERIFY(old.open(QIODevice::ReadWrite)
                && old.setFileTime(QDateTime::currentDateTime().addDays(-1), QFileDevice::FileModificationTime));
        old.close();
        m_options.cacheLimit = size * 3 / 2;
        QVERIFY(Index::open(programPath(QStringLiteral("kettle-O1")), m_options));
        QVERIFY(!QFile::exists(first));
        QVERIFY(!onlyFile().isEmpty());
    }

    void worksWithoutCache()
    {
        m_options.cacheDirectory = "/proc/1/nowhere";
        const auto index = Index::open(programPath(QStringLiteral("kettle-O0")), m_options);
        QVERIFY(index && !(*index)->functions("main").empty());
    }

    void stops()
    {
        std::stop_source source;
        source.request_stop();
        m_options.stop = source.get_token();
        const auto index = Index::open(programPath(QStringLiteral("kettle-O0")), m_options);
        QVERIFY(!index);
        QVERIFY(!index.error().what.english().empty());
        QVERIFY(onlyFile().isEmpty());
    }

    void tellsHowFarItIs()
    {
        uint64_t last = 0, all = 0;
        m_options.progress = [&](uint64_t done, uint64_t total) {
            QVERIFY(done >= last);
            last = done;
            all = total;
        };
        QVERIFY(Index::open(programPath(QStringLiteral("teapot-O0")), m_options));
        QVERIFY(all > 0);
        QCOMPARE(last, all);
    }

    void directories()
    {
        const auto index = Index::open(programPath(QStringLiteral("teapot-O0")), m_options);
        QVERIFY(index);
        // Each file is found by walking down from the top.
        uint32_t found = 0;
        const std::function<void(const std::string &)> walk = [&](const std::string &path) {
            const DirectoryEntry directory = (*index)->directory(path);
            for (const FileId file : directory.files) {
                QVERIFY((*index)->file(file).path.starts_with(path));
                ++found;
            }
            for (const auto &child : directory.directories)
                walk(path.empty() ? std::string(child.name) : path + "/" + std::string(child.name));
        };
        walk({});
        QCOMPARE(found, (*index)->fileCount());
    }

    void search_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("better");
        QTest::addColumn<QString>("worse");
        QTest::newRow("whole name") << "vfs_read" << "vfs_read" << "vfs_readv";
        QTest::newRow("start of words") << "vr" << "vfs_read" << "everything_or";
        QTest::newRow("a stretch") << "read" << "vfs_read" << "rq_end_a_disk";
        QTest::newRow("start of the name") << "tcp" << "tcp_ack" << "do_tcp_sendpages";
        QTest::newRow("upper case") << "VFSR" << "vfs_read" << "vfs_write_from";
        QTest::newRow("camel case") << "pT" << "pourTea" << "copytea";
        QTest::newRow("no match") << "xyz" << "xyz" << "zyx";
    }

    void search()
    {
        QFETCH(QString, typed);
        QFETCH(QString, better);
        QFETCH(QString, worse);
        const auto score = [&](const QString &name) { return fuzzyScore(typed.toStdString(), name.toStdString()); };
        QVERIFY2(score(better) > score(worse), qPrintable(QStringLiteral("%1 %2").arg(score(better)).arg(score(worse))));
    }

    void searchFinds()
    {
        const auto index = Index::open(programPath(QStringLiteral("kettle-O0")), m_options);
        QVERIFY(index);
        for (FunctionId id = 0; id < (*index)->functionCount(); ++id) {
            const FunctionEntry entry = (*index)->function(id);
            const auto hits = (*index)->search(entry.name, 3);
            QVERIFY(std::ranges::any_of(hits, [&](const SearchHit &hit) {
                return hit.kind == SearchHit::Kind::Function && (*index)->function(hit.id).name == entry.name;
            }));
        }
        QVERIFY(!(*index)->search("*.c", 10).empty());
        QVERIFY((*index)->search("no such thing at all", 10).empty());
    }

    void missing()
    {
        const auto index = Index::open("/nowhere/at/all", m_options);
        QVERIFY(!index);
        QVERIFY(index.error().what.english().find("/nowhere/at/all") != std::string::npos);
        const auto kernel = Index::openKernel("9.99.0-nosuch", m_options);
        QVERIFY(!kernel);
        QVERIFY(kernel.error().what.english().find("9.99.0-nosuch") != std::string::npos);
    }

private:
    QString onlyFile() const
    {
        const QDir directory(QString::fromStdString(m_options.cacheDirectory));
        const QFileInfoList files = directory.entryInfoList({QStringLiteral("*.index")}, QDir::Files);
        return files.size() == 1 ? files.front().filePath() : QString();
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    IndexOptions m_options;
};

QTEST_GUILESS_MAIN(TestIndex)
#include "tst_index.moc"
