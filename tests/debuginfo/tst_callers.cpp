// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/callers.h"
#include "debuginfo/kernel_files.h"
#include "debuginfo/outer_callers.h"

#include <QtTest>

#include <map>

using namespace tapscope;
using namespace tapscope::debuginfo;

namespace {

QString text(std::string_view view)
{
    return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
}

QString disassembly(const QString &program)
{
    QProcess process;
    process.start(QStringLiteral("objdump"), {QStringLiteral("-d"), QStringLiteral("--no-show-raw-insn"), program});
    process.waitForFinished(60'000);
    return QString::fromUtf8(process.readAllStandardOutput());
}

}

/// Who calls whom, against what objdump shows of the same file.
class TestCallers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_options.cacheDirectory = m_directory.path().toStdString(); }

    void agrees_data()
    {
        QTest::addColumn<QString>("program");
        for (const char *name : {"kettle-O0", "kettle-O2", "kettle-O2-endbr", "kettle-O2-lto", "kettle-fixed", "kettle-clang-O0",
                                 "kettle-clang-O2", "teapot-O0", "teapot-O2", "teapot-O1-split", "kettle-plain"}) {
            if (QFile::exists(QStringLiteral(TAPSCOPE_TEST_PROGRAMS "/") + QLatin1String(name)))
                QTest::newRow(name) << QStringLiteral(TAPSCOPE_TEST_PROGRAMS "/") + QLatin1String(name);
        }
    }

    void agrees()
    {
        QFETCH(QString, program);
        if (QStandardPaths::findExecutable(QStringLiteral("objdump")).isEmpty())
            QSKIP("objdump is not installed");
        const auto opened = Index::open(program.toStdString(), m_options);
        QVERIFY(opened);
        const Index &index = **opened;

        // By the address that is called: the calling function's name (or what was split off it) and how often.
        static const QRegularExpression header(QStringLiteral("^([0-9a-f]{16}) <(.*)>:$"));
        static const QRegularExpression call(QStringLiteral("^\\s*([0-9a-f]+):\\s+(call|jmp|j[a-z]+)\\s+([0-9a-f]+) <"));
        std::map<uint64_t, std::map<FunctionId, uint32_t>> expected;
        FunctionId current = noEntry;
        for (const QString &line : disassembly(program).split(QLatin1Char('\n'))) {
            if (const auto start = header.match(line); start.hasMatch()) {
                current = index.functionAt(start.captured(1).toULongLong(nullptr, 16)).value_or(noEntry);
                const QString symbol = start.captured(2);
                for (FunctionId id = 0; symbol.endsWith(QStringLiteral(".cold")) && id < index.functionCount(); ++id) {
                    const FunctionEntry entry = index.function(id);
                    if (entry.lowPc != 0
                        && (text(entry.linkageName) == symbol.chopped(5) || text(entry.name) == symbol.section(u'.', 0, 0)))
                        current = id;
                }
            }
            const auto match = call.match(line);
            if (!match.hasMatch())
                continue;
            const uint64_t target = match.captured(3).toULongLong(nullptr, 16);
            const auto callee = index.functionAt(target);
            if (callee && index.function(*callee).lowPc == target
                && (match.captured(2) == QStringLiteral("call") || *callee != current))
                ++expected[target][current];
        }
        size_t checked = 0;
        for (FunctionId id = 0; id < index.functionCount(); ++id) {
            const FunctionEntry function = index.function(id);
            if (function.lowPc == 0)
                continue;
            const auto callers = callersOf(index, id);
            QVERIFY(callers);
            std::map<FunctionId, uint32_t> ours;
            for (const Caller &caller : *callers) {
                if (caller.calls > 0)
                    ours[caller.function] = caller.calls;
            }
            QVERIFY2(ours == expected[function.lowPc], std::string(function.name).c_str());
            checked += ours.size();
        }
        QVERIFY(checked > 5);
    }

    void copiesAreCallers()
    {
        const auto opened = Index::open(TAPSCOPE_TEST_PROGRAMS "/teapot-O2", m_options);
        QVERIFY(opened);
        const Index &index = **opened;
        size_t copies = 0;
        for (FunctionId id = 0; id < index.functionCount(); ++id) {
            uint32_t found = 0;
            const auto callers = callersOf(index, id);
            QVERIFY(callers);
            for (const Caller &caller : *callers) {
                QVERIFY(caller.calls + caller.copies > 0);
                QVERIFY(caller.address != 0);
                found += caller.copies;
            }
            QCOMPARE(found, index.function(id).inlinedCopies);
            copies += found;
        }
        QVERIFY(copies > 0);
        QVERIFY(callersOf(index, index.functionCount())->empty());
    }

    /// A library's function in the programs and libraries that call it: through stubs, without, and from code without names.
    void inOtherFiles_data()
    {
        QTest::addColumn<QStringList>("flags");
        QTest::addColumn<QString>("caller");
        QTest::newRow("through stubs") << QStringList{QStringLiteral("-O1")} << QStringLiteral("guest");
        QTest::newRow("bound at once") << QStringList{QStringLiteral("-O1"), QStringLiteral("-Wl,-z,now")}
                                       << QStringLiteral("guest");
        QTest::newRow("marked for indirect calls")
            << QStringList{QStringLiteral("-O1"), QStringLiteral("-fcf-protection=full")} << QStringLiteral("guest");
        QTest::newRow("without stubs") << QStringList{QStringLiteral("-O1"), QStringLiteral("-fno-plt")}
                                       << QStringLiteral("guest");
        QTest::newRow("stripped") << QStringList{QStringLiteral("-O1"), QStringLiteral("-s")} << QString();
    }
    void inOtherFiles()
    {
        QFETCH(QStringList, flags);
        QFETCH(QString, caller);
        const QString gcc = QStandardPaths::findExecutable(QStringLiteral("gcc"));
        if (gcc.isEmpty())
            QSKIP("gcc is not installed");
        const auto write = [this](const char *name, const char *text) {
            QFile file(m_directory.filePath(QString::fromLatin1(name)));
            return file.open(QIODevice::WriteOnly) && file.write(text) > 0 ? file.fileName() : QString();
        };
        const QString library = m_directory.filePath(QStringLiteral("libbiscuit.so"));
        const QString program = m_directory.filePath(QStringLiteral("guest-") + QLatin1String(QTest::currentDataTag()));
        const QString source = write("biscuit.c",
                                     "static int dip(int n) { return n * 3; }\nint biscuit(int n) { return dip(n) + 1; }\n"
                                     "int cookie(int n) __attribute__((alias(\"biscuit\")));\n");
        const QString caller_c = write("guest.c",
                                       "int biscuit(int); int cookie(int);\n__attribute__((noinline)) int guest(int n) "
                                       "{ return biscuit(n) + cookie(n) * 2; }\nint (*taken)(int) = biscuit;\n"
                                       "int main(int argc, char **argv) { (void)argv; return guest(argc); }\n");
        QCOMPARE(QProcess::execute(gcc,
                                   {QStringLiteral("-g"), QStringLiteral("-O0"), QStringLiteral("-shared"),
                                    QStringLiteral("-fPIC"), QStringLiteral("-o"), library, source}),
                 0);
        QCOMPARE(QProcess::execute(gcc,
                                   flags
                                       + QStringList{QStringLiteral("-fPIE"), QStringLiteral("-pie"), QStringLiteral("-o"),
                                                     program, caller_c, library}),
                 0);
        const auto opened = Index::open(library.toStdString(), m_options);
        QVERIFY(opened);
        const auto found = (*opened)->functions("biscuit");
        QCOMPARE(found.size(), size_t(1));
        std::vector<std::string> names = callableNames(**opened, found.front());
        std::ranges::sort(names);
        QCOMPARE(names, (std::vector<std::string>{"biscuit", "cookie"}));
        const auto callers = callersIn(program.toStdString(), names);
        QCOMPARE(callers.size(), size_t(1));
        QCOMPARE(QString::fromStdString(callers.front().function), caller);
        QCOMPARE(callers.front().calls, 2U);
        QCOMPARE(QString::fromStdString(callers.front().file), program);
        // Static functions have no name for others, and files that have nothing to do with it no callers.
        QVERIFY(callableNames(**opened, (*opened)->functions("dip").front()).empty());
        QVERIFY(callersIn(TAPSCOPE_TEST_PROGRAMS "/kettle-O2", names).empty());
        QVERIFY(callersIn("/nonexistent", names).empty());
    }

    void inObjects()
    {
        const std::vector<std::string> names{"fprintf", "abort", "malloc"};
        const auto callers = callersIn(TAPSCOPE_TEST_PROGRAMS "/kettle-object.o", names);
        QVERIFY(!callers.empty());
        for (const OuterCaller &caller : callers)
            QVERIFY(!caller.function.empty() && caller.calls > 0);
        QVERIFY(callersIn(TAPSCOPE_TEST_PROGRAMS "/kettle-object.o", std::vector<std::string>{"nosuch"}).empty());
    }

    void inModules()
    {
        const std::string root = qEnvironmentVariable("TAPSCOPE_DEBUG_ROOT").toStdString();
        if (root.empty())
            QSKIP("TAPSCOPE_DEBUG_ROOT names no unpacked debug package of a kernel");
        const auto modules = kernelModuleFiles(findKernelFiles(root));
        const auto nfs = modules.find("nfs");
        QVERIFY(nfs != modules.end());
        const auto callers = callersIn(nfs->second, std::vector<std::string>{"generic_file_read_iter"});
        QCOMPARE(callers.size(), size_t(1));
        QCOMPARE(callers.front().function, std::string("nfs_file_read"));
    }

    void ofTheKernel()
    {
        const std::string root = qEnvironmentVariable("TAPSCOPE_DEBUG_ROOT").toStdString();
        if (root.empty())
            QSKIP("TAPSCOPE_DEBUG_ROOT names no unpacked debug package of a kernel");
        const auto opened = Index::openKernel(root);
        QVERIFY(opened);
        const Index &index = **opened;
        const auto read = index.functions("vfs_read", "fs/read_write.c");
        QCOMPARE(read.size(), size_t(1));
        const auto callers = callersOf(index, read.front());
        QVERIFY(callers);
        QStringList names;
        for (const Caller &caller : *callers)
            names << (caller.function == noEntry ? QString() : text(index.function(caller.function).name));
        QVERIFY2(names.contains(QStringLiteral("ksys_read")), qPrintable(names.join(u' ')));
        QVERIFY2(names.contains(QStringLiteral("kernel_read")) || names.contains(QStringLiteral("__x64_sys_pread64")),
                 qPrintable(names.join(u' ')));
    }

private:
    QTemporaryDir m_directory;
    IndexOptions m_options;
};

QTEST_GUILESS_MAIN(TestCallers)
#include "tst_callers.moc"
