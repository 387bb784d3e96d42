// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/index.h"
#include "editor/browser/probe_node.h"

#include <atomic>
#include <string>
#include <vector>

namespace tapscope::editor {

/// Another file in which calls of a function may be.
struct CallingFile {
    std::string path;
    QString module; ///< name of the kernel module; empty: a program or library
};

/// The functions whose code calls `function`, or holds a copy of it, by name: those of its own file, then those of `others`;
/// and what cannot be known.
[[nodiscard]] ProbeNodes callerNodes(const debuginfo::Index &index, const ProbeNode &function,
                                     const std::vector<CallingFile> &others, const std::atomic<bool> &cancelled);

/// The files that a program or process consists of, but for the function's own.
[[nodiscard]] std::vector<CallingFile> callingFiles(const ProbeNode &function);

}
