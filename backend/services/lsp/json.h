// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

/// Reading of JSON that may hold anything: what is missing or of another type reads as a default, and nothing throws.
namespace tapscope::services::lsp {

using Json = nlohmann::json;

/// The member, or null (a Json that is null) when `value` is no object or has none of that name.
[[nodiscard]] const Json &member(const Json &value, std::string_view name);
/// A chain of members: "textDocument.uri".
[[nodiscard]] const Json &at(const Json &value, std::string_view path);

[[nodiscard]] std::string text(const Json &value, std::string otherwise = {});
/// Not negative and at most UINT32_MAX.
[[nodiscard]] uint32_t number(const Json &value, uint32_t otherwise = 0);
[[nodiscard]] bool flag(const Json &value, bool otherwise = false);

/// Invalid UTF-8 is replaced.
[[nodiscard]] std::string dump(const Json &value);

/// "file:///tmp/a%20b.stp" ↔ "/tmp/a b.stp"; a URI that is no file stays as it is.
[[nodiscard]] std::string pathOf(std::string_view uri);
[[nodiscard]] std::string uriOf(std::string_view path);

}
