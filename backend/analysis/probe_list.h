// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/analyze.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace tapscope::analysis {

/// A probe point as listings show it.
struct ListedPoint {
    struct Variable {
        std::string name; ///< "$file"; of an alias without the dollar
        std::string type;
    };
    std::string text;
    std::vector<Variable> variables; ///< that all places of this text have
};

struct ListSettings {
    bool withVariables = false;
    /// Whose points are listed, as debuginfo::Index::openKernel takes it; empty: the running one's.
    std::string kernel;
    /// Told how far reading has come, while an index of debug information is made.
    std::function<void(uint64_t done, uint64_t total)> progress;
};

/// What the probes of the script in file 0 of `sources` stand for, sorted; from debug information where there is some. What
/// cannot be found is in `diagnostics`.
[[nodiscard]] std::vector<ListedPoint> listPoints(script::SourceSet &sources, const script::Ast &ast, const Options &options,
                                                  const ListSettings &settings, script::Diagnostics &diagnostics);

/// The probe points that the probes of the script in file 0 of `sources` stand for, in the form of stap -l, sorted; with
/// their variables as stap -L adds them (" $name:type"). What cannot be found is in `diagnostics`.
[[nodiscard]] std::vector<std::string> listProbePoints(script::SourceSet &sources, const script::Ast &ast, const Options &options,
                                                       bool withVariables, script::Diagnostics &diagnostics);

/// One line of stap -L.
[[nodiscard]] std::string textOf(const ListedPoint &point);

/// All built-in forms that can run: "process(string).function(string).call".
[[nodiscard]] std::vector<std::string> listProbeTypes();

/// The functions of the library: "substr:string (str:string, start:long, length:long)".
[[nodiscard]] std::vector<std::string> listFunctions(const Options &options);

/// The aliases of the library, with the probe points that they stand for: "name = point, point".
[[nodiscard]] std::vector<std::string> listAliases(const Options &options);

}
