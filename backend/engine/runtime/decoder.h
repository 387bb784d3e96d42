// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "engine/runtime/storage.h"
#include "script/source.h"
#include "trace/event_batch.h"
#include "translator/bundle.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tapscope::engine {

/// A run-time error that a handler in the kernel met.
struct HandlerError {
    uint32_t handler = 0;
    uint32_t site = UINT32_MAX;
    uint64_t timeNs = 0; ///< since the session began
    /// "ERROR: division by 0 near operator '/' at file:line:column", without a newline.
    std::string text;
};

/// Registers by DWARF number, and the stack's bytes from the stack pointer on.
struct UserStack {
    uint64_t registers[17] = {};
    std::vector<std::byte> bytes;
};

/// A hit whose statements are to be run on what the kernel has recorded of it.
struct RecordedHit {
    uint32_t handler = 0;
    uint32_t site = UINT32_MAX;
    uint32_t cpu = 0, pid = 0, tid = 0;
    uint64_t timeNs = 0; ///< since the session began
    uint64_t monotonicNs = 0;
    std::string execname;
    int64_t uid = 0, gid = 0;
    struct Value {
        uint64_t value = 0;
        uint8_t state = 0; ///< 0 read, 1 unavailable, 2 read fault
    };
    std::vector<Value> values; ///< as Deferral::values
    struct Read {
        int64_t of = 0;
        int64_t first = 0; ///< negative: nothing can be read there; for a text in quotes, how many bytes of it are asked for
        int64_t number = 0;
        std::string text;
    };
    std::vector<Read> reads; ///< as Deferral::reads
    struct Call {
        std::vector<Cell> arguments;
        uint64_t error = 0; ///< 0, or the RuntimeError and << 32 its place in the bundle's errorSites
        int64_t operand = 0; ///< of the error
        int64_t actions = 0;
        Cell result;
    };
    std::vector<Call> calls; ///< as Deferral::calls
    std::vector<Cell> entryValues; ///< as Deferral::entryValues
    std::optional<std::string> indent; ///< what thread_indent() or indent() yields
    uint64_t stackPointer = 0, returnAddress = 0;
    std::vector<uint64_t> kernelStack;
    std::optional<UserStack> userStack;
};

/// A process has begun to run a program (index into Program::watchedPrograms) whose memory is watched.
struct ProgramStart {
    uint32_t program = 0;
    uint32_t pid = 0;
    uint64_t monotonicNs = 0;
};

/// What a stretch of ring records said. Reused: clear() before the next.
struct DecodedBatch {
    trace::EventBatch batch;
    std::vector<HandlerError> errors;
    bool exitRequested = false;
    std::optional<RecordedHit> hit; ///< of the last record; to be run before the next is decoded
    std::vector<ProgramStart> starts;
    uint64_t records = 0;
    uint64_t malformed = 0; ///< records of which a part could not be read; the rest of them is here
    uint64_t lost = 0;

    void clear();
};

/// Turns records of the ring buffer into events, text included. One thread at a time; the bundle and the sources outlive it.
class RecordDecoder {
public:
    /// `startNs`: CLOCK_MONOTONIC at the session's begin.
    RecordDecoder(const translator::Bundle &bundle, const script::SourceSet &sources, uint64_t startNs,
                  uint32_t maxStringLength = 512);
    ~RecordDecoder();
    RecordDecoder(const RecordDecoder &) = delete;
    RecordDecoder &operator=(const RecordDecoder &) = delete;

    void decode(std::span<const std::byte> record, DecodedBatch &out);
    /// Returns of indented calls that the kernel did not report since the calls nested too deep; of all that was decoded.
    [[nodiscard]] uint64_t returnsTooDeep() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}
