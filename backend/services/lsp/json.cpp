// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "services/lsp/json.h"

#include <algorithm>
#include <cctype>

namespace tapscope::services::lsp {

namespace {

const Json nothing;

int digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char small = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

}

const Json &member(const Json &value, std::string_view name)
{
    if (!value.is_object())
        return nothing;
    const auto found = value.find(name);
    return found == value.end() ? nothing : *found;
}

const Json &at(const Json &value, std::string_view path)
{
    const Json *here = &value;
    while (!path.empty()) {
        const size_t dot = std::min(path.find('.'), path.size());
        here = &member(*here, path.substr(0, dot));
        path.remove_prefix(std::min(dot + 1, path.size()));
    }
    return *here;
}

std::string text(const Json &value, std::string otherwise)
{
    return value.is_string() ? value.get<std::string>() : std::move(otherwise);
}

uint32_t number(const Json &value, uint32_t otherwise)
{
    if (value.is_number_unsigned())
        return static_cast<uint32_t>(std::min<uint64_t>(value.get<uint64_t>(), UINT32_MAX));
    if (value.is_number_integer())
        return static_cast<uint32_t>(std::clamp<int64_t>(value.get<int64_t>(), 0, UINT32_MAX));
    return otherwise;
}

bool flag(const Json &value, bool otherwise)
{
    return value.is_boolean() ? value.get<bool>() : otherwise;
}

std::string dump(const Json &value)
{
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string pathOf(std::string_view uri)
{
    constexpr std::string_view scheme = "file://";
    if (!uri.starts_with(scheme))
        return std::string(uri);
    uri.remove_prefix(scheme.size());
    if (!uri.starts_with('/'))
        uri.remove_prefix(std::min(uri.find('/'), uri.size())); // the machine's name
    std::string out;
    for (size_t i = 0; i < uri.size(); ++i) {
        const bool escape = uri[i] == '%' && i + 2 < uri.size() && digit(uri[i + 1]) >= 0 && digit(uri[i + 2]) >= 0;
        out += escape ? static_cast<char>(digit(uri[i + 1]) * 16 + digit(uri[i + 2])) : uri[i];
        i += escape ? 2 : 0;
    }
    return out;
}

std::string uriOf(std::string_view path)
{
    if (!path.starts_with('/'))
        return std::string(path);
    std::string out = "file://";
    for (const char c : path) {
        const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || std::string_view("/-._~").contains(c);
        if (plain && static_cast<unsigned char>(c) < 0x80) {
            out += c;
            continue;
        }
        constexpr std::string_view digits = "0123456789ABCDEF";
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
    return out;
}

}
