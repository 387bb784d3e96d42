// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/usage.h"

#include "base/similar.h"

namespace tapscope::analysis {

void reportUnused(Context &context)
{
    if (context.hasErrors())
        return; // what has an error was left out, so that what it uses may seem unused
    for (const GlobalSymbol &symbol : context.globals()) {
        if (context.isTapset(symbol.file))
            continue;
        const script::Name &name = symbol.declaration->name;
        if (!symbol.read && !symbol.written) {
            context.warning("unused-global", name.range,
                            {TAPSCOPE_TEXT("Diagnostics", "the global '%1' is never used"), {name.text}},
                            {TAPSCOPE_TEXT("Diagnostics", "remove the declaration"), {}});
        } else if (symbol.read && !symbol.written && !symbol.initialised) {
            const std::vector<std::string> similar = similarNames(name.text, context.globalNames());
            context.warning("never-assigned", name.range,
                            {TAPSCOPE_TEXT("Diagnostics", "the global '%1' is read but never set: it is always 0 or empty"),
                             {name.text}},
                            didYouMean(similar));
        }
    }
    for (const FunctionSymbol &symbol : context.functions()) {
        if (!symbol.fromTapset && !symbol.called) {
            const script::Name &name = symbol.ast->name;
            context.warning("unused-function", name.range,
                            {TAPSCOPE_TEXT("Diagnostics", "the function '%1' is never called"), {name.text}},
                            {TAPSCOPE_TEXT("Diagnostics", "call it or remove it"), {}});
        }
    }
}

void checkCallsInLoops(Context &context, const Effects &effects)
{
    for (const CallInLoop &call : effects.callsInLoops) {
        Effects callee;
        callee.calls.insert(call.function);
        if (!context.closure(callee).globalsWritten.contains(call.loopGlobal))
            continue;
        const std::string &array = context.globals()[call.loopGlobal].declaration->name.text;
        const std::string &function = context.functions()[call.function].ast->name.text;
        script::Diagnostic *diagnostic = context.error(
            "foreach-modified", call.range,
            {TAPSCOPE_TEXT("Diagnostics", "%1() changes '%2' while foreach goes through it"), {function, array}},
            {TAPSCOPE_TEXT("Diagnostics", "collect the changes in another array and make them after the loop"), {}});
        if (diagnostic)
            diagnostic->notes.push_back({call.loopRange, {TAPSCOPE_TEXT("Diagnostics", "the loop is here"), {}}});
    }
}

namespace {

/// Builds the statements that print one global.
class GlobalPrinter {
public:
    GlobalPrinter(Program &program, Handler &handler, uint32_t global)
        : m_handler(handler)
        , m_global(global)
        , m_variable(program.globals[global])
        , m_range(m_variable.range)
    {}

    StmtPtr print()
    {
        if (m_variable.keys.empty())
            return m_variable.type == Type::Stats ? scalarStatistic() : line();
        auto loop = std::make_unique<ForeachStmt>(m_range);
        loop->global = m_global;
        loop->order = script::SortOrder::Descending;
        if (m_variable.type == Type::Stats)
            loop->sortStatistic = StatisticExpr::Function::Count;
        for (size_t i = 0; i < m_variable.keys.size(); ++i)
            loop->keyLocals.push_back(addLocal("__idx" + std::to_string(i), m_variable.keys[i]));
        m_keys = loop->keyLocals;
        if (m_variable.type != Type::Stats) {
            loop->valueLocal = addLocal("__val", m_variable.type);
            m_value = loop->valueLocal;
        }
        loop->body = line();
        return loop;
    }

private:
    uint32_t addLocal(std::string name, Type type)
    {
        m_handler.locals.push_back({std::move(name), type});
        return static_cast<uint32_t>(m_handler.locals.size() - 1);
    }

    ExprPtr localValue(uint32_t local) const
    {
        auto expr = std::make_unique<LocalExpr>(m_handler.locals[local].type, m_range);
        expr->local = local;
        return expr;
    }

    ExprPtr statistic(StatisticExpr::Function function) const
    {
        auto expr = std::make_unique<StatisticExpr>(Type::Long, m_range);
        expr->function = function;
        expr->global = m_global;
        for (const uint32_t key : m_keys)
            expr->keys.push_back(localValue(key));
        return expr;
    }

    static void add(FormatExpr &format, std::string literal, ExprPtr value)
    {
        FormatPiece &piece = format.pieces.emplace_back();
        piece.literal = std::move(literal);
        piece.conversion = value->type == Type::String ? 's' : 'd';
        piece.alternate = value->type == Type::String;
        format.arguments.push_back(std::move(value));
    }

    StmtPtr statement(std::unique_ptr<FormatExpr> format, std::string end) const
    {
        format->pieces.emplace_back().literal = std::move(end);
        auto out = std::make_unique<ExpressionStmt>(m_range);
        out->expression = std::move(format);
        return out;
    }

    // name["key",1]=value, or with the statistic's five numbers.
    StmtPtr line() const
    {
        using Function = StatisticExpr::Function;
        auto format = std::make_unique<FormatExpr>(Type::Unknown, m_range);
        std::string literal = m_variable.name;
        for (size_t i = 0; i < m_keys.size(); ++i) {
            const bool string = m_variable.keys[i] == Type::String;
            add(*format, literal + (i == 0 ? "[" : ",") + (string ? "\"" : ""), localValue(m_keys[i]));
            literal = string ? "\"" : "";
        }
        if (!m_keys.empty())
            literal += "]";
        if (m_variable.type == Type::Stats) {
            for (const auto &[name, function] : {std::pair{" @count=", Function::Count},
                                                 {" @min=", Function::Min},
                                                 {" @max=", Function::Max},
                                                 {" @sum=", Function::Sum},
                                                 {" @avg=", Function::Average}}) {
                add(*format, literal + name, statistic(function));
                literal.clear();
            }
            return statement(std::move(format), "\n");
        }
        const bool string = m_variable.type == Type::String;
        ExprPtr value;
        if (m_value) {
            value = localValue(*m_value);
        } else {
            auto scalar = std::make_unique<GlobalExpr>(m_variable.type, m_range);
            scalar->global = m_global;
            value = std::move(scalar);
        }
        add(*format, literal + (string ? "=\"" : "="), std::move(value));
        return statement(std::move(format), string ? "\"\n" : "\n");
    }

    // The minimum of nothing is an error, so an empty one says only that.
    StmtPtr scalarStatistic() const
    {
        auto choice = std::make_unique<IfStmt>(m_range);
        choice->condition = statistic(StatisticExpr::Function::Count);
        choice->whenTrue = line();
        choice->whenFalse = statement(std::make_unique<FormatExpr>(Type::Unknown, m_range), m_variable.name + " @count=0x0\n");
        return choice;
    }

    Handler &m_handler;
    uint32_t m_global;
    const GlobalVariable &m_variable;
    Range m_range;
    std::vector<uint32_t> m_keys;
    std::optional<uint32_t> m_value;
};

}

void addEndPrints(Context &context, Program &program)
{
    for (uint32_t i = 0; i < program.globals.size(); ++i) {
        const GlobalSymbol &symbol = context.globals()[i];
        if (context.isTapset(symbol.file) || symbol.read || !symbol.written)
            continue;
        Handler handler;
        handler.kind = ProbeKind::End;
        handler.probePoint = "end";
        handler.derivedFrom = {"end"};
        handler.range = program.globals[i].range;
        auto block = std::make_unique<BlockStmt>(handler.range);
        block->statements.push_back(GlobalPrinter(program, handler, i).print());
        handler.body = std::move(block);
        handler.sites.push_back(static_cast<uint32_t>(program.sites.size()));
        program.sites.emplace_back().probePoint = "end";
        program.handlers.push_back(std::move(handler));
    }
}

}
