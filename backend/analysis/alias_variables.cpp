// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/alias_variables.h"

#include "analysis/target_scope.h"

#include <algorithm>

namespace tapscope::analysis {

namespace {

using namespace script;

bool setsOnlyUnread(Context &context, const Statement *statement, const std::set<std::string> &read)
{
    if (!statement)
        return true;
    switch (statement->kind) {
    case StatementKind::Empty: return true;
    case StatementKind::Block:
        return std::ranges::all_of(as<Block>(statement)->statements,
                                   [&](const StatementPtr &inner) { return setsOnlyUnread(context, inner.get(), read); });
    case StatementKind::If:
        return setsOnlyUnread(context, as<If>(statement)->whenTrue.get(), read)
            && setsOnlyUnread(context, as<If>(statement)->whenFalse.get(), read);
    case StatementKind::Expression: {
        const auto *assign = as<Assign>(as<ExpressionStatement>(statement)->expression);
        const auto *target = assign && !assign->accumulate ? as<Identifier>(assign->target) : nullptr;
        if (!target)
            return false;
        // A global of the script that happens to have the name is the script's own: the library does not set it.
        if (const auto global = context.findGlobal(target->name, statement->range.file))
            return !context.isTapset(context.globals()[*global].file);
        return !read.contains(target->name);
    }
    default: return false;
    }
}

// The last statement first: what is read behind a statement is known then.
std::vector<const Statement *> needed(Context &context, const std::vector<const Statement *> &parts, std::set<std::string> &read)
{
    std::vector<const Statement *> statements;
    for (const Statement *part : parts) {
        const auto *block = as<Block>(part);
        if (!block || !context.isTapset(part->range.file)) {
            statements.push_back(part);
            continue;
        }
        for (const StatementPtr &inner : block->statements)
            statements.push_back(inner.get());
    }
    std::vector<const Statement *> kept;
    for (size_t i = statements.size(); i-- > 0;) {
        const Statement *statement = statements[i];
        if (!statement || (context.isTapset(statement->range.file) && setsOnlyUnread(context, statement, read)))
            continue;
        TargetUses uses;
        collectTargetUses(statement, uses);
        read.merge(uses.locals);
        kept.push_back(statement);
    }
    std::ranges::reverse(kept);
    return kept;
}

}

void dropUnreadAliasVariables(Context &context, ExpandedPoint &point, const Statement *body)
{
    if (point.prologues.empty() && point.epilogues.empty())
        return;
    TargetUses uses;
    collectTargetUses(body, uses);
    for (const Expression *condition : point.conditions)
        collectTargetUses(condition, uses);
    std::set<std::string> read = std::move(uses.locals);
    point.epilogues = needed(context, point.epilogues, read);
    point.prologues = needed(context, point.prologues, read);
}

}
