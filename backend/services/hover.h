// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/document.h"
#include "services/workspace.h"

#include <optional>
#include <stop_token>
#include <string>

namespace tapscope::services {

struct Hover {
    Range range; ///< of what it is about
    std::string markdown;
};

/// What is worth knowing about the word at `offset`: type, documentation, origin; of a probe point what it resolves to.
[[nodiscard]] std::optional<Hover> hover(const Workspace &workspace, const Document &document, uint32_t offset,
                                         std::stop_token stop = {});

struct SignatureHelp {
    struct Signature {
        std::string label; ///< "substr(str:string, start:long, length:long):string"
        std::vector<std::pair<uint32_t, uint32_t>> parameters; ///< bytes of the label
        std::string documentation;
    };
    std::vector<Signature> signatures;
    uint32_t activeSignature = 0;
    uint32_t activeParameter = 0;
};

/// The call whose arguments `offset` stands in.
[[nodiscard]] std::optional<SignatureHelp> signatureHelp(const Workspace &workspace, const Document &document, uint32_t offset);

}
