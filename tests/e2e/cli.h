// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtTest>

#include <signal.h>
#include <sys/types.h>
#include <unistd.h>

#include <functional>

/// What the end-to-end tests share: the real programs, run with a time limit.
namespace e2e {

inline QString binary(const QString &name)
{
    return QStringLiteral(TAPSCOPE_BINARY_DIR "/bin/") + name;
}

inline bool isRoot()
{
    return ::geteuid() == 0;
}

struct Result {
    bool finished = false; ///< false: it had to be killed at the time limit
    int status = -1; ///< exit status; negative: signal
    QByteArray out;
    QByteArray err;
};

/// The call-tree script that the product is about.
inline QString callTreeScript()
{
    return QStringLiteral(
        "probe process.function(\"*\").call { printf(\"%s -> %s %s\\n\", thread_indent(1), ppfunc(), $$parms) } "
        "probe process.function(\"*\").return { printf(\"%s <- %s\\n\", thread_indent(-1), ppfunc()) }");
}

inline Result collect(QProcess &process, int limitMs)
{
    Result result;
    result.finished = process.state() == QProcess::NotRunning || process.waitForFinished(limitMs);
    if (!result.finished) {
        process.kill();
        process.waitForFinished(10'000);
    }
    result.out = process.readAllStandardOutput();
    result.err = process.readAllStandardError();
    result.status = process.exitStatus() == QProcess::CrashExit ? -1 : process.exitCode();
    return result;
}

inline Result run(const QString &program, const QStringList &arguments, const QByteArray &input = {}, int limitMs = 60'000)
{
    QProcess process;
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    return collect(process, limitMs);
}

inline Result runCli(const QStringList &arguments, const QByteArray &input = {}, int limitMs = 60'000)
{
    return run(binary(QStringLiteral("tapscope-cli")), arguments, input, limitMs);
}

/// Polls a condition; the tests' only way to wait for other processes.
inline bool eventually(const std::function<bool()> &condition, int limitMs = 20'000)
{
    QElapsedTimer timer;
    timer.start();
    while (!condition()) {
        if (timer.elapsed() > limitMs)
            return false;
        QTest::qWait(5);
    }
    return true;
}

inline bool isAlive(qint64 pid)
{
    QFile status(QStringLiteral("/proc/%1/stat").arg(pid));
    if (!status.open(QIODevice::ReadOnly))
        return false;
    const QByteArray line = status.readAll();
    const qsizetype close = line.lastIndexOf(')');
    return close > 0 && line.mid(close + 2, 1) != "Z";
}

/// Children of a process by their command name.
inline QList<qint64> childrenOf(qint64 pid, const QByteArray &name = {})
{
    QList<qint64> found;
    const auto entries = QDir(QStringLiteral("/proc")).entryList(QDir::Dirs);
    for (const QString &entry : entries) {
        bool isNumber = false;
        const qint64 child = entry.toLongLong(&isNumber);
        QFile status(QStringLiteral("/proc/%1/stat").arg(entry));
        if (!isNumber || !status.open(QIODevice::ReadOnly))
            continue;
        const QByteArray line = status.readAll();
        const qsizetype open = line.indexOf('('), close = line.lastIndexOf(')');
        const QList<QByteArray> rest = line.mid(close + 2).split(' ');
        if (rest.size() > 1 && rest[1].toLongLong() == pid && (name.isEmpty() || line.mid(open + 1, close - open - 1) == name))
            found.append(child);
    }
    return found;
}

/// Compiles a small C or C++ target; skips nothing: the compiler of the build is here.
inline QString compileTarget(const QTemporaryDir &directory, const QString &name, const QByteArray &source,
                             const QStringList &flags = {QStringLiteral("-g"), QStringLiteral("-O0")},
                             const QString &compiler = QStringLiteral("g++"))
{
    const QString file = directory.filePath(name + QStringLiteral(".cpp"));
    QFile text(file);
    if (!text.open(QIODevice::WriteOnly) || text.write(source) != source.size())
        return {};
    text.close();
    const QString program = directory.filePath(name);
    const Result result = run(compiler, flags + QStringList{QStringLiteral("-pthread"), QStringLiteral("-o"), program, file});
    if (result.status != 0) {
        qWarning("%s", result.err.constData());
        return {};
    }
    return program;
}

}
