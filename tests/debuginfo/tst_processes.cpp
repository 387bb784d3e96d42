// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/library_search.h"
#include "debuginfo/mapped_files.h"
#include "debuginfo/module.h"
#include "debuginfo/process_image.h"

#include <QtTest>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

using namespace tapscope::debuginfo;

namespace {

const QString library = QStringLiteral(TAPSCOPE_TEST_PROGRAMS "/libkettle.so");

/// A process that has loaded a library by itself, ended with this.
class Sleeper {
public:
    Sleeper(const QString &preloaded, const QStringList &command)
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("LD_PRELOAD"), preloaded);
        m_process.setProcessEnvironment(environment);
        m_process.start(command.first(), command.mid(1));
        m_process.waitForStarted();
    }
    ~Sleeper()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    Sleeper(const Sleeper &) = delete;
    Sleeper &operator=(const Sleeper &) = delete;

    [[nodiscard]] int pid() const { return static_cast<int>(m_process.processId()); }
    [[nodiscard]] bool hasMapped(const QString &name) const
    {
        return QTest::qWaitFor(
            [&] {
                return std::ranges::any_of(memoryAreas(pid()), [&](const MemoryArea &area) {
                    return area.executable && area.name.starts_with(name.toStdString());
                });
            },
            20'000);
    }
    [[nodiscard]] std::string pathOf(const QString &name) const
    {
        for (const MappedFile &file : mappedCode(pid())) {
            if (file.name == name.toStdString())
                return file.path;
        }
        return {};
    }

private:
    QProcess m_process;
};

}

/// The files of processes, wherever they are.
class TestProcesses : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }

    void named()
    {
        const QString path = at("libown.so");
        QVERIFY(QFile::copy(library, path));
        const Sleeper sleeper(path, {QStringLiteral("sleep"), QStringLiteral("600")});
        QVERIFY(sleeper.hasMapped(path));
        QCOMPARE(sleeper.pathOf(path), path.toStdString());
        // It is linked with nothing of that name, and has it all the same.
        const auto libraries = librariesOf("/usr/bin/sleep", sleeper.pid());
        QVERIFY(std::ranges::any_of(libraries, [](const NeededLibrary &each) { return each.name == "libown.so"; }));
        QVERIFY(std::ranges::any_of(libraries, [](const NeededLibrary &each) { return each.name == "libc.so.6"; }));
        QVERIFY(std::ranges::none_of(librariesOf("/usr/bin/sleep"), [](const auto &each) { return each.name == "libown.so"; }));
        QVERIFY(std::ranges::none_of(libraries, [](const NeededLibrary &each) { return each.name == "sleep"; }));
    }

    void deleted_data()
    {
        QTest::addColumn<bool>("replaced");
        QTest::newRow("deleted") << false;
        QTest::newRow("replaced by another") << true;
    }

    void deleted()
    {
        QFETCH(bool, replaced);
        if (::geteuid() != 0)
            QSKIP("only root may follow the links to what a process has mapped");
        const QString path = at("libgone.so");
        QVERIFY(QFile::copy(library, path));
        const Sleeper sleeper(path, {QStringLiteral("sleep"), QStringLiteral("600")});
        QVERIFY(sleeper.hasMapped(path));
        ProcessImage image;
        for (Mapping &mapping : ProcessImage::mappingsOf(sleeper.pid()))
            image.add(std::move(mapping));
        QVERIFY(QFile::remove(path));
        if (replaced)
            QVERIFY(QFile::copy(QStringLiteral(TAPSCOPE_TEST_PROGRAMS "/kettle-plain"), path));
        const std::string readable = sleeper.pathOf(path);
        QVERIFY2(readable.starts_with("/proc/"), readable.c_str());
        check(readable);

        ProcessImage later;
        uint64_t begin = 0;
        for (Mapping &mapping : ProcessImage::mappingsOf(sleeper.pid())) {
            if (begin == 0 && mapping.path.starts_with(path.toStdString()) && mapping.offset == 0)
                begin = mapping.begin;
            later.add(std::move(mapping));
        }
        const auto module = Module::open(readable);
        const uint64_t pour = (*module)->functions("pour").front().lowPc;
        QCOMPARE(later.name(begin + pour).name, std::string("pour"));
        if (!replaced)
            QCOMPARE(image.name(begin + pour).module, path.toStdString());
        const auto line = later.line(begin + pour);
        const auto expected = (*module)->lineAt(pour);
        QVERIFY(line && expected);
        QCOMPARE(line->line, expected->line);
        QCOMPARE(QString::fromStdString(line->file), QString::fromStdString(expected->file));
    }

    void inAnotherMountNamespace()
    {
        if (::geteuid() != 0 || QStandardPaths::findExecutable(QStringLiteral("unshare")).isEmpty())
            QSKIP("file systems are mounted by root only");
        // The file is in a file system that only the process sees.
        const QString script = QStringLiteral(
                                   "mount -t tmpfs none '%1' && cp '%2' '%1/libhidden.so' && LD_PRELOAD='%1/libhidden.so' "
                                   "exec sleep 600")
                                   .arg(m_directory->path(), library);
        QProcess probe;
        probe.start(QStringLiteral("unshare"), {QStringLiteral("-m"), QStringLiteral("true")});
        probe.waitForFinished();
        if (probe.exitCode() != 0)
            QSKIP("there are no mount namespaces here");
        const Sleeper sleeper({},
                              {QStringLiteral("unshare"), QStringLiteral("-m"), QStringLiteral("sh"), QStringLiteral("-c"),
                               script});
        const QString path = at("libhidden.so");
        QVERIFY(sleeper.hasMapped(path));
        QVERIFY(!QFile::exists(path));
        const std::string readable = sleeper.pathOf(path);
        QCOMPARE(readable, "/proc/" + std::to_string(sleeper.pid()) + "/root" + path.toStdString());
        check(readable);
    }

    void withoutRights()
    {
        // By its number alone a file is known where the links may not be followed.
        const QString proc = at("proc");
        QVERIFY(QDir().mkpath(proc + QStringLiteral("/7")));
        struct stat status{};
        QVERIFY(::stat(library.toLocal8Bit().constData(), &status) == 0);
        const auto write = [&](quint64 inode) {
            QFile maps(proc + QStringLiteral("/7/maps"));
            return maps.open(QIODevice::WriteOnly)
                && maps.write(QStringLiteral("7f0000000000-7f0000001000 r-xp 00000000 08:01 %1 %2\nnonsense\n")
                                  .arg(inode)
                                  .arg(library)
                                  .toUtf8())
                > 0;
        };
        QVERIFY(write(status.st_ino));
        auto areas = memoryAreas(7, proc.toStdString());
        QCOMPARE(areas.size(), size_t(1));
        QCOMPARE(readableFile(7, areas.front(), proc.toStdString()), library.toStdString());
        QVERIFY(write(status.st_ino + 1));
        areas = memoryAreas(7, proc.toStdString());
        QCOMPARE(readableFile(7, areas.front(), proc.toStdString()), std::string());
        QVERIFY(memoryAreas(-1).empty());
    }

private:
    QString at(const char *name) const { return m_directory->filePath(QString::fromLatin1(name)); }
    static void check(const std::string &path)
    {
        const auto module = Module::open(path);
        QVERIFY2(module, path.c_str());
        QCOMPARE((*module)->functions("pour").size(), size_t(1));
    }

    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_GUILESS_MAIN(TestProcesses)
#include "tst_processes.moc"
