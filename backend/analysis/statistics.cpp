// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/body_builder.h"

namespace tapscope::analysis {

namespace {

constexpr int64_t maxBuckets = 128;
constexpr int64_t maxVarianceShift = 62;

// A number literal, with its sign; the parser has seen to it that there is one.
int64_t literal(const script::Expression *node)
{
    if (const auto *minus = as<script::Unary>(node); minus && minus->op == script::UnaryOperator::Minus)
        return static_cast<int64_t>(0 - static_cast<uint64_t>(literal(minus->operand.get())));
    const auto *number = as<script::Number>(node);
    return number ? number->value : 0;
}

}

std::optional<uint32_t> BodyBuilder::statisticGlobal(const script::Expression *argument, const Range &range,
                                                     const std::string &word, std::vector<ExprPtr> &keysOut)
{
    const auto *name = as<script::Identifier>(argument);
    const auto *index = as<script::Index>(argument);
    std::optional<uint32_t> global;
    if (name)
        global = array({name->name, name->range}, 0);
    else if (index)
        global = array(index->array, index->keys.size());
    else
        m_context.error("statistic-misuse", argument ? argument->range : range,
                        {TAPSCOPE_TEXT("Diagnostics",
                                       "%1() takes a statistic: a global, or an element of one, that is filled with <<<"),
                         {word}});
    if (!global)
        return {};
    GlobalSymbol &symbol = m_context.globals()[*global];
    symbol.read = true;
    if (index)
        keysOut = keys(*global, index->keys, index->range);
    TypeTable &types = m_context.types();
    if (!types.set(symbol.value, Type::Stats, argument->range)) {
        if (script::Diagnostic *diagnostic
            = m_context.error("statistic-misuse", argument->range,
                              {TAPSCOPE_TEXT("Diagnostics", "%1() takes a statistic, but '%2' is not one"),
                               {word, symbol.declaration->name.text}},
                              {TAPSCOPE_TEXT("Diagnostics", "fill it with %1 <<< value"), {symbol.declaration->name.text}}))
            diagnostic->notes.push_back({types.origin(symbol.value), typeSince(types.type(symbol.value))});
        return {};
    }
    return global;
}

Typed BodyBuilder::statistic(const script::AtOperator &node)
{
    using Function = StatisticExpr::Function;
    auto expr = std::make_unique<StatisticExpr>(Type::Long, node.range);
    expr->function = node.name == "@count" ? Function::Count
        : node.name == "@sum"              ? Function::Sum
        : node.name == "@min"              ? Function::Min
        : node.name == "@max"              ? Function::Max
        : node.name == "@avg"              ? Function::Average
                                           : Function::Variance;
    const script::Expression *argument = node.arguments.empty() ? nullptr : node.arguments.front().get();
    const std::optional<uint32_t> global = statisticGlobal(argument, node.range, node.name, expr->keys);
    if (!global)
        return broken(node.range);
    expr->global = *global;
    if (expr->function == Function::Variance)
        varianceShift(node, *global);
    return {std::move(expr), m_context.types().known(Type::Long, node.range)};
}

// All that takes the variance of one statistic shares what is gathered for it, the shift included.
void BodyBuilder::varianceShift(const script::AtOperator &node, uint32_t global)
{
    int64_t shift = 0;
    if (node.arguments.size() > 1) {
        const script::Expression *argument = node.arguments[1].get();
        shift = literal(argument);
        if (!as<script::Number>(argument) || shift < 0 || shift > maxVarianceShift) {
            m_context.error("variance-shift", argument->range,
                            {TAPSCOPE_TEXT("Diagnostics", "the bit shift of @variance is a number literal from 0 to %1"),
                             {std::to_string(maxVarianceShift)}},
                            {TAPSCOPE_TEXT("Diagnostics", "leave it out, or take a small one such as 4"), {}});
            return;
        }
    }
    GlobalSymbol &symbol = m_context.globals()[global];
    if (!symbol.varianceShift) {
        symbol.varianceShift = static_cast<uint8_t>(shift);
        symbol.varianceRange = node.range;
    } else if (*symbol.varianceShift != shift) {
        if (script::Diagnostic *diagnostic
            = m_context.error("variance-shift", node.range,
                              {TAPSCOPE_TEXT("Diagnostics", "the @variance of '%1' has two bit shifts, %2 and %3"),
                               {symbol.declaration->name.text, std::to_string(*symbol.varianceShift), std::to_string(shift)}},
                              {TAPSCOPE_TEXT("Diagnostics", "use one of them everywhere"), {}}))
            diagnostic->notes.push_back({symbol.varianceRange, {TAPSCOPE_TEXT("Diagnostics", "first used like this here"), {}}});
    }
}

bool BodyBuilder::histogramKind(const script::Histogram &node, uint32_t global)
{
    HistogramKind kind;
    kind.linear = node.linear;
    if (node.linear && node.parameters.size() == 3) {
        kind.low = literal(node.parameters[0].get());
        kind.high = literal(node.parameters[1].get());
        kind.width = literal(node.parameters[2].get());
        if (kind.width <= 0) {
            m_context.error("histogram-range", node.parameters[2]->range,
                            {TAPSCOPE_TEXT("Diagnostics", "the width of a bucket must be 1 or more"), {}},
                            {TAPSCOPE_TEXT("Diagnostics", "write: @hist_linear(statistic, lowest, highest, width)"), {}});
            return false;
        }
        int64_t span = 0;
        if (kind.high < kind.low) {
            m_context.error("histogram-range", script::join(node.parameters[0]->range, node.parameters[1]->range),
                            {TAPSCOPE_TEXT("Diagnostics", "the lowest value of the histogram is above its highest"), {}},
                            {TAPSCOPE_TEXT("Diagnostics", "write: @hist_linear(statistic, lowest, highest, width)"), {}});
            return false;
        }
        if (__builtin_sub_overflow(kind.high, kind.low, &span) || span / kind.width > maxBuckets - 3) {
            m_context.error("histogram-range", node.range,
                            {TAPSCOPE_TEXT("Diagnostics", "the histogram would have more than %1 buckets"),
                             {std::to_string(maxBuckets)}},
                            {TAPSCOPE_TEXT("Diagnostics", "make the buckets wider or the range smaller"), {}});
            return false;
        }
    }
    GlobalSymbol &symbol = m_context.globals()[global];
    if (!symbol.histogram) {
        symbol.histogram = kind;
        symbol.histogramRange = node.range;
    } else if (*symbol.histogram != kind) {
        if (script::Diagnostic *diagnostic = m_context.error(
                "histogram-conflict", node.range,
                {TAPSCOPE_TEXT("Diagnostics", "'%1' has another kind or range of histogram elsewhere"),
                 {symbol.declaration->name.text}},
                {TAPSCOPE_TEXT("Diagnostics", "a statistic keeps one histogram; fill a second global for the other"), {}}))
            diagnostic->notes.push_back({symbol.histogramRange, {TAPSCOPE_TEXT("Diagnostics", "first used like this here"), {}}});
        return false;
    }
    return true;
}

std::unique_ptr<HistogramExpr> BodyBuilder::histogram(const script::Histogram &node)
{
    auto expr = std::make_unique<HistogramExpr>(node.bucket ? Type::Long : Type::String, node.range);
    const std::optional<uint32_t> global = statisticGlobal(node.statistic.get(), node.range,
                                                           node.linear ? "@hist_linear" : "@hist_log", expr->keys);
    if (!global || !histogramKind(node, *global))
        return nullptr;
    expr->global = *global;
    if (node.bucket)
        expr->bucket = expect(node.bucket.get(), Type::Long);
    return expr;
}

Typed BodyBuilder::histogramValue(const script::Histogram &node)
{
    std::unique_ptr<HistogramExpr> expr = histogram(node);
    if (!expr)
        return broken(node.range);
    if (!node.bucket) {
        m_context.error("histogram-misuse", node.range,
                        {TAPSCOPE_TEXT("Diagnostics", "a histogram is a drawing, not a value"), {}},
                        {TAPSCOPE_TEXT("Diagnostics", "print it with print or println, or take one bucket of it: %1[0]"),
                         {std::string(m_context.sources().text(node.range))}});
        return broken(node.range);
    }
    return {std::move(expr), m_context.types().known(Type::Long, node.range)};
}

StmtPtr BodyBuilder::foreachHistogram(const script::Foreach &node)
{
    TypeTable &types = m_context.types();
    auto out = std::make_unique<ForeachStmt>(node.range);
    out->histogram = true;
    const auto *which = as<script::Histogram>(node.histogram);
    if (node.keys.size() != 1)
        m_context.error("key-count", node.histogram->range,
                        {TAPSCOPE_TEXT("Diagnostics", "a loop over a histogram has one key, the number of the bucket"), {}});
    for (const script::Name &key : node.keys)
        out->keyLocals.push_back(bindLoopVariable(key, types.known(Type::Long, key.range)));
    if (node.value)
        out->valueLocal = bindLoopVariable(*node.value, types.known(Type::Long, node.value->range));
    if (which) {
        if (std::unique_ptr<HistogramExpr> expr = histogram(*which)) {
            out->global = expr->global;
            out->keys = std::move(expr->keys);
        }
    }
    out->order = node.order;
    out->sortColumn = node.sortColumn;
    if (node.limit)
        out->limit = expect(node.limit.get(), Type::Long);
    out->body = statement(node.body.get());
    return out;
}

std::optional<StatisticExpr::Function> BodyBuilder::sortStatistic(const script::Foreach &node, Cell value)
{
    using Function = StatisticExpr::Function;
    if (node.sortAggregate.empty())
        return {};
    // Sorting by an aggregate says that this is an array of statistics.
    if (!m_context.types().set(value, Type::Stats, node.array.range)) {
        m_context.error("statistic-misuse", node.array.range,
                        {TAPSCOPE_TEXT("Diagnostics", "'%1' is no array of statistics, so it cannot be sorted by %2"),
                         {node.array.text, node.sortAggregate}},
                        {TAPSCOPE_TEXT("Diagnostics", "put + or - alone behind the array's name to sort by value"), {}});
        return {};
    }
    if (node.sortAggregate == "@count")
        return Function::Count;
    if (node.sortAggregate == "@sum")
        return Function::Sum;
    if (node.sortAggregate == "@min")
        return Function::Min;
    if (node.sortAggregate == "@max")
        return Function::Max;
    if (node.sortAggregate == "@avg")
        return Function::Average;
    return Function::Variance;
}

}
