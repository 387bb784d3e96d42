// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "services/completion_points.h"

#include "analysis/kernel_config.h"
#include "analysis/probe_binder.h"
#include "analysis/probe_grammar.h"
#include "services/builtins.h"
#include "services/point_names.h"
#include "services/resolved_point.h"

#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>

namespace tapscope::services {

namespace {

namespace fs = std::filesystem;
using Components = std::vector<script::ProbeComponent>;

constexpr size_t mostEntries = 20'000;

const script::ProbeComponent *component(const Components &components, std::initializer_list<std::string_view> names)
{
    for (const script::ProbeComponent &each : components) {
        if (std::ranges::find(names, each.name.text) != names.end())
            return &each;
    }
    return nullptr;
}

// The first number that is likely wanted.
std::string_view usualNumber(std::string_view name)
{
    return name == "hz" ? "100" : name == "ms" || name == "msec" ? "100" : "1";
}

CompletionItem componentItem(const Workspace &workspace, const analysis::PatternComponent &pattern)
{
    CompletionItem item;
    item.kind = CompletionKind::ProbeComponent;
    item.label = pattern.name;
    if (pattern.argument == analysis::ArgumentKind::Text) {
        item.label += "(\"…\")";
        item.insert = pattern.name + "(\"$1\")$0";
        item.snippet = item.goesOn = true;
    } else if (pattern.argument == analysis::ArgumentKind::Number) {
        item.group = 1;
        item.label += "(…)";
        item.insert = pattern.name + "(${1:" + std::string(usualNumber(pattern.name)) + "})$0";
        item.snippet = true;
    }
    if (pattern.name == "procfs")
        item.group = 2; // shorter than process, which begins alike and is meant far more often
    if (const Builtin *known = findBuiltin(pointComponents(), pattern.name))
        item.detail = workspace.say(known->meaning);
    return item;
}

void proposeBuiltIn(const Workspace &workspace, const Components &components, CompletionList &list)
{
    std::set<std::pair<std::string_view, analysis::ArgumentKind>> seen;
    for (const analysis::ProbePattern &pattern : analysis::probePatterns()) {
        if (pattern.family == analysis::Family::Unsupported || pattern.components.size() <= components.size()
            || analysis::fittingPrefix(components, pattern) < components.size())
            continue;
        const analysis::PatternComponent &next = pattern.components[components.size()];
        if (seen.emplace(next.name, next.argument).second)
            list.items.push_back(componentItem(workspace, next));
    }
}

void proposeAliases(const std::vector<LibraryAlias> &aliases, const Components &components, CompletionList &list)
{
    std::map<std::string_view, const LibraryAlias *> next;
    for (const LibraryAlias &alias : aliases) {
        if (alias.components.size() <= components.size())
            continue;
        bool fits = true;
        for (size_t i = 0; fits && i < components.size(); ++i)
            fits = analysis::nameFits(components[i], alias.components[i]);
        if (!fits)
            continue;
        const LibraryAlias *&slot = next[alias.components[components.size()]];
        const bool complete = alias.components.size() == components.size() + 1;
        if (!slot || complete)
            slot = &alias;
    }
    for (const auto &[name, alias] : next) {
        CompletionItem item;
        item.kind = CompletionKind::ProbeAlias;
        item.group = 1;
        item.label = name;
        if (alias->components.size() == components.size() + 1) {
            item.detail = "= " + alias->points;
            item.documentation = alias->documentation;
        } else {
            item.detail = std::string(name) + ".*";
        }
        list.items.push_back(std::move(item));
    }
}

bool isExecutable(const fs::directory_entry &entry)
{
    std::error_code error;
    return entry.is_regular_file(error) && ::access(entry.path().c_str(), X_OK) == 0;
}

void proposeEntries(const fs::path &directory, bool onlyExecutables, CompletionList &list, bool directories)
{
    std::error_code error;
    for (fs::directory_iterator at(directory, fs::directory_options::skip_permission_denied, error), end; !error && at != end;
         at.increment(error)) {
        if (list.items.size() >= mostEntries)
            return;
        std::error_code none;
        CompletionItem item;
        item.label = at->path().filename().string();
        if (at->is_directory(none)) {
            if (!directories)
                continue;
            item.label += '/';
            item.kind = CompletionKind::Directory;
            item.group = 1;
            item.goesOn = true;
        } else {
            const bool library = item.label.contains(".so");
            if (onlyExecutables ? library || !isExecutable(*at) : !library)
                continue;
            item.kind = CompletionKind::Path;
            item.detail = directory.string();
        }
        if (item.label.find_first_of("\"\\") == std::string::npos)
            list.items.push_back(std::move(item));
    }
}

void proposePaths(const Workspace &workspace, const std::string &typed, bool onlyExecutables, CompletionList &list)
{
    const size_t slash = typed.rfind('/');
    if (slash != std::string::npos) {
        const std::string directory = typed.substr(0, slash + 1);
        list.replaceBegin += static_cast<uint32_t>(slash + 1);
        proposeEntries(directory, onlyExecutables, list, true);
        return;
    }
    const std::string target = workspace.options()->analysis.targetProgram;
    if (!target.empty()) {
        CompletionItem item;
        item.kind = CompletionKind::Path;
        item.label = target;
        item.detail = workspace.say({TAPSCOPE_TEXT("Services", "the program that is traced"), {}});
        list.items.push_back(std::move(item));
    }
    CompletionItem root;
    root.kind = CompletionKind::Directory;
    root.label = "/";
    root.goesOn = true;
    list.items.push_back(std::move(root));
    if (!onlyExecutables)
        return;
    const char *path = std::getenv("PATH");
    std::string_view rest = path ? path : "";
    while (!rest.empty()) {
        const size_t colon = std::min(rest.find(':'), rest.size());
        if (colon > 0)
            proposeEntries(fs::path(rest.substr(0, colon)), true, list, false);
        rest.remove_prefix(std::min(colon + 1, rest.size()));
    }
    std::ranges::stable_sort(list.items, {}, &CompletionItem::label);
    const auto [first, last] = std::ranges::unique(list.items, {}, &CompletionItem::label);
    list.items.erase(first, last);
}

void proposeNames(const std::vector<std::string> &names, CompletionKind kind, const std::string &detail, CompletionList &list,
                  const std::stop_token &stop)
{
    list.items.reserve(list.items.size() + names.size());
    for (const std::string &name : names) {
        if (stop.stop_requested())
            return;
        CompletionItem &item = list.items.emplace_back();
        item.kind = kind;
        item.label = name;
        item.detail = detail;
    }
}

/// Source files of the functions that the part before the @ means.
void proposeSourceFiles(const debuginfo::Module &module, const std::string &function, CompletionList &list)
{
    std::set<std::string> files;
    for (const debuginfo::Function &each : module.functions(function.empty() ? "*" : function)) {
        if (!each.file.empty())
            files.insert(each.file);
    }
    for (const std::string &file : files) {
        CompletionItem item;
        item.kind = CompletionKind::SourceFile;
        item.label = fs::path(file).filename().string();
        item.detail = file;
        list.items.push_back(std::move(item));
    }
}

/// Lines with code, behind "function@file:".
void proposeLines(const debuginfo::Module &module, const std::string &function, const std::string &file, CompletionList &list)
{
    debuginfo::StatementQuery query;
    query.nameGlob = function.empty() ? "*" : std::string_view(function);
    query.fileGlob = file;
    std::map<uint32_t, std::string> lines;
    for (const debuginfo::Statement &each : module.statements(query))
        lines.try_emplace(each.place.line, each.function.name);
    for (const auto &[line, name] : lines) {
        CompletionItem item;
        item.kind = CompletionKind::SourceFile;
        item.label = std::to_string(line);
        item.detail = name;
        list.items.push_back(std::move(item));
    }
}

/// The file that the components before name: the library's or the program's; empty for the target.
std::string programOf(const Components &components)
{
    if (const auto *library = component(components, {"library"}); library && library->text)
        return *library->text;
    const auto *process = component(components, {"process"});
    return process && process->text ? *process->text : std::string();
}

void proposeProgramNames(const Workspace &workspace, const CompletionContext &context, const std::stop_token &stop,
                         CompletionList &list)
{
    const std::string path = programOf(context.components);
    const auto module = workspace.module(path);
    if (!module)
        return;
    const std::string file = fs::path(module->path()).filename().string();
    const std::string &component = context.argumentOf;
    if (component == "function" || component == "statement" || component == "callee") {
        const size_t at = context.argument.find('@');
        const size_t colon = context.argument.find(':', at == std::string::npos ? context.argument.size() : at);
        if (component == "statement" && colon != std::string::npos) {
            list.replaceBegin += static_cast<uint32_t>(colon + 1);
            proposeLines(*module, context.argument.substr(0, at), context.argument.substr(at + 1, colon - at - 1), list);
        } else if (at != std::string::npos) {
            list.replaceBegin += static_cast<uint32_t>(at + 1);
            proposeSourceFiles(*module, context.argument.substr(0, at), list);
        } else {
            proposeNames(*workspace.functionNames(path), CompletionKind::ProgramFunction, file, list, stop);
        }
        return;
    }
    std::set<std::string> names;
    if (component == "plt") {
        for (const debuginfo::LinkageStub &stub : module->linkageStubs())
            names.insert(stub.name);
    } else if (component == "mark" || component == "provider") {
        for (const debuginfo::Marker &marker : module->markers())
            names.insert(component == "mark" ? marker.name : marker.provider);
    }
    proposeNames({names.begin(), names.end()}, CompletionKind::Mark, file, list, stop);
}

void proposeModules(CompletionList &list)
{
    std::error_code error;
    for (fs::directory_iterator at("/sys/module", error), end; !error && at != end; at.increment(error)) {
        std::error_code none;
        if (!fs::exists(at->path() / "initstate", none))
            continue; // built in
        CompletionItem item;
        item.kind = CompletionKind::Path;
        item.label = at->path().filename().string();
        list.items.push_back(std::move(item));
    }
}

}

void proposeConditions(const Workspace &workspace, const CompletionContext &context, std::string_view text, CompletionList &list)
{
    for (const Builtin &each : conditionWords()) {
        CompletionItem item;
        item.kind = CompletionKind::Keyword;
        item.label = std::string(each.name);
        item.detail = std::string(each.form);
        item.documentation = workspace.say(each.meaning);
        list.items.push_back(std::move(item));
    }
    if (text.substr(context.replaceBegin).starts_with("CONFIG_")) {
        utsname system{};
        if (::uname(&system) != 0)
            return;
        for (const auto &[name, value] : *analysis::kernelConfig(system.release)) {
            CompletionItem item;
            item.kind = CompletionKind::Macro;
            item.label = name;
            item.detail = value;
            list.items.push_back(std::move(item));
        }
    }
}

void proposeTypeNames(const Workspace &workspace, const CompletionContext &context, const std::string &points,
                      const std::stop_token &stop, CompletionList &list)
{
    std::set<std::string> names;
    const auto add = [&](const debuginfo::TypeSource *types) {
        if (types && !stop.stop_requested())
            names.merge([&] {
                const std::vector<std::string> all = types->typeNames();
                return std::set<std::string>(all.begin(), all.end());
            }());
    };
    std::shared_ptr<const debuginfo::Module> module;
    if (context.typeOwner.contains('/')) {
        module = workspace.module(context.typeOwner);
        add(module.get());
    } else {
        if (context.typeOwner.empty()) {
            for (const std::string &point : splitPoints(points)) {
                if (const auto resolved = workspace.resolve(point, stop))
                    add(resolved->types);
            }
        }
        if (const auto kernel = analysis::runningKernelCached())
            add((*kernel)->types());
    }
    proposeNames({names.begin(), names.end()}, CompletionKind::Keyword, {}, list, stop);
}

void proposeComponents(const Workspace &workspace, const Document &document, const CompletionContext &context,
                       CompletionList &list)
{
    proposeBuiltIn(workspace, context.components, list);
    proposeAliases(workspace.library()->aliases(), context.components, list);
    LibraryIndex own;
    own.add(document, true);
    proposeAliases(own.aliases(), context.components, list);
}

void proposeArguments(const Workspace &workspace, const CompletionContext &context, const std::stop_token &stop,
                      CompletionList &list)
{
    const std::string &component = context.argumentOf;
    const std::string head = context.components.empty() ? component : context.components.front().name.text;
    if (component == "process" || component == "library") {
        proposePaths(workspace, context.argument, component == "process", list);
    } else if (head == "kernel" && (component == "trace" || component == "tracepoint")) {
        proposeNames(*workspace.tracepoints(), CompletionKind::Tracepoint, {}, list, stop);
    } else if (head == "kernel" && component == "lsm") {
        if (const auto kernel = analysis::runningKernelCached())
            proposeNames((*kernel)->securityHooks(), CompletionKind::Tracepoint, {}, list, stop);
    } else if (head == "module" && component == "module") {
        proposeModules(list);
    } else if (head == "kernel" || head == "module" || head == "kprobe") {
        if (component == "function" || component == "statement" || component == "callee")
            proposeNames(*workspace.kernelFunctionNames(), CompletionKind::ProgramFunction, "kernel", list, stop);
    } else if (head == "process") {
        proposeProgramNames(workspace, context, stop, list);
    }
}

}
