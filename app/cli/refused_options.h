// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>

namespace tapscope::cli {

/// Why an option of stap's is not accepted here; empty when `option` (with its dashes) is no option of stap's either.
[[nodiscard]] std::string_view whyRefused(std::string_view option);

}
