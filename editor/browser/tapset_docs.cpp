// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/browser/tapset_docs.h"

#include "script/parser.h"

#include <QDir>
#include <QDirIterator>
#include <QRegularExpression>

#include <algorithm>

namespace tapscope::editor {

namespace {

QString plain(QString comment)
{
    static const QRegularExpression marks(QStringLiteral("^[ \\t]*(/\\*+|\\*+/|\\*+|//+|#+)[ \\t]?|\\*+/[ \\t]*$"),
                                          QRegularExpression::MultilineOption);
    comment.remove(marks);
    return comment.trimmed();
}

/// The comment that ends right above `offset`.
QString commentAbove(const QString &text, qsizetype offset)
{
    qsizetype end = offset;
    while (end > 0 && text[end - 1].isSpace())
        --end;
    if (QStringView(text).left(end).endsWith(QStringLiteral("*/"))) {
        const qsizetype begin = text.lastIndexOf(QStringLiteral("/*"), end - 2);
        return begin < 0 ? QString() : plain(text.mid(begin, end - begin));
    }
    qsizetype begin = end;
    while (begin > 0) {
        const qsizetype line = text.lastIndexOf(u'\n', begin - 1) + 1;
        const QStringView words = QStringView(text).mid(line, begin - line).trimmed();
        if (!words.startsWith(u'#') && !words.startsWith(QStringLiteral("//")))
            break;
        begin = line > 0 ? line - 1 : 0;
    }
    return begin == end ? QString() : plain(text.mid(begin, end - begin));
}

/// The file's first comment that is not its licence.
QString firstComment(const QString &text)
{
    static const QRegularExpression paragraph(QStringLiteral("(?:^[ \\t]*(?:#|//)[^\\n]*\\n)+"),
                                              QRegularExpression::MultilineOption);
    auto matches = paragraph.globalMatch(text);
    while (matches.hasNext()) {
        const auto match = matches.next();
        if (!match.captured().contains(QStringLiteral("SPDX")))
            return plain(match.captured());
    }
    return {};
}

QString typeName(script::Type type)
{
    switch (type) {
    case script::Type::Long: return QStringLiteral("long");
    case script::Type::String: return QStringLiteral("string");
    default: return {};
    }
}

QString withType(const std::string &name, script::Type type)
{
    const QString text = typeName(type);
    return QString::fromStdString(name) + (text.isEmpty() ? QString() : u':' + text);
}

TapsetSubject readSubject(const QString &path)
{
    TapsetSubject subject;
    subject.path = path;
    subject.name = QFileInfo(path).completeBaseName();
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return subject;
    const QByteArray bytes = file.readAll();
    script::SourceSet sources;
    script::Diagnostics diagnostics;
    script::ParseOptions options;
    options.privileged = true;
    const script::FileId id = sources.add(path.toStdString(), bytes.toStdString());
    const script::Ast ast = script::parse(sources, id, options, diagnostics);
    const QString text = QString::fromUtf8(bytes);
    subject.documentation = firstComment(text);
    const auto above = [&](uint32_t begin) { return commentAbove(text, QString::fromUtf8(bytes.left(begin)).size()); };
    for (const script::Function &function : ast.functions) {
        if (function.isPrivate || function.name.text.starts_with('_') || function.range.file != id)
            continue;
        QStringList parameters;
        for (const script::Parameter &parameter : function.parameters)
            parameters << withType(parameter.name.text, parameter.type);
        const QString type = typeName(function.type);
        subject.entries.push_back(
            {true, QString::fromStdString(function.name.text),
             u'(' + parameters.join(QStringLiteral(", ")) + u')' + (type.isEmpty() ? QString() : u':' + type),
             above(function.range.begin), static_cast<int>(sources.position(function.range).line)});
    }
    for (const script::Alias &alias : ast.aliases) {
        QStringList points;
        for (const script::ProbePoint &point : alias.points)
            points << QString::fromStdString(point.text());
        for (const script::ProbePoint &name : alias.names) {
            if (name.components.empty() || name.components.front().name.text.starts_with('_') || alias.range.file != id)
                continue;
            subject.entries.push_back({false, QString::fromStdString(name.text()), points.join(QStringLiteral(", ")),
                                       above(alias.range.begin), static_cast<int>(sources.position(alias.range).line)});
        }
    }
    std::ranges::stable_sort(subject.entries, {}, &TapsetEntry::name);
    return subject;
}

}

std::vector<TapsetSubject> readTapset(const std::string &directory)
{
    std::vector<TapsetSubject> subjects;
    QDirIterator files(QString::fromStdString(directory), {QStringLiteral("*.stp")}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        TapsetSubject subject = readSubject(files.next());
        if (!subject.entries.empty())
            subjects.push_back(std::move(subject));
    }
    std::ranges::sort(subjects, {}, &TapsetSubject::name);
    return subjects;
}

}
