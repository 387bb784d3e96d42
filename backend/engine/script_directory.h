// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/text.h"
#include "base/unique_fd.h"

#include <expected>
#include <string>

namespace tapscope::engine {

/// A directory for one run, whose lock is held by `fd`. Those of runs that ended without taking theirs away are removed.
struct ScriptDirectory {
    std::string path;
    UniqueFd fd;
};

/// `forOthers`: other users may go into it, though not list it.
[[nodiscard]] std::expected<ScriptDirectory, Failure> makeScriptDirectory(bool forOthers);

}
