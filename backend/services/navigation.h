// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/document.h"
#include "services/text_position.h"
#include "services/workspace.h"

#include <expected>
#include <stop_token>
#include <string>
#include <vector>

namespace tapscope::services {

/// Where the word at `offset` comes from: in the script, the library, or the source of the probed program (if it is there).
/// Several for functions of one name and for probe points that mean several places.
[[nodiscard]] std::vector<FileLocation> definition(const Workspace &workspace, const Document &document, uint32_t offset,
                                                   std::stop_token stop = {});

/// The source file that definition() would lead to were it here, as debuginfo names it; empty when that is not the reason.
[[nodiscard]] std::string missingSource(const Workspace &workspace, const Document &document, uint32_t offset,
                                        std::stop_token stop = {});

/// All places of the name at `offset` in the script.
[[nodiscard]] std::vector<Occurrence> references(const Document &document, uint32_t offset);

/// The name at `offset` that can be renamed, or why not.
[[nodiscard]] std::expected<Occurrence, Text> prepareRename(const Workspace &workspace, const Document &document,
                                                            uint32_t offset);
/// Gives the name at `offset` another one everywhere in the script, or tells why that can't be.
[[nodiscard]] std::expected<std::vector<TextEdit>, Text> rename(const Workspace &workspace, const Document &document,
                                                                uint32_t offset, std::string_view newName);

/// The place in a file's own terms.
[[nodiscard]] FileLocation locationOf(const Document &document, const Range &range);

}
