// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/analyze.h"

#include <string>
#include <vector>

namespace tapscope::analysis {

/// The probe points that the probes of the script in file 0 of `sources` stand for, in the form of stap -l, sorted; with
/// their variables as stap -L adds them (" $name:type"). What cannot be found is in `diagnostics`.
[[nodiscard]] std::vector<std::string> listProbePoints(script::SourceSet &sources, const script::Ast &ast, const Options &options,
                                                       bool withVariables, script::Diagnostics &diagnostics);

/// All built-in forms that can run: "process(string).function(string).call".
[[nodiscard]] std::vector<std::string> listProbeTypes();

/// The functions of the library: "substr:string (str:string, start:long, length:long)".
[[nodiscard]] std::vector<std::string> listFunctions(const Options &options);

/// The aliases of the library, with the probe points that they stand for: "name = point, point".
[[nodiscard]] std::vector<std::string> listAliases(const Options &options);

}
