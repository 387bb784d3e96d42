// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

// What a handler says that programs in the kernel cannot do: told at its place in the script.

#include "analysis/intrinsics.h"
#include "translator/handler_emitter.h"
#include "translator/registers.h"

#include <algorithm>

namespace tapscope::translator {

using namespace ir;
using analysis::Intrinsic;

namespace {

bool constantIn(const BasicBlock &block, ValueId value, int64_t &number)
{
    const auto found = std::ranges::find(block.instructions, value, &Instruction::result);
    if (found == block.instructions.end() || found->op != Op::Constant)
        return false;
    number = found->imm;
    return true;
}

}

bool HandlerEmitter::refuse(const Instruction &i, std::string what)
{
    m_t.refusals.error(
        "not-in-kernel", i.range,
        {TAPSCOPE_TEXT("Diagnostics", "%1 cannot be done yet in a handler that runs in the kernel."), {std::move(what)}},
        {TAPSCOPE_TEXT("Diagnostics", "Keep what it needs in a global variable, and do it in a begin, end or timer handler."),
         {}});
    return false;
}

bool HandlerEmitter::refuse(const Instruction &i, Text why, Text nextStep)
{
    m_t.refusals.error("not-in-kernel", i.range, std::move(why), std::move(nextStep));
    return false;
}

bool HandlerEmitter::isSystemCallTracepoint() const
{
    const std::string &name = m_t.bundle.program.sites[m_handler.sites.front()].kernelSymbol;
    return m_handler.kind == analysis::ProbeKind::KernelTrace && (name == "sys_enter" || name == "sys_exit");
}

bool HandlerEmitter::check()
{
    const Module &module = m_t.bundle.ir;
    const auto name = [&](const Instruction &i) { return m_t.bundle.program.globals[static_cast<size_t>(i.imm)].name; };
    for (const BasicBlock &b : m_f.blocks) {
        for (const Instruction &i : b.instructions) {
            switch (i.op) {
            case Op::ForeachBegin: {
                const ir::Foreach &plan = module.foreachs[static_cast<size_t>(i.imm)];
                if (plan.histogram)
                    return refuse(i, "foreach over a histogram");
                if (plan.valueLocal >= 0 && m_t.bundle.program.globals[plan.global].type == Type::Stats)
                    return refuse(i, "foreach with the value of a statistic");
                break;
            }
            case Op::Format:
                if (!canFormat(module.prints[static_cast<size_t>(i.imm)]))
                    return refuse(i, "sprintf() with such a conversion");
                break;
            case Op::HistogramText: return refuse(i, "Drawing the histogram of “" + name(i) + "”");
            case Op::TargetValue: {
                using Step = debuginfo::LocationStep;
                const auto &steps = module.targetValues[static_cast<size_t>(i.imm)].location.steps;
                if (m_t.sitesByAddress() && m_handler.kind == analysis::ProbeKind::UserReturn
                    && std::ranges::any_of(steps, [](const Step &s) { return s.op == Step::Op::LoadBias; }))
                    return refuse(i, "On a kernel without uprobe_multi, reading a static variable when a function returns");
                break;
            }
            case Op::Raise:
                if (source(i.a).kind != StringSource::Kind::Literal)
                    return refuse(i, "error() with a text that is not a literal");
                break;
            case Op::Intrinsic:
                switch (intrinsicOf(i)) {
                case Intrinsic::Register: {
                    const StringSource &s = source(i.keys[0]);
                    const bool known = s.kind == StringSource::Kind::Literal && s.index < m_t.bundle.ir.strings.size();
                    if (!known || !registers::byName(m_t.bundle.ir.strings[s.index]))
                        return refuse(i, "Reading a register other than by its name (rax, rdi, eip, …)");
                    const std::string &named = m_t.bundle.ir.strings[s.index];
                    if (m_handler.kind == analysis::ProbeKind::KernelTrace && named != registers::userAddress
                        && named != registers::probeAddress && named != "rip" && !isSystemCallTracepoint()) {
                        return refuse(
                            i,
                            {TAPSCOPE_TEXT("Diagnostics", "This tracepoint does not tell what the processor's registers hold."),
                             {}},
                            {TAPSCOPE_TEXT("Diagnostics",
                                           "Use its own variables ($$vars names them), or probe a function or a system call."),
                             {}});
                    }
                    break;
                }
                case Intrinsic::Argument: {
                    int64_t number = 0;
                    if (!constantIn(b, i.keys[0], number))
                        return refuse(i, "Reading an argument whose number is not a constant");
                    break;
                }
                case Intrinsic::UserStack:
                case Intrinsic::KernelStack:
                    if (!m_t.bundle.deferrals.contains(m_index))
                        return refuse(i, "Naming the frames of a stack");
                    break;
                case Intrinsic::GetCycles:
                    return refuse(
                        i, {TAPSCOPE_TEXT("Diagnostics", "eBPF programs cannot read the processor's counter of cycles."), {}},
                        {TAPSCOPE_TEXT("Diagnostics",
                                       "Use gettimeofday_ns(), or count cycles with perf.hw.cpu_cycles.counter(\"c\") and "
                                       "@perf(\"c\")."),
                         {}});
                case Intrinsic::InTargetTree: break;
                case Intrinsic::TextStrn: {
                    int64_t bytes = 0, quoted = 0;
                    if (!constantIn(b, i.keys[1], bytes) || !constantIn(b, i.keys[2], quoted) || bytes != 0 || quoted != 1)
                        return refuse(i, "text_strn()");
                    break;
                }
                case Intrinsic::Isinstr:
                case Intrinsic::RegexMatch:
                    if (!searchOf(i))
                        return refuse(i, intrinsicOf(i) == Intrinsic::Isinstr ? "isinstr()" : "Matching a regular expression");
                    break;
                case Intrinsic::Strtol: return refuse(i, "strtol()");
                case Intrinsic::Stringat: return refuse(i, "stringat()");
                case Intrinsic::StrReplace: return refuse(i, "str_replace()");
                case Intrinsic::Tokenize: return refuse(i, "tokenize()");
                default:
                    if (const analysis::IntrinsicSignature &signature = analysis::signatureOf(intrinsicOf(i));
                        signature.interpreterOnly)
                        return refuse(i, std::string(signature.name.substr(analysis::intrinsicPrefix.size())) + "()");
                    break;
                }
                break;
            default:
                // $$vars, indentation and the like exist only as what they print.
                for (const ValueId v : {i.a, i.b}) {
                    const auto kind = v ? source(v).kind : StringSource::Kind::None;
                    if (kind == StringSource::Kind::Variables)
                        return refuse(i, "Using $$vars, $$parms and the like other than to print them");
                    if (kind == StringSource::Kind::Stack || kind == StringSource::Kind::UserStack)
                        return refuse(i, "Using a stack");
                    if (kind == StringSource::Kind::Indent)
                        return refuse(i, "Using thread_indent() other than to print it");
                }
                break;
            }
            if (i.op == Op::Print || (i.op == Op::Intrinsic && intrinsicOf(i) == Intrinsic::Warn))
                continue;
            std::vector<ValueId> operands = i.keys;
            operands.push_back(i.a);
            operands.push_back(i.b);
            for (const ValueId v : operands) {
                // Without cookies the kernel side knows an address only; the names are the reader's.
                const auto kind = v ? source(v).kind : StringSource::Kind::None;
                if (m_t.sitesByAddress() && (kind == StringSource::Kind::SiteFunction || kind == StringSource::Kind::SitePoint))
                    return refuse(i,
                                  "On a kernel without uprobe_multi, using ppfunc(), probefunc() or pp() other than to print it");
                if (kind == StringSource::Kind::Variables || kind == StringSource::Kind::Indent)
                    return refuse(i, "Using $$vars or thread_indent() other than to print it");
            }
        }
    }
    if (!m_loops.loops.empty() && !m_t.options.features.bpfLoop) {
        m_t.refusals.error(
            "no-loops", m_f.blocks[m_loops.loops[0].head].instructions.back().range,
            {TAPSCOPE_TEXT("Diagnostics", "This kernel cannot run loops in handlers (it lacks bpf_loop)."), {}},
            {TAPSCOPE_TEXT("Diagnostics", "Use Linux 5.17 or later, or move the loop to a begin, end or timer handler."), {}});
        return false;
    }
    return true;
}

}
