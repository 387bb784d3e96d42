// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/browser/program_nodes.h"

#include "debuginfo/debug_file.h"
#include "editor/translated.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>
#include <set>

namespace tapscope::editor {

using debuginfo::Function;
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

ProbeNode fact(const QString &text, const QString &detail = {})
{
    ProbeNode node;
    node.kind = Kind::Fact;
    node.text = text;
    node.detail = detail;
    return node;
}

QString hexadecimal(uint64_t address)
{
    return u"0x" + QString::number(address, 16);
}

ProbeNode functionNode(const ProbeNode &parent, const Function &function)
{
    ProbeNode node = inherit(parent, Kind::Function,
                             fromStd(function.qualifiedName.empty() ? function.name : function.qualifiedName));
    node.name = fromStd(function.name);
    node.file = fromStd(function.file);
    node.line = static_cast<int>(function.line);
    node.address = function.entry.address;
    node.detail = function.line > 0 ? baseName(node.file) + u':' + QString::number(function.line) : hexadecimal(function.lowPc);
    node.pattern = processPoint(parent.program) + u".function(\"" + node.name
        + (node.file.isEmpty() ? QString() : u'@' + baseName(node.file)) + u"\").call";
    node.hasChildren = function.hasDebugInfo;
    if (function.entry.cost == debuginfo::CostClass::SingleStepped)
        node.badges |= Badge::Slow;
    return node;
}

}

QString processPoint(const QString &path)
{
    QString escaped = path;
    escaped.replace(u'\\', QStringLiteral("\\\\")).replace(u'"', QStringLiteral("\\\""));
    return u"process(\"" + escaped + u"\")";
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

ProgramNodes::Contents &ProgramNodes::contents(const QString &path)
{
    Contents &of = m_contents[path];
    if (of.module || !of.failure.isEmpty())
        return of;
    auto module = debuginfo::Module::open(path.toStdString());
    if (module)
        of.module = std::move(*module);
    else
        of.failure = translated(module.error().what) + u' ' + translated(module.error().nextStep);
    return of;
}

const std::vector<Function> &ProgramNodes::functions(const QString &path)
{
    Contents &of = contents(path);
    if (of.module && !of.functionsRead)
        of.functions = of.module->functions("*");
    of.functionsRead = true;
    return of.functions;
}

const std::vector<Function> &ProgramNodes::inlined(const QString &path)
{
    Contents &of = contents(path);
    if (of.module && !of.inlinedRead)
        of.inlined = of.module->inlinedFunctions("*");
    of.inlinedRead = true;
    return of.inlined;
}

ProbeNodes ProgramNodes::children(const ProbeNode &node, const std::atomic<bool> &cancelled)
{
    const Contents &of = contents(node.program);
    if (!of.module)
        return {fact(BrowserText::tr("Cannot be read"), of.failure)};
    switch (node.kind) {
    case Kind::Process:
    case Kind::Program: return groups(node);
    case Kind::SourceFile: return functionsOf(node, cancelled);
    case Kind::Function:
    case Kind::InlinedFunction: return lines(node);
    case Kind::Provider: return marks(node);
    case Kind::Group: break;
    default: return {};
    }
    switch (node.group) {
    case Group::Files: return files(node);
    case Group::Symbols: return symbols(node);
    case Group::Marks: return marks(node);
    case Group::Stubs: return stubs(node);
    case Group::Libraries: return libraries(node);
    default: return {};
    }
}

ProbeNodes ProgramNodes::groups(const ProbeNode &program)
{
    ProbeNodes out;
    const auto &all = functions(program.program);
    const auto withSource = std::ranges::count_if(all, [](const Function &function) { return !function.file.empty(); });
    const QString process = processPoint(program.program);
    if (withSource > 0) {
        out.push_back(group(program, Group::Files, BrowserText::tr("Source files")));
        out.back().pattern = process + QStringLiteral(".function(\"*@*\").call");
    } else {
        out.push_back(fact(BrowserText::tr("No debuginfo"),
                           BrowserText::tr("Lines and variables are not known. Install the debug package of this program.")));
    }
    if (static_cast<ptrdiff_t>(all.size()) > withSource)
        out.push_back(group(program, Group::Symbols, BrowserText::tr("Functions without source"),
                            static_cast<qsizetype>(all.size()) - withSource));
    const auto marks = contents(program.program).module->markers();
    if (!marks.empty()) {
        out.push_back(group(program, Group::Marks, BrowserText::tr("Marks"), static_cast<qsizetype>(marks.size())));
        out.back().pattern = process + QStringLiteral(".mark(\"*\")");
    }
    const auto stubs = contents(program.program).module->linkageStubs();
    if (!stubs.empty()) {
        out.push_back(group(program, Group::Stubs, BrowserText::tr("Calls of libraries"), static_cast<qsizetype>(stubs.size())));
        out.back().pattern = process + QStringLiteral(".plt(\"*\")");
    }
    if (program.library.isEmpty())
        out.push_back(group(program, Group::Libraries, BrowserText::tr("Libraries")));
    return out;
}

ProbeNodes ProgramNodes::files(const ProbeNode &group)
{
    std::map<QString, int> counts;
    for (const Function &function : functions(group.program)) {
        if (!function.file.empty())
            ++counts[fromStd(function.file)];
    }
    ProbeNodes out;
    for (const auto &[path, count] : counts) {
        ProbeNode node = inherit(group, Kind::SourceFile, baseName(path));
        node.file = path;
        node.name = path;
        node.detail = path.section(u'/', 0, -2);
        node.toolTip = path + u'\n' + BrowserText::tr("%n function(s)", nullptr, count);
        node.pattern = processPoint(group.program) + u".function(\"*@" + node.text + u"\").call";
        node.hasChildren = true;
        out.push_back(std::move(node));
    }
    std::ranges::stable_sort(out, {}, [](const ProbeNode &node) { return node.text.toLower(); });
    return out;
}

ProbeNodes ProgramNodes::functionsOf(const ProbeNode &file, const std::atomic<bool> &cancelled)
{
    ProbeNodes out;
    const std::string path = file.file.toStdString();
    const auto module = contents(file.program).module;
    std::set<std::string> outOfLine;
    for (const Function &function : functions(file.program)) {
        if (function.file != path)
            continue;
        if (cancelled)
            return out;
        outOfLine.insert(function.name);
        ProbeNode node = functionNode(file, function);
        node.detail = function.line > 0 ? QString::number(function.line) : QString();
        const auto exits = module->returnInstructions(function);
        if (exits && exits->empty())
            node.badges |= Badge::NoReturn;
        out.push_back(std::move(node));
    }
    std::set<std::string> seen;
    for (const Function &function : inlined(file.program)) {
        if (function.file != path || outOfLine.contains(function.name) || !seen.insert(function.name).second)
            continue;
        ProbeNode node = functionNode(file, function);
        node.kind = Kind::InlinedFunction;
        node.detail = function.line > 0 ? QString::number(function.line) : QString();
        node.pattern.chop(4);
        node.pattern += QStringLiteral("inline");
        node.badges = Badge::Inlined;
        out.push_back(std::move(node));
    }
    std::ranges::stable_sort(out, {}, &ProbeNode::line);
    return out;
}

ProbeNodes ProgramNodes::symbols(const ProbeNode &group)
{
    ProbeNodes out;
    for (const Function &function : functions(group.program)) {
        if (!function.file.empty())
            continue;
        out.push_back(functionNode(group, function));
        out.back().hasChildren = false;
    }
    std::ranges::stable_sort(out, {}, [](const ProbeNode &node) { return node.text.toLower(); });
    return out;
}

ProbeNodes ProgramNodes::lines(const ProbeNode &function)
{
    ProbeNodes out;
    const auto module = contents(function.program).module;
    const std::string name = function.name.toStdString(), file = function.file.toStdString();
    debuginfo::StatementQuery query;
    query.nameGlob = name;
    query.fileGlob = file;
    std::map<uint32_t, ProbeNode> byLine;
    std::map<uint32_t, int> places;
    for (const debuginfo::Statement &statement : module->statements(query)) {
        const auto [entry, isNew] = byLine.try_emplace(statement.place.line);
        ProbeNode &node = entry->second;
        ++places[statement.place.line];
        if (isNew) {
            node = inherit(function, Kind::Statement, QString::number(statement.place.line));
            node.name = function.name;
            node.line = static_cast<int>(statement.place.line);
            node.address = statement.function.entry.address;
            node.pattern = processPoint(function.program) + u".statement(\"" + function.name + u'@' + baseName(function.file)
                + u':' + node.text + u"\")";
            node.badges = Badge::Inlined;
        }
        if (statement.function.entry.cost == debuginfo::CostClass::SingleStepped)
            node.badges |= Badge::Slow;
        if (statement.function.inlinedDie == 0)
            node.badges &= ~Badges(Badge::Inlined);
    }
    for (auto &[line, node] : byLine) {
        const int count = places[line];
        node.detail = hexadecimal(node.address) + (count > 1 ? QStringLiteral(" +") + QString::number(count - 1) : QString());
        out.push_back(std::move(node));
    }
    if (out.empty())
        out.push_back(fact(BrowserText::tr("No lines"), BrowserText::tr("The line table has nothing for this function.")));
    return out;
}

ProbeNodes ProgramNodes::marks(const ProbeNode &parent)
{
    ProbeNodes out;
    const QString process = processPoint(parent.program);
    std::map<QString, int> providers;
    std::set<QString> seen;
    for (const debuginfo::Marker &mark : contents(parent.program).module->markers()) {
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

ProbeNodes ProgramNodes::stubs(const ProbeNode &group)
{
    ProbeNodes out;
    for (const debuginfo::LinkageStub &stub : contents(group.program).module->linkageStubs()) {
        ProbeNode node = inherit(group, Kind::LinkageStub, fromStd(stub.name));
        node.name = node.text;
        node.address = stub.address;
        node.detail = hexadecimal(stub.address);
        node.pattern = processPoint(group.program) + u".plt(\"" + node.text + u"\")";
        out.push_back(std::move(node));
    }
    std::ranges::sort(out, {}, &ProbeNode::text);
    return out;
}

ProbeNodes ProgramNodes::libraries(const ProbeNode &group)
{
    ProbeNodes out;
    for (const QString &path : librariesOf(group.program, group.pid)) {
        ProbeNode node = program(path);
        node.library = baseName(path);
        node.pid = group.pid;
        out.push_back(std::move(node));
    }
    if (out.empty())
        out.push_back(fact(BrowserText::tr("None"), BrowserText::tr("It is linked statically.")));
    return out;
}

ProbeNodes ProgramNodes::details(const ProbeNode &node)
{
    ProbeNodes out;
    if (node.program.isEmpty() || node.name.isEmpty())
        return out;
    const Contents &of = contents(node.program);
    if (!of.module)
        return out;
    std::vector<debuginfo::VariableAt> variables;
    if (node.kind == Kind::Mark) {
        for (const debuginfo::Marker &mark : of.module->markers()) {
            if (mark.address == node.address)
                variables = mark.arguments;
        }
    } else if (node.kind == Kind::Function || node.kind == Kind::Statement || node.kind == Kind::InlinedFunction) {
        if (const auto statement = of.module->statementAt(node.address)) {
            variables = node.kind == Kind::Statement ? of.module->variables(statement->function, node.address)
                                                     : of.module->parameters(statement->function, node.address);
            if (node.kind == Kind::Function) {
                if (auto value = of.module->returnValue(statement->function))
                    variables.push_back(std::move(*value));
            }
        }
    } else {
        return out;
    }
    for (const debuginfo::VariableAt &variable : variables) {
        ProbeNode row = fact(u'$' + fromStd(variable.name), fromStd(variable.type.name));
        if (variable.location.kind == debuginfo::Location::Kind::Unavailable)
            row.toolTip = translated(variable.location.reason);
        out.push_back(std::move(row));
    }
    return out;
}

}
