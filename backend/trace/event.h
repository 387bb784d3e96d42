// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tapscope::trace {

/// What one print statement of one probe hit said. Typed first; `text` is the line as stap would print it.
struct Event {
    enum class Kind : uint8_t {
        Text,    ///< printed text that is no call
        Enter,   ///< text with a thread_indent of a positive delta
        Leave,   ///< … of a negative delta
        Lost,    ///< `lost` records are missing before the next event of this CPU
    } kind = Kind::Text;
    uint32_t handler = 0;
    uint32_t site = UINT32_MAX; ///< index into the session's sites; UINT32_MAX when unknown (imports)
    uint32_t cpu = 0;
    uint32_t pid = 0;
    uint32_t tid = 0;
    uint64_t timeNs = 0; ///< since the session began
    uint64_t stackPointer = 0; ///< 0: unknown
    uint64_t returnAddress = 0; ///< 0: unknown
    uint32_t lost = 0;
    bool aborted = false; ///< a run-time error cut the handler short
    bool truncated = false; ///< a string or the output was cut
    // Views into the batch that holds the event.
    std::string_view execname;
    std::string_view function; ///< Enter, Leave: what was called
    std::string_view arguments; ///< Enter: text behind the function's name; Leave: what it returned
    std::string_view text; ///< everything that was printed
};

}
