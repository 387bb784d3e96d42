// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/callees.h"

#include "analysis/statement_places.h"
#include "debuginfo/disassembly.h"

#include <algorithm>
#include <charconv>
#include <set>

namespace tapscope::analysis {

using debuginfo::FunctionEntry;
using debuginfo::FunctionId;

namespace {

// A declaration tells the name only; the definition is sought by it.
std::optional<Callee> calleeOf(const debuginfo::Index &index, const debuginfo::VisibleVariables::Callee &called,
                               FunctionId caller)
{
    std::optional<Callee> best;
    for (const FunctionId id : index.functions(called.name)) {
        const FunctionEntry function = index.function(id);
        if (called.copy != 0) {
            const auto copies = index.copiesOf(id);
            const auto copy = std::ranges::find(copies, called.copy, &debuginfo::InlinedCopy::dieOffset);
            if (copy != copies.end())
                return Callee{id, *copy, caller};
            continue;
        }
        const bool fits = function.name == called.name && function.lowPc != 0
            && (called.linkageName.empty() || function.linkageName.empty() || function.linkageName == called.linkageName);
        if (!fits)
            continue;
        if (function.line == called.line)
            return Callee{id, {}, caller};
        if (!best && function.external)
            best = Callee{id, {}, caller};
    }
    return best;
}

// Compilers tell of calls in optimised code only.
std::vector<Callee> calledByInstructions(const debuginfo::Index &index, const FunctionEntry &function)
{
    std::vector<Callee> out;
    const auto instructions = debuginfo::disassemble(index.path(), function.lowPc, function.size);
    if (!instructions)
        return out;
    for (const debuginfo::Instruction &instruction : *instructions) {
        const std::string_view text = instruction.text;
        const size_t number = text.find("0x");
        if (!text.starts_with("call") || number == std::string_view::npos || text.contains('['))
            continue;
        uint64_t target = 0;
        std::from_chars(text.data() + number + 2, text.data() + text.size(), target, 16);
        if (const auto id = index.functionAt(target); id && index.function(*id).lowPc == target)
            out.push_back({*id, {}, function.id});
    }
    return out;
}

std::vector<Callee> calledBy(const debuginfo::Index &index, debuginfo::VisibleVariables &variables, FunctionId id)
{
    std::vector<Callee> out;
    const FunctionEntry function = index.function(id);
    if (!function.hasDebugInfo || function.lowPc == 0)
        return out;
    bool calls = false;
    for (const auto &called : variables.callees(function.dieOffset)) {
        calls = calls || called.copy == 0;
        if (auto callee = calleeOf(index, called, id))
            out.push_back(std::move(*callee));
    }
    if (!calls)
        std::ranges::move(calledByInstructions(index, function), std::back_inserter(out));
    return out;
}

}

std::vector<Callee> calleesOf(const debuginfo::Index &index, debuginfo::VisibleVariables &variables,
                              std::vector<FunctionId> callers, int depth, const std::function<bool(const Callee &)> &wanted)
{
    std::vector<Callee> out;
    std::set<FunctionId> seen(callers.begin(), callers.end());
    for (int level = 0; level < depth && !callers.empty(); ++level) {
        std::vector<FunctionId> next;
        for (const FunctionId caller : callers) {
            for (Callee &callee : calledBy(index, variables, caller)) {
                if (!wanted(callee))
                    continue;
                if (seen.insert(callee.function).second)
                    next.push_back(callee.function);
                out.push_back(std::move(callee));
            }
        }
        callers = std::move(next);
    }
    return out;
}

std::string calleePoint(const debuginfo::Index &index, const Callee &callee)
{
    return ".function(\"" + placeOf(index, index.function(callee.caller)) + "\").callee(\""
        + placeOf(index, index.function(callee.function)) + "\")";
}

}
