// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>

namespace tapscope {

/// A character as it stands in a literal of C between such quotes, with three octal digits where there is no letter; at most
/// four bytes.
[[nodiscard]] std::string escapedCharacter(char c, char quote);

}
