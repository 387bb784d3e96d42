// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/document.h"

#include <optional>
#include <string>
#include <vector>

namespace tapscope::services {

/// A probe point in a document.
struct WrittenPoint {
    Range range;
    std::string text; ///< without its condition
    std::vector<std::string> components; ///< names alone
    bool isAliasName = false; ///< left of the = of an alias
};

/// Those of a probe or an alias.
[[nodiscard]] std::vector<WrittenPoint> writtenPoints(const Document &document, const Declaration &declaration);

/// The one that `offset` is in.
[[nodiscard]] std::optional<WrittenPoint> pointAt(const Document &document, uint32_t offset);

}
