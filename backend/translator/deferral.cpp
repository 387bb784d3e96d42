// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/deferral.h"

#include "analysis/intrinsics.h"
#include "translator/advance_calls.h"
#include "translator/handler_code.h"
#include "translator/slicer.h"

#include <algorithm>

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
    case Intrinsic::Ppid:
    case Intrinsic::Euid:
    case Intrinsic::Egid:
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
    case Intrinsic::Strpos:
    case Intrinsic::TextStrn:
    case Intrinsic::TzGmtoff:
    case Intrinsic::TzName:
    case Intrinsic::LoadAverage:
    case Intrinsic::ProcMem:
    case Intrinsic::TargetMember:
    case Intrinsic::System:
    case Intrinsic::Abort:
    case Intrinsic::Pn:
    case Intrinsic::PnLabel:
    case Intrinsic::ProbeType:
    case Intrinsic::StpPid:
    case Intrinsic::StpUid:
    case Intrinsic::PlaceIsKnown:
    case Intrinsic::Random:
    case Intrinsic::KtimeNs:
    case Intrinsic::FpAdd:
    case Intrinsic::FpSub:
    case Intrinsic::FpMul:
    case Intrinsic::FpDiv:
    case Intrinsic::FpRem:
    case Intrinsic::FpSqrt:
    case Intrinsic::FpEq:
    case Intrinsic::FpLe:
    case Intrinsic::FpLt:
    case Intrinsic::Fp32ToFp64:
    case Intrinsic::FpToLong:
    case Intrinsic::LongToFp:
    case Intrinsic::StringToFp:
    case Intrinsic::FpToString:
    case Intrinsic::RegexMatch:
    case Intrinsic::Matched:
    case Intrinsic::Ngroups:
    case Intrinsic::KernelLog:
    case Intrinsic::PidExecname:
    case Intrinsic::ThreadTime:
    case Intrinsic::UserSymbol:
    case Intrinsic::KernelSymbol:
    case Intrinsic::UserLoadAddress: return true;
    default: return false;
    }
}

bool isRead(Intrinsic what)
{
    switch (what) {
    case Intrinsic::UserStack:
    case Intrinsic::KernelStack:
    case Intrinsic::PrintUserStack:
    case Intrinsic::PrintKernelStack:
    case Intrinsic::UserMode:
    case Intrinsic::UserString:
    case Intrinsic::UserLong:
    case Intrinsic::UserStringQuoted:
    case Intrinsic::UserBufferQuoted:
    case Intrinsic::KernelString:
    case Intrinsic::KernelLong:
    case Intrinsic::KernelStringQuoted:
    case Intrinsic::KernelBufferQuoted:
    case Intrinsic::UserMemory:
    case Intrinsic::KernelMemory:
    case Intrinsic::Register:
    case Intrinsic::Argument:
    case Intrinsic::PerfCounter:
    case Intrinsic::CurrentTask: return true;
    default: return false;
    }
}

void insertOnce(std::vector<uint32_t> &list, uint32_t value)
{
    if (std::ranges::find(list, value) == list.end())
        list.push_back(value);
}

/// Why a handler cannot be deferred.
struct Obstacle {
    enum class Kind : uint8_t { Unknown, NotRecorded, TooMuch, Indentation } kind = Kind::Unknown;
    const Instruction *instruction = nullptr;
};

/// Finds what has to be recorded. What the inlined code asks for as it goes along is left to calls that the kernel runs in
/// advance: first those of the innermost functions, then, where it is not known what these are given, those around them.
class Planner {
public:
    Planner(const Bundle &bundle, uint32_t handler, const std::map<uint32_t, Deferral> &others)
        : m_bundle(bundle)
        , m_handler(handler)
        , m_entryIsInKernel(handler > 0 && bundle.program.handlers[handler - 1].isEntryPart && !others.contains(handler - 1))
        , m_advance(bundle.ir, bundle.program)
    {}

    std::expected<Deferral, script::DiagnosticNote> run()
    {
        while (true) {
            Deferral deferral;
            std::vector<InlinedValues> origins;
            InlinedCode inlined;
            const auto code = codeOf(m_bundle, m_handler, inlined, {true, m_kept, &origins});
            const std::vector<Obstacle> obstacles = plan(code, deferral);
            if (obstacles.empty())
                return deferral;
            const auto originOf = [&](const Obstacle &obstacle) {
                return std::ranges::find_if(origins, [&](const InlinedValues &values) {
                    const ValueId value = obstacle.instruction->result;
                    return values.first <= value && value <= values.last;
                });
            };
            // What one is given may come from another.
            const bool goesOn = std::ranges::any_of(obstacles, [&](const Obstacle &obstacle) {
                const auto origin = originOf(obstacle);
                return origin != origins.end() && keepOneOf(origin->functions);
            });
            if (goesOn)
                continue;
            const auto origin = originOf(obstacles.front());
            return std::unexpected(
                note(obstacles.front(), origin == origins.end() ? obstacles.front().instruction->range : origin->call));
        }
    }

private:
    bool keepOneOf(const std::vector<uint32_t> &functions)
    {
        for (size_t n = functions.size(); n-- > 0;) {
            if (m_advance.allow(functions[n]))
                return m_kept.insert(functions[n]).second;
        }
        return false;
    }

    std::vector<Obstacle> plan(const std::vector<const Function *> &code, Deferral &deferral) const
    {
        std::vector<Obstacle> obstacles;
        Slicer slicer(deferral, m_bundle.ir,
                      {[this](uint32_t function) { return m_kept.contains(function); },
                       [this](uint32_t global) { return isInKernel(global); }});
        for (const Function *f : code) {
            for (const BasicBlock &b : f->blocks) {
                for (const Instruction &i : b.instructions) {
                    const bool isFirst = f == code.front() && &b == &f->blocks.front();
                    if (const auto kind = plan(*f, b, i, isFirst, slicer, deferral))
                        obstacles.emplace_back(*kind, &i);
                    if (slicer.isFull()) {
                        obstacles.emplace_back(Obstacle::Kind::TooMuch, &i);
                        return obstacles;
                    }
                }
            }
        }
        return obstacles;
    }

    std::optional<Obstacle::Kind> plan(const Function &f, const BasicBlock &b, const Instruction &i, bool isFirst, Slicer &slicer,
                                       Deferral &deferral) const
    {
        if (i.op == Op::TargetValue)
            insertOnce(deferral.values, static_cast<uint32_t>(i.imm));
        if (i.op == Op::TargetVariables) {
            for (const uint32_t value : m_bundle.ir.targetVariables[static_cast<size_t>(i.imm)].values)
                insertOnce(deferral.values, value);
        }
        if (i.op == Op::Call && m_kept.contains(static_cast<uint32_t>(i.imm)))
            return slicer.call(f, b, i) ? std::nullopt : std::optional(Obstacle::Kind::Unknown);
        if ((i.op == Op::LoadElement || i.op == Op::HasElement) && isInKernel(static_cast<uint32_t>(i.imm)))
            return slicer.entryValue(f, b, i) ? std::nullopt : std::optional(Obstacle::Kind::Unknown);
        if (i.op != Op::Intrinsic)
            return std::nullopt;
        const auto what = static_cast<Intrinsic>(i.imm);
        if (what == Intrinsic::InTargetTree) {
            // Told at the hit, where that can be: later the process may have gone, and who looks for it makes hits.
            (void)slicer.read(f, b, i);
            return std::nullopt;
        }
        if (isRead(what))
            return slicer.read(f, b, i) ? std::nullopt : std::optional(Obstacle::Kind::Unknown);
        if (what == Intrinsic::ThreadIndent || what == Intrinsic::Indent) {
            // It changes its count whenever it runs, so it has to be certain that it does, once.
            const auto delta = std::ranges::find(b.instructions, i.keys[0], &Instruction::result);
            if (deferral.indents || !isFirst || delta == b.instructions.end() || delta->op != Op::Constant)
                return Obstacle::Kind::Indentation;
            deferral.indents = true;
            deferral.ownIndent = what == Intrinsic::ThreadIndent;
            deferral.indentDelta = delta->imm;
            return std::nullopt;
        }
        return isKnownLater(what) ? std::nullopt : std::optional(Obstacle::Kind::NotRecorded);
    }

    [[nodiscard]] bool isInKernel(uint32_t global) const
    {
        return m_entryIsInKernel && m_bundle.program.globals[global].isEntryValue;
    }

    [[nodiscard]] script::DiagnosticNote note(const Obstacle &obstacle, script::Range range) const
    {
        if (range.file != 0) // the library's
            range = m_bundle.program.handlers[m_handler].range;
        const auto name = [&] {
            const auto what = static_cast<Intrinsic>(obstacle.instruction->imm);
            return std::string(analysis::signatureOf(what).name.substr(analysis::intrinsicPrefix.size()));
        };
        switch (obstacle.kind) {
        case Obstacle::Kind::Unknown: break;
        case Obstacle::Kind::NotRecorded:
            return {range,
                    {TAPSCOPE_TEXT("Diagnostics",
                                   "The statements would be run outside of the kernel, on what is recorded of each hit; but what "
                                   "%1() does cannot be recorded."),
                     {name()}}};
        case Obstacle::Kind::TooMuch:
            return {range,
                    {TAPSCOPE_TEXT("Diagnostics",
                                   "The statements would be run outside of the kernel, on what is recorded of each hit; but this "
                                   "handler needs more than a record can hold."),
                     {}}};
        case Obstacle::Kind::Indentation:
            return {range,
                    {TAPSCOPE_TEXT("Diagnostics",
                                   "The statements would be run outside of the kernel, on what is recorded of each hit; but for "
                                   "that %1() has to be called once, with a constant, and before any condition."),
                     {name()}}};
        }
        return {range,
                {TAPSCOPE_TEXT("Diagnostics",
                               "The statements would be run outside of the kernel, on what is recorded of each hit; but what is "
                               "asked for here depends on what they have done before."),
                 {}}};
    }

    const Bundle &m_bundle;
    const uint32_t m_handler;
    const bool m_entryIsInKernel; ///< what the return probe keeps of the function's entry is stored there
    AdvanceCalls m_advance;
    std::set<uint32_t> m_kept;
};

}

std::expected<Deferral, script::DiagnosticNote> planDeferral(const Bundle &bundle, uint32_t handler,
                                                             const std::map<uint32_t, Deferral> &others)
{
    return Planner(bundle, handler, others).run();
}

}
