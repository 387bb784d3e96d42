// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/code_lister.h"

#include "analysis/place_pattern.h"
#include "base/glob.h"
#include "base/similar.h"

#include <algorithm>
#include <array>
#include <functional>
#include <set>
#include <tuple>

namespace tapscope::analysis {

using debuginfo::FunctionEntry;
using debuginfo::StatementRow;
using Variables = std::vector<debuginfo::VisibleVariables::Variable>;

void ListCollector::add(std::string text, std::vector<ListedPoint::Variable> variables)
{
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

struct CodeLister::Request {
    std::string written; ///< the argument
    PlacePattern pattern; ///< refers to `written`
    bool statements = false;
    std::string tail; ///< "call", "return", "inline", "exported", "nearest"
};

bool CodeLister::list(const ExpandedPoint &point)
{
    // What an alias stands for is listed by its own name; whether there is something is the binder's to say.
    if (!point.alias.empty())
        return false;
    const auto &components = point.components;
    if (components.size() < 2 || components.size() > 3)
        return false;
    const std::string &head = components[0].name.text;
    const std::string &kind = components[1].name.text;
    if (head == "kernel" && (kind == "trace" || kind == "tracepoint") && components[1].text && components.size() == 2)
        return listTracepoints(point);
    if ((kind != "function" && kind != "statement") || !components[1].text)
        return false;
    if (components.size() == 3) {
        const std::string &tail = components[2].name.text;
        constexpr std::array<std::string_view, 4> ofFunctions{"call", "return", "inline", "exported"};
        const bool known = kind == "statement" ? tail == "nearest" : std::ranges::find(ofFunctions, tail) != ofFunctions.end();
        if (!known || components[2].text || components[2].number)
            return false;
    }
    return head == "kernel" ? listKernel(point) : head == "module" ? listModules(point) : head == "process" && listProcess(point);
}

debuginfo::IndexOptions CodeLister::indexOptions() const
{
    debuginfo::IndexOptions options;
    options.progress = m_settings.progress;
    return options;
}

CodeLister::Source *CodeLister::open(const ExpandedPoint &point, const std::string &path, const std::string &head)
{
    std::unique_ptr<Source> &source = m_sources[path];
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

bool CodeLister::listKernel(const ExpandedPoint &point)
{
    Source *source = kernelSource(point);
    // Without debug information the running kernel's symbols and types tell what there is.
    if (!source)
        return !m_settings.kernel.empty();
    const Request request{*point.components[1].text, {}, false, {}};
    return listCode(point, request, {source});
}

bool CodeLister::listModules(const ExpandedPoint &point)
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
    return listCode(point, {*point.components[1].text, {}, false, {}}, sources);
}

bool CodeLister::listProcess(const ExpandedPoint &point)
{
    // Only plain paths: what a target, a number or wildcards mean is the binder's to say.
    const script::ProbeComponent &process = point.components[0];
    const std::string &target = m_context.options().targetProgram;
    if (m_context.options().openModule || process.number || (process.text && isGlob(*process.text))
        || (!process.text && target.empty()))
        return false;
    Source *source = open(point, process.text ? *process.text : target, {});
    return !source || listCode(point, {*point.components[1].text, {}, false, {}}, {source});
}

bool CodeLister::listCode(const ExpandedPoint &point, const Request &given, const std::vector<Source *> &sources)
{
    Request request = given;
    request.pattern = parsePlacePattern(request.written);
    request.statements = point.components[1].name.text == "statement";
    if (point.components.size() > 2)
        request.tail = point.components[2].name.text;
    request.pattern.query.nearest = request.tail == "nearest";
    if (!request.pattern.valid) {
        m_context.error("bad-statement-pattern", point.range,
                        {TAPSCOPE_TEXT("Diagnostics", "'%1' is not of the form function@file:lines"), {request.written}},
                        {TAPSCOPE_TEXT("Diagnostics", "lines are 12, 10-20, 3,5-7, * for all, or +2 from the function's first"),
                         {}});
        return true;
    }
    size_t found = 0;
    std::vector<std::string> names;
    for (Source *source : sources) {
        found += request.statements && request.pattern.hasFile ? listStatements(request, *source)
                                                               : listFunctions(request, *source);
        if (found == 0) {
            for (debuginfo::FunctionId id = 0; id < source->index->functionCount(); ++id)
                names.emplace_back(source->index->function(id).name);
        }
    }
    if (found > 0 || point.optional)
        return true;
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

debuginfo::VisibleVariables *CodeLister::variablesOf(Source &source)
{
    if (!m_settings.withVariables || !source.index->hasDebugInfo())
        return nullptr;
    if (!source.variables) {
        auto opened = debuginfo::VisibleVariables::open(source.index->path());
        if (!opened)
            return nullptr;
        source.variables = std::move(*opened);
    }
    return source.variables.get();
}

namespace {

std::vector<ListedPoint::Variable> listed(const Variables &variables)
{
    std::vector<ListedPoint::Variable> out;
    for (const auto &variable : variables)
        out.push_back({"$" + variable.name, variable.type});
    return out;
}

std::string placeOf(const debuginfo::Index &index, const FunctionEntry &function)
{
    std::string out(function.name);
    if (function.file != debuginfo::noEntry)
        out.append("@").append(index.file(function.file).path).append(":").append(std::to_string(function.line));
    return out;
}

bool lineWanted(const debuginfo::StatementQuery &query, uint32_t line, uint32_t base)
{
    if (query.lines.empty())
        return true;
    const uint32_t first = query.relative ? base : 0;
    return std::ranges::any_of(query.lines, [&](const debuginfo::StatementQuery::Lines &wanted) {
        return line >= first + wanted.first && line <= first + wanted.last;
    });
}

// No return address lies where a return probe would replace it.
bool canReturn(const FunctionEntry &function)
{
    constexpr std::array<std::string_view, 5> without = {"_start", "__start", "_init", "_fini", "__restore_rt"};
    return std::ranges::find(without, function.name) == without.end() && !function.name.ends_with("@plt")
        && !function.name.starts_with(".plt");
}

}

namespace {

Variables variablesAt(const debuginfo::Index &index, debuginfo::VisibleVariables &variables, const StatementRow &row)
{
    if (!row.inlined)
        return variables.at(index.function(row.function).dieOffset, row.address);
    for (const debuginfo::InlinedCopy &copy : index.copiesOf(row.function)) {
        if (variables.holds(copy.dieOffset, row.address))
            return variables.at(copy.dieOffset, row.address);
    }
    return {};
}

}

size_t CodeLister::listFunctions(const Request &request, Source &source)
{
    const debuginfo::Index &index = *source.index;
    const debuginfo::StatementQuery &query = request.pattern.query;
    const std::string start = source.head + (request.statements ? ".statement(\"" : ".function(\"");
    const std::string end = request.tail.empty() ? "\")" : "\")." + request.tail;
    std::vector<debuginfo::FunctionId> ids = index.functions(query.nameGlob, query.fileGlob);
    // A line is that of the declaration, or any inside.
    if (!query.lines.empty()) {
        const auto declared = [&](debuginfo::FunctionId id) { return lineWanted(query, index.function(id).line, 0); };
        if (std::ranges::any_of(ids, declared)) {
            std::erase_if(ids, std::not_fn(declared));
        } else {
            std::erase_if(ids, [&](debuginfo::FunctionId id) {
                return std::ranges::none_of(index.statementsOf(id),
                                            [&](const StatementRow &row) { return lineWanted(query, row.line, 0); });
            });
        }
    }
    size_t found = 0;
    debuginfo::VisibleVariables *variables = variablesOf(source);
    for (const debuginfo::FunctionId id : ids) {
        const FunctionEntry function = index.function(id);
        const bool hasBoth = function.lowPc != 0 && function.inlinedCopies > 0 && request.tail.empty();
        const std::string text = start + placeOf(index, function) + end;
        const bool ownCode = function.lowPc != 0 && !function.blacklisted && request.tail != "inline"
            && (request.tail != "exported" || function.external) && (request.tail != "return" || canReturn(function));
        if (ownCode) {
            Variables visible;
            if (variables && function.hasDebugInfo) {
                if (request.tail == "return") {
                    if (std::string type = variables->returnType(function.dieOffset); !type.empty())
                        visible.push_back({"return", std::move(type), false});
                    std::ranges::move(variables->parameters(function.dieOffset), std::back_inserter(visible));
                } else {
                    visible = variables->at(function.dieOffset, function.lowPc);
                }
            }
            // As SystemTap: of a function with code of its own and copies, only parameters are the same everywhere.
            if (hasBoth)
                std::erase_if(visible, [](const auto &variable) { return !variable.isParameter; });
            m_out.add(text, listed(visible));
            ++found;
        }
        if (!request.tail.empty() && request.tail != "inline")
            continue;
        for (const debuginfo::InlinedCopy &copy : index.copiesOf(id)) {
            if (copy.caller != debuginfo::noEntry && index.function(copy.caller).blacklisted)
                continue;
            m_out.add(text, variables ? listed(variables->at(copy.dieOffset, copy.address)) : listed({}));
            ++found;
            if (!variables)
                break;
        }
    }
    return found;
}

size_t CodeLister::listStatements(const Request &request, Source &source)
{
    const debuginfo::Index &index = *source.index;
    const debuginfo::StatementQuery &query = request.pattern.query;
    std::map<std::tuple<debuginfo::FunctionId, debuginfo::FileId, uint32_t>, StatementRow> places;
    std::vector<bool> wanted(index.functionCount());
    for (const debuginfo::FunctionId id : index.functions(query.nameGlob))
        wanted[id] = !index.function(id).blacklisted;
    for (const debuginfo::FileId file : index.files(query.fileGlob)) {
        for (const StatementRow &row : index.statements(file)) {
            if (row.function == debuginfo::noEntry || !wanted[row.function])
                continue;
            // Lines before the function's are those of macros and of functions that left no instructions.
            const FunctionEntry function = index.function(row.function);
            if (function.file == file && row.line < function.line)
                continue;
            const auto [entry, isNew] = places.try_emplace({row.function, file, row.line}, row);
            if (!isNew && row.address < entry->second.address)
                entry->second = row;
        }
    }
    // Of the lines that begin at one address, the first in the source has it.
    std::set<std::pair<debuginfo::FunctionId, uint64_t>> taken;
    std::erase_if(places,
                  [&](const auto &entry) { return !taken.emplace(std::get<0>(entry.first), entry.second.address).second; });
    if (!query.nearest) {
        std::erase_if(places, [&](const auto &entry) {
            const auto &[function, file, line] = entry.first;
            return !lineWanted(query, line, index.function(function).line);
        });
    }
    if (query.nearest && !query.lines.empty()) {
        // Of each function (of all when no name is given) the line that is nearest to what was asked for.
        std::map<debuginfo::FunctionId, std::pair<uint32_t, uint32_t>> best;
        const auto groupOf = [&](debuginfo::FunctionId id) { return query.nameGlob == "*" ? 0 : id; };
        const auto distance = [&](debuginfo::FunctionId id, uint32_t line) {
            const uint32_t target = query.lines.front().first + (query.relative ? index.function(id).line : 0);
            return std::pair(line > target ? line - target : target - line, ~line);
        };
        for (const auto &[key, row] : places) {
            const auto candidate = distance(std::get<0>(key), std::get<2>(key));
            const auto [entry, isNew] = best.try_emplace(groupOf(std::get<0>(key)), candidate);
            if (!isNew)
                entry->second = std::min(entry->second, candidate);
        }
        std::erase_if(places, [&](const auto &entry) {
            const auto &[function, file, line] = entry.first;
            return distance(function, line) != best.at(groupOf(function));
        });
    }
    debuginfo::VisibleVariables *variables = variablesOf(source);
    const std::string end = request.tail.empty() ? "\")" : "\")." + request.tail;
    for (const auto &[key, row] : places) {
        const auto &[function, file, line] = key;
        std::string text = source.head + ".statement(\"" + std::string(index.function(function).name) + "@"
            + std::string(index.file(file).path) + ":" + std::to_string(line) + end;
        m_out.add(std::move(text), variables ? listed(variablesAt(index, *variables, row)) : listed({}));
    }
    return places.size();
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
