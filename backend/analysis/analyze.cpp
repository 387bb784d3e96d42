// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/analyze.h"

#include "analysis/body_builder.h"
#include "analysis/context.h"
#include "analysis/elimination.h"
#include "analysis/handler_maker.h"
#include "analysis/usage.h"

#include <algorithm>

namespace tapscope::analysis {

namespace {

void buildFunction(Context &context, FunctionSymbol &symbol)
{
    symbol.built = true;
    if (symbol.direct || context.dependsOnProbe(symbol))
        return; // the latter is built for each probe that calls it
    if (symbol.ast->embeddedC) {
        symbol.built = symbol.called;
        if (!symbol.called)
            return; // C that nobody runs is no obstacle
        context.error("embedded-c", symbol.ast->name.range,
                      {TAPSCOPE_TEXT("Diagnostics", "the function '%1' is written in C, which cannot run as eBPF"),
                       {symbol.ast->name.text}},
                      {TAPSCOPE_TEXT("Diagnostics", "write it in the script language, or run this script with stap itself"), {}});
        symbol.returnsValue = true; // whatever it returns
        return;
    }
    BodyBuilder builder(context, symbol);
    symbol.body = builder.functionBody(symbol.ast->body.get());
    builder.reportLocals();
    symbol.locals = builder.takeLocals();
    symbol.effects = builder.takeEffects();
}

enum class Idle : uint8_t { Skipped, Built };

void buildFunctions(Context &context, Idle idle)
{
    // Building one can call for others, also from files that are only then taken in.
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < context.functions().size(); ++i) {
            FunctionSymbol &symbol = context.functions()[i];
            if (!symbol.built && (symbol.called || !symbol.fromTapset) && (idle == Idle::Built || !context.isIdle(*symbol.ast))) {
                buildFunction(context, symbol);
                more = more || symbol.built;
            }
        }
    }
}

void checkAliases(Context &context, const script::Ast &ast)
{
    for (const script::Alias &alias : ast.aliases) {
        for (const script::ProbePoint &name : alias.names) {
            if (name.optional || name.sufficient)
                context.error("alias-name", name.range,
                              {TAPSCOPE_TEXT("Diagnostics", "the name of an alias cannot be optional"), {}},
                              {TAPSCOPE_TEXT("Diagnostics", "put ? or ! behind the probe points right of the ="), {}});
        }
    }
}

Program analyzeOnce(script::SourceSet &sources, const script::Ast &ast, const Options &options, script::Diagnostics &diagnostics,
                    IdleCode &idle, bool skipIdle)
{
    Program program;
    Context context(sources, ast, options, diagnostics);
    context.setIdleCode(&idle, skipIdle);
    checkAliases(context, ast);
    buildFunctions(context, Idle::Skipped);
    HandlerMaker handlers(context, program);
    for (size_t i = 0; i < context.asts().size(); ++i) {
        for (const script::Probe &probe : context.asts()[i]->probes) {
            if (!context.cancelled())
                handlers.addProbe(probe);
        }
    }
    buildFunctions(context, Idle::Skipped);
    if (!skipIdle)
        buildFunctions(context, Idle::Built);

    std::vector<const Effects *> roots;
    for (size_t i = 0; i < handlers.effects().size(); ++i) {
        roots.push_back(&handlers.effects()[i]);
        checkCallsInLoops(context, handlers.effects()[i]);
        program.handlers[i].usesThreadIndent = context.closure(handlers.effects()[i]).threadIndent;
    }
    for (const FunctionSymbol &symbol : context.functions())
        checkCallsInLoops(context, symbol.effects);
    if (ast.probes.empty()) {
        context.error("no-probes", {ast.file, 0, 0},
                      {TAPSCOPE_TEXT("Diagnostics", "the script has no probes, so there is nothing to run"), {}},
                      {TAPSCOPE_TEXT("Diagnostics", "add one, for example: probe begin { println(\"hello\") exit() }"), {}});
    } else if (program.handlers.empty() && !context.hasErrors()) {
        context.error("no-probes", ast.probes.front().range,
                      {TAPSCOPE_TEXT("Diagnostics", "all probe points are optional, and none of them exists here"), {}},
                      {TAPSCOPE_TEXT("Diagnostics", "take away the ? to see why one is not found"), {}});
    }
    context.reportMissingFunctions(handlers.effects(), program);
    context.finishCounters(program);
    context.finishTypes();
    context.finishGlobals(program);
    context.finishFunctions(roots, program);
    for (size_t i = 0; i < handlers.effects().size(); ++i) {
        if (!program.handlers[i].inKernel())
            continue;
        for (const uint32_t global : context.closure(handlers.effects()[i]).globalsWritten)
            program.globals[global].writtenInKernel = true;
    }
    reportUnused(context);
    eliminate(context, program);
    if (options.printsGlobals)
        addEndPrints(context, program);
    return program;
}

}

Program analyze(script::SourceSet &sources, const script::Ast &ast, const Options &options, script::Diagnostics &diagnostics)
{
    IdleCode idle(ast);
    script::Diagnostics found = diagnostics;
    Program program = analyzeOnce(sources, ast, options, found, idle, false);
    if (found.errorCount() > diagnostics.errorCount() && idle.explains(found, diagnostics.all().size())) {
        script::Diagnostics without = diagnostics;
        program = analyzeOnce(sources, ast, options, without, idle, true);
        found = withForgiven(found, std::move(without));
    }
    diagnostics = std::move(found);
    return program;
}

}
