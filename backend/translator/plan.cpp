// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/intrinsics.h"
#include "translator/alignment.h"
#include "translator/arithmetic.h"
#include "translator/handler_emitter.h"
#include "translator/registers.h"
#include "translator/stack_layout.h"
#include "translator/string_slots.h"

#include <algorithm>

namespace tapscope::translator {

using namespace ir;
using analysis::Intrinsic;

namespace {

/// A frame is one per-CPU value, which the kernel allocates in units of 32 KiB.
constexpr uint32_t maxFrameBytes = 32 << 10;

bool constantIn(const BasicBlock &block, ValueId value, int64_t &number)
{
    const auto found = std::ranges::find(block.instructions, value, &Instruction::result);
    if (found == block.instructions.end() || found->op != Op::Constant)
        return false;
    number = found->imm;
    return true;
}

}

HandlerEmitter::HandlerEmitter(Translation &t, uint32_t handler, protocol::Program::Kind kind)
    : m_t(t)
    , m_index(handler)
    , m_handler(t.bundle.program.handlers[handler])
    , m_f(t.bodies[handler])
    , m_kind(kind)
{}

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

uint32_t HandlerEmitter::temporaryBytes(const Instruction &i) const
{
    const uint32_t longest = m_t.options.maxStringLength;
    switch (i.op) {
    case Op::Concatenate:
    case Op::StringCompare: return 2 * longest;
    case Op::LoadElement: return i.type == Type::String ? longest : 0;
    case Op::StoreElement:
    case Op::StoreGlobal: return i.type == Type::String ? longest : 0;
    case Op::Format: return formatBytes(i);
    case Op::HasElement:
    case Op::DeleteElement: {
        const bool wildcard = std::ranges::find(i.keys, ValueId{0}) != i.keys.end();
        return wildcard ? align8(keyBytes(m_t.bundle.globals[static_cast<size_t>(i.imm)])) + 8 : 0;
    }
    case Op::Intrinsic:
        switch (intrinsicOf(i)) {
        case Intrinsic::ThreadIndent:
        case Intrinsic::Indent: return 16;
        case Intrinsic::Strlen:
        case Intrinsic::KernelString:
        case Intrinsic::UserString: return longest;
        case Intrinsic::UserStringQuoted:
        case Intrinsic::KernelStringQuoted:
        case Intrinsic::UserBufferQuoted:
        case Intrinsic::KernelBufferQuoted:
        case Intrinsic::TextStrn: return quotedBytes();
        case Intrinsic::UserMemory:
        case Intrinsic::KernelMemory: return memoryBytes();
        case Intrinsic::Substr: return 2 * longest;
        case Intrinsic::Isinstr:
        case Intrinsic::RegexMatch: return longest + 8;
        default: return 0;
        }
    default: return 0;
    }
}

std::optional<uint32_t> HandlerEmitter::sameForAllSites(const Instruction &i) const
{
    const Intrinsic what = intrinsicOf(i);
    const bool point = what == Intrinsic::Pp;
    if (!point && what != Intrinsic::Ppfunc && what != Intrinsic::Probefunc)
        return std::nullopt;
    const auto name = [&](uint32_t site) -> const std::string & {
        return point ? m_t.bundle.program.sites[site].probePoint : m_t.bundle.program.sites[site].function;
    };
    for (const uint32_t site : m_handler.sites) {
        if (name(site) != name(m_handler.sites.front()))
            return std::nullopt;
    }
    auto &strings = m_t.bundle.ir.strings;
    const auto known = std::ranges::find(strings, name(m_handler.sites.front()));
    if (known != strings.end())
        return static_cast<uint32_t>(known - strings.begin());
    strings.push_back(name(m_handler.sites.front()));
    return static_cast<uint32_t>(strings.size() - 1);
}

void HandlerEmitter::describeStrings(size_t blockIndex)
{
    const auto &instructions = m_f.blocks[blockIndex].instructions;
    const uint32_t longest = m_t.options.maxStringLength;
    auto next = static_cast<uint32_t>(m_temporaries);
    const auto storedBeforeLastUse = [&](size_t at) {
        const Instruction &load = instructions[at];
        const Op store = load.op == Op::LoadLocal ? Op::StoreLocal : Op::StoreGlobal;
        bool stored = false;
        for (size_t n = at + 1; n < instructions.size(); ++n) {
            const Instruction &i = instructions[n];
            if (stored && (i.a == load.result || i.b == load.result || std::ranges::find(i.keys, load.result) != i.keys.end()))
                return true;
            stored |= i.op == store && i.imm == load.imm;
        }
        return false;
    };
    for (size_t n = 0; n < instructions.size(); ++n) {
        const Instruction &i = instructions[n];
        uint32_t bytes = temporaryBytes(i);
        StringSource s;
        using Kind = StringSource::Kind;
        if (i.type == Type::String && i.result) {
            s.capacity = longest;
            if (const auto fixed = sameForAllSites(i))
                s = {Kind::Literal, *fixed, 0,
                     static_cast<uint32_t>(std::min<size_t>(m_t.bundle.ir.strings[*fixed].size() + 1, longest))};
            else
                switch (i.op) {
                case Op::StringConstant: {
                    const auto index = static_cast<size_t>(i.imm);
                    const size_t length = index < m_t.bundle.ir.strings.size() ? m_t.bundle.ir.strings[index].size() : 0;
                    s = {Kind::Literal, static_cast<uint32_t>(index), 0,
                         static_cast<uint32_t>(std::min<size_t>(length + 1, longest))};
                    break;
                }
                case Op::LoadLocal:
                case Op::LoadGlobal:
                    if (storedBeforeLastUse(n))
                        bytes = longest;
                    if (bytes)
                        s = {Kind::Frame, 0, static_cast<int32_t>(next), longest};
                    else if (i.op == Op::LoadLocal)
                        s = {Kind::Frame, 0, m_localOffsets[static_cast<size_t>(i.imm)], longest};
                    else
                        s = {Kind::Global, 0, static_cast<int32_t>(m_t.bundle.globals[static_cast<size_t>(i.imm)].offset),
                             longest};
                    break;
                case Op::TargetVariables: s = {Kind::Variables, static_cast<uint32_t>(i.imm), 0, 0}; break;
                case Op::Intrinsic:
                    switch (intrinsicOf(i)) {
                    case Intrinsic::Execname: s = {Kind::Execname, 0, 0, 16}; break;
                    case Intrinsic::Pp: s = {Kind::SitePoint, 0, 0, std::min(longest, m_t.maps.pointStride)}; break;
                    case Intrinsic::Probefunc:
                    case Intrinsic::Ppfunc: s = {Kind::SiteFunction, 0, 0, std::min(longest, m_t.maps.functionStride)}; break;
                    case Intrinsic::UserStack: s = {Kind::UserStack, 0, 0, longest}; break;
                    case Intrinsic::KernelStack: s = {Kind::Stack, 0, 0, longest}; break;
                    case Intrinsic::ThreadIndent:
                    case Intrinsic::Indent:
                        s = {Kind::Indent, 0, static_cast<int32_t>(next), 0, intrinsicOf(i) == Intrinsic::ThreadIndent};
                        break;
                    default: s = {Kind::Frame, 0, static_cast<int32_t>(next), longest}; break;
                    }
                    break;
                default: s = {Kind::Frame, 0, static_cast<int32_t>(next), longest}; break;
                }
            m_strings[i.result] = s;
        }
        if (bytes) {
            m_temporary[&i] = static_cast<int32_t>(next);
            next += align8(bytes);
        }
    }
    m_frameBytes = std::max(m_frameBytes, next);
}

void HandlerEmitter::allocate(size_t blockIndex)
{
    const auto &instructions = m_f.blocks[blockIndex].instructions;
    std::vector<std::pair<ValueId, size_t>> lastUse;
    const auto last = [&](ValueId v) {
        for (size_t n = instructions.size(); n-- > 0;) {
            const Instruction &i = instructions[n];
            if (i.a == v || i.b == v || std::ranges::find(i.keys, v) != i.keys.end())
                return n;
        }
        return size_t{0};
    };
    struct Busy {
        size_t until;
        Place place;
    };
    std::vector<Busy> busy;
    const auto taken = [&](const Place &place) {
        return std::ranges::any_of(busy, [&](const Busy &b) {
            return b.place.kind == place.kind && b.place.reg == place.reg && b.place.value == place.value;
        });
    };
    for (size_t n = 0; n < instructions.size(); ++n) {
        const Instruction &i = instructions[n];
        if (!i.result)
            continue;
        if (i.op == Op::Constant) {
            m_places[i.result] = {Place::Kind::Constant, bpf::R0, i.imm};
            continue;
        }
        if (i.type == Type::String || m_uses[i.result] == 0)
            continue;
        // A place is free for the result once the last use is behind the instruction before; results are written after operands
        // are read.
        std::erase_if(busy, [&](const Busy &b) { return b.until < n; });
        Place place{Place::Kind::Register, bpf::R8, 0};
        if (taken(place))
            place.reg = bpf::R9;
        if (taken(place)) {
            // A record of a hit is made of many values, and the stack is needed for the loops that make some of them.
            const bool keepsStack = m_t.bundle.deferrals.contains(m_index) && !m_loops.loops.empty();
            place = {Place::Kind::Stack, bpf::R0, keepsStack ? stack::lastSpill - 8 : stack::firstSpill};
            while (taken(place) && place.value >= stack::lastSpill)
                place.value -= 8;
            if (place.value < stack::lastSpill) {
                place = {Place::Kind::Frame, bpf::R0, 0};
                while (taken(place))
                    place.value += 8;
                m_frameSpills = std::max(m_frameSpills, static_cast<uint32_t>(place.value) + 8);
            }
        }
        m_places[i.result] = place;
        busy.push_back({last(i.result), place});
    }
}

void HandlerEmitter::plan()
{
    m_loops = findLoops(m_f);
    m_uses.assign(m_f.valueCount + 1, 0);
    m_places.assign(m_f.valueCount + 1, {});
    m_strings.assign(m_f.valueCount + 1, {});
    bool indents = false, longTexts = false;
    uint32_t largestKey = 0;
    for (const BasicBlock &b : m_f.blocks) {
        for (const Instruction &i : b.instructions) {
            ++m_uses[i.a];
            ++m_uses[i.b];
            for (const ValueId key : i.keys)
                ++m_uses[key];
            if (i.op == Op::Print)
                m_prints = true;
            if (i.op == Op::Intrinsic) {
                const Intrinsic what = intrinsicOf(i);
                m_prints |= what == Intrinsic::Exit || what == Intrinsic::Warn;
                indents |= what == Intrinsic::ThreadIndent || what == Intrinsic::Indent;
            }
            if (ir::usesGlobal(i.op))
                longTexts |= abbreviates(static_cast<uint32_t>(i.imm));
            if (i.op == Op::ForeachBegin)
                longTexts |= abbreviates(m_t.bundle.ir.foreachs[static_cast<size_t>(i.imm)].global);
            if (!i.keys.empty() && i.op >= Op::LoadElement && i.op <= Op::Accumulate && i.op != Op::DeleteGlobal)
                largestKey = std::max(largestKey, keyBytes(m_t.bundle.globals[static_cast<size_t>(i.imm)]));
        }
    }
    m_timeAtStart = indents || m_t.bundle.deferrals.contains(m_index)
        || std::ranges::any_of(m_f.blocks[0].instructions, [](const Instruction &i) { return i.op == Op::Print; });

    m_frameBytes = frame::variable;
    m_localOffsets.resize(m_f.locals.size());
    const StringSlots strings = stringSlots(m_f, m_t.bundle.ir);
    const uint32_t firstString = m_frameBytes;
    m_frameBytes += strings.count * align8(m_t.options.maxStringLength);
    for (size_t n = 0; n < m_f.locals.size(); ++n) {
        if (const uint32_t slot = strings.slotOfLocal[n]; slot != StringSlots::none) {
            m_localOffsets[n] = static_cast<int32_t>(firstString + slot * align8(m_t.options.maxStringLength));
            continue;
        }
        m_localOffsets[n] = static_cast<int32_t>(m_frameBytes);
        m_frameBytes += 8;
    }
    const bool keyInFrame = largestKey > static_cast<uint32_t>(stack::areaBytes);
    m_keyArea = static_cast<int32_t>(m_frameBytes);
    m_frameBytes += keyInFrame ? align8(largestKey) : 0;
    if (longTexts) {
        m_textHash = static_cast<int32_t>(m_frameBytes);
        m_longText = m_textHash + 8;
        m_frameBytes += 8 + align8(m_t.options.maxStringLength);
    }
    planWalks();
    m_temporaries = static_cast<int32_t>(m_frameBytes);
    for (size_t b = 0; b < m_f.blocks.size(); ++b) {
        describeStrings(b);
        allocate(b);
    }
    m_needsFrame = locks() || needsTooManyActions() || !m_f.locals.empty() || m_prints || m_walks || keyInFrame || longTexts
        || m_frameSpills > 0 || !m_loops.loops.empty() || m_frameBytes > static_cast<uint32_t>(m_temporaries);
    planFrame();
}

bool HandlerEmitter::emit()
{
    plan();
    if (!check())
        return false;
    if (m_frameBytes > maxFrameBytes) {
        m_t.refusals.error(
            "frame-too-large", m_handler.range,
            {TAPSCOPE_TEXT("Diagnostics", "The strings of this handler need %1 bytes; a handler that runs in the kernel has %2."),
             {std::to_string(m_frameBytes), std::to_string(maxFrameBytes)}},
            {TAPSCOPE_TEXT("Diagnostics", "Use fewer string variables in it, or set a smaller maximum string length."), {}});
        return false;
    }
    for (size_t b = 0; b < m_f.blocks.size(); ++b)
        m_blockLabels.push_back(m_asm.newLabel());
    for (size_t l = 0; l < m_loops.loops.size(); ++l)
        m_loopLabels.push_back(m_asm.newLabel());
    m_exit = m_asm.newLabel();
    m_quiet = m_asm.newLabel();
    m_send = m_asm.newLabel();
    m_release = m_asm.newLabel();
    m_abort = m_asm.newLabel();
    m_return = m_asm.newLabel();
    m_functions.push_back({0, "handler " + std::to_string(m_index) + ' ' + m_handler.probePoint, false});
    prologue();
    unit(-1);
    ends();
    for (size_t l = 0; l < m_loops.loops.size(); ++l)
        unit(static_cast<int32_t>(l));
    std::vector<bpf::Label> functions = m_loopLabels;
    for (size_t r = 0; r < m_routines.size(); ++r) { // one may ask for others
        const Routine routine = m_routines[r];
        m_functions.push_back({m_asm.position(), routine.name, true});
        m_asm.bind(routine.label);
        m_asm.mark(routine.range);
        routine.body();
        functions.push_back(routine.label);
    }
    const std::vector<bool> used = m_asm.removeUnreachable(functions);
    for (size_t f = functions.size(); f-- > 0;) {
        m_functions[f + 1].instruction = m_asm.labelPosition(functions[f]);
        if (!used[f])
            m_functions.erase(m_functions.begin() + static_cast<std::ptrdiff_t>(f) + 1);
    }
    if (!m_asm.resolve()) {
        m_t.refusals.error(
            "handler-too-large", m_handler.range,
            {TAPSCOPE_TEXT("Diagnostics", "With the functions it calls, this handler is too large to run in the kernel."), {}},
            {TAPSCOPE_TEXT("Diagnostics", "Call fewer functions from it, or move the work to a timer handler."), {}});
        return false;
    }
    std::vector<uint32_t> starts;
    for (const bpf::FunctionMark &function : m_functions)
        starts.push_back(function.instruction);
    const std::vector<uint32_t> sizes = bpf::packStack(m_asm.code(), starts);
    if (starts.size() > 1 && !bpf::deepestUse(m_asm.code(), starts, sizes).fits()) {
        m_t.refusals.error(
            "loops-too-deep", m_f.blocks[m_loops.loops.empty() ? 0 : m_loops.loops[0].head].instructions.back().range,
            {TAPSCOPE_TEXT("Diagnostics", "The loops of this handler lie too deep in each other to run in the kernel."), {}},
            {TAPSCOPE_TEXT("Diagnostics", "Move an inner loop to a timer handler, which has no such limit."), {}});
        return false;
    }
    // Every handler can come to need a frame to tell of an error.
    m_t.frameBytes = std::max(m_t.frameBytes, align8(m_frameBytes));
    m_t.bundle.programOfHandler[m_index] = addProgram(m_t, m_asm, m_functions, m_kind, "handler" + std::to_string(m_index));
    protocol::Program &program = m_t.bundle.kernel.programs.back();
    constexpr size_t fewReturns = 64;
    program.fewReturns = m_handler.kind == analysis::ProbeKind::KernelReturn
        && (m_handler.sites.size() <= fewReturns || m_handler.maxActive > 0);
    program.insideFunctions = m_kind == protocol::Program::Kind::Kprobe
        && std::ranges::any_of(m_handler.sites,
                               [&](uint32_t site) { return m_t.bundle.program.sites[site].kernelSymbol.contains('+'); });
    return true;
}

bool emitHandler(Translation &t, uint32_t handler, protocol::Program::Kind kind)
{
    return HandlerEmitter(t, handler, kind).emit();
}

}
