// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/text.h"
#include "script/formatter.h"
#include "services/document.h"
#include "services/text_position.h"

#include <expected>
#include <vector>

namespace tapscope::services {

/// The changes that format the lines first to last (from 0, both included); as few and small as possible, so that cursors stay.
[[nodiscard]] std::expected<std::vector<TextEdit>, Failure> formatLines(const Document &document, uint32_t first, uint32_t last,
                                                                        const script::FormatOptions &options = {});

}
