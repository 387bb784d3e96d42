// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "engine/session.h"
#include "lists.h"

#include <string>
#include <variant>
#include <vector>

namespace tapscope::cli {

/// What the command line asks for, besides the run itself.
struct CommandLineOptions {
    engine::Options session;
    ListRequest list;
    std::string outputPath;
    uint32_t verbosity = 0;
    bool suppressWarnings = false;
    bool tree = false;
    uint32_t monitorSeconds = 0; ///< --monitor: how often the variables are read; 0: no monitor
    bool yes = false; ///< do not ask whether many probes may be put on
    bool colours = true;
    std::vector<std::string> remarks; ///< on options that do nothing here
};

/// The command line was answered already (help, version) or is wrong: what to print where, and the status to exit with.
struct ImmediateExit {
    int status = 0;
    std::string text;
};

/// Reads the command line with the letters and meanings of stap's options; its script file too.
[[nodiscard]] std::variant<CommandLineOptions, ImmediateExit> parseCommandLine(int argc, char **argv);

}
