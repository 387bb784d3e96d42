// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tapscope {

/// Up to `most` of `candidates` that look like a mistyped `name`, best first (edit distance with transpositions,
/// case-insensitive matches first). Empty when nothing is near enough to be worth suggesting.
[[nodiscard]] std::vector<std::string> similarNames(std::string_view name, std::span<const std::string> candidates,
                                                    size_t most = 3);

}
