// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "trace/event_batch.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace tapscope::trace {

/// Reads what a script with thread_indent (or indent) printed: "%6d name(tid):<blanks>-> function arguments". Such lines become
/// calls and returns; all others become text. Printed times count from a thread's last outermost call on; they are joined to one
/// clock that never goes back, so that gaps between outermost calls are not seen.
class ThreadIndentImporter {
public:
    /// Takes the next piece of a file, cut anywhere; events of complete lines go to `out`.
    void add(std::string_view piece, EventBatch &out);
    /// Takes what came after the last newline as a line.
    void finish(EventBatch &out);

    /// Lines that were calls or returns, so far.
    [[nodiscard]] uint64_t callLines() const { return m_callLines; }

private:
    struct Clock {
        uint64_t baseUs = 0;
        uint64_t lastUs = 0;
    };
    void addLine(std::string_view line, EventBatch &out);

    std::string m_partial;
    std::unordered_map<uint64_t, Clock> m_clocks; ///< by thread
    uint64_t m_nowUs = 1; ///< the clock begins at 1: a call that starts at 0 is not told from none
    uint64_t m_callLines = 0;
};

/// The parts of one indented line.
struct IndentedLine {
    uint64_t microseconds = 0;
    std::string_view execname;
    uint32_t tid = 0;
    std::string_view text; ///< what follows the colon
};

/// False when the line has another form.
[[nodiscard]] bool parseIndentedLine(std::string_view line, IndentedLine &parts);

}
