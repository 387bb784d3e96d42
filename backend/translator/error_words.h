// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "translator/record.h"

#include <string>
#include <string_view>

namespace tapscope::analysis {
struct Program;
}

namespace tapscope::translator {

/// What a catch clause gets of a run-time error, in stap's words: the same in the kernel and outside. `arraySize`: of
/// ArrayOverflow, the size that the script gave the array, or 0. Raised has words of its own, so it is empty.
[[nodiscard]] std::string errorWords(RuntimeError error, uint32_t arraySize = 0);

/// The size that the script gave the array of that name, or 0.
[[nodiscard]] uint32_t declaredSize(const analysis::Program &program, std::string_view array);

}
