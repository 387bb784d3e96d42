// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <vector>

namespace tapscope::debuginfo {

/// The libraries that a program is linked with, directly and through others, by path; those that are not found are left out.
[[nodiscard]] std::vector<std::string> neededLibraries(const std::string &program);

}
