// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "engine/session.h"

#include <string>
#include <vector>

namespace tapscope::engine {

/// What -t asks for: each probe that was hit on a line, with its times and what was lost of it.
[[nodiscard]] std::string hitReport(const translator::Bundle &bundle, const script::SourceSet &sources, const Counters &counters);

/// For each probe of which something was lost: how much, and why.
[[nodiscard]] std::vector<std::string> lossLines(const Counters &counters);

}
