// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "helper/trace_directory.h"

namespace tapscope::helper {

/// Starts a small process that waits for this one to end, however it ends, and then removes its trace events: the kernel removes
/// links and perf events by itself, but not those. It keeps no right but its open event lists. Returns the descriptor whose
/// closing it waits for; keep it open and unshared.
[[nodiscard]] Result<UniqueFd> startWatcher(const TraceDirectory &trace);

}
