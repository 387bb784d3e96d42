// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/context.h"
#include "base/similar.h"

#include <algorithm>

namespace tapscope::analysis {

void Context::finishSuccessions()
{
    // A function has a value when the one that it may go on as has one.
    for (bool more = true; more;) {
        more = false;
        for (const Succession &succession : m_successions) {
            FunctionSymbol &function = m_functions[succession.function];
            if (!function.returnsValue && m_functions[succession.other].returnsValue)
                more = function.returnsValue = true;
        }
    }
    if (hasErrors())
        return;
    for (const Succession &succession : m_successions) {
        if (m_functions[succession.other].returnsValue)
            continue;
        // return f(…) of nothing: f(…) return
        std::vector<StmtPtr> &statements = succession.block->statements;
        auto *result = static_cast<ReturnStmt *>(statements.back().get());
        auto call = std::make_unique<ExpressionStmt>(result->range);
        call->expression = std::move(result->value);
        statements.insert(statements.end() - 1, std::move(call));
    }
}

void Context::finishTypes()
{
    finishSuccessions();
    for (const Plain &plain : m_plain) {
        if (m_types.type(plain.cell) != Type::Stats)
            continue;
        script::Diagnostic *diagnostic = error(
            "statistic-misuse", plain.range,
            {TAPSCOPE_TEXT("Diagnostics", "'%1' is a statistic, which has no single value"), {plain.name}},
            {TAPSCOPE_TEXT("Diagnostics", "take a number out of it: @count(%1), @sum(%1), @min(%1), @max(%1) or @avg(%1)"),
             {plain.name}});
        if (diagnostic)
            diagnostic->notes.push_back({m_types.origin(plain.cell), typeSince(Type::Stats)});
    }
    for (const auto &[index, range] : m_valueUses) {
        FunctionSymbol &function = m_functions[index];
        if (function.returnsValue)
            continue;
        // Where its uses say what it would return, it returns 0 or nothing, as in stap.
        if (m_types.type(function.result) != Type::Unknown) {
            script::Diagnostic *diagnostic
                = warning("no-value", range,
                          {TAPSCOPE_TEXT("Diagnostics", "%1() returns nothing, so its value is always 0 or empty"),
                           {function.ast->name.text}},
                          {TAPSCOPE_TEXT("Diagnostics", "return a value in it, or call it as a statement of its own"), {}});
            if (diagnostic)
                diagnostic->notes.push_back({function.ast->name.range, {TAPSCOPE_TEXT("Diagnostics", "it is defined here"), {}}});
            function.returnsValue = true;
            continue;
        }
        script::Diagnostic *diagnostic = error(
            "no-value", range,
            {TAPSCOPE_TEXT("Diagnostics", "%1() returns nothing, so it cannot be used as a value"), {function.ast->name.text}},
            {TAPSCOPE_TEXT("Diagnostics", "return a value in it, or call it as a statement of its own"), {}});
        if (diagnostic)
            diagnostic->notes.push_back({function.ast->name.range, {TAPSCOPE_TEXT("Diagnostics", "it is defined here"), {}}});
    }
    // After an error, parts of the tree may be gone, and with them the slots.
    if (hasErrors())
        return;
    for (const GlobalSymbol &symbol : m_globals) {
        const script::Name &name = symbol.declaration->name;
        if (symbol.written && !isTapset(symbol.file) && m_types.type(symbol.value) == Type::Unknown)
            error("unresolved-type", name.range,
                  {TAPSCOPE_TEXT("Diagnostics", "nothing in the script says whether '%1' holds numbers, strings or statistics"),
                   {name.text}},
                  {TAPSCOPE_TEXT("Diagnostics", "assign a number or a string to it, or add to it with <<<"), {}});
    }
    if (hasErrors())
        return;
    for (const auto &[slot, cell] : m_slots)
        *slot = m_types.type(cell) == Type::Unknown ? Type::Long : m_types.type(cell);
    for (const Conversion &conversion : m_conversions)
        conversion.format->pieces[conversion.piece].conversion = m_types.type(conversion.cell) == Type::String ? 's' : 'd';
}

Effects Context::closure(const Effects &effects) const
{
    Effects out = effects;
    std::vector<uint32_t> open(effects.calls.begin(), effects.calls.end());
    while (!open.empty()) {
        const Effects &next = m_functions[open.back()].effects;
        open.pop_back();
        out.threadIndent = out.threadIndent || next.threadIndent;
        out.globalsWritten.insert(next.globalsWritten.begin(), next.globalsWritten.end());
        out.missing.insert(next.missing.begin(), next.missing.end());
        for (const uint32_t call : next.calls) {
            if (out.calls.insert(call).second)
                open.push_back(call);
        }
    }
    return out;
}

void Context::finishFunctions(const std::vector<const Effects *> &roots, Program &program)
{
    std::set<uint32_t> reached;
    for (const Effects *root : roots)
        reached.merge(closure(*root).calls);
    for (const uint32_t index : reached) {
        FunctionSymbol &symbol = m_functions[index];
        symbol.programIndex = static_cast<uint32_t>(program.functions.size());
        FunctionBody &function = program.functions.emplace_back();
        function.name = symbol.ast->name.text;
        function.range = symbol.ast->range;
        function.nameRange = symbol.ast->name.range;
        if (symbol.returnsValue)
            function.type = m_types.type(symbol.result) == Type::Unknown ? Type::Long : m_types.type(symbol.result);
        function.parameterCount = static_cast<uint32_t>(symbol.parameters.size());
        function.locals = std::move(symbol.locals);
        function.body = std::move(symbol.body);
    }
    if (hasErrors())
        return;
    for (const auto &[call, index, range] : m_calls) {
        if (const std::optional<uint32_t> number = m_functions[index].programIndex) {
            call->function = *number;
            call->type = program.functions[*number].type;
        }
    }
}

int64_t Context::counterNamed(const std::string &name, const Range &range)
{
    auto known = std::ranges::find(m_counters, name, &NamedCounter::name);
    if (known == m_counters.end())
        known = m_counters.insert(known, {name, {}, {}});
    if (!known->read)
        known->read = range;
    return known - m_counters.begin();
}

void Context::defineCounter(PerfCounter counter)
{
    auto known = std::ranges::find(m_counters, counter.name, &NamedCounter::name);
    if (known == m_counters.end())
        known = m_counters.insert(known, {counter.name, {}, {}});
    if (known->definition) {
        if (script::Diagnostic *diagnostic = error("perf-counter", counter.range,
                                                   {TAPSCOPE_TEXT("Diagnostics", "there is another counter called '%1'"),
                                                    {counter.name}},
                                                   {TAPSCOPE_TEXT("Diagnostics", "give each a name of its own"), {}}))
            diagnostic->notes.push_back({known->definition->range, {TAPSCOPE_TEXT("Diagnostics", "it is defined here"), {}}});
        return;
    }
    known->definition = std::move(counter);
}

void Context::finishCounters(Program &program)
{
    for (NamedCounter &counter : m_counters) {
        if (counter.definition) {
            program.counters.push_back(*counter.definition);
            if (!counter.read)
                warning("unused-counter", counter.definition->range,
                        {TAPSCOPE_TEXT("Diagnostics", "the counter '%1' is never read"), {counter.name}},
                        {TAPSCOPE_TEXT("Diagnostics", "read it where a program is probed: @perf(\"%1\")"), {counter.name}});
            continue;
        }
        std::vector<std::string> names;
        for (const NamedCounter &other : m_counters) {
            if (other.definition)
                names.push_back(other.name);
        }
        const std::vector<std::string> similar = similarNames(counter.name, names);
        script::Diagnostic *diagnostic = error(
            "perf-counter", *counter.read, {TAPSCOPE_TEXT("Diagnostics", "no probe point names a counter '%1'"), {counter.name}},
            similar.empty()
                ? Text{TAPSCOPE_TEXT("Diagnostics",
                                     "name it with a probe: probe perf.hw.cpu_cycles.process(\"…\").counter(\"%1\") {}"),
                       {counter.name}}
                : didYouMean(similar));
        if (diagnostic && !similar.empty())
            diagnostic->fixIts.push_back(replaceBy(*counter.read, "\"" + similar.front() + "\""));
    }
}

void Context::finishGlobals(Program &program)
{
    for (const GlobalSymbol &symbol : m_globals) {
        GlobalVariable &global = program.globals.emplace_back();
        global.name = symbol.declaration->name.text;
        global.range = symbol.declaration->name.range;
        global.used = symbol.read || symbol.written;
        global.isEntryValue = symbol.isEntryValue;
        global.type = m_types.type(symbol.value) == Type::Unknown ? Type::Long : m_types.type(symbol.value);
        for (const Cell key : symbol.keys)
            global.keys.push_back(m_types.type(key) == Type::Unknown ? Type::Long : m_types.type(key));
        global.maxEntries = symbol.declaration->size;
        global.wraps = symbol.declaration->wraps;
        global.histogram = symbol.histogram;
        global.varianceShift = symbol.varianceShift;
        if (const auto *number = script::as<script::Number>(symbol.declaration->initial))
            global.initialNumber = number->value;
        else if (const auto *text = script::as<script::StringLiteral>(symbol.declaration->initial))
            global.initialString = text->value;
    }
}

}
