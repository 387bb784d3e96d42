// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/program_check.h"

#include "helper/semaphores.h"

#include <linux/bpf.h>
#include <linux/hw_breakpoint.h>
#include <linux/perf_event.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <string>
#include <utility>

namespace tapscope::helper {

using protocol::Attach;
using protocol::Attachment;
using protocol::Failed;
using protocol::Load;
using protocol::Map;
using protocol::Program;
using protocol::Relocation;

namespace {

using Stage = Failed::Stage;

Failed refusal(Stage stage, uint32_t index, std::string detail)
{
    return {.stage = stage, .error = stage == Stage::Protocol ? EINVAL : EPERM, .index = index, .detail = std::move(detail)};
}

/// What an administrator may do.
Failed notAllowed(uint32_t index, std::string detail)
{
    return {.stage = Stage::Refused, .error = EACCES, .index = index, .detail = std::move(detail)};
}

bool isSet(uint64_t offset)
{
    return offset != 0;
}

// An instruction's parts, as struct bpf_insn lies in 8 bytes.
uint8_t opcode(uint64_t instruction)
{
    return static_cast<uint8_t>(instruction);
}
uint8_t sourceRegister(uint64_t instruction)
{
    return static_cast<uint8_t>((instruction >> 12) & 15);
}
int32_t immediate(uint64_t instruction)
{
    return static_cast<int32_t>(instruction >> 32);
}

constexpr uint8_t loadImmediate64 = BPF_LD | BPF_IMM | BPF_DW;
constexpr uint8_t call = BPF_JMP | BPF_CALL;
constexpr uint8_t sourceFunction = 4; ///< BPF_PSEUDO_FUNC: the address of a subprogram
constexpr uint8_t sourceKernelFunction = 2; ///< BPF_PSEUDO_KFUNC_CALL
/// The kernel's list of helper functions is closed since 6.2 (new ones are kernel functions): what lies behind it nobody has
/// reviewed.
constexpr int32_t lastHelperFunction = 211;

/// The helper functions with which a program changes what it watches, and those that nobody knows.
const char *changingHelper(int32_t number)
{
    if (number < 0 || number > lastHelperFunction)
        return "an unknown helper function";
    switch (number) {
    case 36: return "bpf_probe_write_user";
    case 58: return "bpf_override_return";
    case 109: return "bpf_send_signal";
    case 117: return "bpf_send_signal_thread";
    default: return nullptr;
    }
}

bool isUsableMap(uint32_t type)
{
    switch (type) {
    case BPF_MAP_TYPE_HASH:
    case BPF_MAP_TYPE_ARRAY:
    case BPF_MAP_TYPE_PERF_EVENT_ARRAY:
    case BPF_MAP_TYPE_PERCPU_HASH:
    case BPF_MAP_TYPE_PERCPU_ARRAY:
    case BPF_MAP_TYPE_STACK_TRACE:
    case BPF_MAP_TYPE_LRU_HASH:
    case BPF_MAP_TYPE_LRU_PERCPU_HASH:
    case BPF_MAP_TYPE_LPM_TRIE:
    case BPF_MAP_TYPE_QUEUE:
    case BPF_MAP_TYPE_STACK:
    case BPF_MAP_TYPE_RINGBUF:
    case BPF_MAP_TYPE_TASK_STORAGE:
    case BPF_MAP_TYPE_BLOOM_FILTER: return true;
    default: return false;
    }
}

std::optional<Failed> checkMap(const Map &map, uint32_t index)
{
    if (map.type == BPF_MAP_TYPE_PROG_ARRAY) {
        if (map.shared || !map.initial.empty() || map.keySize != 4 || map.valueSize != 4
            || map.maxEntries > protocol::maxProgramArrayEntries)
            return refusal(Stage::Protocol, index, "map " + map.name + ": a program array is the helper's alone, and small");
        return std::nullopt;
    }
    if (!isUsableMap(map.type))
        return refusal(Stage::Refused, index, "map " + map.name + " has a type that is not used here");
    if (map.isCounter
        && (map.type != BPF_MAP_TYPE_PERF_EVENT_ARRAY || map.shared || map.keySize != 4 || map.valueSize != 4
            || map.counterType == PERF_TYPE_BREAKPOINT || map.counterType == PERF_TYPE_TRACEPOINT))
        return refusal(Stage::Protocol, index, "map " + map.name + ": this cannot be counted");
    if (map.initial.empty())
        return std::nullopt;
    if (map.type != BPF_MAP_TYPE_ARRAY && map.type != BPF_MAP_TYPE_PERCPU_ARRAY)
        return refusal(Stage::Protocol, index, "map " + map.name + ": only arrays have first contents");
    if (map.flags & BPF_F_RDONLY)
        return refusal(Stage::Protocol, index, "map " + map.name + ": it cannot be filled, being read-only from outside");
    if (map.valueSize == 0 || map.keySize != sizeof(uint32_t) || map.initial.size() % map.valueSize != 0
        || map.initial.size() / map.valueSize > map.maxEntries)
        return refusal(Stage::Protocol, index, "map " + map.name + ": its first contents are no whole values");
    return std::nullopt;
}

std::optional<Failed> checkRelocations(const Load &load, const Program &program, uint32_t index, std::vector<bool> &relocated)
{
    for (const Relocation &relocation : program.relocations) {
        const bool inside = relocation.instruction < program.code.size() && program.code.size() - relocation.instruction > 1;
        if (!inside || opcode(program.code[relocation.instruction]) != loadImmediate64)
            return refusal(Stage::Protocol, index, "a relocation is not on a 64-bit load");
        if (relocation.map >= load.maps.size())
            return refusal(Stage::Protocol, index, "a relocation names a map that does not exist");
        relocated[relocation.instruction] = true;
    }
    return std::nullopt;
}

std::optional<Failed> checkProgram(const Load &load, const Program &program, uint32_t index)
{
    if (program.code.empty())
        return refusal(Stage::Protocol, index, "a program without code");
    if (program.functionInfo.size() % sizeof(bpf_func_info) != 0 || program.lineInfo.size() % sizeof(bpf_line_info) != 0)
        return refusal(Stage::Protocol, index, "function or line information is cut off");
    const bool needsTarget = program.kind == Program::Kind::Fentry || program.kind == Program::Kind::Fexit;
    if (needsTarget && program.target.empty())
        return refusal(Stage::Protocol, index, "an fentry program without its function");
    if (program.session && program.kind != Program::Kind::Uprobe)
        return refusal(Stage::Protocol, index, "only user-space functions have sessions");

    std::vector<bool> relocated(program.code.size());
    if (auto failed = checkRelocations(load, program, index, relocated))
        return failed;
    // The second half of a 64-bit load is looked at as well: it has opcode 0, or the verifier refuses it.
    for (size_t i = 0; i < program.code.size(); ++i) {
        const uint64_t instruction = program.code[i];
        const uint8_t source = sourceRegister(instruction);
        // Descriptor numbers and kernel addresses are filled in here and by nobody else.
        if (opcode(instruction) == loadImmediate64 && !relocated[i] && source != 0 && source != sourceFunction)
            return refusal(Stage::Refused, index, "a program refers to descriptors or kernel variables by itself");
        if (opcode(instruction) != call || load.guru)
            continue;
        if (source == sourceKernelFunction)
            return refusal(Stage::Refused, index, "a program calls a kernel function (allowed in guru mode only)");
        if (const char *name = source == 0 ? changingHelper(immediate(instruction)) : nullptr)
            return refusal(Stage::Refused, index, std::string("a program calls ") + name + " (allowed in guru mode only)");
    }
    return std::nullopt;
}

std::optional<Failed> checkSlot(const Load &load, const protocol::ProgramSlot &slot)
{
    if (slot.map >= load.maps.size() || load.maps[slot.map].type != BPF_MAP_TYPE_PROG_ARRAY
        || slot.index >= load.maps[slot.map].maxEntries)
        return refusal(Stage::Protocol, slot.map, "a slot is not in a program array");
    if (slot.program >= load.programs.size())
        return refusal(Stage::Protocol, slot.map, "a slot names a program that does not exist");
    return std::nullopt;
}

bool isSymbol(const std::string &text)
{
    // A number would be taken for an address.
    if (text.empty() || text.size() > 255 || (text[0] >= '0' && text[0] <= '9'))
        return false;
    for (const char c : text) {
        const bool allowed = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.'
            || c == '$' || c == ':';
        if (!allowed)
            return false;
    }
    return true;
}

/// A symbol, or a place behind one: "vfs_read+0x21".
bool isKernelPlace(const std::string &text)
{
    const size_t plus = text.find('+');
    if (plus == std::string::npos)
        return isSymbol(text);
    const std::string_view offset = std::string_view(text).substr(plus + 1);
    return isSymbol(text.substr(0, plus)) && offset.size() > 2 && offset.size() <= 10 && offset.starts_with("0x")
        && offset.find_first_not_of("0123456789abcdef", 2) == std::string_view::npos;
}

bool fits(Attachment::Kind attachment, Program::Kind program)
{
    switch (attachment) {
    case Attachment::Kind::UserFunctions: return program == Program::Kind::Uprobe;
    case Attachment::Kind::KernelFunctions: return program == Program::Kind::Kprobe;
    case Attachment::Kind::RawTracepoint: return program == Program::Kind::RawTracepoint;
    case Attachment::Kind::Tracing: return program == Program::Kind::Fentry || program == Program::Kind::Fexit;
    case Attachment::Kind::PerfEvents: return program == Program::Kind::PerfEvent;
    }
    return false;
}

const char *whatIsWrong(const Attach &attach, const Attachment &attachment, const std::vector<Program::Kind> &programs)
{
    if (attachment.program >= programs.size())
        return "an attachment names a program that does not exist";
    if (!fits(attachment.kind, programs[attachment.program]))
        return "an attachment's program is of another kind";
    const bool user = attachment.kind == Attachment::Kind::UserFunctions;
    const bool tracing = attachment.kind == Attachment::Kind::Tracing;
    const bool perf = attachment.kind == Attachment::Kind::PerfEvents;
    const size_t sites = user ? attachment.offsets.size() : tracing || perf ? 1 : attachment.symbols.size();
    if (perf && attachment.perfPeriod == 0)
        return "a counter without a period";
    const bool watches = attachment.perfType == PERF_TYPE_BREAKPOINT;
    if (perf && watches
        && ((attachment.watchType != HW_BREAKPOINT_W && attachment.watchType != HW_BREAKPOINT_RW) || attachment.perfPeriod != 1
            || attachment.perfFrequency))
        return "memory is watched in a way that there is not";
    if (perf && (attachment.pid != 0 || (!watches && !attachment.offsets.empty())))
        return "a counter of one process";
    if (perf && std::ranges::any_of(attachment.offsets, [](uint64_t thread) { return thread == 0 || thread > INT32_MAX; }))
        return "no number of a thread";
    if (user && attachment.file >= attach.fileCount)
        return "an attachment names a file that did not come";
    if (attachment.kind == Attachment::Kind::RawTracepoint && sites != 1)
        return "a raw tracepoint has one name";
    if (sites == 0)
        return "an attachment without places";
    if (!attachment.cookies.empty() && attachment.cookies.size() != sites)
        return "an attachment has another number of cookies than of places";
    if (!attachment.semaphoreOffsets.empty() && attachment.semaphoreOffsets.size() != sites)
        return "an attachment has another number of semaphores than of places";
    for (const std::string &symbol : attachment.symbols) {
        if (attachment.kind == Attachment::Kind::KernelFunctions ? !isKernelPlace(symbol) : !isSymbol(symbol))
            return "a symbol is not a name";
    }
    if (attachment.pid < 0)
        return "a negative process number";
    return nullptr;
}

}

std::optional<Failed> checkLoad(const Load &load, bool mayChangeTargets)
{
    if (load.guru && !mayChangeTargets)
        return notAllowed(0, "guru mode");
    for (uint32_t i = 0; i < load.maps.size(); ++i) {
        if (auto failed = checkMap(load.maps[i], i))
            return failed;
    }
    for (uint32_t i = 0; i < load.programs.size(); ++i) {
        if (auto failed = checkProgram(load, load.programs[i], i))
            return failed;
    }
    for (const protocol::ProgramSlot &slot : load.programSlots) {
        if (auto failed = checkSlot(load, slot))
            return failed;
    }
    return std::nullopt;
}

std::optional<Failed> checkAttach(const Attach &attach, const std::vector<Program::Kind> &programs)
{
    for (uint32_t i = 0; i < attach.attachments.size(); ++i) {
        if (const char *wrong = whatIsWrong(attach, attach.attachments[i], programs))
            return refusal(Stage::Protocol, i, wrong);
    }
    return std::nullopt;
}

std::optional<Failed> checkSemaphores(const Attach &attach, std::span<const UniqueFd> files)
{
    std::map<uint32_t, std::vector<uint64_t>> known;
    for (uint32_t i = 0; i < attach.attachments.size(); ++i) {
        const Attachment &attachment = attach.attachments[i];
        if (std::ranges::none_of(attachment.semaphoreOffsets, isSet))
            continue;
        auto found = known.find(attachment.file);
        if (found == known.end())
            found = known.emplace(attachment.file, findSemaphores(files[attachment.file].get())).first;
        for (const uint64_t offset : attachment.semaphoreOffsets) {
            if (isSet(offset) && !std::ranges::binary_search(found->second, offset))
                return notAllowed(i, "semaphores that the probed file does not declare");
        }
    }
    return std::nullopt;
}

}
