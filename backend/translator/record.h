// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>

/// What a kernel-side handler sends through the ring buffer: a RecordHeader, then entries (u32 id, u32 bytes that follow, padded
/// to 8) until the record's end. Everything in the CPU's byte order, 8-byte aligned.
namespace tapscope::translator {

struct RecordHeader {
    uint32_t handler = 0; ///< index into Bundle::handlers
    uint32_t flags = 0; ///< RecordFlags
    uint64_t site = 0; ///< site index; or the raw instruction pointer when SiteIsAddress
    uint64_t codeStart = 0; ///< mm->start_code when SiteIsAddress, else 0
    uint64_t timeNs = 0; ///< CLOCK_MONOTONIC
    uint32_t pid = 0; ///< process (tgid)
    uint32_t tid = 0;
    uint32_t cpu = 0;
    uint32_t lostBefore = 0; ///< records this CPU had to drop since its last one that got through
    uint64_t stackPointer = 0; ///< only with HasFrame
    uint64_t returnAddress = 0; ///< word at the stack pointer on entry; only with HasFrame
    char execname[16] = {}; ///< only meaningful with HasExecname
};
static_assert(sizeof(RecordHeader) == 80);

enum RecordFlags : uint32_t {
    SiteIsAddress = 1,
    HasFrame = 2,
    HasExecname = 4,
    Aborted = 8, ///< a run-time error ended the handler; what it printed before is here
    Truncated = 16, ///< the handler's output did not fit its buffer
};

/// Instead of a handler, without entries: process `pid` has begun to run Program::watchedPrograms[site], whose memory is watched.
inline constexpr uint32_t programStarted = 0xfffffffe;

/// Entry ids past the prints.
inline constexpr uint32_t entryExit = 0xffff0001; ///< exit() was called
inline constexpr uint32_t entryError = 0xffff0002; ///< u32 RuntimeError, u32 index into Bundle::errorSites, i64 operand
inline constexpr uint32_t entryWarning
    = 0xffff0003; ///< warn(): u32 index into Bundle::layouts, u32 0, then that layout's fields (one %s)

enum class RuntimeError : uint32_t {
    DivisionByZero = 1,
    ReadFault,
    ArrayOverflow,
    MaxAction,
    Raised,
    EmptyAggregate,
    BucketRange
};

/// A program's registers, and how much of its stack follows: whole pages, the stack pointer being in the first. `length` counts
/// all behind itself and `flags`, as with Bytes.
struct UserStackHeader {
    uint32_t length = 0;
    uint32_t flags = 0;
    uint64_t registers[17] = {}; ///< by DWARF number: rax, rdx, … r15, and the instruction pointer
    uint64_t copied = 0;
    /// Calls whose return addresses the kernel keeps while a return probe of its own stands in their place; ends with slot 0.
    struct Return {
        uint64_t slot = 0, address = 0;
    } returns[16] = {};
};
static_assert(sizeof(UserStackHeader) == 408);

inline constexpr uint32_t stackPageBytes = 4096; ///< what is copied of a program's stack is counted in these
inline constexpr uint32_t kernelStackBytes = 127 * 8;

/// How an argument of a print travels. Fields follow each other, each padded to 8 bytes.
enum class FieldKind : uint8_t {
    Long, ///< 8 bytes
    Literal, ///< nothing: FieldLayout::literal
    ProbePoint,
    ProbeFunction, ///< nothing: the site's
    Execname, ///< nothing: the header's
    ThreadIndent, ///< i64 microseconds since the thread's depth was 0, i32 spaces, i32 delta
    Indent, ///< the same, without the thread's name in the text
    Variables, ///< FieldLayout::count values of 8 bytes, then one byte each: 0 read, 1 unavailable, 2 read fault (padded to 8)
    Stack, ///< u32 length, u32 0, the kernel's return addresses of 8 bytes each
    UserStack, ///< UserStackHeader, and behind it what was copied of the stack
    Bytes, ///< u32 length, u32 flags (1: truncated), bytes
};

}
