// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/context.h"

#include "base/similar.h"

#include <algorithm>

namespace tapscope::analysis {

namespace {

// The intrinsic when the function's body is nothing but its call with the function's own parameters in order.
std::optional<Intrinsic> onlyIntrinsic(const script::Function &function)
{
    const auto *block = script::as<script::Block>(function.body);
    if (!block || block->statements.size() != 1)
        return {};
    const script::Expression *expression = nullptr;
    if (const auto *result = script::as<script::Return>(block->statements.front()))
        expression = result->value.get();
    else if (const auto *statement = script::as<script::ExpressionStatement>(block->statements.front()))
        expression = statement->expression.get();
    const auto *call = script::as<script::Call>(expression);
    if (!call || call->arguments.size() != function.parameters.size())
        return {};
    for (size_t i = 0; i < call->arguments.size(); ++i) {
        const auto *argument = script::as<script::Identifier>(call->arguments[i]);
        if (!argument || argument->name != function.parameters[i].name.text)
            return {};
    }
    const IntrinsicSignature *signature = findIntrinsic(call->function.text);
    return signature ? std::optional(signature->intrinsic) : std::nullopt;
}

}

Context::Context(script::SourceSet &sources, const script::Ast &ast, const Options &options, script::Diagnostics &diagnostics)
    : m_sources(sources)
    , m_options(options)
    , m_diagnostics(diagnostics)
    , m_library(options.tapsetDirectories, options.parse)
    , m_parser(sources, m_library, options.parse, diagnostics)
{
    // What the parser has said already is not said again.
    for (const script::Diagnostic &said : diagnostics.all())
        m_reported.insert({said.id, said.range.file, said.range.begin, said.range.end});
    registerAst(ast, {});
}

script::Diagnostic *Context::error(std::string_view id, const Range &range, Text message, Text nextStep)
{
    if (!m_reported.insert({id, range.file, range.begin, range.end}).second)
        return nullptr;
    return &m_diagnostics.error(id, range, std::move(message), std::move(nextStep));
}

script::Diagnostic *Context::warning(std::string_view id, const Range &range, Text message, Text nextStep)
{
    if (isTapset(range.file) || !m_reported.insert({id, range.file, range.begin, range.end}).second)
        return nullptr;
    return &m_diagnostics.warning(id, range, std::move(message), std::move(nextStep));
}

void Context::add(script::Diagnostic diagnostic)
{
    if (m_reported.insert({diagnostic.id, diagnostic.range.file, diagnostic.range.begin, diagnostic.range.end}).second)
        m_diagnostics.add(std::move(diagnostic));
}

void Context::registerAst(const script::Ast &ast, std::optional<size_t> tapset)
{
    m_asts.push_back(&ast);
    if (tapset)
        m_tapsetFiles.emplace(ast.file, *tapset);
    for (const script::Global &global : ast.globals)
        registerGlobal(global, ast.file);
    for (const script::Function &function : ast.functions)
        registerFunction(function, ast.file, tapset.has_value());
    if (tapset)
        return; // C that a library brings along is an obstacle only where something written in C is called
    for (const script::EmbeddedCBlock &block : ast.embeddedC) {
        error("embedded-c", block.range, {TAPSCOPE_TEXT("Diagnostics", "embedded C cannot run as eBPF"), {}},
              {TAPSCOPE_TEXT("Diagnostics", "write it in the script language, or run this script with stap itself"), {}});
    }
}

uint32_t Context::addHiddenArray(size_t keys, Cell value, const Range &range)
{
    constexpr uint32_t entries = 16384;
    script::Global &declaration = m_hiddenGlobals.emplace_back();
    declaration.name = {"entry value " + std::to_string(m_hiddenGlobals.size()), range};
    declaration.size = entries;
    declaration.wraps = true;
    GlobalSymbol symbol;
    symbol.declaration = &declaration;
    symbol.file = range.file;
    symbol.value = value;
    symbol.arity = keys;
    symbol.shapeRange = range;
    symbol.read = symbol.written = symbol.isEntryValue = true;
    for (size_t i = 0; i < keys; ++i)
        symbol.keys.push_back(m_types.known(Type::Long, range));
    m_globals.push_back(std::move(symbol));
    return static_cast<uint32_t>(m_globals.size() - 1);
}

void Context::registerGlobal(const script::Global &global, script::FileId file)
{
    std::vector<uint32_t> &same = m_globalsByName[global.name.text];
    for (const uint32_t other : same) {
        const GlobalSymbol &symbol = m_globals[other];
        if (symbol.file != file && (symbol.declaration->isPrivate || global.isPrivate))
            continue;
        if (symbol.file != file)
            return; // the script's own declaration of a tapset global's name is that global
        script::Diagnostic *diagnostic
            = error("duplicate-global", global.name.range,
                    {TAPSCOPE_TEXT("Diagnostics", "the global '%1' is declared twice"), {global.name.text}},
                    {TAPSCOPE_TEXT("Diagnostics", "remove one of the declarations, or give one of them another name"), {}});
        if (diagnostic) {
            diagnostic->notes.push_back(
                {symbol.declaration->name.range, {TAPSCOPE_TEXT("Diagnostics", "first declared here"), {}}});
        }
        return;
    }
    same.push_back(static_cast<uint32_t>(m_globals.size()));
    GlobalSymbol symbol;
    symbol.declaration = &global;
    symbol.file = file;
    symbol.value = m_types.fresh();
    symbol.initialised = global.initial != nullptr;
    if (script::as<script::Number>(global.initial))
        m_types.set(symbol.value, Type::Long, global.initial->range);
    else if (script::as<script::StringLiteral>(global.initial))
        m_types.set(symbol.value, Type::String, global.initial->range);
    if (symbol.initialised) {
        symbol.arity = 0;
        symbol.shapeRange = global.name.range;
    }
    m_globals.push_back(std::move(symbol));
}

void Context::registerFunction(const script::Function &function, script::FileId file, bool tapset)
{
    std::vector<uint32_t> &same = m_functionsByName[function.name.text];
    FunctionSymbol symbol;
    symbol.ast = &function;
    symbol.file = file;
    symbol.fromTapset = tapset;
    symbol.result = function.type == Type::Unknown ? m_types.fresh() : m_types.known(function.type, function.name.range);
    symbol.returnsValue = function.type != Type::Unknown;
    for (const script::Parameter &parameter : function.parameters) {
        symbol.parameters.push_back(parameter.type == Type::Unknown ? m_types.fresh()
                                                                    : m_types.known(parameter.type, parameter.name.range));
    }
    if (tapset)
        symbol.direct = onlyIntrinsic(function);
    if (symbol.direct)
        symbol.returnsValue = signatureOf(*symbol.direct).result != Type::Unknown;
    same.push_back(static_cast<uint32_t>(m_functions.size()));
    m_functions.push_back(std::move(symbol));
}

void Context::take(const TapsetLibrary::File &file)
{
    m_ownedAsts.push_back(m_parser.tapset(file));
    registerAst(m_ownedAsts.back(), file.directory);
}

std::optional<uint32_t> Context::findGlobal(std::string_view name, script::FileId file)
{
    // A function of the library may call a variable of its own what another file calls a global.
    if (!isTapset(file) || name.starts_with("__")) {
        for (const TapsetLibrary::File *declaration : m_library.takeGlobal(name))
            take(*declaration);
    }
    const auto found = m_globalsByName.find(name);
    if (found == m_globalsByName.end())
        return {};
    std::optional<uint32_t> shared;
    for (const uint32_t index : found->second) {
        const GlobalSymbol &symbol = m_globals[index];
        if (symbol.file == file)
            return index;
        if (!symbol.declaration->isPrivate)
            shared = index;
    }
    return shared;
}

// Whether an earlier library directory has one that is called the same way.
bool Context::isHidden(const FunctionSymbol &symbol, const std::vector<uint32_t> &ofSameName) const
{
    return symbol.fromTapset && std::ranges::any_of(ofSameName, [&](uint32_t index) {
               const FunctionSymbol &other = m_functions[index];
               return other.fromTapset && !other.ast->isPrivate && other.parameters.size() == symbol.parameters.size()
                   && m_tapsetFiles.at(other.file) < m_tapsetFiles.at(symbol.file);
           });
}

bool Context::isHidden(const script::Alias &alias, const script::ProbePoint &name, script::FileId file) const
{
    const auto own = m_tapsetFiles.find(file);
    if (own == m_tapsetFiles.end() || own->second == 0)
        return false;
    const std::string text = name.text();
    return std::ranges::any_of(m_asts, [&](const script::Ast *ast) {
        const auto other = m_tapsetFiles.find(ast->file);
        return other != m_tapsetFiles.end() && other->second < own->second
            && std::ranges::any_of(
                   ast->aliases,
                   [&](const script::Alias &each) {
                       return &each != &alias && std::ranges::any_of(each.names, [&](const script::ProbePoint &same) {
                           return same.text() == text;
                       });
                   });
    });
}

std::vector<uint32_t> Context::findFunctions(std::string_view name, script::FileId file)
{
    for (const TapsetLibrary::File *definition : m_library.takeFunction(name))
        take(*definition);
    std::vector<uint32_t> out;
    const auto found = m_functionsByName.find(name);
    if (found == m_functionsByName.end())
        return out;
    for (const uint32_t index : found->second) {
        const FunctionSymbol &symbol = m_functions[index];
        if (symbol.file == file || (!symbol.ast->isPrivate && !isHidden(symbol, found->second)))
            out.push_back(index);
    }
    // Those that are tried first come first: the script's own before the tapset's, unless they say otherwise.
    std::ranges::stable_sort(out, {}, [this](uint32_t index) {
        const FunctionSymbol &symbol = m_functions[index];
        return symbol.ast->priority.value_or(symbol.fromTapset ? 1 : 0);
    });
    return out;
}

void Context::addUsesOfCalled(TargetUses &uses) const
{
    std::set<std::string> seen;
    std::vector<std::string> open(uses.calls.begin(), uses.calls.end());
    while (!open.empty()) {
        const std::string name = std::move(open.back());
        open.pop_back();
        const auto found = m_functionsByName.find(name);
        if (!seen.insert(name).second || found == m_functionsByName.end())
            continue;
        for (const uint32_t index : found->second) {
            if (m_functions[index].fromTapset)
                continue;
            TargetUses own;
            collectTargetUses(m_functions[index].ast->body.get(), own);
            open.insert(open.end(), own.calls.begin(), own.calls.end());
            uses.add(std::move(own));
        }
    }
}

// Those that use variables of the probe, and all that call them, however far away.
void Context::findDependents()
{
    m_dependsOnProbe.clear();
    std::map<std::string, std::vector<const script::Function *>, std::less<>> callers;
    std::vector<const script::Function *> open;
    for (const FunctionSymbol &function : m_functions) {
        if (function.fromTapset || !function.ast->body || !m_dependsOnProbe.try_emplace(function.ast, false).second)
            continue;
        TargetUses uses;
        collectTargetUses(function.ast->body.get(), uses);
        for (const std::string &name : uses.calls)
            callers[name].push_back(function.ast);
        if (!uses.names.empty() || uses.entry || uses.ownModule)
            open.push_back(function.ast);
    }
    while (!open.empty()) {
        const script::Function *function = open.back();
        open.pop_back();
        if (std::exchange(m_dependsOnProbe[function], true))
            continue;
        if (const auto found = callers.find(function->name.text); found != callers.end())
            open.insert(open.end(), found->second.begin(), found->second.end());
    }
}

bool Context::dependsOnProbe(const FunctionSymbol &function)
{
    if (function.fromTapset || !function.ast->body)
        return false;
    if (!m_dependsOnProbe.contains(function.ast))
        findDependents();
    return m_dependsOnProbe[function.ast];
}

uint32_t Context::copyFunction(uint32_t function)
{
    const FunctionSymbol &of = m_functions[function];
    FunctionSymbol symbol;
    symbol.ast = of.ast;
    symbol.file = of.file;
    symbol.fromTapset = of.fromTapset;
    symbol.copyOf = function;
    symbol.built = symbol.called = true;
    const auto cellOf = [this](Type type, const Range &range) {
        return type == Type::Unknown ? m_types.fresh() : m_types.known(type, range);
    };
    symbol.result = cellOf(of.ast->type, of.ast->name.range);
    symbol.returnsValue = of.ast->type != Type::Unknown;
    for (const script::Parameter &parameter : of.ast->parameters)
        symbol.parameters.push_back(cellOf(parameter.type, parameter.name.range));
    m_functions.push_back(std::move(symbol));
    return static_cast<uint32_t>(m_functions.size() - 1);
}

void Context::loadAliases(std::string_view firstComponent)
{
    for (const TapsetLibrary::File *file : m_library.takeAliases(firstComponent))
        take(*file);
}

std::vector<std::string> Context::functionNames() const
{
    std::vector<std::string> out = m_library.functionNames();
    for (const auto &[name, symbols] : m_functionsByName) {
        if (!m_functions[symbols.front()].fromTapset)
            out.push_back(name);
    }
    for (const char *name : {"print", "printf", "println", "printd", "printdln", "sprint", "sprintf", "sprintln", "sprintd"})
        out.emplace_back(name);
    return out;
}

std::vector<std::string> Context::globalNames() const
{
    std::vector<std::string> out;
    for (const auto &[name, symbols] : m_globalsByName) {
        if (!isTapset(m_globals[symbols.front()].file))
            out.push_back(name);
    }
    return out;
}

Text mismatch(Type needed, Type found)
{
    switch (needed) {
    case Type::Long:
        return found == Type::String ? Text{TAPSCOPE_TEXT("Diagnostics", "a number is needed here, but this is a string"), {}}
                                     : Text{TAPSCOPE_TEXT("Diagnostics", "a number is needed here, but this is a statistic"), {}};
    case Type::String:
        return found == Type::Long ? Text{TAPSCOPE_TEXT("Diagnostics", "a string is needed here, but this is a number"), {}}
                                   : Text{TAPSCOPE_TEXT("Diagnostics", "a string is needed here, but this is a statistic"), {}};
    default:
        return found == Type::Long
            ? Text{TAPSCOPE_TEXT("Diagnostics", "a statistic (a variable filled with <<<) is needed here, but this is a number"),
                   {}}
            : Text{TAPSCOPE_TEXT("Diagnostics", "a statistic (a variable filled with <<<) is needed here, but this is a string"),
                   {}};
    }
}

Text howToConvert(Type needed)
{
    return needed == Type::String ? Text{TAPSCOPE_TEXT("Diagnostics", "sprint() makes a string of a number"), {}}
                                  : Text{TAPSCOPE_TEXT("Diagnostics", "strtol() reads a number from a string"), {}};
}

Text typeSince(Type type)
{
    switch (type) {
    case Type::String: return {TAPSCOPE_TEXT("Diagnostics", "it is a string because of this"), {}};
    case Type::Stats: return {TAPSCOPE_TEXT("Diagnostics", "it is a statistic because of this"), {}};
    default: return {TAPSCOPE_TEXT("Diagnostics", "it is a number because of this"), {}};
    }
}

Text didYouMean(const std::vector<std::string> &names)
{
    switch (names.size()) {
    case 0: return {};
    case 1: return {TAPSCOPE_TEXT("Diagnostics", "did you mean '%1'?"), {names[0]}};
    case 2: return {TAPSCOPE_TEXT("Diagnostics", "did you mean '%1' or '%2'?"), {names[0], names[1]}};
    default: return {TAPSCOPE_TEXT("Diagnostics", "did you mean '%1', '%2' or '%3'?"), {names[0], names[1], names[2]}};
    }
}

script::FixIt replaceBy(const Range &range, const std::string &name)
{
    return {range, name, {TAPSCOPE_TEXT("Diagnostics", "Change to %1"), {name}}};
}

}
