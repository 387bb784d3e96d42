// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tapscope::debuginfo {

/// A C++ symbol in source form without parameters and return type ("tea::Pot::pour"); the symbol itself when it is not one.
[[nodiscard]] std::string demangledName(std::string_view symbol);

/// How many parameters a C++ symbol says that its function has, without an object and "..."; nothing when it does not say.
[[nodiscard]] std::optional<size_t> parameterCount(std::string_view symbol);

/// The part of a demangled or qualified name behind the last "::" that is not inside brackets.
[[nodiscard]] std::string_view unqualifiedName(std::string_view qualified);

}
