// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/intrinsics.h"
#include "translator/alignment.h"
#include "translator/arithmetic.h"
#include "translator/handler_emitter.h"
#include "translator/stack_layout.h"
#include "translator/string_slots.h"

#include <algorithm>

namespace tapscope::translator {

using namespace ir;
using analysis::Intrinsic;

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

}
