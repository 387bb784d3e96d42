// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/document.h"
#include "services/workspace.h"

#include <stop_token>
#include <string>
#include <vector>

namespace tapscope::services {

/// A $variable or a member, with its type as C writes it.
struct TargetName {
    std::string name; ///< without the $
    std::string type;
    bool isParameter = false;
};

/// The variables of the program that handlers of these probe points see, of the first point that can be found.
[[nodiscard]] std::vector<TargetName> targetNames(const Workspace &workspace, const std::string &points,
                                                  const std::stop_token &stop);

/// The members of what "$a->b" points to.
[[nodiscard]] std::vector<TargetName> memberNames(const Workspace &workspace, const std::string &points, const std::string &base,
                                                  const std::stop_token &stop);

/// The variables that aliases set for handlers of these probe points.
[[nodiscard]] std::vector<std::string> aliasVariables(const Workspace &workspace, const Document &document,
                                                      const std::string &points);

/// Points that stand side by side in a probe, one by one.
[[nodiscard]] std::vector<std::string> splitPoints(const std::string &points);

}
