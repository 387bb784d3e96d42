// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/index_source.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace tapscope::debuginfo {

/// Where an address of a kernel module's file (as RelocatedObject lays it out) is in the running kernel: nullopt when the module
/// is not loaded, or its sections are not shown to this user. What was loaded is read at the first question.
[[nodiscard]] std::function<std::optional<uint64_t>(uint64_t)> loadedKernelModule(const RelocatedObject &object,
                                                                                  const std::string &sysModules = "/sys/module");

}
