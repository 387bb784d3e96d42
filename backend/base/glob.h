// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string_view>

namespace tapscope {

/// Shell wildcard match of a whole name: * ? [set]; no special treatment of / and leading dots. Linear in practice,
/// never exponential.
[[nodiscard]] bool globMatches(std::string_view pattern, std::string_view name);

/// Whether `pattern` holds any wildcard character.
[[nodiscard]] bool isGlob(std::string_view pattern);

}
