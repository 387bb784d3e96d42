// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/advance_calls.h"

#include <algorithm>

namespace tapscope::translator {

using namespace ir;
using analysis::Intrinsic;

namespace {

bool runsInAdvance(Intrinsic what)
{
    switch (what) {
    case Intrinsic::Pid:
    case Intrinsic::Tid:
    case Intrinsic::Ppid:
    case Intrinsic::Uid:
    case Intrinsic::Euid:
    case Intrinsic::Gid:
    case Intrinsic::Egid:
    case Intrinsic::Cpu:
    case Intrinsic::Execname:
    case Intrinsic::Target:
    case Intrinsic::GettimeofdayNs:
    case Intrinsic::KtimeNs:
    case Intrinsic::Pp:
    case Intrinsic::Probefunc:
    case Intrinsic::Ppfunc:
    case Intrinsic::Strlen:
    case Intrinsic::Substr:
    case Intrinsic::UserString:
    case Intrinsic::UserLong:
    case Intrinsic::UserStringQuoted:
    case Intrinsic::UserBufferQuoted:
    case Intrinsic::UserMemory:
    case Intrinsic::KernelString:
    case Intrinsic::KernelLong:
    case Intrinsic::KernelStringQuoted:
    case Intrinsic::KernelBufferQuoted:
    case Intrinsic::KernelMemory:
    case Intrinsic::CurrentTask:
    case Intrinsic::UserMode:
    case Intrinsic::Register:
    case Intrinsic::Argument:
    case Intrinsic::LongToFp:
    case Intrinsic::InTargetTree:
    case Intrinsic::StpPid:
    case Intrinsic::StpUid:
    case Intrinsic::PlaceIsKnown:
    case Intrinsic::PerfCounter: return true;
    default: return false;
    }
}

}

bool AdvanceCalls::allow(uint32_t function)
{
    if (const auto known = m_states.find(function); known != m_states.end())
        return known->second == State::Yes; // Open: it calls itself
    m_states[function] = State::Open;
    const bool allowed = std::ranges::all_of(m_module.functions[function].blocks, [&](const BasicBlock &b) {
        return std::ranges::all_of(b.instructions, [&](const Instruction &i) { return allow(b, i); });
    });
    m_states[function] = allowed ? State::Yes : State::No;
    return allowed;
}

bool AdvanceCalls::allow(const BasicBlock &block, const Instruction &i)
{
    switch (i.op) {
    case Op::LoadGlobal:
    case Op::LoadElement:
    case Op::HasElement: {
        const analysis::GlobalVariable &global = m_program.globals[static_cast<size_t>(i.imm)];
        return !global.writtenInKernel && !global.isEntryValue && global.type != Type::Stats;
    }
    case Op::Call: return allow(static_cast<uint32_t>(i.imm));
    case Op::Intrinsic: return runsInAdvance(static_cast<Intrinsic>(i.imm));
    case Op::Raise: {
        const auto text = std::ranges::find(block.instructions, i.a, &Instruction::result);
        return text != block.instructions.end() && text->op == Op::StringConstant;
    }
    case Op::TargetVariables:
    case Op::Print:
    case Op::ForeachBegin:
    case Op::ForeachNext: return false;
    default: return !usesGlobal(i.op);
    }
}

}
