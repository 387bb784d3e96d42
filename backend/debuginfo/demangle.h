// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>

namespace tapscope::debuginfo {

/// A C++ symbol in source form without parameters and return type ("tea::Pot::pour"); the symbol itself when it is not one.
[[nodiscard]] std::string demangledName(std::string_view symbol);

/// The part of a demangled or qualified name behind the last "::" that is not inside brackets.
[[nodiscard]] std::string_view unqualifiedName(std::string_view qualified);

}
