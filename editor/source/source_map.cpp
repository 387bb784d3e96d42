// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/source/source_map.h"

#include <QDir>
#include <QFileInfo>

namespace tapscope::editor {

namespace {

const QString arrow = QStringLiteral(" => ");

/// How SourceLines::directory begins for a kernel; its release follows.
const QString kernelWord = QStringLiteral("kernel ");

QString wholeName(const QString &file, const QString &directory)
{
    return directory.isEmpty() || file.startsWith(u'/') ? file : QString(directory + u'/' + file);
}

/// Where distributions put the source of a kernel: "6.1.0-56-cloud-amd64" is of "linux-source-6.1".
QStringList kernelSourceFolders(const QString &release)
{
    const QString version = release.section(u'.', 0, 1);
    return {u"/lib/modules/" + release + u"/source", u"/usr/src/debug/kernel-" + release, u"/usr/src/linux-" + release,
            u"/usr/src/linux-source-" + version, u"/usr/src/linux-" + version};
}

bool isFile(const QString &path)
{
    const QFileInfo info(path);
    return info.isFile() && info.isReadable();
}

}

SourceMap SourceMap::fromLines(const QStringList &lines)
{
    SourceMap map;
    for (const QString &line : lines) {
        const qsizetype at = line.indexOf(arrow);
        if (at > 0)
            map.m_rules << Rule{line.left(at), line.mid(at + arrow.size())};
    }
    return map;
}

QStringList SourceMap::toLines() const
{
    QStringList lines;
    for (const Rule &rule : m_rules)
        lines << rule.from + arrow + rule.to;
    return lines;
}

QString SourceMap::find(const QString &file, const QString &program, const QString &directory) const
{
    const QString whole = wholeName(file, directory);
    for (const Rule &rule : m_rules) {
        if (!whole.startsWith(rule.from))
            continue;
        const QString path = QDir::cleanPath(rule.to + whole.mid(rule.from.size()));
        if (isFile(path))
            return path;
    }
    if (QDir::isAbsolutePath(whole) && isFile(whole))
        return QDir::cleanPath(whole);
    if (directory.startsWith(kernelWord)) {
        for (const QString &root : kernelSourceFolders(directory.mid(kernelWord.size()))) {
            if (isFile(root + u'/' + file))
                return QDir::cleanPath(root + u'/' + file);
        }
        return {};
    }
    if (!program.isEmpty()) {
        const QDir folder = QFileInfo(program).dir();
        for (const QString &path : {folder.filePath(file), folder.filePath(QFileInfo(file).fileName())}) {
            if (isFile(path))
                return QDir::cleanPath(path);
        }
    }
    return {};
}

void SourceMap::learn(const QString &name, const QString &chosen, const QString &directory)
{
    const QString file = wholeName(name, directory);
    // What is the same at their ends is no part of the rule: "/build/a/src/x.c" at "/home/me/a/src/x.c" says that "/build" is
    // "/home/me".
    qsizetype same = 0;
    for (qsizetype i = 1; i <= std::min(file.size(), chosen.size()) && file[file.size() - i] == chosen[chosen.size() - i]; ++i) {
        if (file[file.size() - i] == u'/')
            same = i;
    }
    Rule rule{file.left(file.size() - same), chosen.left(chosen.size() - same)};
    // Another name for the file itself, or a relative one.
    if (rule.from.isEmpty() || same == 0)
        rule = {file, chosen};
    m_rules.removeIf([&](const Rule &known) { return known.from == rule.from; });
    m_rules.prepend(rule);
}

}
