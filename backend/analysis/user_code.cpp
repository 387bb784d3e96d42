// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/place_pattern.h"
#include "analysis/probe_binder.h"
#include "base/glob.h"
#include "base/hexadecimal.h"
#include "base/similar.h"
#include "debuginfo/index.h"

#include <algorithm>
#include <charconv>
#include <set>

namespace tapscope::analysis {

using debuginfo::StatementQuery;

Site siteOf(const debuginfo::Module &module, const debuginfo::Function &function)
{
    Site site;
    site.function = function.name;
    site.modulePath = module.path();
    site.address = function.entry.address;
    site.fileOffset = function.entry.fileOffset;
    site.cost = function.entry.cost;
    site.sourceFile = function.file;
    site.line = function.line;
    site.isInlined = function.inlinedDie != 0;
    return site;
}

std::optional<BoundPoint> ProbeBinder::userStatementsOf(const ExpandedPoint &point, const std::string &path)
{
    auto module = open(point, path, argumentRange(point, 0));
    if (!module)
        return {};
    if (point.components[1].number)
        return statementAt(point, std::move(module));
    if (point.components[1].name.text == "function")
        return userLabelsOf(point, path);
    const std::string &written = *point.components[1].text;
    PlacePattern pattern = parsePlacePattern(written);
    pattern.query.nearest = point.components.size() > 2;
    if (!pattern.valid) {
        reportPlacePattern(m_context, argumentRange(point, 1), written);
        return {};
    }
    std::vector<debuginfo::Statement> statements;
    if (pattern.hasLines) {
        statements = module->statements(pattern.query);
    } else {
        for (const debuginfo::Function &function : module->functions(pattern.query.nameGlob, pattern.query.fileGlob))
            statements.push_back({function, {function.file, function.line}});
    }
    if (statements.empty()) {
        noSuchStatement(point, *module, pattern.query);
        return {};
    }
    BoundPoint bound;
    bound.kind = ProbeKind::UserStatement;
    const std::string head = "process(\"" + module->path() + "\").statement(\"";
    const std::string end = pattern.query.nearest ? "\").nearest" : "\")";
    for (debuginfo::Statement &statement : statements) {
        Site &site = bound.sites.emplace_back(siteOf(*module, statement.function));
        site.sourceFile = statement.place.file;
        site.line = statement.place.line;
        site.probePoint = head + statement.function.name;
        if (!site.sourceFile.empty())
            site.probePoint += "@" + std::string(module->asWritten(site.sourceFile)) + ":" + std::to_string(site.line);
        site.probePoint += end;
        bound.functions.push_back(std::move(statement.function));
    }
    bound.module = std::move(module);
    return bound;
}

void ProbeBinder::noSuchStatement(const ExpandedPoint &point, const debuginfo::Module &module, const StatementQuery &query)
{
    const Range range = argumentRange(point, 1);
    if (!module.hasDebugInfo()) {
        problem(point, "no-debuginfo", range,
                {TAPSCOPE_TEXT("Diagnostics", "%1 has no debug information, so that its lines are not known"), {module.path()}},
                {TAPSCOPE_TEXT("Diagnostics", "build it with -g or install its debug symbols"), {}});
        return;
    }
    StatementQuery anyLine = query;
    anyLine.lines.clear();
    anyLine.around = false;
    if (module.statements(anyLine).empty()) {
        StatementQuery anyFunction = anyLine;
        anyFunction.nameGlob = "*";
        if (query.fileGlob.empty() || !module.statements(anyFunction).empty()) {
            noSuchFunction(point, range, *point.components[1].text, module.path(), module.functionNames());
            return;
        }
        problem(point, "no-such-file", range,
                {TAPSCOPE_TEXT("Diagnostics", "no source file of %1 matches '%2'"), {module.path(), std::string(query.fileGlob)}},
                {TAPSCOPE_TEXT("Diagnostics", "the file can be given by the end of its path, and holds wildcards: *@*.c"), {}});
        return;
    }
    anyLine.lines = query.lines;
    anyLine.nearest = true;
    std::string lines;
    std::set<uint32_t> known;
    for (const debuginfo::Statement &statement : module.statements(anyLine)) {
        if (known.insert(statement.place.line).second && known.size() <= 4)
            lines += (lines.empty() ? "" : ", ") + std::to_string(statement.place.line);
    }
    problem(point, "no-such-line", range,
            {TAPSCOPE_TEXT("Diagnostics", "no statement begins at that line of '%1'"), {*point.components[1].text}},
            {TAPSCOPE_TEXT("Diagnostics", "the nearest with code: %1; .nearest behind the probe point takes it"), {lines}});
}

void ProbeBinder::noCodeAt(const ExpandedPoint &point, const debuginfo::Module &module)
{
    problem(point, "no-such-address", argumentRange(point, 1),
            {TAPSCOPE_TEXT("Diagnostics", "%1 has no code at %2"),
             {module.path(), hexadecimal(static_cast<uint64_t>(*point.components[1].number))}},
            {TAPSCOPE_TEXT("Diagnostics", "the address counts as “objdump -d” shows it, not as in a running process"), {}});
}

std::optional<BoundPoint> ProbeBinder::statementAt(const ExpandedPoint &point, std::shared_ptr<const debuginfo::Module> module)
{
    auto address = static_cast<uint64_t>(*point.components[1].number);
    if (point.components.size() > 2) { // .nearest
        const auto index = debuginfo::Index::open(module->path());
        const auto id = index ? (*index)->functionAt(address) : std::nullopt;
        uint64_t nearest = id ? (*index)->function(*id).lowPc : address;
        for (const debuginfo::StatementRow &row : id ? (*index)->statementsOf(*id) : std::vector<debuginfo::StatementRow>()) {
            if (row.address <= address && row.address > nearest)
                nearest = row.address;
        }
        address = nearest;
    }
    auto statement = module->statementAt(address);
    if (!statement) {
        noCodeAt(point, *module);
        return {};
    }
    BoundPoint bound;
    bound.kind = ProbeKind::UserStatement;
    Site &site = bound.sites.emplace_back(siteOf(*module, statement->function));
    site.probePoint = "process(\"" + module->path() + "\").statement(" + hexadecimal(address) + ")";
    if (site.function.empty())
        site.function = module->symbolAt(address);
    if (const auto line = module->lineAt(address)) {
        site.sourceFile = line->file;
        site.line = line->line;
    }
    bound.functions.push_back(std::move(statement->function));
    bound.module = std::move(module);
    return bound;
}

std::optional<BoundPoint> ProbeBinder::userMarksOf(const ExpandedPoint &point, const std::string &path)
{
    const auto module = open(point, path, argumentRange(point, 0));
    if (!module)
        return {};
    const bool ofProvider = point.components[1].name.text == "provider";
    const size_t component = ofProvider ? 2 : 1;
    // A name may be written as in the source, where - is __.
    const auto plain = [](std::string name) {
        for (size_t at; (at = name.find("__")) != std::string::npos;)
            name.replace(at, 2, "-");
        return name;
    };
    const auto matches = [&](const std::string &glob, const std::string &name) {
        return globMatches(glob, name) || globMatches(plain(glob), plain(name));
    };
    const std::string &written = *point.components[component].text;
    BoundPoint bound;
    bound.kind = ProbeKind::UserStatement;
    std::vector<std::string> names;
    for (debuginfo::Marker &marker : module->markers()) {
        names.push_back(marker.name);
        if (!matches(written, marker.name) || (ofProvider && !matches(*point.components[1].text, marker.provider)))
            continue;
        const auto statement = module->statementAt(marker.address);
        Site &site = bound.sites.emplace_back();
        if (statement)
            site = siteOf(*module, statement->function);
        site.modulePath = module->path();
        site.address = marker.address;
        site.fileOffset = marker.fileOffset;
        site.semaphoreOffset = marker.semaphoreOffset;
        site.probePoint = "process(\"" + module->path() + "\").statement(" + hexadecimal(marker.address) + ")";
        site.listedAs = "process(\"" + module->path() + "\")." + (ofProvider ? "provider(\"" + marker.provider + "\")." : "")
            + "mark(\"" + marker.name + "\")";
        if (const auto line = module->lineAt(marker.address)) {
            site.sourceFile = line->file;
            site.line = line->line;
        }
        bound.markers.push_back(std::move(marker));
    }
    if (!bound.sites.empty()) {
        bound.module = module;
        return bound;
    }
    const std::vector<std::string> similar = similarNames(written, names);
    const Range range = argumentRange(point, component);
    script::Diagnostic *diagnostic = problem(
        point, "no-such-mark", range, {TAPSCOPE_TEXT("Diagnostics", "there is no mark '%1' in %2"), {written, module->path()}},
        !similar.empty() ? didYouMean(similar)
            : names.empty()
            ? Text{TAPSCOPE_TEXT("Diagnostics", "it has no marks at all: they come from <sys/sdt.h> in its source"), {}}
            : Text{TAPSCOPE_TEXT("Diagnostics", "mark(\"*\") means all; -l lists them"), {}});
    if (diagnostic && !similar.empty() && range != point.range)
        diagnostic->fixIts.push_back(replaceBy(range, "\"" + similar.front() + "\""));
    return {};
}

std::optional<BoundPoint> ProbeBinder::linkageStubsOf(const ExpandedPoint &point, const std::string &path)
{
    auto module = open(point, path, argumentRange(point, 0));
    if (!module)
        return {};
    const bool isNamed = point.components[1].text.has_value();
    const std::string written = isNamed ? *point.components[1].text : "*";
    const bool isReturn = point.components.back().name.text == "return";
    BoundPoint bound;
    bound.kind = isReturn ? ProbeKind::UserReturn : ProbeKind::UserFunction;
    std::vector<std::string> names;
    for (const debuginfo::LinkageStub &stub : module->linkageStubs()) {
        names.push_back(stub.name);
        if (!globMatches(written, stub.name))
            continue;
        debuginfo::Function function;
        function.name = stub.name;
        function.lowPc = stub.address;
        function.entry = {stub.address, stub.fileOffset, debuginfo::CostClass::SingleStepped};
        Site &site = bound.sites.emplace_back(siteOf(*module, function));
        site.probePoint = "process(\"" + module->path() + "\").statement(" + hexadecimal(stub.address) + ")";
        site.isReturn = isReturn;
        if (isReturn)
            site.probePoint += ".return";
        site.listedAs = "process(\"" + module->path() + "\").plt(\"" + stub.name + "\")" + (isReturn ? ".return" : "");
        bound.functions.push_back(std::move(function));
    }
    bound.module = std::move(module);
    if (!bound.sites.empty())
        return bound;
    if (names.empty())
        problem(point, "no-such-function", argumentRange(point, 1),
                {TAPSCOPE_TEXT("Diagnostics", "%1 has no procedure linkage table with names"), {bound.module->path()}},
                {TAPSCOPE_TEXT("Diagnostics", "it is linked statically or with -z now -fno-plt; probe the library's functions"),
                 {}});
    else
        noSuchFunction(point, argumentRange(point, 1), written, bound.module->path(), names);
    return {};
}

}
