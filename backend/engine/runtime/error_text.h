// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "script/source.h"
#include "translator/bundle.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tapscope::engine {

/// "ERROR: MESSAGE near operator '/' at file:line:column": a run-time error as stap words it on stderr, without a newline.
[[nodiscard]] std::string errorText(std::string_view message, const script::Range &range, const script::SourceSet &sources);

/// What a catch clause gets of a read that failed; the other errors are translator::errorWords().
[[nodiscard]] std::string readFaultMessage(uint64_t address);

/// What a catch clause gets of an error that the kernel tells; none: there is no such error.
[[nodiscard]] std::optional<std::string> errorMessage(const translator::Bundle &bundle, translator::RuntimeError error,
                                                      const translator::ErrorSite &where, int64_t operand);

}
