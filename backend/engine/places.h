// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>

namespace tapscope::engine {

/// The product's own library of scripts: beside the running program (installed, or in a build tree), else where it was built.
[[nodiscard]] std::string ownTapset();

/// The helper's program that belongs to the running program; a path where it should be when there is none.
[[nodiscard]] std::string ownHelper();

}
