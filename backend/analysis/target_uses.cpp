// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/target_scope.h"

namespace tapscope::analysis {

using namespace script;

namespace {

void collectAll(const std::vector<ExpressionPtr> &expressions, TargetUses &uses)
{
    for (const ExpressionPtr &expression : expressions)
        collectTargetUses(expression.get(), uses);
}

// Behind the name of a variable of which a part is wanted, a point: where that is, a pointer may tell.
void notePlace(const TargetVariable &node, TargetUses &uses)
{
    uses.addressed.insert(node.accesses.empty() ? node.name : node.name + ".");
}

// The variable that an assignment changes: an array as a whole.
void noteWritten(const Expression *target, TargetUses &uses)
{
    if (const auto *name = as<Identifier>(target))
        uses.written.insert(name->name);
    else if (const auto *element = as<Index>(target))
        uses.written.insert(element->array.text);
    else if (const auto *variable = as<TargetVariable>(target); variable && !variable->name.empty())
        notePlace(*variable, uses);
}

// @var("x") without a file is what $x is.
void noteVariable(const AtOperator &node, TargetUses &uses)
{
    const auto *name = node.name == "@var" && node.arguments.size() == 1 ? as<StringLiteral>(node.arguments.front()) : nullptr;
    if (!name || name->value.contains('@'))
        return;
    uses.names.insert("$" + name->value);
    uses.shaped.insert("$" + name->value);
}

bool namesNoModule(const AtOperator &node)
{
    return (node.name == "@cast" && node.arguments.size() < 3) || (node.name == "@var" && node.arguments.size() < 2);
}

void collectAccesses(const std::vector<Access> &accesses, TargetUses &uses)
{
    for (const Access &access : accesses)
        collectTargetUses(access.index.get(), uses);
}

}

void collectTargetUses(const Expression *expression, TargetUses &uses)
{
    if (!expression)
        return;
    switch (expression->kind) {
    case ExpressionKind::TargetVariable: {
        const auto &node = *as<TargetVariable>(expression);
        if (!node.name.empty()) {
            uses.names.insert(node.name);
            if (node.addressOf || !node.accesses.empty())
                uses.shaped.insert(node.name);
            if (node.addressOf)
                notePlace(node, uses);
        }
        collectTargetUses(node.base.get(), uses);
        collectAccesses(node.accesses, uses);
        break;
    }
    case ExpressionKind::AtOperator:
        uses.module = uses.module || as<AtOperator>(expression)->name == "@var" || as<AtOperator>(expression)->name == "@cast";
        uses.ownModule = uses.ownModule || namesNoModule(*as<AtOperator>(expression));
        uses.entry = uses.entry || as<AtOperator>(expression)->name == "@entry";
        noteVariable(*as<AtOperator>(expression), uses);
        collectAll(as<AtOperator>(expression)->arguments, uses);
        collectAccesses(as<AtOperator>(expression)->accesses, uses);
        break;
    case ExpressionKind::Unary: collectTargetUses(as<Unary>(expression)->operand.get(), uses); break;
    case ExpressionKind::Binary:
        collectTargetUses(as<Binary>(expression)->left.get(), uses);
        collectTargetUses(as<Binary>(expression)->right.get(), uses);
        break;
    case ExpressionKind::Assign:
        noteWritten(as<Assign>(expression)->target.get(), uses);
        collectTargetUses(as<Assign>(expression)->target.get(), uses);
        collectTargetUses(as<Assign>(expression)->value.get(), uses);
        break;
    case ExpressionKind::Increment:
        noteWritten(as<Increment>(expression)->target.get(), uses);
        collectTargetUses(as<Increment>(expression)->target.get(), uses);
        break;
    case ExpressionKind::Conditional:
        collectTargetUses(as<Conditional>(expression)->condition.get(), uses);
        collectTargetUses(as<Conditional>(expression)->whenTrue.get(), uses);
        collectTargetUses(as<Conditional>(expression)->whenFalse.get(), uses);
        break;
    case ExpressionKind::In: collectAll(as<In>(expression)->keys, uses); break;
    case ExpressionKind::RegexMatch: collectTargetUses(as<RegexMatch>(expression)->subject.get(), uses); break;
    case ExpressionKind::Index: collectAll(as<Index>(expression)->keys, uses); break;
    case ExpressionKind::Call:
        uses.calls.insert(as<Call>(expression)->function.text);
        collectAll(as<Call>(expression)->arguments, uses);
        break;
    case ExpressionKind::Print: collectAll(as<Print>(expression)->arguments, uses); break;
    case ExpressionKind::Histogram:
        collectTargetUses(as<Histogram>(expression)->statistic.get(), uses);
        collectTargetUses(as<Histogram>(expression)->bucket.get(), uses);
        break;
    case ExpressionKind::Identifier: uses.locals.insert(as<Identifier>(expression)->name); break;
    case ExpressionKind::Number:
    case ExpressionKind::StringLiteral:
    case ExpressionKind::EmbeddedC:
    case ExpressionKind::Error: break;
    }
}

void collectTargetUses(const Statement *statement, TargetUses &uses)
{
    if (!statement)
        return;
    switch (statement->kind) {
    case StatementKind::Block:
        for (const StatementPtr &inner : as<Block>(statement)->statements)
            collectTargetUses(inner.get(), uses);
        break;
    case StatementKind::Expression: collectTargetUses(as<ExpressionStatement>(statement)->expression.get(), uses); break;
    case StatementKind::If:
        collectTargetUses(as<If>(statement)->condition.get(), uses);
        collectTargetUses(as<If>(statement)->whenTrue.get(), uses);
        collectTargetUses(as<If>(statement)->whenFalse.get(), uses);
        break;
    case StatementKind::While:
        collectTargetUses(as<While>(statement)->condition.get(), uses);
        collectTargetUses(as<While>(statement)->body.get(), uses);
        break;
    case StatementKind::For:
        collectTargetUses(as<For>(statement)->initial.get(), uses);
        collectTargetUses(as<For>(statement)->condition.get(), uses);
        collectTargetUses(as<For>(statement)->step.get(), uses);
        collectTargetUses(as<For>(statement)->body.get(), uses);
        break;
    case StatementKind::Foreach:
        if (as<Foreach>(statement)->value)
            uses.written.insert(as<Foreach>(statement)->value->text);
        for (const Name &key : as<Foreach>(statement)->keys)
            uses.written.insert(key.text);
        collectAll(as<Foreach>(statement)->slice, uses);
        collectTargetUses(as<Foreach>(statement)->histogram.get(), uses);
        collectTargetUses(as<Foreach>(statement)->limit.get(), uses);
        collectTargetUses(as<Foreach>(statement)->body.get(), uses);
        break;
    case StatementKind::Return: collectTargetUses(as<Return>(statement)->value.get(), uses); break;
    case StatementKind::Delete:
        noteWritten(as<Delete>(statement)->target.get(), uses);
        collectTargetUses(as<Delete>(statement)->target.get(), uses);
        break;
    case StatementKind::TryCatch:
        if (as<TryCatch>(statement)->message)
            uses.written.insert(as<TryCatch>(statement)->message->text);
        collectTargetUses(as<TryCatch>(statement)->body.get(), uses);
        collectTargetUses(as<TryCatch>(statement)->handler.get(), uses);
        break;
    case StatementKind::Empty:
    case StatementKind::Break:
    case StatementKind::Continue:
    case StatementKind::Next:
    case StatementKind::EmbeddedC: break;
    }
}

}
