// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/analyze.h"
#include "services/resolved_point.h"

#include <memory>
#include <stop_token>
#include <string>

namespace tapscope::services {

/// Resolves a probe point as it is written in a script (without the word `probe`). Incomplete when `stop` is requested.
[[nodiscard]] std::shared_ptr<const ResolvedPoint> resolvePoint(const std::string &point, const analysis::Options &options,
                                                                std::stop_token stop);

}
