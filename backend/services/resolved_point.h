// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/program.h"
#include "debuginfo/location.h"

#include <string>
#include <vector>

namespace tapscope::services {

/// What a probe point means on this machine.
struct ResolvedPoint {
    struct Place {
        std::string point; ///< as pp() would say it
        std::string function;
        std::string program; ///< path; empty in the kernel
        std::string sourceFile;
        uint32_t line = 0;
        bool singleStepped = false; ///< costs more than others
    };
    std::vector<Place> places; ///< the first of them
    size_t placeCount = 0;
    std::vector<debuginfo::VariableAt> variables; ///< $names at the first place, parameters first
    std::vector<std::string> words; ///< $$names that have a meaning there
    bool hasDebugInfo = false;
    bool isReturn = false;
    std::vector<script::Diagnostic> problems; ///< why nothing was found; ranges are in the point
};

}
