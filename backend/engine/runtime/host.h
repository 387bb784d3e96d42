// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "engine/runtime/storage.h"
#include "translator/ir.h"

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tapscope::engine {

/// The world as a handler sees it that runs in the interpreter. The defaults are those of begin, end and timer handlers: the
/// process that runs the script, and no target to look into.
class Host {
public:
    virtual ~Host() = default;

    /// What the handler printed, whole, with its newlines.
    virtual void print(std::string_view text) = 0;
    /// "WARNING: …" with a newline, for stderr.
    virtual void warn(std::string_view text) = 0;
    /// exit(): the handler goes on to its end, then the session stops.
    virtual void exit() = 0;
    /// target(): the pid of -c or -x; 0 without.
    [[nodiscard]] virtual int64_t target() = 0;

    [[nodiscard]] virtual int64_t pid();
    [[nodiscard]] virtual int64_t tid();
    [[nodiscard]] virtual int64_t parentPid();
    [[nodiscard]] virtual int64_t uid();
    [[nodiscard]] virtual int64_t effectiveUid();
    [[nodiscard]] virtual int64_t gid();
    [[nodiscard]] virtual int64_t effectiveGid();
    [[nodiscard]] virtual int64_t cpu();
    [[nodiscard]] virtual std::string execname();
    /// Wall clock, ns since 1970.
    [[nodiscard]] virtual int64_t timeOfDayNs();
    [[nodiscard]] virtual int64_t cycles();
    /// The monotonic clock, ns.
    [[nodiscard]] virtual int64_t monotonicNs();
    /// 32 random bits.
    [[nodiscard]] virtual int64_t random();
    /// Starts a shell command and does not wait for its end. False: it could not be started.
    [[nodiscard]] virtual bool system(const std::string &command);

    /// $value of a file that another program reads or has written, or of what was typed.
    [[nodiscard]] virtual std::string fileValue() { return {}; }
    /// False: it is longer than a reader can get.
    [[nodiscard]] virtual bool setFileValue(std::string_view, bool) { return false; }
    /// What thread_indent() or indent() came to where the handler was hit; none: the interpreter counts by itself.
    [[nodiscard]] virtual std::optional<std::string> recordedIndent() { return std::nullopt; }
    /// What an intrinsic read of the traced program, of this address or number, when the handler was hit; none: nothing is
    /// recorded.
    struct Recorded {
        bool fault = false;
        int64_t number = 0;
        std::string text;
    };
    [[nodiscard]] virtual std::optional<Recorded> recorded(analysis::Intrinsic, int64_t) { return std::nullopt; }
    /// The same of a text in quotes, of which so many bytes were asked for (0: up to its end).
    [[nodiscard]] virtual std::optional<std::string> recordedQuote(analysis::Intrinsic, int64_t, int64_t) { return std::nullopt; }
    /// What a function yielded, or the error that ended it, when the kernel ran it in advance; none: it did not, with these
    /// arguments.
    struct RecordedCall {
        Cell result;
        int64_t actions = 0; ///< statements that it counted
        std::optional<std::string> error;
        bool errorIsFinal = false; ///< nothing catches it
        script::Range place; ///< of the error
    };
    [[nodiscard]] virtual std::optional<RecordedCall> recordedCall(uint32_t, std::span<const Cell>) { return std::nullopt; }
    /// What a return probe has kept from the function's entry in this hidden array, or whether it has; none: the array knows.
    [[nodiscard]] virtual std::optional<Cell> recordedEntryValue(uint32_t, bool) { return std::nullopt; }
    /// Stacks of the hit, the innermost frame first, and what addresses of either side are.
    [[nodiscard]] virtual std::vector<uint64_t> stack(bool) { return {}; }
    [[nodiscard]] virtual std::string symbol(bool ofProgram, uint64_t address, analysis::SymbolForm form, bool frame = false);
    [[nodiscard]] virtual std::expected<int64_t, std::string> loadAddress(uint64_t address);
    /// A variable of the traced program, or the message of the run-time error.
    [[nodiscard]] virtual std::expected<int64_t, std::string> targetValue(const translator::ir::TargetValue &value);
    /// A NUL-terminated string, or `size` bytes (1, 2, 4, 8) as a number, of the traced program's memory.
    [[nodiscard]] virtual std::expected<std::string, std::string> userString(uint64_t address, size_t maxLength);
    [[nodiscard]] virtual std::expected<int64_t, std::string> userLong(uint64_t address, uint32_t size);
    /// So many bytes of the kernel's memory, or fewer of a text, up to its NUL; none: they cannot be read.
    [[nodiscard]] virtual std::optional<std::string> kernelMemory(uint64_t, size_t, bool) { return std::nullopt; }
};

}
