// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/kernel_code.h"
#include "analysis/place_pattern.h"
#include "analysis/probe_binder.h"
#include "base/similar.h"

#include <algorithm>

/// What is told of points with debug information of the kernel that stand for no place.
namespace tapscope::analysis {

using debuginfo::FunctionEntry;
using debuginfo::FunctionId;
using Refusal = debuginfo::KernelFunction::Refusal;

namespace {

// The lines of the function's code, the first ones.
std::string linesOf(const KernelCode &code, FunctionId function)
{
    constexpr size_t longest = 40;
    std::string lines;
    for (const debuginfo::StatementRow &row : code.index->statementsOf(function)) {
        if (!lines.ends_with(std::to_string(row.line)) && lines.size() < longest)
            lines += (lines.empty() ? "" : ", ") + std::to_string(row.line);
    }
    return lines;
}

std::vector<std::string> labelsOf(const KernelCode &code, const std::vector<FunctionId> &functions)
{
    std::vector<std::string> names;
    const auto add = [&](uint64_t die) {
        for (const auto &label : code.shapes->labels(die))
            names.push_back(label.name);
    };
    for (const FunctionId id : code.shapes ? functions : std::vector<FunctionId>()) {
        const FunctionEntry entry = code.index->function(id);
        if (entry.hasDebugInfo && entry.lowPc != 0)
            add(entry.dieOffset);
        for (const debuginfo::InlinedCopy &copy : code.index->copiesOf(id))
            add(copy.dieOffset);
    }
    return names;
}

}

void ProbeBinder::noKernelPlace(const ExpandedPoint &point, const KernelCode &code, const PlacePattern &pattern,
                                const std::string &kind)
{
    if (code.refused.second != Refusal::None) {
        refusedByKernel(point, argumentRange(point, 1), code.refused.first, code.refused.second);
        return;
    }
    if (point.components[1].number) {
        noCodeAt(point, *code.module);
        return;
    }
    const Range range = argumentRange(point, 1);
    const std::string &written = *point.components[1].text;
    const std::string where = code.head == "kernel" ? "the kernel" : code.head;
    const std::vector<FunctionId> named = code.index->functions(pattern.query.nameGlob);
    if (named.empty()) {
        std::vector<std::string> names;
        for (FunctionId id = 0; id < code.index->functionCount(); ++id)
            names.emplace_back(code.index->function(id).name);
        noSuchFunction(point, range, written, where, names);
        return;
    }
    const std::vector<FunctionId> ids = code.index->functions(pattern.query.nameGlob, pattern.query.fileGlob);
    if (ids.empty()) {
        problem(point, "no-such-function", range,
                {TAPSCOPE_TEXT("Diagnostics", "%1 has functions '%2', but none of them in '%3'"),
                 {where, std::string(pattern.query.nameGlob), std::string(pattern.query.fileGlob)}},
                {TAPSCOPE_TEXT("Diagnostics", "the file can be given by the end of its path, and holds wildcards: *@*.c"), {}});
        return;
    }
    const FunctionEntry first = code.index->function(ids.front());
    if (first.blacklisted) {
        refusedByKernel(point, range, std::string(first.name), Refusal::Blacklist);
        return;
    }
    if (kind == "label") {
        noSuchLabel(point, labelsOf(code, ids));
        return;
    }
    if (pattern.hasLines) {
        problem(point, "no-such-line", range,
                {TAPSCOPE_TEXT("Diagnostics", "no statement begins at that line of '%1'"), {written}},
                {TAPSCOPE_TEXT("Diagnostics", "%1() is in %2 and has code at the lines %3"),
                 {std::string(first.name),
                  first.file == debuginfo::noEntry ? code.head : std::string(code.index->file(first.file).path),
                  linesOf(code, ids.front())}});
        return;
    }
    const bool hasCode = std::ranges::any_of(ids, [&](FunctionId id) { return code.index->function(id).lowPc != 0; });
    const bool hasCopies = std::ranges::any_of(ids, [&](FunctionId id) { return !code.index->copiesOf(id).empty(); });
    if (!hasOtherForm(point, where, kind, hasCode, hasCopies))
        problem(point, "no-code", range,
                {TAPSCOPE_TEXT("Diagnostics", "'%1' has no code in %2: nothing calls it, or the compiler left its calls out"),
                 {written, where}},
                {TAPSCOPE_TEXT("Diagnostics", "probe what would call it; '?' behind the probe point makes it optional"), {}});
}

}
