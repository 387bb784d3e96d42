// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/runtime/format.h"
#include "engine/runtime/interpreter_impl.h"
#include "translator/error_words.h"

#include <algorithm>
#include <utility>

namespace tapscope::engine {

using namespace translator::ir;

namespace {

/// Calls nest on this program's own stack, so that there is an end to what a script may ask for.
constexpr uint32_t nestingCeiling = 2000;
/// Calls of one run.
constexpr uint64_t callCeiling = 5'000'000;
/// Begin and end handlers may print more than one would keep; what is complete goes out in between.
constexpr size_t flushBytes = 1u << 20;

}

bool Interpreter::Impl::fail(std::string message, const script::Range &range)
{
    error = RunError{std::move(message), range};
    return false;
}

bool Interpreter::Impl::spendActions(const Instruction &i)
{
    if (options.maxAction == 0)
        return true;
    const bool wasEnough = actionsLeft >= i.imm;
    if (!i.imm2)
        actionsLeft -= i.imm;
    if (i.imm2 ? wasEnough : actionsLeft > 0)
        return true;
    errorIsFinal = true;
    return fail(translator::errorWords(translator::RuntimeError::MaxAction), i.range);
}

void Interpreter::Impl::setText(Frame &frame, ValueId result, std::string_view text) const
{
    frame.values[result].text.assign(text.substr(0, options.maxStringLength - 1));
}

void Interpreter::Impl::flush()
{
    if (!output.empty())
        host.print(output);
    output.clear();
}

void Interpreter::Impl::prepareRun(uint32_t handlerIndex, uint32_t siteIndex)
{
    const Handler &code = module.handlers[handlerIndex];
    handler = code.programHandler < program.handlers.size() ? &program.handlers[code.programHandler] : nullptr;
    if (siteIndex == UINT32_MAX && handler && !handler->sites.empty())
        siteIndex = handler->sites.front();
    site = siteIndex < program.sites.size() ? &program.sites[siteIndex] : nullptr;
    actionsLeft = options.maxAction;
    calls = 0;
    lastMatch = {};
    error.reset();
    errorIsFinal = false;
    aborted = false;
}

std::optional<RunError> Interpreter::Impl::run(uint32_t handlerIndex, uint32_t siteIndex)
{
    if (handlerIndex >= module.handlers.size())
        return std::nullopt;
    prepareRun(handlerIndex, siteIndex);
    const Function &body = module.handlers[handlerIndex].body;
    Cell ignored;
    if (options.maxAction != 0 && body.actions > options.maxAction)
        return RunError{translator::errorWords(translator::RuntimeError::MaxAction), {UINT32_MAX, 0, 0}};
    const bool finished = call(body, {}, 0, ignored);
    flush();
    return finished || aborted ? std::nullopt : std::exchange(error, std::nullopt);
}

std::expected<bool, RunError> Interpreter::Impl::conditionHolds(uint32_t handlerIndex)
{
    if (handlerIndex >= module.handlers.size() || !module.handlers[handlerIndex].condition)
        return true;
    prepareRun(handlerIndex, UINT32_MAX);
    Cell result;
    if (!call(*module.handlers[handlerIndex].condition, {}, 0, result))
        return std::unexpected(error ? std::move(*error) : RunError{});
    return result.number != 0;
}

bool Interpreter::Impl::call(const Function &function, std::vector<Cell> arguments, uint32_t depth, Cell &result)
{
    Frame frame;
    frame.function = &function;
    frame.depth = depth;
    frame.values.resize(size_t{function.valueCount} + 1);
    frame.locals = std::move(arguments);
    frame.locals.resize(function.locals.size());
    size_t block = 0;
    while (block < function.blocks.size()) {
        const BasicBlock &code = function.blocks[block];
        size_t following = function.blocks.size(); // a block without a terminator ends the function
        bool failed = false;
        for (const Instruction &i : code.instructions) {
            if (i.op == Op::Jump || i.op == Op::Branch) {
                const bool first = i.op == Op::Jump || frame.values[i.a].number != 0;
                following = static_cast<size_t>(first ? i.imm : i.imm2);
                break;
            }
            if (i.op == Op::Return) {
                if (i.a != 0)
                    result = std::move(frame.values[i.a]);
                return true;
            }
            if (i.op == Op::Raise) {
                failed = !fail(i.a != 0 ? frame.values[i.a].text : std::string(), i.range);
                break;
            }
            if (!execute(frame, i)) {
                failed = true;
                break;
            }
        }
        if (failed) {
            if (errorIsFinal || code.onError < 0)
                return false;
            following = static_cast<size_t>(code.onError);
            if (function.catchMessageLocal >= 0) {
                Cell &message = frame.locals[static_cast<size_t>(function.catchMessageLocal)];
                message.text = error->message.substr(0, options.maxStringLength - 1);
            }
            error.reset();
        }
        block = following;
    }
    return true;
}

bool Interpreter::Impl::execute(Frame &frame, const Instruction &i)
{
    std::vector<Cell> &values = frame.values;
    switch (i.op) {
    case Op::Constant: values[i.result].number = i.imm; return true;
    case Op::StringConstant: setText(frame, i.result, module.strings[static_cast<size_t>(i.imm)]); return true;
    case Op::LoadLocal: values[i.result] = frame.locals[static_cast<size_t>(i.imm)]; return true;
    case Op::StoreLocal: frame.locals[static_cast<size_t>(i.imm)] = values[i.a]; return true;
    case Op::Concatenate: {
        std::string text = values[i.a].text;
        text += values[i.b].text;
        setText(frame, i.result, text);
        return true;
    }
    case Op::StringCompare: {
        const int order = values[i.a].text.compare(values[i.b].text);
        values[i.result].number = order < 0 ? -1 : order > 0 ? 1 : 0;
        return true;
    }
    case Op::Intrinsic: return intrinsic(frame, i);
    case Op::TargetValue: {
        const auto value = host.targetValue(module.targetValues[static_cast<size_t>(i.imm)]);
        if (!value)
            return fail(value.error(), i.range);
        values[i.result].number = *value;
        return true;
    }
    case Op::TargetVariables: return targetVariables(frame, i);
    case Op::Call: {
        const Function &callee = module.functions[static_cast<size_t>(i.imm)];
        std::vector<Cell> arguments;
        arguments.reserve(callee.locals.size());
        for (const ValueId key : i.keys)
            arguments.push_back(values[key]);
        if (auto known = host.recordedCall(static_cast<uint32_t>(i.imm), arguments))
            return takeCall(frame, i, *known);
        if (frame.depth + 1 > options.maxNesting) {
            return fail("MAXNESTING exceeded", i.range);
        }
        // Recursion that branches may take for ever without a loop.
        if (options.maxAction != 0 && ++calls > callCeiling) {
            errorIsFinal = true;
            return fail(translator::errorWords(translator::RuntimeError::MaxAction), i.range);
        }
        Cell result;
        if (!call(callee, std::move(arguments), frame.depth + 1, result))
            return false;
        if (i.result != 0)
            values[i.result] = std::move(result);
        return true;
    }
    case Op::Print:
        print(frame, i, output);
        if (output.size() >= flushBytes)
            flush();
        return true;
    case Op::Format: {
        std::string text;
        print(frame, i, text);
        setText(frame, i.result, text);
        return true;
    }
    case Op::ForeachBegin: foreachBegin(frame, i); return true;
    case Op::ForeachNext: foreachNext(frame, i); return true;
    case Op::SpendActions: return spendActions(i);
    case Op::LoadGlobal:
    case Op::StoreGlobal:
    case Op::AddGlobal:
    case Op::LoadElement:
    case Op::StoreElement:
    case Op::AddElement:
    case Op::HasElement:
    case Op::DeleteElement:
    case Op::DeleteGlobal:
    case Op::Accumulate:
    case Op::Statistic:
    case Op::HistogramText:
    case Op::HistogramBucket: return globalAccess(frame, i);
    default: return arithmetic(frame, i);
    }
}

bool Interpreter::Impl::takeCall(Frame &frame, const Instruction &i, Host::RecordedCall &known)
{
    if (known.error) {
        errorIsFinal = known.errorIsFinal;
        return fail(std::move(*known.error), known.place);
    }
    actionsLeft -= known.actions;
    if (options.maxAction != 0 && known.actions > 0 && actionsLeft <= 0) {
        errorIsFinal = true;
        return fail(translator::errorWords(translator::RuntimeError::MaxAction), i.range);
    }
    if (i.result != 0)
        frame.values[i.result] = std::move(known.result);
    return true;
}

bool Interpreter::Impl::arithmetic(Frame &frame, const Instruction &i)
{
    const int64_t a = frame.values[i.a].number;
    const int64_t b = frame.values[i.b].number;
    const auto ua = static_cast<uint64_t>(a);
    const auto ub = static_cast<uint64_t>(b);
    const auto set = [&](uint64_t value) { frame.values[i.result].number = static_cast<int64_t>(value); };
    switch (i.op) {
    case Op::Add: set(ua + ub); return true;
    case Op::Subtract: set(ua - ub); return true;
    case Op::Multiply: set(ua * ub); return true;
    case Op::Divide:
    case Op::Modulo:
        if (b == 0)
            return fail(translator::errorWords(translator::RuntimeError::DivisionByZero), i.range);
        if (b == -1) // the one quotient that does not fit wraps, as negation does
            set(i.op == Op::Divide ? 0 - ua : 0);
        else
            set(static_cast<uint64_t>(i.op == Op::Divide ? a / b : a % b));
        return true;
    // Counts go by their low six bits, as the processor's and BPF's shifts do.
    case Op::ShiftLeft: set(ua << (ub & 63)); return true;
    case Op::ShiftRight: set(static_cast<uint64_t>(a >> (ub & 63))); return true;
    case Op::ShiftRightLogical: set(ua >> (ub & 63)); return true;
    case Op::And: set(ua & ub); return true;
    case Op::Or: set(ua | ub); return true;
    case Op::Xor: set(ua ^ ub); return true;
    case Op::Negate: set(0 - ua); return true;
    case Op::Complement: set(~ua); return true;
    case Op::Not: set(a == 0); return true;
    case Op::Equal: set(a == b); return true;
    case Op::NotEqual: set(a != b); return true;
    case Op::Less: set(a < b); return true;
    case Op::LessEqual: set(a <= b); return true;
    case Op::Greater: set(a > b); return true;
    case Op::GreaterEqual: set(a >= b); return true;
    default: return true;
    }
}

void Interpreter::Impl::print(Frame &frame, const Instruction &i, std::string &to)
{
    const PrintFormat &format = module.prints[static_cast<size_t>(i.imm)];
    std::vector<FormatArgument> arguments;
    arguments.reserve(i.keys.size());
    for (size_t n = 0; n < i.keys.size(); ++n) {
        const Cell &value = frame.values[i.keys[n]];
        const bool isText = n < format.arguments.size() && format.arguments[n] == Type::String;
        arguments.push_back(isText ? FormatArgument(std::string_view(value.text)) : FormatArgument(value.number));
    }
    appendFormat(to, format, arguments, options.maxStringLength - 1);
}

bool Interpreter::Impl::targetVariables(Frame &frame, const Instruction &i)
{
    std::string text;
    const auto &list = module.targetVariables[static_cast<size_t>(i.imm)];
    for (size_t n = 0; n < list.values.size(); ++n) {
        const TargetValue &variable = module.targetValues[list.values[n]];
        const size_t place = list.firstVariable + n;
        const analysis::Site::Variable *named = site && place < site->variables.size() ? &site->variables[place] : nullptr;
        if (n > 0)
            text += ' ';
        text += named ? named->name : variable.name;
        text += '=';
        const auto value = host.targetValue(variable);
        using Kind = debuginfo::TypeInfo::Kind;
        const Kind kind = named ? named->type.kind : Kind::Integer;
        if (kind == Kind::Structure || kind == Kind::Union)
            text += "{...}";
        else if (value)
            appendHex(text, static_cast<uint64_t>(*value));
        else
            text += kind == Kind::Array ? "[...]" : "?";
    }
    setText(frame, i.result, text);
    return true;
}

namespace {

/// Depth of the longest chain of calls from `function` on; calls back into the chain are left out and remembered.
uint32_t chainDepth(const Module &module, const Function &function, std::vector<uint32_t> &known, std::vector<bool> &onChain,
                    bool &recursive)
{
    uint32_t deepest = 0;
    for (const BasicBlock &block : function.blocks) {
        for (const Instruction &i : block.instructions) {
            if (i.op != Op::Call)
                continue;
            const auto callee = static_cast<size_t>(i.imm);
            if (onChain[callee]) {
                recursive = true;
                continue;
            }
            if (known[callee] == 0) {
                onChain[callee] = true;
                known[callee] = chainDepth(module, module.functions[callee], known, onChain, recursive) + 1;
                onChain[callee] = false;
            }
            deepest = std::max(deepest, known[callee]);
        }
    }
    return deepest;
}

}

uint32_t neededNesting(const Module &module)
{
    std::vector<uint32_t> known(module.functions.size(), 0);
    std::vector<bool> onChain(module.functions.size(), false);
    bool recursive = false;
    uint32_t deepest = 0;
    for (const Handler &handler : module.handlers)
        deepest = std::max(deepest, chainDepth(module, handler.body, known, onChain, recursive));
    return deepest + (recursive ? 10 : 0);
}

Interpreter::Interpreter(const Module &module, const analysis::Program &program, Storage &storage, Host &host,
                         InterpreterOptions options)
{
    if (options.maxNesting == 0)
        options.maxNesting = neededNesting(module);
    options.maxNesting = std::min(options.maxNesting, nestingCeiling);
    options.maxStringLength = std::max(options.maxStringLength, 2U);
    m_impl.reset(new Impl{.module = module,
                          .program = program,
                          .storage = storage,
                          .host = host,
                          .options = options,
                          .output = {},
                          .error = {},
                          .tokenizer = {},
                          .lastMatch = {},
                          .regexes = {},
                          .indents = {}});
}

Interpreter::~Interpreter() = default;

std::expected<bool, RunError> Interpreter::conditionHolds(uint32_t handler)
{
    return m_impl->conditionHolds(handler);
}

std::optional<RunError> Interpreter::run(uint32_t handler, uint32_t site)
{
    return m_impl->run(handler, site);
}

}
