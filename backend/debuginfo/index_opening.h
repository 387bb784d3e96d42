// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/index.h"

#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace tapscope::debuginfo {

/// A file of which there is or will be an index.
struct IndexSource {
    std::string path;
    std::string buildId;
    std::string cacheName;
    uint64_t key = 0; ///< changes with the file
    /// Makes the bytes of the index; a failure without words says that it was stopped.
    std::function<std::expected<std::string, Failure>(const IndexOptions &)> build;
    std::function<std::optional<std::string>()> rebuild; ///< set by openIndex
};

/// From the cache when it is there and whole, else made and kept there.
[[nodiscard]] std::expected<std::shared_ptr<const Index>, Failure> openIndex(IndexSource source, const IndexOptions &options);

}
