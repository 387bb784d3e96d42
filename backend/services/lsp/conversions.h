// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/checking.h"
#include "services/completion.h"
#include "services/lsp/json.h"
#include "services/navigation.h"
#include "services/outline.h"
#include "services/semantic_tokens.h"

#include <vector>

/// The services' answers in the words of the protocol.
namespace tapscope::services::lsp {

[[nodiscard]] Json positionJson(const Document &document, uint32_t offset);
[[nodiscard]] Json rangeJson(const Document &document, uint32_t begin, uint32_t end);
[[nodiscard]] Json rangeJson(const Document &document, const Range &range);
[[nodiscard]] uint32_t offsetIn(const Document &document, const Json &position);

[[nodiscard]] Json editsJson(const Document &document, const std::vector<TextEdit> &edits);
[[nodiscard]] Json locationJson(const FileLocation &location, const Document &document, const std::string &uri);
[[nodiscard]] Json completionJson(const Document &document, const std::string &uri, const CompletionList &list, bool snippets);
[[nodiscard]] Json diagnosticJson(const Workspace &workspace, const Document &document, const std::string &uri,
                                  const script::Diagnostic &diagnostic, const std::string &place);
[[nodiscard]] Json symbolsJson(const Document &document, const std::vector<OutlineItem> &items);
[[nodiscard]] Json semanticTokensJson(const Document &document, const std::vector<SemanticToken> &tokens);
[[nodiscard]] Json semanticLegend();

[[nodiscard]] CompletionItem completionItemOf(const Json &item);

}
