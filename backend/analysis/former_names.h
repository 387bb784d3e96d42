// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "script/ast.h"

#include <optional>
#include <string>
#include <string_view>

namespace tapscope::analysis {

/// Today's name of a function of the library that older scripts call by another one; empty: none is known.
[[nodiscard]] std::string_view functionCalledToday(std::string_view former);

/// A probe point as it is written today, if older scripts write it otherwise.
[[nodiscard]] std::optional<std::string> pointWrittenToday(const script::ProbePoint &former);

}
