// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/text.h"
#include "script/source.h"

#include <QString>

#include <cstdint>
#include <vector>

namespace tapscope::app {

/// A probe of the script that runs, as its window knows it.
struct ProbeFacts {
    uint32_t handler = 0; ///< its place in the counters
    QString point; ///< as written
    script::Range range; ///< of the probe point; only where it is in the script itself
    int line = 0; ///< in the script; 0: in the library
    uint64_t places = 0;
};

/// A place that a probe is about and that could not be probed.
struct FailedPlace {
    uint32_t handler = 0;
    QString place; ///< function, file and line, as far as they are known
    Text reason;
};

using ProbeList = std::vector<ProbeFacts>;
using FailedPlaces = std::vector<FailedPlace>;

}
