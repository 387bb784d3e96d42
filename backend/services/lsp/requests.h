// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/document.h"
#include "services/lsp/json.h"
#include "services/workspace.h"

#include <expected>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

namespace tapscope::services::lsp {

/// What the client said of itself, as far as answers depend on it.
struct ClientAbilities {
    bool snippets = false;
};

/// Why a request has no answer.
struct RequestError {
    int code = 0;
    std::string message;
};

constexpr int parseError = -32700;
constexpr int invalidRequest = -32600;
constexpr int methodNotFound = -32601;
constexpr int invalidParams = -32602;
constexpr int internalError = -32603;
constexpr int notInitialized = -32002;
constexpr int requestCancelled = -32800;
constexpr int requestFailed = -32803;

struct Request {
    std::string method;
    Json params;
    std::string uri;
    std::shared_ptr<const Document> document;
    ClientAbilities client;
};

/// Whether this is a request about a document.
[[nodiscard]] bool isDocumentRequest(std::string_view method);

/// The answer to a request about a document.
[[nodiscard]] std::expected<Json, RequestError> answer(const Workspace &workspace, const Request &request, std::stop_token stop);

/// What the server can do, for the answer to `initialize`.
[[nodiscard]] Json capabilities();

}
