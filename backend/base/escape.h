// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>

namespace tapscope {

/// How %#c prints a character: as in a character literal of C, with three octal digits where there is no letter; at most four
/// bytes.
[[nodiscard]] std::string escapedCharacter(char c);

}
