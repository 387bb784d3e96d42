// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace tapscope::analysis {

using KernelConfig = std::vector<std::pair<std::string, std::string>>;

/// The CONFIG_ values that the kernel of this release was built with, strings without their quotes: from /boot or the kernel's
/// module folder. Empty when neither has them. Read once for each release.
[[nodiscard]] std::shared_ptr<const KernelConfig> kernelConfig(const std::string &release);

/// The lines of a .config file.
[[nodiscard]] KernelConfig parseKernelConfig(const std::string &text);

}
