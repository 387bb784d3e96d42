// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "script/source.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace tapscope::engine {

/// "ERROR: MESSAGE near operator '/' at file:line:column": a run-time error as stap words it on stderr, without a newline.
[[nodiscard]] std::string errorText(std::string_view message, const script::Range &range, const script::SourceSet &sources);

/// The messages of the run-time errors that both executors know (what a catch clause gets).
[[nodiscard]] std::string_view divisionByZeroMessage();
[[nodiscard]] std::string_view maxActionMessage();
[[nodiscard]] std::string readFaultMessage(uint64_t address);
/// `limit`: the size that the script gave the array, or 0.
[[nodiscard]] std::string arrayOverflowMessage(uint32_t limit);

}
