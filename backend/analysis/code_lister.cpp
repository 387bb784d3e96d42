// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/code_lister.h"

#include "analysis/code_lister_request.h"
#include "analysis/probe_binder.h"
#include "base/glob.h"
#include "base/hexadecimal.h"
#include "base/similar.h"
#include "debuginfo/library_search.h"
#include "debuginfo/module.h"

#include <glob.h>

#include <algorithm>
#include <filesystem>
#include <span>

namespace tapscope::analysis {

using debuginfo::FunctionEntry;
using debuginfo::StatementRow;
using Variables = std::vector<debuginfo::VisibleVariables::Variable>;

void ListCollector::add(std::string text, std::vector<ListedPoint::Variable> variables)
{
    text += m_suffix;
    const auto [entry, isNew] = m_points.try_emplace(std::move(text), variables);
    if (isNew)
        return;
    std::erase_if(entry->second, [&](const ListedPoint::Variable &known) {
        return std::ranges::none_of(variables, [&](const ListedPoint::Variable &variable) {
            return variable.name == known.name && variable.type == known.type;
        });
    });
}

std::vector<ListedPoint> ListCollector::take()
{
    std::vector<ListedPoint> out;
    out.reserve(m_points.size());
    for (auto &[text, variables] : m_points)
        out.push_back({text, std::move(variables)});
    m_points.clear();
    return out;
}

namespace {

std::optional<CodeTail> tailOf(std::span<const script::ProbeComponent> components, bool statements)
{
    CodeTail out;
    if (components.empty())
        return out;
    const script::ProbeComponent &first = components.front();
    const std::string &name = first.name.text;
    const bool plain = !first.text && !first.number;
    const bool alone = components.size() == 1;
    if (statements) {
        if (!alone || !plain || (name != "nearest" && name != "absolute"))
            return std::nullopt;
        out.kind = name == "nearest" ? CodeTail::Kind::Nearest : CodeTail::Kind::Plain;
        out.text = "." + name;
        return out;
    }
    script::ProbePoint tail;
    tail.components.assign(components.begin(), components.end());
    out.text = "." + tail.text();
    using Kind = CodeTail::Kind;
    if (plain && (name == "call" || name == "inline" || name == "exported" || name == "callees")) {
        out.kind = name == "call" ? Kind::Call
            : name == "inline"    ? Kind::Inline
            : name == "exported"  ? Kind::Exported
                                  : Kind::Callees;
        return alone ? std::optional(out) : std::nullopt;
    }
    if (plain && name == "return") {
        out.kind = Kind::Return;
        return alone || (components.size() == 2 && components[1].name.text == "maxactive" && components[1].number)
            ? std::optional(out)
            : std::nullopt;
    }
    if (name == "callees" && first.number && alone) {
        out.kind = Kind::Callees;
        out.depth = static_cast<int>(std::clamp<int64_t>(*first.number, 0, 100));
        return out;
    }
    if (name == "label" && first.text && alone) {
        out.kind = Kind::Label;
        out.argument = *first.text;
        return out;
    }
    if (name == "callee" && first.text && components.size() <= 2) {
        out.kind = Kind::Callees;
        out.argument = *first.text;
        out.ofCallee = alone ? "" : "." + components[1].name.text;
        return alone || out.ofCallee == ".call" || out.ofCallee == ".return" ? std::optional(out) : std::nullopt;
    }
    return std::nullopt;
}

}

namespace {

std::vector<std::string> filesMatching(const std::string &path)
{
    glob_t found = {};
    std::vector<std::string> out;
    if (::glob(path.c_str(), 0, nullptr, &found) == 0)
        out.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
    ::globfree(&found);
    return out;
}

// The process that a point is about: what it has loaded is listed.
int pidOf(const ExpandedPoint &point, const Options &options)
{
    const script::ProbeComponent &process = point.components[0];
    return process.number ? static_cast<int>(*process.number) : process.text ? 0 : options.targetPid;
}

// A library is named as scripts know it ("libc.so.6"), by the file's name or by its path.
std::vector<std::string> librariesMatching(const std::string &program, const std::string &written, int pid)
{
    std::error_code error;
    const std::filesystem::path canonical = std::filesystem::canonical(written, error);
    std::vector<std::string> out;
    for (const debuginfo::NeededLibrary &library : debuginfo::librariesOf(program, pid)) {
        if (globMatches(written, library.path) || globMatches(written, library.path.substr(library.path.rfind('/') + 1))
            || globMatches(written, library.name) || canonical == library.path)
            out.push_back(library.path);
    }
    return out;
}

}

bool CodeLister::list(const ExpandedPoint &point)
{
    // What an alias stands for is listed by its own name; whether there is something is the binder's to say.
    if (!point.alias.empty())
        return false;
    const auto &components = point.components;
    if (components.size() < 2)
        return false;
    const std::string &head = components[0].name.text;
    size_t at = 1;
    if (head == "kernel" && (components[1].name.text == "trace" || components[1].name.text == "tracepoint") && components[1].text
        && components.size() == 2)
        return listTracepoints(point);
    if (head == "process" && components[1].name.text == "library" && components[1].text)
        at = 2;
    if (at >= components.size())
        return false;
    const std::string &kind = components[at].name.text;
    Request request;
    request.component = at;
    request.statements = kind == "statement";
    if ((kind != "function" && kind != "statement") || (!components[at].text && !components[at].number))
        return false;
    auto tail = tailOf(std::span(components).subspan(at + 1), request.statements);
    if (!tail)
        return false;
    request.tail = std::move(*tail);
    request.written = components[at].text.value_or("");
    request.address = components[at].number;
    return head == "kernel" ? listKernel(point, request)
        : head == "module"  ? listModules(point, request)
                            : head == "process" && listProcess(point, request);
}

debuginfo::IndexOptions CodeLister::indexOptions() const
{
    debuginfo::IndexOptions options;
    options.progress = m_settings.progress;
    return options;
}

CodeLister::Source *CodeLister::open(const ExpandedPoint &point, const std::string &path, const std::string &head)
{
    // A library is listed for each of the programs that use it.
    std::unique_ptr<Source> &source = m_sources[head + path];
    if (!source) {
        source = std::make_unique<Source>();
        auto index = debuginfo::Index::open(path, indexOptions());
        if (index)
            source->index = std::move(*index);
        else if (!point.optional)
            m_context.error("module-unavailable", point.range, index.error().what, index.error().nextStep);
    }
    if (!source->index)
        return nullptr;
    source->head = head.empty() ? "process(\"" + source->index->path() + "\")" : head;
    return source.get();
}

CodeLister::Source *CodeLister::kernelSource(const ExpandedPoint &point)
{
    if (!m_kernelFiles)
        m_kernelFiles = debuginfo::findKernelFiles(m_settings.kernel);
    if (m_kernelFiles->image.empty()) {
        const Failure failure = debuginfo::noKernelDebugInfo(*m_kernelFiles);
        if (!m_settings.kernel.empty() && !point.optional)
            m_context.error("no-debuginfo", point.range, failure.what, failure.nextStep);
        return nullptr;
    }
    std::unique_ptr<Source> &source = m_sources["kernel"];
    if (!source) {
        source = std::make_unique<Source>();
        source->head = "kernel";
        source->kernel = true;
        auto index = debuginfo::Index::openKernel(m_settings.kernel, indexOptions());
        if (index)
            source->index = std::move(*index);
        else
            m_context.error("module-unavailable", point.range, index.error().what, index.error().nextStep);
    }
    return source->index ? source.get() : nullptr;
}

bool CodeLister::listKernel(const ExpandedPoint &point, const Request &request)
{
    Source *source = kernelSource(point);
    // Without debug information the running kernel's symbols and types tell what there is.
    if (!source)
        return !m_settings.kernel.empty();
    return listCode(point, request, {source});
}

bool CodeLister::listModules(const ExpandedPoint &point, const Request &request)
{
    if (!m_kernelFiles)
        m_kernelFiles = debuginfo::findKernelFiles(m_settings.kernel);
    const std::string &glob = *point.components[0].text;
    std::vector<Source *> sources;
    std::vector<std::string> names{glob};
    if (isGlob(glob)) {
        names = debuginfo::kernelModuleNames(*m_kernelFiles);
        std::erase_if(names, [&](const std::string &name) { return !globMatches(glob, name); });
    }
    for (const std::string &name : names) {
        const auto path = debuginfo::findKernelModule(*m_kernelFiles, name);
        Source *source = path ? open(point, *path, "module(\"" + name + "\")") : nullptr;
        if (!source)
            continue;
        source->kernel = true;
        source->module = name;
        sources.push_back(source);
    }
    if (sources.empty() && m_settings.kernel.empty())
        return false;
    if (sources.empty()) {
        if (!point.optional)
            m_context.error("module-unavailable", point.range,
                            {TAPSCOPE_TEXT("Diagnostics", "there is no file of a kernel module '%1'"), {glob}},
                            {TAPSCOPE_TEXT("Diagnostics", "check its name, and that the kernel's debug symbols are installed"),
                             {}});
        return true;
    }
    return listCode(point, request, sources);
}

std::vector<std::string> CodeLister::programsOf(const ExpandedPoint &point)
{
    const script::ProbeComponent &process = point.components[0];
    if (m_context.options().openModule)
        return {};
    if (process.number) {
        auto program = *process.number > 0 && *process.number <= INT32_MAX
            ? debuginfo::programOfProcess(static_cast<int>(*process.number))
            : std::unexpected(Failure{});
        return program ? std::vector{std::move(*program)} : std::vector<std::string>();
    }
    if (!process.text)
        return m_context.options().targetProgram.empty() ? std::vector<std::string>()
                                                         : std::vector{m_context.options().targetProgram};
    if (isGlob(*process.text))
        return filesMatching(*process.text);
    // Relative names are those of commands.
    auto program = debuginfo::findProgram(*process.text);
    return {program ? std::move(*program) : *process.text};
}

std::vector<CodeLister::LibraryPoint> CodeLister::inLibraries(const ExpandedPoint &point)
{
    std::vector<LibraryPoint> out;
    const auto &components = point.components;
    if (!point.alias.empty() || components.size() < 3 || components[0].name.text != "process"
        || components[1].name.text != "library" || !components[1].text)
        return out;
    std::vector<std::string> libraries;
    for (const std::string &program : programsOf(point)) {
        for (const std::string &path : librariesMatching(program, *components[1].text, pidOf(point, m_context.options()))) {
            LibraryPoint &library = out.emplace_back();
            library.point = point;
            script::ProbeComponent process = components[0];
            process.text = path;
            process.number.reset();
            library.point.components = {process};
            library.point.components.insert(library.point.components.end(), components.begin() + 2, components.end());
            library.point.optional = true;
            const auto patterns = probePatterns();
            const auto pattern = std::ranges::find_if(patterns, [&](const ProbePattern &each) {
                return fits(library.point.components, each);
            });
            if (pattern == patterns.end()) {
                out.pop_back();
                continue;
            }
            library.point.pattern = &*pattern;
            library.plainHead = "process(\"" + path + "\")";
            library.head = "process(\"" + program + "\").library(\"" + path + "\")";
        }
    }
    return out;
}

bool CodeLister::listProcess(const ExpandedPoint &point, const Request &request)
{
    // Where there is nothing to look into, the binder says why.
    const std::vector<std::string> programs = programsOf(point);
    const bool library = request.component == 2;
    const bool several = programs.size() > 1;
    std::vector<Source *> sources;
    for (const std::string &program : programs) {
        ExpandedPoint each = point;
        each.optional = point.optional || several;
        if (!library) {
            if (Source *source = open(each, program, {}))
                sources.push_back(source);
            continue;
        }
        for (const std::string &path : librariesMatching(program, *point.components[1].text, pidOf(point, m_context.options()))) {
            if (Source *source = open(each, path, "process(\"" + program + "\").library(\"" + path + "\")"))
                sources.push_back(source);
        }
    }
    if (sources.empty() && library && !programs.empty()) {
        if (!point.optional)
            m_context.error("module-unavailable", point.range,
                            {TAPSCOPE_TEXT("Diagnostics", "%1 is not loaded with a library '%2'"),
                             {programs.front(), *point.components[1].text}},
                            {TAPSCOPE_TEXT("Diagnostics",
                                           "“ldd” shows the libraries; one that the program opens by itself is "
                                           "probed as process(\"/path/of/library\")"),
                             {}});
        return true;
    }
    if (sources.empty())
        return !programs.empty();
    return listCode(point, request, sources);
}

bool CodeLister::listCode(const ExpandedPoint &point, const Request &given, const std::vector<Source *> &sources)
{
    Request request = given;
    request.pattern = parsePlacePattern(request.written);
    request.pattern.query.nearest = request.tail.kind == CodeTail::Kind::Nearest;
    if (!request.pattern.valid) {
        reportPlacePattern(m_context, point.range, request.written);
        return true;
    }
    size_t found = 0;
    std::vector<std::string> names;
    for (Source *source : sources) {
        found += request.address                             ? listAddress(request, *source)
            : request.tail.kind == CodeTail::Kind::Label     ? listLabels(request, *source)
            : request.tail.kind == CodeTail::Kind::Callees   ? listCallees(request, *source)
            : request.statements && request.pattern.hasLines ? listStatements(request, *source)
                                                             : listFunctions(request, *source);
        if (found == 0) {
            for (debuginfo::FunctionId id = 0; id < source->index->functionCount(); ++id)
                names.emplace_back(source->index->function(id).name);
        }
    }
    if (found > 0 || point.optional)
        return true;
    if (request.address) {
        m_context.error("no-such-address", point.range,
                        {TAPSCOPE_TEXT("Diagnostics", "%1 has no function at 0x%2"),
                         {sources.front()->head, hexadecimal(static_cast<uint64_t>(*request.address))}},
                        {TAPSCOPE_TEXT("Diagnostics", "the address counts as “objdump -d” shows it, not as in a running process"),
                         {}});
        return true;
    }
    if (request.tail.kind == CodeTail::Kind::Label || request.tail.kind == CodeTail::Kind::Callees) {
        m_context.error("no-such-function", point.range,
                        {TAPSCOPE_TEXT("Diagnostics", "no function '%1' in %2 has what '%3' asks for"),
                         {request.written, sources.front()->head, request.tail.text}},
                        {TAPSCOPE_TEXT("Diagnostics",
                                       "labels and callees are known of programs with debug information only; a "
                                       "call through a pointer has no name"),
                         {}});
        return true;
    }
    const std::string name(request.pattern.query.nameGlob);
    const std::vector<std::string> similar = similarNames(name, names);
    m_context.error("no-such-function", point.range,
                    {TAPSCOPE_TEXT("Diagnostics", "nothing in %1 matches '%2'"), {sources.front()->head, request.written}},
                    similar.empty() || std::ranges::contains(names, name)
                        ? Text{TAPSCOPE_TEXT("Diagnostics",
                                             "the name can hold the wildcards * ? [ ]; '?' behind the probe point "
                                             "makes it optional"),
                               {}}
                        : didYouMean(similar));
    return true;
}

bool CodeLister::refused(const Source &source, const FunctionEntry &function)
{
    if (function.blacklisted || !source.kernel || !m_settings.kernel.empty())
        return function.blacklisted;
    if (!m_runningAsked) {
        m_runningAsked = true;
        if (auto running = runningKernelCached())
            m_running = std::move(*running);
    }
    return m_running && m_running->refusal(function.name, source.module) != debuginfo::KernelFunction::Refusal::None;
}

debuginfo::VisibleVariables *CodeLister::variablesOf(Source &source)
{
    return m_settings.withVariables ? shapesOf(source) : nullptr;
}

debuginfo::VisibleVariables *CodeLister::shapesOf(Source &source)
{
    if (!source.index->hasDebugInfo())
        return nullptr;
    if (!source.variables) {
        auto opened = debuginfo::VisibleVariables::open(source.index->path());
        if (!opened)
            return nullptr;
        source.variables = std::move(*opened);
    }
    return source.variables.get();
}

bool CodeLister::listTracepoints(const ExpandedPoint &point)
{
    Source *source = kernelSource(point);
    if (!source)
        return !m_settings.kernel.empty();
    const std::string &written = *point.components[1].text;
    const size_t colon = written.find(':');
    const std::string system = colon == std::string::npos ? "*" : written.substr(0, colon);
    const std::string name = colon == std::string::npos ? written : written.substr(colon + 1);
    // Each tracepoint has a function that calls who listens, in the header that declares it.
    constexpr std::string_view prefix = "__traceiter_";
    size_t found = 0;
    const debuginfo::Index &index = *source->index;
    for (const debuginfo::FunctionId id : index.functions(std::string(prefix) + name)) {
        const FunctionEntry function = index.function(id);
        if (function.file == debuginfo::noEntry || !function.name.starts_with(prefix))
            continue;
        std::string_view file = index.file(function.file).path;
        file.remove_prefix(file.rfind('/') + 1);
        const std::string_view group = file.substr(0, file.find('.'));
        if (!globMatches(system, group))
            continue;
        Variables arguments;
        if (auto *variables = variablesOf(*source)) {
            arguments = variables->parameters(function.dieOffset);
            if (!arguments.empty())
                arguments.erase(arguments.begin()); // the listener's own
        }
        m_out.add("kernel.trace(\"" + std::string(group) + ":" + std::string(function.name.substr(prefix.size())) + "\")",
                  listed(arguments));
        ++found;
    }
    if (found == 0 && !point.optional)
        m_context.error("no-such-function", point.range,
                        {TAPSCOPE_TEXT("Diagnostics", "nothing in %1 matches '%2'"), {"kernel", written}},
                        {TAPSCOPE_TEXT("Diagnostics", "a tracepoint is written system:name, and may hold wildcards"), {}});
    return true;
}

}
