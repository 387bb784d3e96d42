// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/body_builder.h"
#include "analysis/verdict.h"
#include "base/similar.h"

#include <algorithm>

namespace tapscope::analysis {

uint32_t BodyBuilder::local(const std::string &name, const Range &range)
{
    const auto [at, added] = m_localsByName.try_emplace(name, static_cast<uint32_t>(m_locals.size()));
    if (added)
        m_locals.push_back({name, m_context.types().fresh(), range});
    return at->second;
}

// Fixes how many keys the global has (0: a scalar), or reports a use that disagrees with an earlier one.
bool BodyBuilder::shape(uint32_t global, size_t arity, const Range &range)
{
    GlobalSymbol &symbol = m_context.globals()[global];
    const std::string &name = symbol.declaration->name.text;
    if (arity == 0 && !symbol.arity && (symbol.declaration->size != 0 || symbol.declaration->wraps)) {
        if (script::Diagnostic *diagnostic = m_context.error(
                "array-as-scalar", range,
                {TAPSCOPE_TEXT("Diagnostics", "'%1' is declared as an array, but it is used as a single value here"), {name}},
                {TAPSCOPE_TEXT("Diagnostics", "say which element: %1[key], or take the size or % out of its declaration"),
                 {name}}))
            diagnostic->notes.push_back(
                {symbol.declaration->name.range, {TAPSCOPE_TEXT("Diagnostics", "it is declared here"), {}}});
        symbol.arity = 0;
        symbol.shapeRange = range;
        return false;
    }
    if (!symbol.arity) {
        symbol.arity = arity;
        symbol.shapeRange = range;
        for (size_t i = 0; i < arity; ++i)
            symbol.keys.push_back(m_context.types().fresh());
        return true;
    }
    if (*symbol.arity == arity)
        return true;
    script::Diagnostic *diagnostic = nullptr;
    if (*symbol.arity == 0) {
        diagnostic = m_context.error("not-an-array", range,
                                     {TAPSCOPE_TEXT("Diagnostics", "'%1' is a single value, not an array"), {name}},
                                     {TAPSCOPE_TEXT("Diagnostics", "use another global for the array"), {}});
    } else if (arity == 0) {
        diagnostic = m_context.error("array-as-scalar", range,
                                     {TAPSCOPE_TEXT("Diagnostics", "'%1' is an array; it has no single value"), {name}},
                                     {TAPSCOPE_TEXT("Diagnostics", "say which element: %1[key]"), {name}});
    } else {
        diagnostic = m_context.error("key-count", range,
                                     {TAPSCOPE_TEXT("Diagnostics", "the number of keys of '%1' is %2 elsewhere and %3 here"),
                                      {name, std::to_string(*symbol.arity), std::to_string(arity)}},
                                     {TAPSCOPE_TEXT("Diagnostics", "use the same number of keys everywhere"), {}});
    }
    if (diagnostic)
        diagnostic->notes.push_back({symbol.shapeRange, {TAPSCOPE_TEXT("Diagnostics", "first used like this here"), {}}});
    return false;
}

// The global of an array's name, its shape fixed; reports what isn't there or isn't an array.
std::optional<uint32_t> BodyBuilder::array(const script::Name &name, size_t arity)
{
    if (const std::optional<uint32_t> global = m_context.findGlobal(name.text, m_file))
        return shape(*global, arity, name.range) ? global : std::nullopt;
    const std::vector<std::string> similar = similarNames(name.text, m_context.globalNames());
    script::Diagnostic *diagnostic = m_context.error(
        "undeclared-global", name.range, {TAPSCOPE_TEXT("Diagnostics", "there is no global array '%1'"), {name.text}},
        similar.empty() ? Text{TAPSCOPE_TEXT("Diagnostics", "declare it at the top of the script: global %1"), {name.text}}
                        : didYouMean(similar));
    if (diagnostic) {
        if (!similar.empty())
            diagnostic->fixIts.push_back(replaceBy(name.range, similar.front()));
        diagnostic->fixIts.push_back(
            {{m_file, 0, 0}, "global " + name.text + "\n", {TAPSCOPE_TEXT("Diagnostics", "Declare the global %1"), {name.text}}});
    }
    return {};
}

std::vector<ExprPtr> BodyBuilder::keys(uint32_t global, const std::vector<script::ExpressionPtr> &nodes, const Range &range,
                                       Wildcards wildcards)
{
    TypeTable &types = m_context.types();
    std::vector<ExprPtr> out;
    for (size_t i = 0; i < nodes.size(); ++i) {
        if (!nodes[i]) {
            if (wildcards == Wildcards::Allowed) {
                out.push_back(nullptr);
                continue;
            }
            m_context.error("wildcard-key", range, {TAPSCOPE_TEXT("Diagnostics", "the wildcard * names no single element"), {}},
                            {TAPSCOPE_TEXT("Diagnostics", "it can stand in delete, in 'in', and in the slice of a foreach"), {}});
            out.push_back(broken(range).expr);
            continue;
        }
        Typed key = expression(nodes[i].get());
        const GlobalSymbol &symbol = m_context.globals()[global];
        const Cell column = symbol.keys[i];
        if (types.type(key.cell) == Type::Stats) {
            require(key, Type::Long);
        } else if (!types.unite(column, key.cell)) {
            const Type has = types.type(column);
            if (script::Diagnostic *diagnostic = m_context.error(
                    "type-mismatch", key.expr->range,
                    has == Type::Long ? Text{TAPSCOPE_TEXT("Diagnostics", "key %1 of '%2' is a number, but this is a string"),
                                             {std::to_string(i + 1), symbol.declaration->name.text}}
                                      : Text{TAPSCOPE_TEXT("Diagnostics", "key %1 of '%2' is a string, but this is a number"),
                                             {std::to_string(i + 1), symbol.declaration->name.text}},
                    howToConvert(has)))
                diagnostic->notes.push_back({types.origin(column), typeSince(has)});
        }
        out.push_back(std::move(key.expr));
    }
    return out;
}

std::optional<uint32_t> BodyBuilder::globalNamed(const std::string &name)
{
    // A function's parameter comes first.
    if (m_localsByName.contains(name))
        return {};
    const std::optional<uint32_t> global = m_context.findGlobal(name, m_file);
    // What a script calls its globals is no business of the library's functions.
    if (global && m_function && m_context.isTapset(m_file) && !m_context.isTapset(m_context.globals()[*global].file)
        && !name.starts_with("__"))
        return {};
    return global;
}

Typed BodyBuilder::identifier(const script::Identifier &node)
{
    if (const std::optional<uint32_t> global = globalNamed(node.name)) {
        GlobalSymbol &symbol = m_context.globals()[*global];
        symbol.read = true;
        if (!shape(*global, 0, node.range))
            return broken(node.range);
        auto expr = std::make_unique<GlobalExpr>(Type::Unknown, node.range);
        expr->global = *global;
        m_context.resolveLater(&expr->type, symbol.value);
        m_context.mustBePlain(node.range, symbol.value, node.name);
        return {std::move(expr), symbol.value};
    }
    if (m_inCondition) {
        m_context.error("condition", node.range,
                        {TAPSCOPE_TEXT("Diagnostics", "the condition of a probe point can only read globals; '%1' is not one"),
                         {node.name}},
                        {TAPSCOPE_TEXT("Diagnostics", "declare a global of that name, or test inside the probe's body"), {}});
        return broken(node.range);
    }
    const uint32_t index = local(node.name, node.range);
    m_locals[index].read = true;
    auto expr = std::make_unique<LocalExpr>(Type::Unknown, node.range);
    expr->local = index;
    m_context.resolveLater(&expr->type, m_locals[index].cell);
    return {std::move(expr), m_locals[index].cell, m_locals[index].pointee};
}

Typed BodyBuilder::element(const script::Index &node, bool writes)
{
    const std::optional<uint32_t> global = array(node.array, node.keys.size());
    if (!global) {
        for (const script::ExpressionPtr &key : node.keys) {
            if (key)
                expression(key.get());
        }
        return broken(node.range);
    }
    auto expr = std::make_unique<ElementExpr>(Type::Unknown, node.range);
    expr->global = *global;
    expr->keys = keys(*global, node.keys, node.range);
    GlobalSymbol &symbol = m_context.globals()[*global];
    if (!writes) {
        symbol.read = true;
        m_context.mustBePlain(node.range, symbol.value, node.array.text);
    }
    m_context.resolveLater(&expr->type, symbol.value);
    return {std::move(expr), symbol.value};
}

void BodyBuilder::markWritten(uint32_t global, const Range &range)
{
    m_context.globals()[global].written = true;
    m_effects.globalsWritten.insert(global);
    for (const ActiveForeach &loop : m_foreachs) {
        if (loop.global != global)
            continue;
        const std::string &name = m_context.globals()[global].declaration->name.text;
        if (script::Diagnostic *diagnostic = m_context.error(
                "foreach-modified", range,
                {TAPSCOPE_TEXT("Diagnostics", "'%1' is changed while foreach goes through it"), {name}},
                {TAPSCOPE_TEXT("Diagnostics", "collect the changes in another array and make them after the loop"), {}}))
            diagnostic->notes.push_back({loop.range, {TAPSCOPE_TEXT("Diagnostics", "the loop is here"), {}}});
    }
}

// A place that can be assigned to. `range` becomes that of its name.
Typed BodyBuilder::lvalue(const script::Expression *node, bool reads, bool writes, Range &range)
{
    if (!node)
        return broken(range);
    if (m_inCondition)
        m_context.error("condition", node->range,
                        {TAPSCOPE_TEXT("Diagnostics", "the condition of a probe point must not change anything"), {}},
                        {TAPSCOPE_TEXT("Diagnostics", "move the change into the probe's body"), {}});
    if (const auto *name = as<script::Identifier>(node)) {
        range = name->range;
        if (const std::optional<uint32_t> global = globalNamed(name->name)) {
            GlobalSymbol &symbol = m_context.globals()[*global];
            symbol.read = symbol.read || reads;
            if (!shape(*global, 0, name->range))
                return broken(name->range);
            if (writes)
                markWritten(*global, name->range);
            auto expr = std::make_unique<GlobalExpr>(Type::Unknown, name->range);
            expr->global = *global;
            m_context.resolveLater(&expr->type, symbol.value);
            return {std::move(expr), symbol.value};
        }
        const uint32_t index = local(name->name, name->range);
        m_locals[index].read = m_locals[index].read || reads;
        m_locals[index].assigned = m_locals[index].assigned || writes;
        auto expr = std::make_unique<LocalExpr>(Type::Unknown, name->range);
        expr->local = index;
        m_context.resolveLater(&expr->type, m_locals[index].cell);
        return {std::move(expr), m_locals[index].cell};
    }
    if (const auto *index = as<script::Index>(node)) {
        range = index->array.range;
        Typed target = element(*index, true);
        if (const auto *built = as<ElementExpr>(target.expr)) {
            if (writes)
                markWritten(built->global, index->range);
            if (reads)
                m_context.globals()[built->global].read = true;
        }
        return target;
    }
    if (const auto *target = as<script::TargetVariable>(node)) {
        if (isVerdict(m_scope, target->name)) {
            m_context.error("target-write", node->range, verdictRefusal(m_scope).what, verdictRefusal(m_scope).nextStep);
            return broken(node->range);
        }
        m_context.error("target-write", node->range,
                        {TAPSCOPE_TEXT("Diagnostics",
                                       "'%1' belongs to the traced program, which only guru mode lets a script change"),
                         {std::string(m_context.sources().text(target->range))}},
                        {TAPSCOPE_TEXT("Diagnostics", "assign to a variable of the script, or run it with -g (guru mode)"), {}});
        return broken(node->range);
    }
    if (node->kind != script::ExpressionKind::Error)
        m_context.error("not-assignable", node->range,
                        {TAPSCOPE_TEXT("Diagnostics", "only variables and array elements can be assigned to"), {}});
    return broken(node->range);
}

std::vector<Local> BodyBuilder::takeLocals()
{
    std::vector<Local> out(m_locals.size());
    for (size_t i = 0; i < m_locals.size(); ++i) {
        out[i].name = m_locals[i].name;
        m_context.resolveLater(&out[i].type, m_locals[i].cell);
    }
    return out; // moved, so that the elements stay where they are
}

void BodyBuilder::reportLocals()
{
    for (const auto &[name, statement] : m_plainAssignments) {
        const auto at = m_localsByName.find(name);
        m_context.tellIdle(*statement, at != m_localsByName.end() && !m_locals[at->second].read);
    }
    // Only a mistake needs them, and there may be many.
    const auto names = [this] {
        std::vector<std::string> out = m_context.globalNames();
        for (const LocalSymbol &symbol : m_locals) {
            if (symbol.assigned || symbol.isParameter)
                out.push_back(symbol.name);
        }
        return out;
    };
    for (const LocalSymbol &symbol : m_locals) {
        if (symbol.isParameter)
            continue;
        if (symbol.read && !symbol.assigned) {
            const std::vector<std::string> similar = similarNames(symbol.name, names());
            if (std::ranges::contains(m_context.functionNames(), symbol.name)) {
                if (script::Diagnostic *diagnostic = m_context.warning(
                        "never-assigned", symbol.range,
                        {TAPSCOPE_TEXT("Diagnostics",
                                       "'%1' is a variable here, which is never set; the function is called with ()"),
                         {symbol.name}},
                        {TAPSCOPE_TEXT("Diagnostics", "to call it, write: %1()"), {symbol.name}}))
                    diagnostic->fixIts.push_back(replaceBy(symbol.range, symbol.name + "()"));
                continue;
            }
            script::Diagnostic *diagnostic = m_context.warning(
                "never-assigned", symbol.range,
                {TAPSCOPE_TEXT("Diagnostics", "'%1' is read but never set: it is always 0 or empty"), {symbol.name}},
                similar.empty()
                    ? Text{TAPSCOPE_TEXT("Diagnostics", "to share it with other probes, declare it: global %1"), {symbol.name}}
                    : didYouMean(similar));
            if (diagnostic && !similar.empty())
                diagnostic->fixIts.push_back(replaceBy(symbol.range, similar.front()));
        } else if (symbol.assigned && !symbol.read) {
            m_context.warning("never-read", symbol.range,
                              {TAPSCOPE_TEXT("Diagnostics", "'%1' is set but never read"), {symbol.name}},
                              {TAPSCOPE_TEXT("Diagnostics", "to share it with other probes, declare it: global %1"),
                               {symbol.name}});
        }
    }
}

}
