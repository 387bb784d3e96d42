// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "engine/session.h"

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

namespace tapscope::cli {

/// What --monitor shows.
struct MonitorState {
    std::string script;
    uint64_t startNs = 0, nowNs = 0;
    engine::Counters counters;
    std::vector<uint32_t> shownHandlers; ///< places in Counters::handlers: without parts that nobody wrote
    std::vector<double> rates; ///< hits a second, by handler
    size_t selected = 0; ///< in shownHandlers
    trace::Globals globals;
    std::deque<std::string> lines; ///< the last of the output
};

/// The screen's text for a terminal of this size, one line ending a row; no row is wider, and there are never more rows.
[[nodiscard]] std::string monitorScreen(const MonitorState &state, size_t columns, size_t rows);

}
