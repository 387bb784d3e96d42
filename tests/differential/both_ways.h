// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string>

/// One script run by both executors.
struct BothWays {
    /// `declarations` (globals, functions) before the probe; `body` on lines of its own, so that places in messages agree.
    /// `after` follows the probe.
    BothWays(const std::string &declarations, const std::string &body, const std::string &after = {});

    std::string problem; ///< the script does not translate, or its program does not load
    bool deferred = false; ///< the kernel only records the hit, and the interpreter runs the statements on the record
    std::string interpreted, kernel; ///< what was printed, then the run-time errors
    uint32_t emitted = 0, processed = 0; ///< instructions of the program, and what the verifier made of them

    [[nodiscard]] bool agree() const { return problem.empty() && interpreted == kernel; }
};
