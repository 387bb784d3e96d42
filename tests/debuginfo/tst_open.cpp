// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/elf_file.h"
#include "debuginfo/module.h"

#include <QtTest>

#include <elf.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace tapscope;
using namespace tapscope::debuginfo;
using namespace Qt::StringLiterals;

namespace {

QString programPath(const char *name)
{
    return QString::fromLatin1(TAPSCOPE_TEST_PROGRAMS "/") + QString::fromLatin1(name);
}

QByteArray contentsOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString &path, const QByteArray &contents)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(contents), contents.size());
}

Elf64_Ehdr &header(QByteArray &elf)
{
    return *reinterpret_cast<Elf64_Ehdr *>(elf.data());
}

// Everything that can be asked, so that damaged input gets everywhere.
void askEverything(const QString &path)
{
    const auto module = Module::open(path.toStdString());
    if (!module) {
        QVERIFY(!module.error().what.english().empty());
        QVERIFY(!module.error().nextStep.english().empty());
        return;
    }
    for (const Function &function : (*module)->functions("*")) {
        QVERIFY(!function.name.empty());
        QVERIFY((*module)->fileOffset(function.lowPc));
        (void)(*module)->variables(function, function.entry.address);
        (void)(*module)->variables(function, function.lowPc + function.size / 2);
        (void)(*module)->returnValue(function);
        (void)(*module)->lineAt(function.lowPc);
        (void)(*module)->symbolAt(function.lowPc);
    }
}

}

class TestOpen : public QObject {
    Q_OBJECT

    QTemporaryDir m_directory;
    QString at(const char *name) const { return m_directory.filePath(QString::fromLatin1(name)); }

private Q_SLOTS:
    void failures_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("next");
        const QByteArray good = contentsOf(programPath("kettle-plain"));
        QVERIFY(good.size() > 4096);
        const auto row = [&](const char *name, const char *what, const char *next, auto change) {
            QByteArray elf = good;
            change(elf);
            write(at(name), elf);
            QTest::newRow(name) << at(name) << QString::fromLatin1(what) << QString::fromLatin1(next);
        };
        QTest::newRow("missing") << at("nothing-here") << u"There is no file"_s << u"Check the path"_s;
        QTest::newRow("missing directory") << at("nothing/here") << u"There is no file"_s << u"Check the path"_s;
        QTest::newRow("below a file") << programPath("kettle-plain") + u"/x"_s << u"There is no file"_s << u"Check the path"_s;
        QTest::newRow("not in PATH") << u"no-such-program-anywhere"_s << u"no program"_s << u"full path"_s;
        QTest::newRow("empty name") << u""_s << u"No program is named"_s << u"PATH"_s;
        QTest::newRow("directory") << m_directory.path() << u"is a directory"_s << u"Name a program"_s;
        QTest::newRow("object file") << programPath("kettle-object.o") << u"neither a program nor a shared library"_s
                                     << u"linked"_s;
        QTest::newRow("device") << u"/dev/null"_s << u"not a regular file"_s << u"Name the file"_s;
        ::mkfifo(at("fifo").toLocal8Bit().constData(), 0600);
        QTest::newRow("fifo") << at("fifo") << u"not a regular file"_s << u"Name the file"_s;
        ::symlink("loop", at("loop").toLocal8Bit().constData());
        QTest::newRow("loop") << at("loop") << u"leads to itself"_s << u"Correct the link"_s;
        row("empty", "not an ELF", "compiled program", [](QByteArray &e) { e.clear(); });
        row("text", "not an ELF", "compiled program", [](QByteArray &e) { e = "hello\n"; });
        row("script", "is a script", "/usr/bin/python3", [](QByteArray &e) { e = "#! /usr/bin/python3 -u\nprint()\n"; });
        row("magic only", "cut short", "again", [](QByteArray &e) { e.truncate(4); });
        row("32 bit", "32-bit", "x86-64", [](QByteArray &e) { header(e).e_ident[EI_CLASS] = ELFCLASS32; });
        row("aarch64", "AArch64", "x86-64", [](QByteArray &e) { header(e).e_machine = EM_AARCH64; });
        row("unknown machine", "ELF machine 4660", "x86-64", [](QByteArray &e) { header(e).e_machine = 4660; });
        row("big endian", "S/390", "x86-64", [](QByteArray &e) {
            header(e).e_ident[EI_DATA] = ELFDATA2MSB;
            header(e).e_machine = __builtin_bswap16(EM_S390);
        });
        row("core", "core dump", "linked", [](QByteArray &e) { header(e).e_type = ET_CORE; });
        row("no code", "holds no code", "debug files", [](QByteArray &e) { header(e).e_phnum = 0; });
        row("sections beyond", "damaged", "again", [](QByteArray &e) { header(e).e_shoff = 1ULL << 40; });
        row("section count", "damaged", "again", [](QByteArray &e) { header(e).e_shnum = 60000; });
        row("segments beyond", "damaged", "again", [](QByteArray &e) { header(e).e_phoff = ~0ULL - 8; });
        row("half", "cut short", "again", [](QByteArray &e) { e.truncate(e.size() / 2); });
    }
    void failures()
    {
        QFETCH(QString, path);
        QFETCH(QString, what);
        QFETCH(QString, next);
        const auto module = Module::open(path.toStdString());
        QVERIFY(!module);
        const QString said = QString::fromStdString(module.error().what.english());
        const QString advised = QString::fromStdString(module.error().nextStep.english());
        QVERIFY2(said.contains(what), qPrintable(said));
        QVERIFY2(advised.contains(next), qPrintable(advised));
    }

    // As an ordinary user: root may read everything.
    void unreadable()
    {
        if (::geteuid() != 0)
            QSKIP("needs root to become somebody else");
        write(at("secret"), contentsOf(programPath("kettle-plain")));
        ::chmod(at("secret").toLocal8Bit().constData(), 0600);
        ::chmod(m_directory.path().toLocal8Bit().constData(), 0755);
        const std::string path = at("secret").toStdString();
        const pid_t child = ::fork();
        if (child == 0) {
            if (::setgid(65534) != 0 || ::setuid(65534) != 0)
                ::_exit(3);
            const auto module = Module::open(path);
            const bool right = !module && module.error().what.english().find("permission denied") != std::string::npos;
            ::_exit(right ? 0 : 1);
        }
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QVERIFY(WIFEXITED(status));
        QCOMPARE(WEXITSTATUS(status), 0);
    }

    void cutAtManyPlaces_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"kettle-O2-endbr", "kettle-plain", "teapot-O0"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void cutAtManyPlaces()
    {
        QFETCH(QString, name);
        const QByteArray good = contentsOf(programPath(name.toLatin1().constData()));
        for (qsizetype size = 0; size < good.size(); size += size < 256 ? 3 : 509) {
            write(at("cut"), good.first(size));
            const auto module = Module::open(at("cut").toStdString());
            QVERIFY2(!module, QByteArray::number(size));
            QVERIFY(!module.error().nextStep.english().empty());
        }
    }

    void flippedBytes_data() { cutAtManyPlaces_data(); }
    // Whatever is damaged: an answer or a failure, no crash and no hang (the test's time limit).
    void flippedBytes()
    {
        QFETCH(QString, name);
        const QByteArray good = contentsOf(programPath(name.toLatin1().constData()));
        QRandomGenerator random(20260101);
        for (int round = 0; round < 150; ++round) {
            QByteArray bad = good;
            const int flips = 1 + static_cast<int>(random.bounded(round % 3 == 0 ? 200 : 8));
            for (int i = 0; i < flips; ++i) {
                // Headers and debug sections rather than code and padding.
                const qsizetype where = round % 4 == 1 ? random.bounded(1024) : random.bounded(static_cast<int>(bad.size()));
                bad[where] = static_cast<char>(random.bounded(256));
            }
            write(at("flipped"), bad);
            askEverything(at("flipped"));
        }
    }

    // Files that once made trouble; what leaks or takes too long shows with sanitizers and in the time of this test.
    void foundByFuzzing_data()
    {
        QTest::addColumn<QString>("path");
        for (const QFileInfo &file :
             QDir(QStringLiteral(TAPSCOPE_SOURCE_DIR "/tests/fuzz/corpus/elf")).entryInfoList(QDir::Files))
            QTest::newRow(qPrintable(file.fileName())) << file.filePath();
    }

    void foundByFuzzing()
    {
        QFETCH(QString, path);
        askEverything(path);
    }

    void symbolicLinksAreResolved()
    {
        ::symlink(programPath("kettle-plain").toLocal8Bit().constData(), at("link").toLocal8Bit().constData());
        ::symlink("link", at("link2").toLocal8Bit().constData());
        const auto module = Module::open(at("link2").toStdString());
        QVERIFY(module);
        QCOMPARE(QString::fromStdString((*module)->path()), QFileInfo(programPath("kettle-plain")).canonicalFilePath());
    }

    void pathIsSearched()
    {
        const QByteArray before = qgetenv("PATH");
        qputenv("PATH", "/nonexistent:" TAPSCOPE_TEST_PROGRAMS);
        const auto module = Module::open("kettle-O1");
        const auto found = findProgram("kettle-O1");
        write(at("kettle-unexecutable"), contentsOf(programPath("kettle-plain")));
        qputenv("PATH", m_directory.path().toLocal8Bit());
        const auto unexecutable = findProgram("kettle-unexecutable");
        qputenv("PATH", before);
        QVERIFY(module);
        QVERIFY(found);
        QCOMPARE(*found, (*module)->path());
        QVERIFY(!unexecutable);
    }

    void librariesAreFoundByName()
    {
        const auto found = findProgram("libc.so.6");
        QVERIFY(found);
        QCOMPARE(QString::fromStdString(*found), QFileInfo(QString::fromStdString(*found)).canonicalFilePath());
        const QByteArray before = qgetenv("LD_LIBRARY_PATH");
        write(at("libkettle.so.7"), contentsOf(programPath("kettle-plain")));
        QVERIFY(!findProgram("libkettle.so.7"));
        qputenv("LD_LIBRARY_PATH", ("/nonexistent:" + m_directory.path()).toLocal8Bit());
        const auto preferred = findProgram("libkettle.so.7");
        qputenv("LD_LIBRARY_PATH", before);
        QVERIFY(preferred);
        QVERIFY(!findProgram("kettle.solid"));
    }

    void buildIdAsReadelfSays()
    {
        const QString readelf = QStandardPaths::findExecutable(u"readelf"_s);
        if (readelf.isEmpty())
            QSKIP("readelf is not installed");
        for (const char *name : {"kettle-O1", "kettle-stripped", "teapot-plain"}) {
            QProcess process;
            process.start(readelf, {u"-n"_s, programPath(name)});
            QVERIFY(process.waitForFinished());
            const auto module = Module::open(programPath(name).toStdString());
            QVERIFY(module);
            QCOMPARE((*module)->buildId().size(), 40u);
            QVERIFY(process.readAllStandardOutput().contains(QByteArray::fromStdString((*module)->buildId())));
        }
    }

    void separateDebugFile_data()
    {
        QTest::addColumn<QString>("place");
        QTest::addColumn<bool>("fits");
        QTest::newRow("beside") << u"kettle-stripped.debug"_s << true;
        QTest::newRow(".debug") << u".debug/kettle-stripped.debug"_s << true;
        QTest::newRow("of another program") << u"kettle-stripped.debug"_s << false;
        QTest::newRow("not there") << u""_s << false;
    }
    void separateDebugFile()
    {
        QFETCH(QString, place);
        QFETCH(bool, fits);
        QTemporaryDir directory;
        const QString copy = directory.filePath(u"kettle-stripped"_s);
        write(copy, contentsOf(programPath("kettle-stripped")));
        const QString debug = directory.filePath(place);
        if (!place.isEmpty()) {
            QDir().mkpath(QFileInfo(debug).path());
            write(debug, contentsOf(programPath(fits ? ".debug/kettle-stripped.debug" : "kettle-O0")));
        }
        const auto module = Module::open(copy.toStdString());
        QVERIFY(module);
        QCOMPARE((*module)->hasDebugInfo(), fits);
        QCOMPARE(QString::fromStdString((*module)->debugFile()), fits ? debug : QString());
        QCOMPARE((*module)->functions("pour").size(), fits ? 1u : 0u);
    }

    // Without a build-id the CRC of the link decides.
    void debugFileByCrc()
    {
        const QString objcopy = QStandardPaths::findExecutable(u"objcopy"_s);
        if (objcopy.isEmpty())
            QSKIP("objcopy is not installed");
        QTemporaryDir directory;
        const QString program = directory.filePath(u"plain"_s);
        const QString debug = directory.filePath(u"plain.dbg"_s);
        const auto run = [&](const QStringList &arguments) { return QProcess::execute(objcopy, arguments) == 0; };
        QVERIFY(run({u"-R"_s, u".note.gnu.build-id"_s, programPath("kettle-O1"), program}));
        QVERIFY(run({u"--only-keep-debug"_s, program, debug}));
        QVERIFY(run({u"--strip-debug"_s, u"--add-gnu-debuglink="_s + debug, program}));
        const auto module = Module::open(program.toStdString());
        QVERIFY(module);
        QVERIFY((*module)->buildId().empty());
        QVERIFY((*module)->hasDebugInfo());
        QByteArray changed = contentsOf(debug);
        changed.append('x');
        write(debug, changed);
        const auto other = Module::open(program.toStdString());
        QVERIFY(other);
        QVERIFY(!(*other)->hasDebugInfo());
    }

    // Distributions without .symtab ship the function symbols compressed.
    void compressedSymbols()
    {
        const QString objcopy = QStandardPaths::findExecutable(u"objcopy"_s);
        const QString xz = QStandardPaths::findExecutable(u"xz"_s);
        if (objcopy.isEmpty() || xz.isEmpty())
            QSKIP("objcopy or xz is not installed");
        QTemporaryDir directory;
        const QString symbols = directory.filePath(u"symbols"_s);
        const QString program = directory.filePath(u"program"_s);
        QCOMPARE(QProcess::execute(objcopy,
                                   {u"--only-keep-debug"_s, u"-S"_s, u"-K"_s, u"fact"_s, u"-K"_s, u"pour"_s,
                                    programPath("kettle-plain"), symbols}),
                 0);
        QCOMPARE(QProcess::execute(xz, {u"-f"_s, symbols}), 0);
        QCOMPARE(QProcess::execute(objcopy,
                                   {u"--strip-all"_s, u"--add-section"_s, u".gnu_debugdata="_s + symbols + u".xz"_s,
                                    programPath("kettle-plain"), program}),
                 0);
        const auto module = Module::open(program.toStdString());
        QVERIFY(module);
        const auto fact = (*module)->functions("fact");
        QCOMPARE(fact.size(), 1u);
        const auto original = Module::open(programPath("kettle-plain").toStdString());
        QVERIFY(original);
        QCOMPARE(fact[0].lowPc, (*original)->functions("fact").at(0).lowPc);
        QVERIFY((*module)->functions("warm").empty());
    }

    // The program of a process with a root of its own is opened there.
    void otherRoot()
    {
        const auto own = programOfProcess(static_cast<int>(::getpid()));
        QVERIFY(own);
        const auto module = Module::open("/proc/self/root" + *own);
        QVERIFY(module);
        QCOMPARE((*module)->path(), *own);
    }

    void programOfAProcess()
    {
        const auto own = programOfProcess(static_cast<int>(::getpid()));
        QVERIFY(own);
        QCOMPARE(QString::fromStdString(*own), QFileInfo(QCoreApplication::applicationFilePath()).canonicalFilePath());
        for (const int pid : {0, -5, 0x7ffffff0}) {
            const auto none = programOfProcess(pid);
            QVERIFY(!none);
            QVERIFY(none.error().what.english().find("no process") != std::string::npos);
        }
    }

    void programThatWasDeleted()
    {
        const QString path = at("sleeper");
        QVERIFY(QFile::copy(QFileInfo(QStandardPaths::findExecutable(u"sleep"_s)).canonicalFilePath(), path));
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        QProcess process;
        process.start(path, {u"100"_s});
        QVERIFY(process.waitForStarted());
        const auto before = programOfProcess(static_cast<int>(process.processId()));
        QVERIFY(QFile::remove(path));
        const auto after = programOfProcess(static_cast<int>(process.processId()));
        write(path, "another program");
        const auto replaced = programOfProcess(static_cast<int>(process.processId()));
        const auto module = after ? Module::open(*after) : std::unexpected(after.error());
        const size_t functions = module ? (*module)->functions("*").size() + (*module)->linkageStubs().size() : 0;
        process.kill();
        QVERIFY(process.waitForFinished());
        QVERIFY(before);
        // The process keeps its own file, whatever is under that name now.
        QVERIFY(after && replaced);
        QCOMPARE(*after, *replaced);
        QVERIFY(*after != *before);
        QVERIFY2(functions > 0, module ? "nothing in it" : module.error().what.english().c_str());
    }
};

QTEST_GUILESS_MAIN(TestOpen)
#include "tst_open.moc"
