// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace tapscope::cli {

/// Takes those options of stap's that say how a kernel module is made or where debug information is: there is none to make, and
/// it is found without them.
void addIdleOptions(CLI::App &app);
/// Those that were given, with why they change nothing.
[[nodiscard]] std::vector<std::string> idleOptions(const CLI::App &app);

}
