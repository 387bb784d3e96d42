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

/// What a catch clause gets of a read that failed; the other errors are translator::errorWords().
[[nodiscard]] std::string readFaultMessage(uint64_t address);

}
