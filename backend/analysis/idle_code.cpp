// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/idle_code.h"

#include "analysis/target_scope.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

namespace tapscope::analysis {

IdleCode::IdleCode(const script::Ast &ast)
{
    TargetUses uses;
    const auto condition = [&](const script::ProbePoint &point) {
        if (point.condition)
            collectTargetUses(point.condition.get(), uses);
    };
    for (const script::Probe &probe : ast.probes) {
        collectTargetUses(probe.body.get(), uses);
        std::ranges::for_each(probe.points, condition);
    }
    for (const script::Alias &alias : ast.aliases) {
        collectTargetUses(alias.prologue.get(), uses);
        collectTargetUses(alias.epilogue.get(), uses);
        std::ranges::for_each(alias.points, condition);
    }
    std::multimap<std::string, const script::Function *> byName;
    for (const script::Function &function : ast.functions)
        byName.emplace(function.name.text, &function);
    std::vector<std::string> open(uses.calls.begin(), uses.calls.end());
    std::set<std::string> reached = std::move(uses.calls);
    while (!open.empty()) {
        const auto [begin, end] = byName.equal_range(open.back());
        open.pop_back();
        for (auto at = begin; at != end; ++at) {
            TargetUses inner;
            collectTargetUses(at->second->body.get(), inner);
            for (const std::string &name : inner.calls) {
                if (reached.insert(name).second)
                    open.push_back(name);
            }
        }
    }
    for (const script::Function &function : ast.functions) {
        if (!reached.contains(function.name.text))
            m_functions.insert(&function);
    }
}

void IdleCode::add(const script::Statement &statement, bool isIdle)
{
    if (!isIdle) {
        m_needed.insert(&statement);
        m_statements.erase(&statement);
    } else if (!m_needed.contains(&statement)) {
        m_statements.insert(&statement);
    }
}

namespace {

template <typename Part> bool anyContains(const std::set<const Part *> &parts, const script::Range &range)
{
    return std::ranges::any_of(parts, [&](const Part *part) {
        return part->range.file == range.file && part->range.begin <= range.begin && range.end <= part->range.end;
    });
}

}

bool IdleCode::explains(const script::Diagnostics &found, size_t first) const
{
    constexpr std::array<std::string_view, 11> aboutTypes{"histogram-conflict", "type-mismatch",   "statistic-misuse",
                                                          "no-value",           "format-type",     "bad-regex",
                                                          "foreach-modified",   "histogram-range", "histogram-misuse",
                                                          "variance-shift",     "unresolved-type"};
    for (size_t i = first; i < found.all().size(); ++i) {
        const script::Diagnostic &d = found.all()[i];
        if (d.severity != script::Severity::Error || anyContains(m_functions, d.range))
            continue;
        const auto calls = m_callsOfC.find({d.range.file, d.range.begin});
        const bool left = d.id == "embedded-c" && calls != m_callsOfC.end()
            ? std::ranges::all_of(calls->second, [&](const script::Range &call) { return anyContains(m_statements, call); })
            : (d.id == "embedded-c" || std::ranges::contains(aboutTypes, d.id)) && anyContains(m_statements, d.range);
        if (!left)
            return false;
    }
    return true;
}

bool isPureC(std::string_view code)
{
    return code.find("/* pure */") != std::string_view::npos;
}

bool isIdle(const script::Expression *expression, const std::function<bool(const script::Call &)> &callsPureC)
{
    if (!expression)
        return false;
    const auto idle = [&](const script::ExpressionPtr &part) { return isIdle(part.get(), callsPureC); };
    switch (expression->kind) {
    case script::ExpressionKind::Number:
    case script::ExpressionKind::StringLiteral:
    case script::ExpressionKind::Identifier: return true;
    case script::ExpressionKind::EmbeddedC: return isPureC(script::as<script::EmbeddedC>(expression)->code);
    case script::ExpressionKind::Call: {
        const auto *call = script::as<script::Call>(expression);
        return callsPureC(*call) && std::ranges::all_of(call->arguments, idle);
    }
    case script::ExpressionKind::Unary: return idle(script::as<script::Unary>(expression)->operand);
    case script::ExpressionKind::Binary: {
        const auto *both = script::as<script::Binary>(expression);
        return idle(both->left) && idle(both->right);
    }
    case script::ExpressionKind::Conditional: {
        const auto *choice = script::as<script::Conditional>(expression);
        return idle(choice->condition) && idle(choice->whenTrue) && idle(choice->whenFalse);
    }
    case script::ExpressionKind::RegexMatch: return idle(script::as<script::RegexMatch>(expression)->subject);
    default: return false;
    }
}

script::Diagnostics withForgiven(const script::Diagnostics &withIdleCode, script::Diagnostics without)
{
    const auto isKnown = [&](const script::Diagnostic &d) {
        return std::ranges::any_of(without.all(),
                                   [&](const script::Diagnostic &other) { return other.id == d.id && other.range == d.range; });
    };
    for (script::Diagnostic d : withIdleCode.all()) {
        if (isKnown(d))
            continue;
        if (d.severity == script::Severity::Error) {
            d.severity = script::Severity::Warning;
            d.notes.push_back(
                {d.range, {TAPSCOPE_TEXT("Diagnostics", "nothing depends on this code, so it is left out of the program"), {}}});
        }
        without.add(std::move(d));
    }
    return without;
}

}
