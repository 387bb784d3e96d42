// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/index.h"
#include "editor/browser/probe_node.h"

#include <atomic>

namespace tapscope::editor {

// Rows of the browser from an index of debug information. `parent` says of which file and how its points begin.

/// What lies in a directory of the sources ("" is the top); directories that hold only another one are one row.
[[nodiscard]] ProbeNodes directoryNodes(const debuginfo::Index &index, const ProbeNode &parent);
/// All source files that have code, by name.
[[nodiscard]] ProbeNodes fileNodes(const debuginfo::Index &index, const ProbeNode &parent);
/// The functions of a source file, by line.
[[nodiscard]] ProbeNodes functionNodes(const debuginfo::Index &index, const ProbeNode &file, const std::atomic<bool> &cancelled);
/// A row for the function's callers, and the lines of it that can be probed.
[[nodiscard]] ProbeNodes lineNodes(const debuginfo::Index &index, const ProbeNode &function);
/// Functions of which no source is known, by name.
[[nodiscard]] ProbeNodes symbolNodes(const debuginfo::Index &index, const ProbeNode &parent);

/// One function, as a row below `parent`.
[[nodiscard]] ProbeNode functionNode(const debuginfo::FunctionEntry &entry, const QString &file, const ProbeNode &parent);
/// Something to read.
[[nodiscard]] ProbeNode factNode(const QString &text, const QString &detail = {});

}
