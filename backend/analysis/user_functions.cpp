// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/probe_binder.h"
#include "base/glob.h"
#include "base/hexadecimal.h"
#include "base/similar.h"
#include "debuginfo/library_search.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>

namespace tapscope::analysis {

namespace {

/// "name@file:line" of a function's argument.
struct FunctionPattern {
    std::string name;
    std::string file;
    std::optional<uint32_t> line;
    bool valid = true;
};

FunctionPattern parsePattern(const std::string &text)
{
    FunctionPattern out;
    const size_t at = text.find('@');
    out.name = text.substr(0, at);
    if (at == std::string::npos)
        return out;
    out.file = text.substr(at + 1);
    const size_t colon = out.file.rfind(':');
    if (colon == std::string::npos)
        return out;
    const std::string line = out.file.substr(colon + 1);
    out.file.resize(colon);
    if (line == "*")
        return out;
    uint32_t number = 0;
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), number);
    out.valid = error == std::errc() && end == line.data() + line.size();
    out.line = number;
    return out;
}

// The function that has the code at `address`.
std::vector<debuginfo::Function> functionWith(const debuginfo::Module &module, uint64_t address)
{
    const auto statement = module.statementAt(address);
    std::vector<debuginfo::Function> out;
    if (statement)
        out = module.functions(statement->function.name);
    std::erase_if(out, [&](const debuginfo::Function &function) { return function.lowPc != statement->function.lowPc; });
    return out;
}

// Those that are declared at the line, or else have code of it.
void keepThoseWithLine(const debuginfo::Module &module, const FunctionPattern &pattern,
                       std::vector<debuginfo::Function> &functions)
{
    const auto declared = [&](const debuginfo::Function &function) { return function.line == *pattern.line; };
    if (std::ranges::any_of(functions, declared)) {
        std::erase_if(functions, std::not_fn(declared));
        return;
    }
    debuginfo::StatementQuery query;
    query.nameGlob = pattern.name;
    query.fileGlob = pattern.file;
    query.lines = {{*pattern.line, *pattern.line}};
    const auto statements = module.statements(query);
    std::erase_if(functions, [&](const debuginfo::Function &function) {
        return std::ranges::none_of(statements, [&](const debuginfo::Statement &statement) {
            return statement.function.dieOffset == function.dieOffset && statement.function.inlinedDie == function.inlinedDie;
        });
    });
}

}

// What is in a library is called by the program that the script names.
static void nameByProgram(Site &site, const std::string &program)
{
    const std::string head = "process(\"" + site.modulePath + "\")";
    const std::string &name = site.listedAs.empty() ? site.probePoint : site.listedAs;
    if (name.starts_with(head))
        site.listedAs = "process(\"" + program + "\").library(\"" + site.modulePath + "\")" + name.substr(head.size());
}

std::shared_ptr<const debuginfo::Module> ProbeBinder::open(const ExpandedPoint &point, const std::string &path,
                                                           const Range &range)
{
    const Options &options = m_context.options();
    auto module = options.openModule ? options.openModule(path) : openCached(path);
    if (module)
        return *module;
    problem(point, "module-unavailable", range, module.error().what, module.error().nextStep);
    return nullptr;
}

std::vector<BoundPoint> ProbeBinder::userCode(const ExpandedPoint &point)
{
    const Options &options = m_context.options();
    const script::ProbeComponent &process = point.components.front();
    const Range range = argumentRange(point, 0);
    std::vector<std::string> paths;
    bool targetOnly = options.hasTarget;
    std::optional<int64_t> onlyPid;
    if (process.text) {
        paths = expandPath(*process.text);
        if (paths.empty()) {
            problem(point, "module-unavailable", range, {TAPSCOPE_TEXT("Diagnostics", "no file matches '%1'"), {*process.text}},
                    {TAPSCOPE_TEXT("Diagnostics", "check the path and its wildcards"), {}});
            return {};
        }
    } else if (process.number) {
        auto program = *process.number > 0 && *process.number <= INT32_MAX
            ? debuginfo::programOfProcess(static_cast<int>(*process.number))
            : std::expected<std::string, Failure>(std::unexpect,
                                                  Text{TAPSCOPE_TEXT("Diagnostics", "%1 is not the number of a process"),
                                                       {std::to_string(*process.number)}},
                                                  Text{});
        if (!program) {
            problem(point, "module-unavailable", range, program.error().what, program.error().nextStep);
            return {};
        }
        if (isThread(point, *process.number))
            return {};
        paths.push_back(std::move(*program));
        // The target's own number restricts to its tree, as any process probe is when there is a target.
        if (*process.number != options.targetPid)
            onlyPid = process.number;
    } else if (options.targetProgram.empty()) {
        problem(point, "no-target", range,
                {TAPSCOPE_TEXT("Diagnostics", "'process' without a path means the traced program, but there is none"), {}},
                {TAPSCOPE_TEXT("Diagnostics", "choose a target (-c COMMAND or -x PID), or write process(\"/path/of/program\")"),
                 {}});
        return {};
    } else {
        paths.push_back(options.targetProgram);
        targetOnly = true;
    }
    if (const auto absolute = atAbsoluteAddress(point, targetOnly)) {
        if (absolute->path.empty())
            return {};
        auto bound = userStatementsOf(absolute->point, absolute->path);
        if (!bound)
            return {};
        bound->targetProcessesOnly = targetOnly;
        bound->onlyPid = onlyPid;
        const std::string head = process.number ? "process(" + std::to_string(*process.number) + ")" : "process";
        bound->sites.front().probePoint = head + ".statement(" + hexadecimal(static_cast<uint64_t>(*point.components[1].number))
            + ").absolute";
        return {std::move(*bound)};
    }
    Found out;
    const auto find = point.pattern->family == Family::UserStatement ? &ProbeBinder::userStatementsOf
        : point.pattern->family == Family::UserMark                  ? &ProbeBinder::userMarksOf
        : point.pattern->family == Family::UserLinkage               ? &ProbeBinder::linkageStubsOf
                                                                     : &ProbeBinder::userFunctionsOf;
    const bool ofLibrary = point.components[1].name.text == "library";
    // Of a single file it is told what is wrong with it.
    const bool severalPaths = (process.text && isGlob(*process.text) && paths.size() > 1)
        || (ofLibrary && isGlob(*point.components[1].text));
    for (const std::string &path : paths) {
        ExpandedPoint each = point;
        each.optional = point.optional || severalPaths;
        std::vector<std::string> files = {path};
        std::optional<WatchedProgram> program;
        if (ofLibrary) {
            // Of a process, what it has loaded so far.
            const int64_t pid = process.number ? *process.number : targetOnly && !process.text ? options.targetPid : 0;
            files = librariesOf(each, path, static_cast<int>(pid));
            program = process.number || (targetOnly && !process.text) ? std::nullopt : watchedProgram(path);
            each.components.erase(each.components.begin() + 1);
            each.components.front().argumentRange = argumentRange(point, 1);
        }
        const auto add = [&](std::optional<BoundPoint> bound) {
            if (!bound)
                return;
            for (Site &site : bound->sites) {
                if (ofLibrary)
                    nameByProgram(site, path);
            }
            bound->targetProcessesOnly = targetOnly;
            bound->onlyPid = onlyPid;
            bound->watchedProgram = program;
            out.push_back(std::move(*bound));
        };
        for (const std::string &file : files) {
            if (point.pattern->family == Family::UserCallees) {
                for (BoundPoint &callee : userCalleesOf(each, file))
                    add(std::move(callee));
                continue;
            }
            auto copies = point.pattern->family == Family::UserFunction ? inlinedCopiesOf(each, file) : std::nullopt;
            ExpandedPoint own = each;
            own.optional = own.optional || copies;
            add((this->*find)(own, file));
            add(std::move(copies));
            if (m_context.cancelled())
                return out;
        }
    }
    const bool ofMark = point.pattern->family == Family::UserMark;
    if (out.empty() && severalPaths && ofMark)
        problem(point, "no-such-mark", argumentRange(point, point.components.size() - 1),
                {TAPSCOPE_TEXT("Diagnostics", "there is no mark '%1' in the files that match '%2'"),
                 {point.components.back().text.value_or(point.text()), ofLibrary ? *point.components[1].text : *process.text}},
                {TAPSCOPE_TEXT("Diagnostics", "'?' behind the probe point makes it optional"), {}});
    else if (out.empty() && severalPaths)
        problem(point, "no-such-function", argumentRange(point, ofLibrary ? 2 : 1),
                {TAPSCOPE_TEXT("Diagnostics", "there is no function '%1' in the files that match '%2'"),
                 {point.components[ofLibrary ? 2 : 1].text.value_or(point.text()),
                  ofLibrary ? *point.components[1].text : *process.text}},
                {TAPSCOPE_TEXT("Diagnostics", "'?' behind the probe point makes it optional"), {}});
    return out;
}

// What .function("f") without more means besides the function's own code.
std::optional<BoundPoint> ProbeBinder::inlinedCopiesOf(const ExpandedPoint &point, const std::string &path)
{
    if (point.components.size() != 2 || !point.components[1].text)
        return {};
    ExpandedPoint copies = point;
    copies.optional = true;
    copies.components.push_back(point.components[1]);
    copies.components.back().name.text = "inline";
    copies.components.back().text.reset();
    auto bound = userFunctionsOf(copies, path);
    if (bound) {
        for (Site &site : bound->sites)
            site.probePoint.resize(site.probePoint.size() - std::string_view(".inline").size());
    }
    return bound;
}

std::vector<std::string> ProbeBinder::librariesOf(const ExpandedPoint &point, const std::string &program, int pid)
{
    const std::string &written = *point.components[1].text;
    const Range range = argumentRange(point, 1);
    const auto module = open(point, program, argumentRange(point, 0));
    if (!module)
        return {};
    std::vector<std::string> found, names;
    for (debuginfo::NeededLibrary &library : debuginfo::librariesOf(module->path(), pid)) {
        const std::string name = library.path.substr(library.path.rfind('/') + 1);
        names.push_back(library.name);
        if (globMatches(written, library.path) || globMatches(written, name) || globMatches(written, library.name))
            found.push_back(std::move(library.path));
    }
    if (!found.empty())
        return found;
    // What a program loads by itself while it runs; or the name of a symbolic link.
    if (!isGlob(written)) {
        if (const auto other = openCached(written))
            return {(*other)->path()};
    }
    const std::vector<std::string> similar = similarNames(written, names);
    script::Diagnostic *diagnostic
        = problem(point, "no-such-library", range,
                  {TAPSCOPE_TEXT("Diagnostics", "%1 is linked with no library '%2'"), {module->path(), written}},
                  similar.empty() ? Text{TAPSCOPE_TEXT("Diagnostics", "one that it loads by itself is given by its path"), {}}
                                  : didYouMean(similar));
    if (diagnostic && !similar.empty() && range != point.range)
        diagnostic->fixIts.push_back(replaceBy(range, "\"" + similar.front() + "\""));
    return {};
}

bool returnsToCaller(std::string_view function)
{
    constexpr std::array<std::string_view, 3> without = {"_start", "__start", "__restore_rt"};
    return std::ranges::find(without, function) == without.end() && !function.ends_with("@plt") && !function.starts_with(".plt");
}

// A wildcard that finds a few of a stripped program's functions looks as if the program did nothing.
void ProbeBinder::remarkExportedOnly(const Range &range, const debuginfo::Module &module,
                                     const std::vector<debuginfo::Function> &functions)
{
    const std::string file = module.path().substr(module.path().rfind('/') + 1);
    const bool isLibrary = file.contains(".so");
    const bool allExported = std::ranges::all_of(functions, &debuginfo::Function::external);
    if (isLibrary || !allExported || module.hasDebugInfo() || !module.functions("main").empty())
        return;
    m_context.warning(
        "only-exported", range,
        {TAPSCOPE_TEXT("Diagnostics", "%1 has no debug information: only the functions that it exports are known (%2)"),
         {module.path(), std::to_string(functions.size())}},
        {TAPSCOPE_TEXT("Diagnostics",
                       "install its debug symbols, or let them be fetched (DEBUGINFOD_URLS); what it calls in libraries is "
                       "process.plt(\"*\")"),
         {}});
}

bool ProbeBinder::hasOtherForm(const ExpandedPoint &point, const std::string &where, std::string_view kind, bool hasCode,
                               bool hasCopies)
{
    const Range range = argumentRange(point, 1);
    const script::ProbeComponent &what = point.components[1];
    const std::string written = what.number ? hexadecimal(static_cast<uint64_t>(*what.number)) : *what.text;
    if (hasCode && kind == "inline")
        problem(point, "not-inlined", range,
                {TAPSCOPE_TEXT("Diagnostics", "'%1' is not inlined anywhere in %2"), {written, where}},
                {TAPSCOPE_TEXT("Diagnostics", "probe its calls with .call"), {}});
    else if (hasCode && kind == "exported")
        problem(point, "not-exported", range,
                {TAPSCOPE_TEXT("Diagnostics", "'%1' is static in %2, and .exported means what other files can call"),
                 {written, where}},
                {TAPSCOPE_TEXT("Diagnostics", "probe its calls with .call"), {}});
    else if (hasCopies)
        problem(point, "always-inlined", range,
                {TAPSCOPE_TEXT("Diagnostics", "'%1' has no code of its own in %2: it is inlined wherever it is called"),
                 {written, where}},
                {TAPSCOPE_TEXT("Diagnostics", "probe its copies with .inline"), {}});
    else
        return false;
    return true;
}

std::optional<BoundPoint> ProbeBinder::userFunctionsOf(const ExpandedPoint &point, const std::string &path)
{
    constexpr size_t functionComponent = 1;
    const std::shared_ptr<const debuginfo::Module> module = open(point, path, argumentRange(point, 0));
    if (!module)
        return {};
    const Range range = argumentRange(point, functionComponent);
    const std::optional<int64_t> address = point.components[functionComponent].number;
    const std::string written = address ? hexadecimal(static_cast<uint64_t>(*address))
                                        : *point.components[functionComponent].text;
    const FunctionPattern pattern = address ? FunctionPattern{} : parsePattern(written);
    if (!pattern.valid) {
        m_context.error("bad-function-pattern", range,
                        {TAPSCOPE_TEXT("Diagnostics", "'%1' is not of the form name@file:line"), {written}},
                        {TAPSCOPE_TEXT("Diagnostics", "the line is one number; leave it out for any"), {}});
        return {};
    }
    const std::string tail = point.components.size() > functionComponent + 1 ? point.components[functionComponent + 1].name.text
                                                                             : "";
    BoundPoint bound;
    bound.kind = tail == "return" ? ProbeKind::UserReturn : ProbeKind::UserFunction;
    bound.module = module;
    bound.functions = address ? functionWith(*module, static_cast<uint64_t>(*address))
        : tail == "inline"    ? module->inlinedFunctions(pattern.name, pattern.file)
                              : module->functions(pattern.name, pattern.file);
    if (address && bound.functions.empty()) {
        noCodeAt(point, *module);
        return {};
    }
    if (tail == "inline")
        bound.kind = ProbeKind::UserStatement; // there is no frame of its own
    if (tail == "exported")
        std::erase_if(bound.functions, [](const debuginfo::Function &function) { return !function.external; });
    if (pattern.line)
        keepThoseWithLine(*module, pattern, bound.functions);
    if (bound.functions.empty()) {
        const bool hasCode = !module->functions(pattern.name, pattern.file).empty();
        const bool hasCopies = !module->inlinedFunctions(pattern.name, pattern.file).empty();
        if (hasOtherForm(point, module->path(), tail, hasCode, hasCopies))
            return {};
        const bool otherFile = !pattern.file.empty() && !module->functions(pattern.name).empty();
        if (otherFile)
            problem(point, "no-such-function", range,
                    {TAPSCOPE_TEXT("Diagnostics", "%1 has functions '%2', but none of them in '%3'"),
                     {module->path(), pattern.name, written.substr(written.find('@') + 1)}},
                    module->hasDebugInfo()
                        ? Text{TAPSCOPE_TEXT("Diagnostics",
                                             "the file can be given by the end of its path, and holds wildcards: *@*.c"),
                               {}}
                        : Text{TAPSCOPE_TEXT("Diagnostics", "without debug information, functions have no source files"), {}});
        else
            noSuchFunction(point, range, written, module->path(), module->functionNames(), !module->hasDebugInfo());
        return {};
    }
    if (isGlob(pattern.name) && !point.optional)
        remarkExportedOnly(range, *module, bound.functions);
    bool allReturn = true;
    if (bound.kind == ProbeKind::UserReturn) {
        const auto returns = [&](const debuginfo::Function &function) {
            const auto places = module->returnInstructions(function);
            return returnsToCaller(function.name) && (!places || !places->empty());
        };
        allReturn = std::ranges::all_of(bound.functions, returns);
        if (!allReturn && std::ranges::any_of(bound.functions, returns)) {
            std::erase_if(bound.functions, std::not_fn(returns));
            allReturn = true;
        }
    }
    if (!allReturn) {
        problem(point, "no-return", range,
                {TAPSCOPE_TEXT("Diagnostics", "%1 cannot take a return probe: it does not return to a caller"), {pattern.name}},
                {TAPSCOPE_TEXT("Diagnostics", "probe its entry with .call"), {}});
        return {};
    }
    const std::string head = "process(\"" + module->path() + "\").function(\"";
    const std::string end = "\")" + tailOf(point, functionComponent);
    bound.sites.reserve(bound.functions.size());
    for (const debuginfo::Function &function : bound.functions) {
        Site &site = bound.sites.emplace_back(siteOf(*module, function));
        site.probePoint = head + function.name;
        if (!function.file.empty())
            site.probePoint += "@" + std::string(module->asWritten(function.file)) + ":" + std::to_string(function.line);
        else if (function.hasDebugInfo)
            site.probePoint += "@<unknown source>"; // what the compiler made up
        site.probePoint += end;
        site.isReturn = bound.kind == ProbeKind::UserReturn;
        if (site.isReturn) {
            if (const auto places = module->returnInstructions(function)) {
                for (const debuginfo::CodePoint &place : *places)
                    site.returnOffsets.push_back(place.fileOffset);
                if (!places->empty())
                    site.cost = places->front().cost;
            }
        }
    }
    return bound;
}

}
