// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tapscope {

/// Writes all of it, waiting where the other end does not take it at once; false: it is closed or broken.
bool writeAll(int fd, std::string_view bytes);

/// Reads exactly `size` bytes at `offset` of a file; false: it has no such place, or reading failed.
[[nodiscard]] bool readAt(int fd, uint64_t offset, void *into, size_t size);

}
