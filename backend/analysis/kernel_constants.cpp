// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/body_builder.h"
#include "base/characters.h"

#include <charconv>

/// @const("…"): what stands there is C. Without a compiler, the kernel's types tell the values of enumerators and sizes.
namespace tapscope::analysis {

namespace {

std::string_view trimmed(std::string_view text)
{
    const auto isBlank = [](char c) { return c == ' ' || c == '\t' || c == '\n'; };
    while (!text.empty() && isBlank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isBlank(text.back()))
        text.remove_suffix(1);
    if (text.size() > 2 && text.front() == '(' && text.find(')') == text.size() - 1)
        return trimmed(text.substr(1, text.size() - 2));
    return text;
}

// A literal of C, with its sign and the letters of its type.
std::optional<int64_t> integerLiteral(std::string_view text)
{
    const bool negative = text.starts_with('-');
    if (negative)
        text = trimmed(text.substr(1));
    if (text.empty() || !isDigit(text.front()))
        return {};
    int base = 10;
    if (text.starts_with("0x") || text.starts_with("0X")) {
        base = 16;
        text.remove_prefix(2);
    } else if (text.size() > 1 && text.front() == '0') {
        base = 8;
    }
    uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc() || end == text.data())
        return {};
    const std::string_view suffix(end, static_cast<size_t>(text.data() + text.size() - end));
    if (suffix.size() > 3 || suffix.find_first_not_of("uUlL") != std::string_view::npos)
        return {};
    return static_cast<int64_t>(negative ? 0 - value : value);
}

}

Typed BodyBuilder::kernelConstant(const script::AtOperator &node)
{
    const auto *literal = as<script::StringLiteral>(node.arguments.front());
    if (!literal)
        return broken(node.range);
    const std::string_view text = trimmed(literal->value);
    if (const std::optional<int64_t> value = integerLiteral(text))
        return number(*value, node.range);
    constexpr std::string_view size = "sizeof";
    if (const debuginfo::TypeSource *types = kernelTypes(literal->range)) {
        if (const std::optional<int64_t> value = types->enumeratorNamed(text))
            return number(*value, node.range);
        if (text.starts_with(size)) {
            const std::string_view name = trimmed(text.substr(size.size()));
            if (const auto type = types->findType(name); type && type->byteSize != 0)
                return number(static_cast<int64_t>(type->byteSize), node.range);
        }
    } else {
        return broken(node.range);
    }
    return notYet(literal->range,
                  {TAPSCOPE_TEXT("Diagnostics",
                                 "'%1' is no number, enumerator or sizeof(type) of the kernel, and constants that its headers "
                                 "define with #define are not among its types"),
                   {std::string(text)}},
                  {TAPSCOPE_TEXT("Diagnostics", "write the value itself, or run this script with stap itself"), {}});
}

}
