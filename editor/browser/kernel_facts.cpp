// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/browser/kernel_facts.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>

namespace tapscope::editor {

namespace {

constexpr const char *eventFolders[] = {"/sys/kernel/tracing/events", "/sys/kernel/debug/tracing/events"};

}

QString parameterText(const std::vector<PlaceVariable> &parameters)
{
    QStringList out;
    for (const PlaceVariable &parameter : parameters)
        out << parameter.type + u' ' + parameter.name;
    return u'(' + out.join(QStringLiteral(", ")) + u')';
}

std::vector<PlaceVariable> plainVariables(const std::vector<debuginfo::VariableAt> &variables)
{
    std::vector<PlaceVariable> out;
    for (const debuginfo::VariableAt &variable : variables)
        out.push_back({QString::fromStdString(variable.name), QString::fromStdString(variable.type.name), true, {}, 0});
    return out;
}

std::optional<debuginfo::FunctionEntry> findFunction(const debuginfo::Index &index, std::string_view name)
{
    // Functions of an index are sorted by name.
    debuginfo::FunctionId begin = 0;
    debuginfo::FunctionId end = index.functionCount();
    while (begin < end) {
        const debuginfo::FunctionId middle = begin + (end - begin) / 2;
        if (index.function(middle).name < name)
            begin = middle + 1;
        else
            end = middle;
    }
    std::optional<debuginfo::FunctionEntry> found;
    for (; begin < index.functionCount(); ++begin) {
        const debuginfo::FunctionEntry entry = index.function(begin);
        if (entry.name != name)
            break;
        if (!found || (found->lowPc == 0 && entry.lowPc != 0))
            found = entry;
    }
    return found;
}

QString firstWord(const QString &name)
{
    qsizetype begin = 0;
    while (begin < name.size() && name[begin] == u'_')
        ++begin;
    const qsizetype end = name.indexOf(u'_', begin);
    return end < 0 ? QString() : name.left(end + 1);
}

QString eventFolder()
{
    for (const char *folder : eventFolders) {
        if (!QDir(QString::fromLatin1(folder)).isEmpty())
            return QString::fromLatin1(folder);
    }
    return {};
}

std::vector<std::pair<QString, QString>> tracepointFields(const QString &subsystem, const QString &name)
{
    std::vector<std::pair<QString, QString>> fields;
    QFile file(eventFolder() + u'/' + subsystem + u'/' + name + QStringLiteral("/format"));
    if (!file.open(QIODevice::ReadOnly))
        return fields;
    static const QRegularExpression field(QStringLiteral("^\\s*field:(.*?)([A-Za-z_]\\w*)((?:\\[[^;]*\\])?);"));
    for (const QByteArray &line : file.readAll().split('\n')) {
        const auto match = field.match(QString::fromUtf8(line));
        if (match.hasMatch() && !match.captured(2).startsWith(QStringLiteral("common_")))
            fields.emplace_back(match.captured(2), match.captured(1).trimmed() + match.captured(3));
    }
    return fields;
}

}
