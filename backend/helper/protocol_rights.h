// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/text.h"

#include <cstdint>
#include <string>

namespace tapscope::protocol {

/// Whether this process hands CAP_BPF and CAP_PERFMON on to what it executes: it is root with them, or has them as ambient.
[[nodiscard]] bool handsRightsOn();

/// What a file's capabilities are worth to this process.
enum class FileRights : uint8_t {
    Enough,
    None, ///< the file has none, or not CAP_BPF and CAP_PERFMON
    Ignored, ///< it has, but its file system is mounted nosuid
    Forbidden, ///< it has, but this process may not gain rights by executing (no_new_privs)
};
[[nodiscard]] FileRights rightsOfFile(const std::string &path);

/// This process may not gain rights by executing a program, whatever it is.
[[nodiscard]] bool mayNotGainRights();

/// Why the helper at `path` cannot get rights, with the command that gives them and what each of them costs.
[[nodiscard]] Failure noRights(const std::string &path, FileRights rights);

}
