// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/browser/caller_nodes.h"

#include "debuginfo/callers.h"
#include "debuginfo/demangle.h"
#include "debuginfo/library_search.h"
#include "debuginfo/outer_callers.h"
#include "editor/browser/code_nodes.h"
#include "editor/translated.h"

namespace tapscope::editor {

using Kind = ProbeNode::Kind;

namespace {

QString text(std::string_view from)
{
    return QString::fromUtf8(from.data(), static_cast<qsizetype>(from.size()));
}

/// What calls it in another file, by that file's symbols.
ProbeNode outerNode(const debuginfo::OuterCaller &caller, const CallingFile &file, const ProbeNode &callee)
{
    const QString path = QString::fromStdString(file.path);
    const QString shown = file.module.isEmpty() ? path.section(u'/', -1) : file.module;
    const QString calls = BrowserText::tr("%n call(s)", nullptr, static_cast<int>(caller.calls));
    if (caller.function.empty())
        return factNode(BrowserText::tr("Code without a name"), shown + QStringLiteral("  ") + calls);
    ProbeNode node;
    node.kind = file.module.isEmpty() ? Kind::Function : Kind::KernelFunction;
    const std::string name = debuginfo::demangledName(caller.function);
    node.text = text(name);
    node.name = text(debuginfo::unqualifiedName(name));
    node.program = path;
    node.pid = callee.pid;
    if (!file.module.isEmpty()) {
        node.module = file.module;
        node.head = modulePoint(file.module);
        node.group = ProbeNode::Group::Sources;
    }
    node.detail = shown + QStringLiteral("  ") + calls;
    node.toolTip = path + u'\n' + calls;
    node.pattern = node.code().point() + u".function(\"" + node.name + u"\").call";
    return node;
}

QString searchedText(const ProbeNode &function, size_t others)
{
    if (function.head.isEmpty())
        return BrowserText::tr("Searched: its own file and %n other file(s) of the program.", nullptr, static_cast<int>(others));
    return BrowserText::tr("Searched: its own file and %n kernel module(s).", nullptr, static_cast<int>(others));
}

}

std::vector<CallingFile> callingFiles(const ProbeNode &function)
{
    std::vector<CallingFile> out;
    const std::string own = function.program.toStdString();
    const QString &program = function.loadedBy.isEmpty() ? function.program : function.loadedBy;
    if (!function.loadedBy.isEmpty() && function.loadedBy != function.program)
        out.push_back({program.toStdString(), {}});
    for (const debuginfo::NeededLibrary &library : debuginfo::librariesOf(program.toStdString(), function.pid)) {
        if (library.path != own)
            out.push_back({library.path, {}});
    }
    return out;
}

ProbeNodes callerNodes(const debuginfo::Index &index, const ProbeNode &function, const std::vector<CallingFile> &others,
                       const std::atomic<bool> &cancelled)
{
    if (function.id >= index.functionCount() || text(index.function(function.id).name) != function.name)
        return {};
    const auto callers = debuginfo::callersOf(index, function.id);
    if (!callers)
        return {factNode(BrowserText::tr("Cannot be read"), translated(callers.error().what))};
    ProbeNodes out;
    for (const debuginfo::Caller &caller : *callers) {
        if (caller.function == debuginfo::noEntry) {
            out.push_back(factNode(BrowserText::tr("Code without a name"),
                                   BrowserText::tr("%n call(s)", nullptr, static_cast<int>(caller.calls))));
            continue;
        }
        const debuginfo::FunctionEntry entry = index.function(caller.function);
        ProbeNode row = functionNode(entry, entry.file == debuginfo::noEntry ? QString() : text(index.file(entry.file).path),
                                     function);
        QStringList how;
        if (caller.calls > 0)
            how << BrowserText::tr("%n call(s)", nullptr, static_cast<int>(caller.calls));
        if (caller.copies > 0)
            how << BrowserText::tr("%n copy(s) inlined", nullptr, static_cast<int>(caller.copies));
        row.detail = how.join(QStringLiteral(", "));
        row.toolTip = row.file.isEmpty() ? row.detail : row.file + u':' + QString::number(row.line) + u'\n' + row.detail;
        out.push_back(std::move(row));
    }
    if (const std::vector<std::string> names = debuginfo::callableNames(index, function.id); !names.empty()) {
        for (const CallingFile &file : others) {
            if (cancelled)
                return {};
            for (const debuginfo::OuterCaller &caller : debuginfo::callersIn(file.path, names))
                out.push_back(outerNode(caller, file, function));
        }
    }
    if (out.empty())
        out.push_back(
            factNode(BrowserText::tr("No calls by name"), BrowserText::tr("No code that was searched calls it by its name.")));
    out.push_back(factNode(BrowserText::tr("Calls through pointers"), BrowserText::tr("They name no function.")));
    out.back().toolTip += u'\n' + searchedText(function, others.size());
    return out;
}

}
