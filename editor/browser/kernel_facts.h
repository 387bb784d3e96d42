// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/index.h"
#include "editor/source/variable_reader.h"

#include <QString>

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace tapscope::editor {

/// "(struct file* file, size_t count)"
[[nodiscard]] QString parameterText(const std::vector<PlaceVariable> &parameters);
/// Those that a kernel's BTF tells.
[[nodiscard]] std::vector<PlaceVariable> plainVariables(const std::vector<debuginfo::VariableAt> &variables);
/// A function of that name, one with code of its own before one that has only copies.
[[nodiscard]] std::optional<debuginfo::FunctionEntry> findFunction(const debuginfo::Index &index, std::string_view name);

/// "tcp_" of "tcp_ack", "__x64_" of "__x64_sys_read", empty without an underscore.
[[nodiscard]] QString firstWord(const QString &name);

/// The folder of tracefs with a folder for each subsystem; empty where it cannot be read.
[[nodiscard]] QString eventFolder();
/// The fields of a tracepoint in tracefs as name and type; empty where it cannot be read.
[[nodiscard]] std::vector<std::pair<QString, QString>> tracepointFields(const QString &subsystem, const QString &name);

}
