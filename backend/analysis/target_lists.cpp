// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/body_builder.h"

#include <utility>

namespace tapscope::analysis {

using debuginfo::VariableAt;

// A text that is made here, in the form of TargetVariablesExpr.
Typed BodyBuilder::listText(const std::vector<const VariableAt *> &variables, const Range &range,
                            const std::function<ExprPtr(const VariableAt &)> &valueOf)
{
    auto format = std::make_unique<FormatExpr>(Type::String, range);
    format->toString = true;
    std::string literal;
    for (const VariableAt *variable : variables) {
        literal += (variable == variables.front() ? "" : " ") + variable->name + "=";
        if (isComposite(variable->type) || variable->type.kind == debuginfo::TypeInfo::Kind::Array) {
            literal += isComposite(variable->type) ? "{...}" : "[...]";
            continue;
        }
        ExprPtr value = valueOf(*variable);
        if (!value) {
            literal += "?";
            continue;
        }
        FormatPiece &piece = format->pieces.emplace_back();
        piece.literal = std::exchange(literal, {});
        piece.conversion = 'x';
        piece.alternate = true;
        format->arguments.push_back(std::move(value));
    }
    if (!literal.empty())
        format->pieces.emplace_back().literal = std::move(literal);
    return {std::move(format), m_context.types().known(Type::String, range)};
}

// Each variable is stored for itself, and the text is made of them at the return.
Typed BodyBuilder::listAtEntry(const script::TargetVariable &node)
{
    return listText(m_scope.entry->list(node.name), node.range, [&](const VariableAt &variable) -> ExprPtr {
        const std::optional<TargetReading> reading = readingOf(variable);
        if (!reading || reading->location.kind == debuginfo::Location::Kind::Unavailable)
            return nullptr;
        script::TargetVariable one(node.range);
        one.nameRange = node.range;
        one.name = "$" + variable.name;
        return atEntry(one, node.range).expr;
    });
}

Typed BodyBuilder::computedList(const std::vector<const VariableAt *> &variables, const Range &range)
{
    return listText(variables, range, [&](const VariableAt &variable) -> ExprPtr {
        const bool before = std::exchange(m_quiet, true);
        std::optional<TargetPlace> place = placeOf(variable, variable.name, range);
        m_quiet = before;
        return place && !place->isImplied ? load(*place) : nullptr;
    });
}

}
