// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/kernel_code.h"

#include "analysis/callees.h"
#include "analysis/place_pattern.h"
#include "analysis/probe_binder.h"
#include "analysis/statement_places.h"
#include "base/glob.h"
#include "base/hexadecimal.h"
#include "base/similar.h"
#include "debuginfo/kernel_files.h"
#include "debuginfo/kernel_image.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>

/// Lines, inlined copies and functions by their source file in the kernel and its modules, by their DWARF. The index says where,
/// the module how variables are read there.
namespace tapscope::analysis {

using debuginfo::FunctionEntry;
using debuginfo::InlinedCopy;
using debuginfo::StatementQuery;
using Refusal = debuginfo::KernelFunction::Refusal;

namespace {

// A module's name can be a wildcard, for those that are loaded.
std::vector<std::string> modulesNamed(const std::string &written)
{
    if (!isGlob(written))
        return {written};
    std::vector<std::string> out;
    for (std::string &name : debuginfo::kernelModuleNames(debuginfo::findKernelFiles({}))) {
        std::error_code error;
        if (globMatches(written, name) && std::filesystem::exists("/sys/module/" + name, error))
            out.push_back(std::move(name));
    }
    return out;
}

std::expected<std::shared_ptr<KernelCode>, Failure> openIndex(const std::string &head, const std::string &module,
                                                              const Options &options)
{
    const debuginfo::KernelFiles files = debuginfo::findKernelFiles({});
    KernelCode code;
    std::string path;
    if (!module.empty()) {
        code.name = module;
        std::ranges::replace(code.name, '-', '_');
        code.head = "module(\"" + module + "\")";
        const auto found = debuginfo::findKernelModule(files, code.name);
        if (!found)
            return std::unexpected(
                Failure{{TAPSCOPE_TEXT("Diagnostics", "there is no file of a kernel module '%1'"), {code.name}},
                        {TAPSCOPE_TEXT("Diagnostics", "check its name, and that the kernel's debug symbols are installed"), {}}});
        path = *found;
    } else {
        if (files.image.empty())
            return std::unexpected(debuginfo::noKernelDebugInfo(files));
        code.head = head;
        path = files.image;
    }
    // The first time takes seconds.
    std::stop_source stop;
    debuginfo::IndexOptions reading;
    reading.stop = stop.get_token();
    reading.progress = [&](uint64_t done, uint64_t total) {
        if (options.cancelled && *options.cancelled)
            stop.request_stop();
        if (options.readingDebugInfo)
            options.readingDebugInfo(done, total);
    };
    auto index = code.name.empty() ? debuginfo::Index::openKernel({}, reading) : debuginfo::Index::open(path, reading);
    if (!index)
        return std::unexpected(index.error());
    code.index = std::move(*index);
    if (!code.index->hasDebugInfo())
        return std::unexpected(debuginfo::noKernelDebugInfo(files));
    return std::make_shared<KernelCode>(std::move(code));
}

std::expected<void, Failure> openVariables(KernelCode &code)
{
    auto opened = openCached(code.index->path(), ModuleKind::Kernel);
    if (!opened)
        return std::unexpected(opened.error());
    code.module = std::move(*opened);
    if (auto shapes = debuginfo::VisibleVariables::open(code.index->path()))
        code.shapes = std::move(*shapes);
    return {};
}

/// A symbol of the module that stands for one address only, and how far `address` is behind it.
std::string moduleSymbol(const KernelCode &code, const FunctionEntry &entry, uint64_t address)
{
    FunctionEntry anchor = entry;
    // Names of static functions are not always unique: a neighbour's may be.
    const auto isUnique = [&](const FunctionEntry &function) {
        size_t same = 0;
        for (const debuginfo::FunctionId id : code.index->functions(function.name))
            same += code.index->function(id).lowPc != 0 ? 1 : 0;
        return same == 1;
    };
    for (int steps = 0; steps < 32 && !isUnique(anchor); ++steps) {
        const auto before = code.index->functionAt(anchor.lowPc - 1);
        if (!before)
            break;
        anchor = code.index->function(*before);
    }
    if (!isUnique(anchor))
        anchor = entry;
    return code.name + ":" + std::string(anchor.name) + "+" + hexadecimal(address - anchor.lowPc);
}

/// Adds the place at `address`, which belongs to `function` or to a copy of it. False: it is nowhere in a function's code, or
/// kprobes do not go there.
/// `copy`, when given, is the one that is meant of those around each other there.
bool addPlace(KernelCode &code, BoundPoint &bound, debuginfo::FunctionId function, uint64_t address, bool inlined,
              std::optional<uint64_t> copy = {})
{
    const auto holder = inlined ? code.index->functionAt(address) : std::optional(function);
    if (!holder)
        return false;
    const FunctionEntry entry = code.index->function(*holder);
    if (address < entry.lowPc)
        return false;
    auto refusal = bound.kernel->refusal(entry.name, code.name);
    if (entry.blacklisted && refusal == Refusal::None)
        refusal = Refusal::Blacklist;
    if (refusal != Refusal::None) {
        code.refused = {std::string(entry.name), refusal};
        return false;
    }
    debuginfo::Function place;
    place.name = place.qualifiedName = std::string(code.index->function(function).name);
    place.lowPc = entry.lowPc;
    place.size = entry.size;
    place.entry.address = address;
    place.line = entry.line;
    place.external = entry.external;
    place.hasDebugInfo = entry.hasDebugInfo;
    place.dieOffset = entry.dieOffset;
    if (copy)
        place.inlinedDie = *copy;
    else if (inlined)
        place.inlinedDie = copyAt(*code.index, code.shapes.get(), function, address).value_or(0);
    if (entry.file != debuginfo::noEntry)
        place.file = code.index->file(entry.file).path;
    Site &site = bound.sites.emplace_back();
    site.function = place.name;
    site.address = address;
    site.isReturn = bound.kind == ProbeKind::KernelReturn;
    site.isInlined = inlined;
    // Names of static functions are not always unique, addresses from the beginning of the code are.
    site.kernelSymbol = code.name.empty() ? "_stext+" + hexadecimal(address - code.module->codeStart())
                                          : moduleSymbol(code, entry, address);
    bound.functions.push_back(std::move(place));
    return true;
}

void addStatements(KernelCode &code, const StatementQuery &query, BoundPoint &bound)
{
    for (const StatementPlace &place : statementPlaces(*code.index, code.shapes.get(), query)) {
        // A probe goes to each place once.
        const bool inlined = place.copy ? *place.copy != 0 : place.row.inlined;
        if (!place.innermost || !addPlace(code, bound, place.function, place.row.address, inlined, place.copy))
            continue;
        Site &site = bound.sites.back();
        site.sourceFile = code.index->file(place.file).path;
        site.line = place.line;
        site.probePoint = code.head + ".statement(\"" + site.function + "@" + site.sourceFile + ":" + std::to_string(place.line)
            + "\")";
    }
}

/// `kind`: "call", "inline", "exported", "return", or "" for a function with its copies; `tail` is how pp() ends.
void addFunctions(KernelCode &code, const StatementQuery &query, std::string_view kind, const std::string &tail,
                  BoundPoint &bound)
{
    for (const debuginfo::FunctionId id : code.index->functions(query.nameGlob, query.fileGlob)) {
        const FunctionEntry entry = code.index->function(id);
        if (!lineWanted(query, entry.line, entry.line) || (kind == "exported" && !entry.external))
            continue;
        const size_t first = bound.sites.size();
        if (kind != "inline" && entry.lowPc != 0)
            addPlace(code, bound, id, entry.lowPc, false);
        if (kind == "inline" || kind.empty()) {
            for (const InlinedCopy &copy : code.index->copiesOf(id))
                addPlace(code, bound, id, copy.address, true);
        }
        const std::string probePoint = code.head + ".function(\"" + placeOf(*code.index, entry) + "\")" + tail;
        for (size_t i = first; i < bound.sites.size(); ++i) {
            Site &site = bound.sites[i];
            site.line = entry.line;
            if (entry.file != debuginfo::noEntry)
                site.sourceFile = code.index->file(entry.file).path;
            site.probePoint = probePoint;
        }
    }
}

void addLabels(KernelCode &code, const StatementQuery &query, std::string_view glob, BoundPoint &bound)
{
    for (const debuginfo::FunctionId id : code.index->functions(query.nameGlob, query.fileGlob)) {
        FunctionEntry entry = code.index->function(id);
        const auto add = [&](uint64_t die, bool inlined) {
            for (const auto &label : code.shapes->labels(die)) {
                if (!globMatches(glob, label.name) || !addPlace(code, bound, id, label.address, inlined))
                    continue;
                Site &site = bound.sites.back();
                site.line = entry.line = label.line;
                site.probePoint = code.head + ".function(\"" + placeOf(*code.index, entry) + "\")";
                site.listedAs = site.probePoint + ".label(\"" + label.name + "\")";
            }
        };
        if (code.shapes && entry.hasDebugInfo && entry.lowPc != 0)
            add(entry.dieOffset, false);
        for (const debuginfo::InlinedCopy &copy : code.shapes ? code.index->copiesOf(id) : std::vector<debuginfo::InlinedCopy>())
            add(copy.dieOffset, true);
    }
}

// The last statement that begins at the address or before it, in the function that has it; else the function's first.
uint64_t nearestStatement(const KernelCode &code, debuginfo::FunctionId function, uint64_t address)
{
    uint64_t nearest = code.index->function(function).lowPc;
    for (const debuginfo::StatementRow &row : code.index->statementsOf(function)) {
        if (row.address <= address && row.address > nearest)
            nearest = row.address;
    }
    return nearest;
}

// The statement at exactly that address of the image, or the function that has it.
void addAddress(KernelCode &code, uint64_t address, bool ofFunction, const std::string &tail, BoundPoint &bound)
{
    const auto id = code.index->functionAt(address);
    if (id && tail == ".nearest")
        address = nearestStatement(code, *id, address);
    if (!id || !addPlace(code, bound, *id, ofFunction ? code.index->function(*id).lowPc : address, false))
        return;
    Site &site = bound.sites.back();
    if (const auto line = code.module->lineAt(site.address)) {
        site.sourceFile = line->file;
        site.line = line->line;
    }
    site.probePoint = code.head + (ofFunction ? ".function(" : ".statement(") + hexadecimal(address) + ")" + tail;
}

}

std::expected<std::shared_ptr<KernelCode>, Failure> ProbeBinder::openKernelIndex(const std::string &head,
                                                                                 const std::string &module)
{
    std::shared_ptr<KernelCode> &known = m_kernelCodes[module];
    if (!known) {
        auto opened = openIndex(head, module, m_context.options());
        if (!opened)
            return opened;
        known = std::move(*opened);
    }
    return known;
}

std::expected<std::shared_ptr<KernelCode>, Failure> ProbeBinder::openKernelCode(const std::string &head,
                                                                                const std::string &module)
{
    auto code = openKernelIndex(head, module);
    if (code && !(*code)->module) {
        if (const auto opened = openVariables(**code); !opened)
            return std::unexpected(opened.error());
    }
    return code;
}

bool ProbeBinder::onlyDebugInfoHas(const std::string &head, const std::string &module, const std::string &function)
{
    const auto code = openKernelIndex(head, module);
    return code && !(*code)->index->functions(function).empty();
}

std::vector<BoundPoint> ProbeBinder::kernelCalleesOf(const ExpandedPoint &point, KernelCode &code,
                                                     const std::shared_ptr<const debuginfo::Kernel> &running)
{
    const script::ProbeComponent &what = point.components[2];
    const std::string glob = what.text.value_or("*");
    const auto depth = static_cast<int>(std::clamp<int64_t>(what.number.value_or(1), 0, 100));
    const std::string kind = point.components.size() > 3 ? point.components[3].name.text : std::string();
    const StatementQuery query = parsePlacePattern(*point.components[1].text).query;
    const std::vector<debuginfo::FunctionId> callers = functionsOf(*code.index, query);
    Found out;
    if (callers.empty() || !code.shapes)
        return out; // told as of functions that are not there
    std::vector<std::string> names;
    const auto callees = calleesOf(*code.index, *code.shapes, callers, depth, [&](const Callee &callee) {
        names.emplace_back(code.index->function(callee.function).name);
        return globMatches(glob, names.back()) && !(callee.copy && !kind.empty());
    });
    std::map<debuginfo::FunctionId, size_t> called;
    for (const Callee &callee : callees) {
        const auto known = callee.copy ? called.end() : called.find(callee.function);
        const FunctionEntry caller = code.index->function(callee.caller);
        if (known != called.end()) {
            out[known->second].callers.emplace_back(caller.lowPc, caller.size);
            continue;
        }
        BoundPoint bound;
        bound.kind = kind == "return" ? ProbeKind::KernelReturn : ProbeKind::KernelFunction;
        bound.kernel = running;
        bound.module = code.module;
        const uint64_t address = callee.copy ? callee.copy->address : code.index->function(callee.function).lowPc;
        if (address == 0 || !addPlace(code, bound, callee.function, address, callee.copy.has_value()))
            continue;
        bound.sites.back().probePoint = code.head + calleePoint(*code.index, callee) + (kind.empty() ? "" : "." + kind);
        if (!callee.copy) {
            bound.callers.emplace_back(caller.lowPc, caller.size);
            called.emplace(callee.function, out.size());
        }
        out.push_back(std::move(bound));
    }
    if (out.empty() && code.refused.second == Refusal::None)
        noSuchCallee(point, glob, names);
    return out;
}

std::vector<BoundPoint> ProbeBinder::kernelCode(const ExpandedPoint &point)
{
    const script::ProbeComponent &what = point.components[1];
    const std::string written = what.number ? hexadecimal(static_cast<uint64_t>(*what.number)) : *what.text;
    const std::string kind = point.components.size() > 2 ? point.components[2].name.text : "";
    const bool ofStatement = what.name.text == "statement";
    const Range range = argumentRange(point, 1);
    PlacePattern pattern = parsePlacePattern(written);
    pattern.query.nearest = kind == "nearest";
    if (!pattern.valid) {
        reportPlacePattern(m_context, range, written);
        return {};
    }
    const std::shared_ptr<const debuginfo::Kernel> running = kernel(point);
    if (!running)
        return {};
    const script::ProbeComponent &head = point.components[0];
    const std::vector<std::string> modules = head.name.text == "module" ? modulesNamed(*head.text) : std::vector<std::string>(1);
    Found out;
    std::shared_ptr<KernelCode> code;
    for (const std::string &module : modules) {
        auto opened = openKernelCode(head.name.text, module);
        if (!opened && modules.size() > 1)
            continue;
        if (!opened) {
            problem(point, "no-debuginfo", range, opened.error().what, opened.error().nextStep);
            return {};
        }
        code = std::move(*opened);
        BoundPoint bound;
        bound.kind = kind == "return" ? ProbeKind::KernelReturn : ProbeKind::KernelFunction;
        bound.kernel = running;
        if (kind == "callee" || kind == "callees") {
            std::ranges::move(kernelCalleesOf(point, *code, running), std::back_inserter(out));
            if (m_context.hasErrors())
                return {};
            continue;
        }
        if (what.number)
            addAddress(*code, static_cast<uint64_t>(*what.number), !ofStatement, tailOf(point, 1), bound);
        else if (kind == "label")
            addLabels(*code, pattern.query, *point.components[2].text, bound);
        else if (ofStatement && pattern.hasLines)
            addStatements(*code, pattern.query, bound);
        else
            addFunctions(*code, pattern.query, ofStatement ? "call" : kind, tailOf(point, 1), bound);
        bound.module = code->module;
        if (!bound.sites.empty())
            out.push_back(std::move(bound));
    }
    if (!out.empty())
        return out;
    if (!code) {
        problem(
            point, "no-debuginfo", range,
            {TAPSCOPE_TEXT("Diagnostics", "no kernel module with debug information that is loaded matches '%1'"), {*head.text}},
            {TAPSCOPE_TEXT("Diagnostics", "“lsmod” shows what is loaded; check that the kernel's debug symbols are installed"),
             {}});
        return {};
    }
    noKernelPlace(point, *code, pattern, kind);
    return {};
}

std::vector<BoundPoint> ProbeBinder::kernelAddress(const ExpandedPoint &point)
{
    const Range range = argumentRange(point, 1);
    const auto address = static_cast<uint64_t>(*point.components[1].number);
    if (!m_context.options().parse.guru) {
        problem(point, "needs-guru", range,
                {TAPSCOPE_TEXT("Diagnostics", "an address that nothing is known of can only be probed in guru mode"), {}},
                {TAPSCOPE_TEXT("Diagnostics", "run it with -g (guru mode), if you know that an instruction begins there"), {}});
        return {};
    }
    const debuginfo::KernelImage image = debuginfo::KernelImage::running();
    const debuginfo::KernelImage::Name name = image.name(address);
    if (name.name.empty()) {
        problem(point, "no-such-address", range,
                {TAPSCOPE_TEXT("Diagnostics", "no function of the running kernel has code at %1"), {hexadecimal(address)}},
                {TAPSCOPE_TEXT("Diagnostics", "/proc/kallsyms shows the addresses, to root only"), {}});
        return {};
    }
    BoundPoint bound;
    bound.kind = ProbeKind::KernelFunction;
    bound.kernel = kernel(point);
    if (!bound.kernel)
        return {};
    Site &site = bound.sites.emplace_back();
    site.function = name.name;
    site.address = address;
    site.kernelSymbol = (name.module == "kernel" ? std::string() : std::string(name.module) + ":") + std::string(name.name) + "+"
        + hexadecimal(name.offset);
    site.probePoint = point.components[0].name.text + ".statement(" + hexadecimal(address) + ").absolute";
    return {std::move(bound)};
}

}
