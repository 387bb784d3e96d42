// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/elimination.h"

#include "analysis/program_walk.h"
#include "analysis/usefulness.h"

#include <algorithm>
#include <functional>
#include <set>
#include <tuple>

namespace tapscope::analysis {

namespace {

/// Takes out of one body what Usefulness has found to be of no use in it.
class Pruner {
public:
    explicit Pruner(const Usefulness &usefulness) : m_usefulness(usefulness) {}

    void prune(Stmt &statement)
    {
        forParts(
            statement, [&](ExprPtr &expr) { withoutIdleAssignments(expr); },
            [&](StmtPtr &inner) {
                if (!m_usefulness.isUseful(*inner))
                    inner = std::make_unique<BlockStmt>(inner->range);
                else
                    prune(*inner);
            });
        if (statement.kind == StmtKind::Block)
            std::erase_if(static_cast<BlockStmt &>(statement).statements, isEmpty);
    }

private:
    static bool isEmpty(const StmtPtr &statement)
    {
        const auto *block = as<BlockStmt>(statement);
        return !statement || (block && block->statements.empty());
    }

    void withoutIdleAssignments(ExprPtr &expr)
    {
        while (const auto *assign = as<AssignExpr>(expr)) {
            if (!m_usefulness.isForNothing(*assign))
                break;
            ExprPtr value = std::move(static_cast<AssignExpr &>(*expr).value);
            expr = std::move(value);
        }
        forOperands(*expr, [&](ExprPtr &operand) { withoutIdleAssignments(operand); });
    }

    const Usefulness &m_usefulness;
};

// What the library does for nothing is nobody's fault.
void reportIdleCalls(Context &context, const Usefulness &usefulness, Stmt &statement)
{
    const auto *lone = as<ExpressionStmt>(&statement);
    if (lone && as<CallFunctionExpr>(lone->expression) && !usefulness.isUseful(statement))
        context.warning("no-effect", lone->expression->range, {TAPSCOPE_TEXT("Diagnostics", "this expression does nothing"), {}},
                        {TAPSCOPE_TEXT("Diagnostics", "print it, assign it, or remove it"), {}});
    forParts(statement, [](ExprPtr &) {}, [&](StmtPtr &inner) { reportIdleCalls(context, usefulness, *inner); });
}

void markLocals(std::vector<Local> &locals, size_t parameters, Stmt &body)
{
    for (size_t i = parameters; i < locals.size(); ++i)
        locals[i].used = false;
    forAllExpressions(body, [&](ExprPtr &expr) {
        if (const auto *local = as<LocalExpr>(expr))
            locals[local->local].used = true;
    });
    const auto bound = [&](const auto &self, Stmt &statement) -> void {
        if (const auto *loop = as<ForeachStmt>(&statement)) {
            for (const uint32_t key : loop->keyLocals)
                locals[key].used = true;
            if (loop->valueLocal)
                locals[*loop->valueLocal].used = true;
        } else if (const auto *attempt = as<TryCatchStmt>(&statement); attempt && attempt->messageLocal) {
            locals[*attempt->messageLocal].used = true;
        }
        forParts(statement, [](ExprPtr &) {}, [&](StmtPtr &inner) { self(self, *inner); });
    };
    bound(bound, body);
}

/// How the bodies that are left use globals.
class GlobalUses {
public:
    explicit GlobalUses(size_t count) : m_mentioned(count), m_read(count) {}

    void look(Stmt &body)
    {
        const auto *cycle = as<LoopStmt>(&body);
        forParts(
            body,
            [&](ExprPtr &expr) {
                const bool discarded = body.kind == StmtKind::Expression || (cycle && expr != cycle->condition);
                expression(*expr, discarded);
            },
            [&](StmtPtr &inner) { look(*inner); });
        if (const auto *loop = as<ForeachStmt>(&body))
            read(loop->global);
        else if (const auto *deletion = as<DeleteStmt>(&body))
            read(deletion->global); // as in stap, which does not print such a one at the end
    }

    [[nodiscard]] bool mentioned(uint32_t global) const { return m_mentioned[global]; }
    [[nodiscard]] bool isRead(uint32_t global) const { return m_read[global]; }

private:
    void read(uint32_t global) { m_mentioned[global] = m_read[global] = true; }

    static std::optional<uint32_t> globalOf(const Expr &expr)
    {
        if (const auto *scalar = as<GlobalExpr>(&expr))
            return scalar->global;
        if (const auto *element = as<ElementExpr>(&expr))
            return element->global;
        if (const auto *in = as<InExpr>(&expr))
            return in->global;
        if (const auto *statistic = as<StatisticExpr>(&expr))
            return statistic->global;
        if (const auto *histogram = as<HistogramExpr>(&expr))
            return histogram->global;
        return {};
    }

    // What is set by an expression whose value is used is read, too.
    void expression(Expr &expr, bool discarded)
    {
        if (const std::optional<uint32_t> global = globalOf(expr))
            read(*global);
        const Expr *target = nullptr;
        if (const auto *assign = as<AssignExpr>(&expr))
            target = assign->target.get();
        else if (const auto *increment = as<IncrementExpr>(&expr))
            target = increment->target.get();
        forOperands(expr, [&](ExprPtr &operand) {
            const std::optional<uint32_t> global = operand.get() == target && discarded ? globalOf(*operand) : std::nullopt;
            if (!global) {
                expression(*operand, false);
                return;
            }
            m_mentioned[*global] = true;
            forOperands(*operand, [&](ExprPtr &key) { expression(*key, false); });
        });
    }

    std::vector<bool> m_mentioned, m_read;
};

void dropFunctions(Program &program)
{
    std::vector<bool> called(program.functions.size());
    std::vector<uint32_t> open;
    const auto collect = [&](Stmt &body) {
        forAllExpressions(body, [&](ExprPtr &expr) {
            const auto *call = as<CallFunctionExpr>(expr);
            if (call && !called[call->function]) {
                called[call->function] = true;
                open.push_back(call->function);
            }
        });
    };
    for (Handler &handler : program.handlers)
        collect(*handler.body);
    while (!open.empty()) {
        const uint32_t function = open.back();
        open.pop_back();
        collect(*program.functions[function].body);
    }
    std::vector<uint32_t> numbers(called.size());
    std::vector<FunctionBody> kept;
    for (size_t i = 0; i < called.size(); ++i) {
        if (called[i]) {
            numbers[i] = static_cast<uint32_t>(kept.size());
            kept.push_back(std::move(program.functions[i]));
        }
    }
    program.functions = std::move(kept);
    const auto renumber = [&](Stmt &body) {
        forAllExpressions(body, [&](ExprPtr &expr) {
            if (expr->kind == ExprKind::CallFunction) {
                auto &call = static_cast<CallFunctionExpr &>(*expr);
                call.function = numbers[call.function];
            }
        });
    };
    for (Handler &handler : program.handlers)
        renumber(*handler.body);
    for (FunctionBody &function : program.functions)
        renumber(*function.body);
}

void dropHandlers(Program &program, const std::vector<bool> &useful)
{
    std::vector<Handler> handlers;
    std::vector<Site> sites;
    for (size_t i = 0; i < program.handlers.size(); ++i) {
        if (!useful[i])
            continue;
        Handler &handler = handlers.emplace_back(std::move(program.handlers[i]));
        for (uint32_t &site : handler.sites) {
            sites.push_back(std::move(program.sites[site]));
            site = static_cast<uint32_t>(sites.size() - 1);
        }
    }
    program.handlers = std::move(handlers);
    program.sites = std::move(sites);
}

void reportIdleProbes(Context &context, const Program &program, const std::vector<bool> &useful)
{
    // At others of its places the same probe may have something to do.
    std::set<std::tuple<script::FileId, uint32_t, uint32_t>> elsewhere;
    for (size_t i = 0; i < program.handlers.size(); ++i) {
        if (const Range &range = program.handlers[i].range; useful[i])
            elsewhere.insert({range.file, range.begin, range.end});
    }
    for (size_t i = 0; i < program.handlers.size(); ++i) {
        const Handler &handler = program.handlers[i];
        if (useful[i] || handler.isEntryPart)
            continue;
        if (!elsewhere.contains({handler.range.file, handler.range.begin, handler.range.end}))
            context.warning(
                "idle-probe", handler.range,
                {TAPSCOPE_TEXT("Diagnostics", "the probe '%1' does nothing that could be noticed, so it is left out"),
                 {handler.probePoint}},
                {TAPSCOPE_TEXT("Diagnostics", "print something in it or set a global; -t keeps it and counts its hits"), {}});
    }
    if (context.options().withoutEffect == WithoutEffect::Remove && !program.handlers.empty()
        && std::ranges::none_of(useful, std::identity{}))
        context.error("no-probes", program.handlers.front().range,
                      {TAPSCOPE_TEXT("Diagnostics", "no probe of the script does anything, so there is nothing to run"), {}},
                      {TAPSCOPE_TEXT("Diagnostics", "print something in one of them, or run it with -t to count their hits"),
                       {}});
}

// Values that only a return probe's handler wants which is left out.
std::set<uint32_t> unwantedEntryValues(Program &program, const std::vector<bool> &useful)
{
    GlobalUses uses(program.globals.size());
    bool any = false;
    for (size_t i = 0; i < program.handlers.size(); ++i) {
        any = any || program.handlers[i].isEntryPart;
        if (useful[i] && !program.handlers[i].isEntryPart)
            uses.look(*program.handlers[i].body);
    }
    std::set<uint32_t> out;
    for (uint32_t i = 0; any && i < program.globals.size(); ++i) {
        if (program.globals[i].isEntryValue && !uses.isRead(i))
            out.insert(i);
    }
    return out;
}

// What the library counts for scripts, where this one never asks.
std::set<uint32_t> unreadOfLibrary(Context &context, Program &program)
{
    GlobalUses uses(program.globals.size());
    for (Handler &handler : program.handlers)
        uses.look(*handler.body);
    for (FunctionBody &function : program.functions)
        uses.look(*function.body);
    std::set<uint32_t> out;
    for (uint32_t i = 0; i < program.globals.size(); ++i) {
        if (!program.globals[i].isEntryValue && context.isTapset(context.globals()[i].file) && !uses.isRead(i))
            out.insert(i);
    }
    return out;
}

}

void eliminate(Context &context, Program &program)
{
    const WithoutEffect mode = context.options().withoutEffect;
    if (mode == WithoutEffect::Keep || context.hasErrors() || context.cancelled())
        return;
    const bool remove = mode == WithoutEffect::Remove;
    Usefulness usefulness(program);
    Pruner pruner(usefulness);
    std::vector<bool> useful(program.handlers.size());
    const std::set<uint32_t> unread = unreadOfLibrary(context, program);
    const auto handle = [&](size_t i, const std::set<uint32_t> &dropped) {
        Handler &handler = program.handlers[i];
        usefulness.look(*handler.body, dropped);
        useful[i] = usefulness.isUseful(*handler.body);
        reportIdleCalls(context, usefulness, *handler.body);
        if (remove && useful[i]) {
            pruner.prune(*handler.body);
            markLocals(handler.locals, 0, *handler.body);
        }
    };
    for (size_t i = 0; i < program.handlers.size(); ++i) {
        if (!program.handlers[i].isEntryPart)
            handle(i, unread);
    }
    std::set<uint32_t> unwanted = unwantedEntryValues(program, useful);
    unwanted.insert(unread.begin(), unread.end());
    for (size_t i = 0; i < program.handlers.size(); ++i) {
        if (program.handlers[i].isEntryPart)
            handle(i, unwanted);
    }
    for (FunctionBody &function : program.functions) {
        usefulness.look(*function.body);
        reportIdleCalls(context, usefulness, *function.body);
        if (remove) {
            pruner.prune(*function.body);
            markLocals(function.locals, function.parameterCount, *function.body);
        }
    }
    reportIdleProbes(context, program, useful);
    if (!remove)
        return;
    dropHandlers(program, useful);
    dropFunctions(program);
    GlobalUses uses(program.globals.size());
    for (Handler &handler : program.handlers)
        uses.look(*handler.body);
    for (FunctionBody &function : program.functions)
        uses.look(*function.body);
    for (uint32_t i = 0; i < program.globals.size(); ++i) {
        program.globals[i].used = uses.mentioned(i);
        GlobalSymbol &symbol = context.globals()[i];
        symbol.written = symbol.written && uses.mentioned(i);
        symbol.read = symbol.read && uses.isRead(i);
    }
}

}
