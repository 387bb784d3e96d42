// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/code_lister_request.h"
#include "analysis/statement_places.h"
#include "base/glob.h"
#include "debuginfo/disassembly.h"

#include <algorithm>
#include <charconv>
#include <set>

namespace tapscope::analysis {

using debuginfo::FunctionEntry;
using debuginfo::FunctionId;

namespace {

/// Something that a function calls, or that was inlined into it.
struct Callee {
    FunctionId function = debuginfo::noEntry;
    std::optional<debuginfo::InlinedCopy> copy;
};

// A declaration tells the name only; the definition is sought by it.
std::optional<Callee> calleeOf(const debuginfo::Index &index, const debuginfo::VisibleVariables::Callee &called)
{
    std::optional<Callee> best;
    for (const FunctionId id : index.functions(called.name)) {
        const FunctionEntry function = index.function(id);
        if (called.copy != 0) {
            const auto copies = index.copiesOf(id);
            const auto copy = std::ranges::find(copies, called.copy, &debuginfo::InlinedCopy::dieOffset);
            if (copy != copies.end())
                return Callee{id, *copy};
            continue;
        }
        const bool fits = function.name == called.name && function.lowPc != 0
            && (called.linkageName.empty() || function.linkageName.empty() || function.linkageName == called.linkageName);
        if (!fits)
            continue;
        if (function.line == called.line)
            return Callee{id, {}};
        if (!best && function.external)
            best = Callee{id, {}};
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
            out.push_back({*id, {}});
    }
    return out;
}

std::vector<Callee> calleesOf(const debuginfo::Index &index, debuginfo::VisibleVariables &variables, FunctionId id)
{
    std::vector<Callee> out;
    const FunctionEntry function = index.function(id);
    if (!function.hasDebugInfo || function.lowPc == 0)
        return out;
    bool calls = false;
    for (const auto &called : variables.callees(function.dieOffset)) {
        calls = calls || called.copy == 0;
        if (auto callee = calleeOf(index, called))
            out.push_back(std::move(*callee));
    }
    if (!calls)
        std::ranges::move(calledByInstructions(index, function), std::back_inserter(out));
    return out;
}

}

size_t CodeLister::listLabels(const Request &request, Source &source)
{
    const debuginfo::Index &index = *source.index;
    debuginfo::VisibleVariables *variables = shapesOf(source);
    if (!variables)
        return 0;
    size_t found = 0;
    for (const FunctionId id : functionsOf(index, request.pattern.query)) {
        const FunctionEntry function = index.function(id);
        if (!function.hasDebugInfo || function.lowPc == 0 || function.blacklisted)
            continue;
        for (const auto &label : variables->labels(function.dieOffset)) {
            if (!globMatches(request.tail.argument, label.name))
                continue;
            FunctionEntry at = function;
            at.line = label.line;
            m_out.add(source.head + ".function(\"" + placeOf(index, at) + "\").label(\"" + label.name + "\")",
                      m_settings.withVariables ? listed(variables->at(function.dieOffset, label.address)) : listed({}));
            ++found;
        }
    }
    return found;
}

size_t CodeLister::listCallees(const Request &request, Source &source)
{
    const debuginfo::Index &index = *source.index;
    debuginfo::VisibleVariables *variables = shapesOf(source);
    if (!variables)
        return 0;
    size_t found = 0;
    std::vector<FunctionId> callers = functionsOf(index, request.pattern.query);
    std::set<FunctionId> seen(callers.begin(), callers.end());
    for (int depth = 0; depth < request.tail.depth && !callers.empty(); ++depth) {
        std::vector<FunctionId> next;
        for (const FunctionId caller : callers) {
            const std::string start = source.head + ".function(\"" + placeOf(index, index.function(caller)) + "\").callee(\"";
            for (const Callee &callee : calleesOf(index, *variables, caller)) {
                const FunctionEntry function = index.function(callee.function);
                if (!globMatches(request.tail.argument, function.name) || (callee.copy && !request.tail.ofCallee.empty())
                    || (!callee.copy && function.blacklisted))
                    continue;
                std::vector<debuginfo::VisibleVariables::Variable> visible;
                if (!m_settings.withVariables) {
                } else if (callee.copy) {
                    visible = variables->at(callee.copy->dieOffset, callee.copy->address);
                } else if (function.hasDebugInfo && request.tail.ofCallee == ".return") {
                    if (std::string type = variables->returnType(function.dieOffset); !type.empty())
                        visible.push_back({"return", std::move(type), false});
                    std::ranges::move(variables->parameters(function.dieOffset), std::back_inserter(visible));
                } else if (function.hasDebugInfo) {
                    visible = variables->at(function.dieOffset, function.lowPc);
                }
                m_out.add(start + placeOf(index, function) + "\")" + request.tail.ofCallee, listed(visible));
                ++found;
                if (seen.insert(callee.function).second)
                    next.push_back(callee.function);
            }
        }
        callers = std::move(next);
    }
    return found;
}

}
