// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/program.h"

#include <string_view>

/// What is known of a probe before it fires, for the functions of the script library that ask which one it is.
namespace tapscope::analysis {

/// probe_type(): the kind of thing that fires it, in SystemTap's words.
[[nodiscard]] std::string_view probeType(const Program &program, const Handler &handler);
/// Whether the function that a hit is in is that of its site. It is not where only the moment tells: a function returns to any of
/// its callers, a timer stops anything; nor is it in an inlined copy, which lies in another function.
[[nodiscard]] bool placeIsKnown(const Program &program, const Handler &handler);
/// Whether ppfunc() has a name: whether pp() is about a function.
[[nodiscard]] bool pointNamesFunction(const Site &site);
/// pn(): the probe point in the words of the script, with its wildcards resolved.
[[nodiscard]] const std::string &nameOfPoint(const Handler &handler, const Site &site);
/// pnlabel(): the label in it.
[[nodiscard]] std::string_view labelOfPoint(const Handler &handler, const Site &site);

}
