// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/source/source_map.h"

#include <QDir>
#include <QFileInfo>

namespace tapscope::editor {

namespace {

const QString arrow = QStringLiteral(" => ");

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

QString SourceMap::find(const QString &file, const QString &program) const
{
    for (const Rule &rule : m_rules) {
        if (!file.startsWith(rule.from))
            continue;
        const QString path = QDir::cleanPath(rule.to + file.mid(rule.from.size()));
        if (isFile(path))
            return path;
    }
    if (QDir::isAbsolutePath(file) && isFile(file))
        return QDir::cleanPath(file);
    if (!program.isEmpty()) {
        const QDir folder = QFileInfo(program).dir();
        for (const QString &path : {folder.filePath(file), folder.filePath(QFileInfo(file).fileName())}) {
            if (isFile(path))
                return QDir::cleanPath(path);
        }
    }
    return {};
}

void SourceMap::learn(const QString &file, const QString &chosen)
{
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
