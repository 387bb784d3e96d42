// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/callers.h"
#include "debuginfo/kernel_files.h"

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
