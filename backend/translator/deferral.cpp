// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/deferral.h"

#include "translator/inline_calls.h"

#include <algorithm>
#include <set>

namespace tapscope::translator {

using namespace ir;
using analysis::Intrinsic;

namespace {

/// Whether the interpreter can answer it from a record, or needs no record.
bool isKnownLater(Intrinsic what)
{
    switch (what) {
    case Intrinsic::Pid:
    case Intrinsic::Tid:
    case Intrinsic::Uid:
    case Intrinsic::Gid:
    case Intrinsic::Cpu:
    case Intrinsic::Execname:
    case Intrinsic::Target:
    case Intrinsic::GettimeofdayNs:
    case Intrinsic::Pp:
    case Intrinsic::Probefunc:
    case Intrinsic::Ppfunc:
    case Intrinsic::Exit:
    case Intrinsic::Log:
    case Intrinsic::Warn:
    case Intrinsic::Error:
    case Intrinsic::Strlen:
    case Intrinsic::Substr:
    case Intrinsic::Isinstr:
    case Intrinsic::Strtol:
    case Intrinsic::Stringat:
    case Intrinsic::StrReplace:
    case Intrinsic::Tokenize:
    case Intrinsic::RegexMatch:
    case Intrinsic::Matched:
    case Intrinsic::Ngroups: return true;
    default: return false;
    }
}

/// The handler's code with its calls in place, and the functions that are left since they call themselves.
std::vector<const Function *> codeOf(const Bundle &bundle, uint32_t handler, Function &inlined)
{
    const auto found = std::ranges::find(bundle.ir.handlers, handler, &Handler::programHandler);
    if (found == bundle.ir.handlers.end())
        return {};
    script::Diagnostics ignored;
    std::vector<const Function *> all{&found->body};
    if (auto body = inlineCalls(bundle.ir, found->body, ignored, true)) {
        inlined = std::move(*body);
        all = {&inlined};
    }
    std::set<int64_t> seen;
    for (size_t n = 0; n < all.size(); ++n) {
        for (const BasicBlock &b : all[n]->blocks) {
            for (const Instruction &i : b.instructions) {
                if (i.op == Op::Call && seen.insert(i.imm).second)
                    all.push_back(&bundle.ir.functions[static_cast<size_t>(i.imm)]);
            }
        }
    }
    return all;
}

/// The target value that `v` is, directly or by way of a variable that gets nothing else.
std::optional<uint32_t> targetBehind(const Function &f, const BasicBlock &block, ValueId v, int depth = 0)
{
    const auto definition = std::ranges::find(block.instructions, v, &Instruction::result);
    if (definition == block.instructions.end() || depth > 8)
        return std::nullopt;
    if (definition->op == Op::TargetValue)
        return static_cast<uint32_t>(definition->imm);
    if (definition->op != Op::LoadLocal)
        return std::nullopt;
    const BasicBlock *where = nullptr;
    ValueId stored = 0;
    for (const BasicBlock &b : f.blocks) {
        for (const Instruction &i : b.instructions) {
            if (i.op != Op::StoreLocal || i.imm != definition->imm)
                continue;
            // Variables of a function that was put in place are set to 0 first.
            const auto source = std::ranges::find(b.instructions, i.a, &Instruction::result);
            if (source != b.instructions.end() && source->op == Op::Constant && source->imm == 0)
                continue;
            if (where)
                return std::nullopt;
            where = &b;
            stored = i.a;
        }
    }
    return where ? targetBehind(f, *where, stored, depth + 1) : std::nullopt;
}

void insertOnce(std::vector<uint32_t> &list, uint32_t value)
{
    if (std::ranges::find(list, value) == list.end())
        list.push_back(value);
}

/// How a handler uses one global variable.
struct Use {
    bool reads = false;
    bool changes = false; ///< other than by adding
    bool adds = false;
};

std::map<uint32_t, Use> usesOf(const Bundle &bundle, uint32_t handler)
{
    std::map<uint32_t, Use> uses;
    Function inlined;
    for (const Function *f : codeOf(bundle, handler, inlined)) {
        for (const BasicBlock &b : f->blocks) {
            std::set<ValueId> used;
            for (const Instruction &i : b.instructions) {
                used.insert({i.a, i.b});
                used.insert(i.keys.begin(), i.keys.end());
            }
            for (const Instruction &i : b.instructions) {
                if (i.op == Op::ForeachBegin)
                    uses[bundle.ir.foreachs[static_cast<size_t>(i.imm)].global].reads = true;
                if (i.op < Op::LoadGlobal || i.op > Op::Statistic)
                    continue;
                Use &use = uses[static_cast<uint32_t>(i.imm)];
                switch (i.op) {
                case Op::StoreGlobal:
                case Op::StoreElement:
                case Op::DeleteElement:
                case Op::DeleteGlobal: use.changes = true; break;
                case Op::Accumulate: use.adds = true; break;
                case Op::AddGlobal:
                case Op::AddElement:
                    use.adds = true;
                    use.reads |= used.contains(i.result);
                    break;
                default: use.reads = true;
                }
            }
        }
    }
    return uses;
}

/// Adding commutes with adding, and a reader that comes a moment later sees a little more; everything else keeps its order.
bool collide(const std::map<uint32_t, Use> &deferred, const std::map<uint32_t, Use> &other)
{
    return std::ranges::any_of(other, [&](const auto &entry) {
        const auto found = deferred.find(entry.first);
        if (found == deferred.end())
            return false;
        const Use &a = found->second;
        const Use &b = entry.second;
        return b.changes || (a.changes && (b.reads || b.adds)) || (a.adds && b.reads) || (a.adds && b.adds && a.reads);
    });
}

}

std::optional<Deferral> planDeferral(const Bundle &bundle, uint32_t handler)
{
    Deferral deferral;
    Function inlined;
    const std::vector<const Function *> code = codeOf(bundle, handler, inlined);
    for (const Function *f : code) {
        for (const BasicBlock &b : f->blocks) {
            for (const Instruction &i : b.instructions) {
                if (i.op == Op::TargetValue)
                    insertOnce(deferral.values, static_cast<uint32_t>(i.imm));
                if (i.op == Op::TargetVariables) {
                    for (const uint32_t value : bundle.ir.targetVariables[static_cast<size_t>(i.imm)])
                        insertOnce(deferral.values, value);
                }
                if (i.op == Op::Print) {
                    for (const analysis::FormatPiece &piece : bundle.ir.prints[static_cast<size_t>(i.imm)].pieces) {
                        if (piece.conversion == 'm' || piece.conversion == 'M')
                            return std::nullopt;
                    }
                }
                if (i.op != Op::Intrinsic)
                    continue;
                const auto what = static_cast<Intrinsic>(i.imm);
                if (what == Intrinsic::UserString) {
                    const auto address = targetBehind(*f, b, i.keys[0]);
                    if (!address)
                        return std::nullopt;
                    insertOnce(deferral.values, *address);
                    insertOnce(deferral.strings, *address);
                } else if (what == Intrinsic::ThreadIndent || what == Intrinsic::Indent) {
                    // It changes its count whenever it runs, so it has to be certain that it does, once.
                    const auto delta = std::ranges::find(b.instructions, i.keys[0], &Instruction::result);
                    if (deferral.indents || &b != &code.front()->blocks.front() || delta == b.instructions.end()
                        || delta->op != Op::Constant)
                        return std::nullopt;
                    deferral.indents = true;
                    deferral.ownIndent = what == Intrinsic::ThreadIndent;
                    deferral.indentDelta = delta->imm;
                } else if (!isKnownLater(what)) {
                    return std::nullopt;
                }
            }
        }
    }
    return deferral;
}

std::map<uint32_t, uint32_t> followers(const Bundle &bundle, const std::map<uint32_t, Deferral> &deferrals)
{
    std::map<uint32_t, std::map<uint32_t, Use>> uses;
    for (uint32_t h = 0; h < bundle.program.handlers.size(); ++h) {
        if (bundle.program.handlers[h].inKernel())
            uses[h] = usesOf(bundle, h);
    }
    std::map<uint32_t, uint32_t> found;
    std::vector<uint32_t> open;
    for (const auto &[handler, deferral] : deferrals)
        open.push_back(handler);
    while (!open.empty()) {
        const uint32_t deferred = open.back();
        open.pop_back();
        for (const auto &[other, its] : uses) {
            if (deferrals.contains(other) || found.contains(other) || !collide(uses[deferred], its))
                continue;
            found[other] = deferred;
            open.push_back(other);
        }
    }
    return found;
}

Function recordingBody(Module &module, uint32_t handler, const Deferral &deferral)
{
    const auto found = std::ranges::find(module.handlers, handler, &Handler::programHandler);
    Function f;
    f.name = found->body.name;
    f.range = found->body.range;
    BasicBlock block;
    PrintFormat format;
    format.deferred = true;
    format.range = f.range;
    Instruction print;
    print.op = Op::Print;
    print.type = Type::Unknown;
    print.range = f.range;
    print.imm = static_cast<int64_t>(module.prints.size());
    const auto add = [&](Op op, Type type, int64_t imm, std::vector<ValueId> keys, bool quiet) {
        Instruction i;
        i.op = op;
        i.type = type;
        i.imm = imm;
        i.imm2 = quiet ? 1 : 0;
        i.keys = std::move(keys);
        i.range = f.range;
        i.result = ++f.valueCount;
        block.instructions.push_back(std::move(i));
        return f.valueCount;
    };
    const auto intrinsic = [&](Intrinsic what, Type type, std::vector<ValueId> keys = {}) {
        return add(Op::Intrinsic, type, static_cast<int64_t>(what), std::move(keys), true);
    };
    const auto send = [&](ValueId value, Type type) {
        print.keys.push_back(value);
        format.arguments.push_back(type);
    };
    if (deferral.indents) {
        const ValueId delta = add(Op::Constant, Type::Long, deferral.indentDelta, {}, false);
        const auto what = deferral.ownIndent ? Intrinsic::ThreadIndent : Intrinsic::Indent;
        send(intrinsic(what, Type::String, {delta}), Type::String);
    }
    module.targetVariables.push_back(deferral.values);
    send(add(Op::TargetVariables, Type::String, static_cast<int64_t>(module.targetVariables.size() - 1), {}, false),
         Type::String);
    for (const uint32_t address : deferral.strings) {
        const ValueId one = add(Op::Constant, Type::Long, 1, {}, false);
        const ValueId first = add(Op::TargetValue, Type::Long, address, {}, true);
        send(intrinsic(Intrinsic::UserLong, Type::Long, {first, one}), Type::Long);
        const ValueId again = add(Op::TargetValue, Type::Long, address, {}, true);
        send(intrinsic(Intrinsic::UserString, Type::String, {again}), Type::String);
    }
    send(intrinsic(Intrinsic::Uid, Type::Long), Type::Long);
    send(intrinsic(Intrinsic::Gid, Type::Long), Type::Long);
    send(intrinsic(Intrinsic::Execname, Type::String), Type::String);
    block.instructions.push_back(std::move(print));
    Instruction end;
    end.op = Op::Return;
    end.type = Type::Unknown;
    end.range = f.range;
    block.instructions.push_back(std::move(end));
    f.blocks.push_back(std::move(block));
    module.prints.push_back(std::move(format));
    return f;
}

}
