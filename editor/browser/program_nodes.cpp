// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/browser/program_nodes.h"

#include "base/hexadecimal.h"
#include "debuginfo/debug_file.h"
#include "debuginfo/library_search.h"
#include "editor/browser/caller_nodes.h"
#include "editor/browser/code_nodes.h"
#include "editor/translated.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>
#include <set>

namespace tapscope::editor {

using Kind = ProbeNode::Kind;
using Group = ProbeNode::Group;

namespace {

QString fromStd(const std::string &text)
{
    return QString::fromStdString(text);
}

QString baseName(const QString &path)
{
    return path.section(u'/', -1);
}

ProbeNode inherit(const ProbeNode &parent, Kind kind, const QString &text)
{
    ProbeNode node;
    node.kind = kind;
    node.text = text;
    node.program = parent.program;
    node.library = parent.library;
    node.loadedBy = parent.loadedBy;
    node.file = parent.file;
    node.pid = parent.pid;
    return node;
}

ProbeNode group(const ProbeNode &parent, Group of, const QString &text, qsizetype count = -1)
{
    ProbeNode node = inherit(parent, Kind::Group, text);
    node.group = of;
    node.hasChildren = true;
    if (count >= 0)
        node.detail = QString::number(count);
    return node;
}

}

ProbeNode ProgramNodes::program(const QString &path)
{
    ProbeNode node;
    node.kind = Kind::Program;
    node.text = baseName(path);
    node.detail = path;
    node.toolTip = path;
    node.program = path;
    node.pattern = processPoint(path) + QStringLiteral(".function(\"*\").call");
    node.hasChildren = true;
    if (const auto file = debuginfo::ElfFile::open(path.toStdString(), debuginfo::ElfFile::Purpose::Program)) {
        if (!(*file)->hasSection(".debug_info") && !debuginfo::findDebugFile(**file))
            node.badges |= Badge::NeedsDebugInfo;
    } else {
        node.toolTip = translated(file.error().what);
        node.hasChildren = false;
        node.pattern.clear();
    }
    return node;
}

std::shared_ptr<const debuginfo::Module> ProgramNodes::module(const debuginfo::Index &index)
{
    Opened &of = m_modules[index.path()];
    if (!of.module || of.buildId != index.buildId()) {
        of.buildId = index.buildId();
        auto opened = debuginfo::Module::open(index.path());
        of.module = opened ? std::move(*opened) : nullptr;
    }
    return of.module;
}

ProbeNodes ProgramNodes::children(const ProbeNode &node, const std::atomic<bool> &cancelled)
{
    if (node.group == Group::Libraries)
        return libraries(node);
    const auto [index, failure] = m_indexes->open({node.program, {}}, cancelled);
    if (!index)
        return {factNode(BrowserText::tr("Cannot be read"), failure)};
    switch (node.kind) {
    case Kind::Process:
    case Kind::Program: return groups(node, *index);
    case Kind::SourceFile: return functionNodes(*index, node, cancelled);
    case Kind::Function:
    case Kind::InlinedFunction: return lineNodes(*index, node);
    case Kind::Callers: return callerNodes(*index, node, callingFiles(node), cancelled);
    case Kind::Provider: return marks(node, *index);
    case Kind::Group: break;
    default: return {};
    }
    switch (node.group) {
    case Group::Files: return fileNodes(*index, node);
    case Group::Symbols: return symbolNodes(*index, node);
    case Group::Marks: return marks(node, *index);
    case Group::Stubs: return stubs(node, *index);
    default: return {};
    }
}

ProbeNodes ProgramNodes::groups(const ProbeNode &program, const debuginfo::Index &index)
{
    ProbeNodes out;
    qsizetype withoutSource = 0;
    bool anySource = false;
    for (debuginfo::FunctionId id = 0; id < index.functionCount(); ++id) {
        const debuginfo::FunctionEntry entry = index.function(id);
        anySource = anySource || entry.file != debuginfo::noEntry;
        if (entry.file == debuginfo::noEntry && entry.lowPc != 0)
            ++withoutSource;
    }
    const QString process = processPoint(program.program);
    if (anySource) {
        out.push_back(group(program, Group::Files, BrowserText::tr("Source files")));
        out.back().pattern = process + QStringLiteral(".function(\"*@*\").call");
    } else {
        out.push_back(factNode(BrowserText::tr("No debuginfo"),
                               BrowserText::tr("Lines and variables are not known. Install the debug package of this program.")));
    }
    if (withoutSource > 0)
        out.push_back(group(program, Group::Symbols, BrowserText::tr("Functions without source"), withoutSource));
    if (const auto code = module(index)) {
        if (const auto marks = code->markers(); !marks.empty()) {
            out.push_back(group(program, Group::Marks, BrowserText::tr("Marks"), static_cast<qsizetype>(marks.size())));
            out.back().pattern = process + QStringLiteral(".mark(\"*\")");
        }
        if (const auto stubs = code->linkageStubs(); !stubs.empty()) {
            out.push_back(
                group(program, Group::Stubs, BrowserText::tr("Calls of libraries"), static_cast<qsizetype>(stubs.size())));
            out.back().pattern = process + QStringLiteral(".plt(\"*\")");
        }
    }
    if (program.library.isEmpty())
        out.push_back(group(program, Group::Libraries, BrowserText::tr("Libraries")));
    return out;
}

ProbeNodes ProgramNodes::marks(const ProbeNode &parent, const debuginfo::Index &index)
{
    ProbeNodes out;
    const auto code = module(index);
    if (!code)
        return out;
    const QString process = processPoint(parent.program);
    std::map<QString, int> providers;
    std::set<QString> seen;
    for (const debuginfo::Marker &mark : code->markers()) {
        const QString provider = fromStd(mark.provider), name = fromStd(mark.name);
        if (parent.kind != Kind::Provider) {
            ++providers[provider];
            continue;
        }
        if (provider != parent.name || !seen.insert(name).second)
            continue;
        ProbeNode node = inherit(parent, Kind::Mark, name);
        node.name = name;
        node.address = mark.address;
        QStringList arguments;
        for (const debuginfo::VariableAt &argument : mark.arguments)
            arguments << u'$' + fromStd(argument.name);
        node.detail = arguments.join(u' ');
        node.pattern = process + u".provider(\"" + provider + u"\").mark(\"" + name + u"\")";
        out.push_back(std::move(node));
    }
    for (const auto &[provider, count] : providers) {
        ProbeNode node = inherit(parent, Kind::Provider, provider);
        node.name = provider;
        node.detail = QString::number(count);
        node.pattern = process + u".provider(\"" + provider + u"\").mark(\"*\")";
        node.hasChildren = true;
        out.push_back(std::move(node));
    }
    std::ranges::sort(out, {}, &ProbeNode::text);
    return out;
}

ProbeNodes ProgramNodes::stubs(const ProbeNode &group, const debuginfo::Index &index)
{
    ProbeNodes out;
    const auto code = module(index);
    for (const debuginfo::LinkageStub &stub : code ? code->linkageStubs() : std::vector<debuginfo::LinkageStub>()) {
        ProbeNode node = inherit(group, Kind::LinkageStub, fromStd(stub.name));
        node.name = node.text;
        node.address = stub.address;
        node.detail = QString::fromStdString(hexadecimal(stub.address));
        node.pattern = processPoint(group.program) + u".plt(\"" + node.text + u"\")";
        out.push_back(std::move(node));
    }
    std::ranges::sort(out, {}, &ProbeNode::text);
    return out;
}

ProbeNodes ProgramNodes::libraries(const ProbeNode &group)
{
    ProbeNodes out;
    for (const debuginfo::NeededLibrary &library : debuginfo::librariesOf(group.program.toStdString(), group.pid)) {
        ProbeNode node = program(fromStd(library.path));
        // Of a process they may be read through its root, or through its memory.
        node.text = node.library = fromStd(library.name);
        node.pid = group.pid;
        node.loadedBy = group.program;
        out.push_back(std::move(node));
    }
    if (out.empty())
        out.push_back(factNode(BrowserText::tr("None"), BrowserText::tr("It is linked statically.")));
    return out;
}

ProbeNodes ProgramNodes::markArguments(const ProbeNode &mark)
{
    ProbeNodes out;
    const auto index = m_indexes->known({mark.program, {}});
    const auto code = index ? module(*index) : nullptr;
    if (!code)
        return out;
    for (const debuginfo::Marker &each : code->markers()) {
        if (each.address != mark.address)
            continue;
        for (const debuginfo::VariableAt &argument : each.arguments) {
            out.push_back(factNode(u'$' + fromStd(argument.name), fromStd(argument.type.name)));
            out.back().toolTip = argument.location.kind == debuginfo::Location::Kind::Unavailable
                ? translated(argument.location.reason)
                : QString();
        }
        break;
    }
    return out;
}

}
