// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string_view>

namespace tapscope::debuginfo {

/// Whether a wildcard means the function of that qualified name: its own name, and before that as many of the scopes around it as
/// the wildcard names. "pour" and "Pot::po*" mean "tea::Pot::pour", "tea::*" does not; "::main" is in no scope. The very name
/// means itself, whatever it holds.
[[nodiscard]] bool functionNameMatches(std::string_view glob, std::string_view qualifiedName);

/// Whether a wildcard means a symbol. All mangled names start alike, so that "_*" would mean every C++ function: they take part
/// only when they are meant.
[[nodiscard]] bool linkageMatches(std::string_view glob, std::string_view name);

/// As much of the end of a qualified name as `glob` names: "Pot::pour" for "Pot::po*".
[[nodiscard]] std::string_view nameAsWritten(std::string_view glob, std::string_view qualifiedName);

}
