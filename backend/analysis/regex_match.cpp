// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/body_builder.h"
#include "base/regex.h"

namespace tapscope::analysis {

// text =~ "pattern": the engine's function, with the pattern as its second argument.
Typed BodyBuilder::regexMatch(const script::RegexMatch &node)
{
    ExprPtr subject = expect(node.subject.get(), Type::String);
    if (const auto regex = Regex::compile(node.pattern); !regex) {
        Range range = node.patternRange;
        // Without escapes and joined pieces the place within the pattern is one within the literal.
        if (range.end - range.begin == node.pattern.size() + 2 && regex.error().at <= node.pattern.size()) {
            range.begin += 1 + static_cast<uint32_t>(regex.error().at);
            range.end = range.begin + 1;
        }
        m_context.error("bad-regex", range, regex.error().what, regex.error().nextStep);
        return broken(node.range);
    }
    auto match = std::make_unique<CallIntrinsicExpr>(Type::Long, node.range);
    match->intrinsic = Intrinsic::RegexMatch;
    match->arguments.push_back(std::move(subject));
    auto pattern = std::make_unique<StringExpr>(Type::String, node.patternRange);
    pattern->value = node.pattern;
    match->arguments.push_back(std::move(pattern));
    Typed result{std::move(match), m_context.types().known(Type::Long, node.range)};
    if (!node.negated)
        return result;
    auto negation = std::make_unique<UnaryExpr>(Type::Long, node.range);
    negation->op = script::UnaryOperator::Not;
    negation->operand = std::move(result.expr);
    return {std::move(negation), result.cell};
}

}
