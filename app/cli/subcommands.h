// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>

namespace tapscope::cli {

/// Runs what the first word of the command line asks for ("format", "language-server"); nothing when it is no such word. The
/// exit status.
[[nodiscard]] std::optional<int> runSubcommand(int argc, char **argv);

}
