// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "engine/session.h"

#include <string>

namespace tapscope::cli {

/// What is listed instead of running a script.
struct ListRequest {
    enum class Kind : uint8_t { None, Points, PointsWithVariables, ProbeTypes, Functions, Aliases };
    Kind kind = Kind::None;
    std::string pattern; ///< of Points
    std::string kernel; ///< release or path of another kernel whose points are listed
    bool json = false;
};

/// Prints the list; the exit status: 0 when something was found.
[[nodiscard]] int printList(const ListRequest &request, const engine::Options &session, bool colours);

}
