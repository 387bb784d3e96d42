// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/program.h"
#include "debuginfo/kernel.h"
#include "debuginfo/module.h"
#include "script/diagnostic.h"

#include <memory>
#include <string>
#include <vector>

namespace tapscope::services {

/// What a probe point means on this machine.
struct ResolvedPoint {
    /// Of a hit; each costs several times as much as the one before.
    enum class Cost : uint8_t { None, Tracepoint, KernelFunction, Emulated, SingleStepped };
    struct Place {
        std::string point; ///< as pp() would say it
        std::string function;
        std::string program; ///< path; empty in the kernel
        std::string sourceFile;
        uint32_t line = 0;
        Cost cost = Cost::None; ///< none of timers and the like
    };
    std::vector<Place> places; ///< the first of them
    size_t placeCount = 0;
    std::vector<debuginfo::VariableAt> variables; ///< $names at the first place, parameters first
    std::vector<std::string> words; ///< $$names that have a meaning there
    /// Where the types of those are described; null when that is not known. Lives as long as what owns it.
    const debuginfo::TypeSource *types = nullptr;
    std::shared_ptr<const debuginfo::Module> module;
    std::shared_ptr<const debuginfo::Kernel> kernel;
    bool hasDebugInfo = false;
    bool isReturn = false;
    std::vector<script::Diagnostic> problems; ///< why nothing was found; ranges are in the point
};

}
