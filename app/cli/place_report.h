// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "engine/session.h"

#include <functional>
#include <span>
#include <string>
#include <vector>

/// What the terminal says of the places that a script probes: how many they are before they are probed, and what became of them.
namespace tapscope::cli {

inline constexpr size_t fewNames = 10;

/// "The script puts probes on 2,000 places …", up to where the answer is typed.
[[nodiscard]] std::string question(const engine::PlannedPlaces &planned);

/// Reads a line; y and yes agree. The end of the input and an interruption do not.
[[nodiscard]] bool answeredYes(int input, const std::function<bool()> &interrupted);

/// A line about places where a hit is expensive. `sites`: what the program's sites are called.
[[nodiscard]] std::string slowPlaces(const engine::PlannedPlaces &planned, const std::vector<std::string> &sites,
                                     size_t namesShown);

/// A line for each reason for which places could not be probed, with all their names.
[[nodiscard]] std::string missedPlaces(std::span<const engine::MissedPlace> missed, const std::vector<std::string> &sites);

}
