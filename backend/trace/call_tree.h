// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "trace/call_list.h"
#include "trace/event.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tapscope::trace {

/// Number of a call inside its thread, in order of entry: also its place in a depth-first walk, since calls nest.
using CallIndex = uint32_t;
inline constexpr CallIndex noCall = UINT32_MAX;

/// One call. Times in ns since the session began. Kept within 64 bytes: trees of ten million calls are ordinary.
struct Call {
    uint64_t start = 0;
    uint64_t end = 0; ///< 0 while it runs
    uint64_t stackPointer = 0; ///< 0: unknown
    uint64_t childrenNs = 0; ///< time in direct children that have ended
    CallIndex parent = noCall;
    CallIndex subtreeEnd = 0; ///< one past the last call below it; 0 while it runs
    uint32_t function = 0; ///< CallTree::functionName
    uint32_t arguments = 0; ///< CallTree::string; 0 is none
    uint32_t result = 0; ///< CallTree::string; 0 is none
    uint32_t site = UINT32_MAX;
    uint16_t depth = 0;
    uint16_t flags = 0; ///< CallFlags
};
static_assert(sizeof(Call) <= 64);

enum CallFlags : uint16_t {
    ReturnNotSeen = 1, ///< ended by what came after: longjmp, exception, a return probe that was missed
    EntryNotSeen = 2, ///< made up for a return without a call
    TailCall = 4, ///< entered by a jump from its parent
    LostBefore = 8, ///< events were lost right before it
    Truncated = 16,
};

/// The calls of every thread, built from Enter and Leave events in the order of their arrival (per thread: of time). Frames whose
/// return was missed are closed when a later event's stack pointer proves that they are gone, and marked; nothing is dropped.
/// Not thread-safe: one owner.
class CallTree {
public:
    struct Thread {
        uint32_t pid = 0;
        uint32_t tid = 0;
        std::string execname;
        ChunkedList<Call> calls; ///< in order of entry; reads like a vector
        std::vector<CallIndex> open; ///< stack of running calls
        uint64_t lost = 0;
    };

    CallTree();
    ~CallTree();
    CallTree(CallTree &&) noexcept;
    CallTree &operator=(CallTree &&) noexcept;

    /// Text events are ignored; Lost events mark the next call of every thread that is known, and of the next new one.
    void add(const Event &event);
    void add(std::span<const Event> events);
    /// Closes what still runs, at `timeNs`, as ReturnNotSeen.
    void finish(uint64_t timeNs);
    void clear();

    [[nodiscard]] const std::vector<Thread> &threads() const;
    [[nodiscard]] std::string_view functionName(uint32_t id) const;
    [[nodiscard]] std::string_view string(uint32_t id) const;
    /// Time of the newest event.
    [[nodiscard]] uint64_t now() const;
    [[nodiscard]] uint64_t callCount() const;
    /// Calls whose return was not seen.
    [[nodiscard]] uint64_t healedCount() const;
    [[nodiscard]] size_t memoryBytes() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// The tree as indented text with times: what "copy as text" gives. A line is "name(arguments) = result  TIME  self TIME", with
/// marks in brackets for what was not seen; times in µs. Whole when `first` is noCall, else the subtree of one call.
[[nodiscard]] std::string toText(const CallTree &tree, size_t thread, CallIndex first, size_t maxLines = SIZE_MAX);

}
