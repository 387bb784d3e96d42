// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/demangle.h"

#include <cxxabi.h>

#include <cstdlib>
#include <memory>

namespace tapscope::debuginfo {

namespace {

// Longer symbols are legal, but the demangler's recursion on hostile ones is not worth it.
constexpr size_t longestSymbol = 8192;

bool isIdentifier(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$';
}

bool isOpening(char c)
{
    return c == '(' || c == '<' || c == '{' || c == '[';
}

bool isClosing(char c)
{
    return c == ')' || c == '>' || c == '}' || c == ']';
}

bool isOperatorAt(std::string_view name, size_t at)
{
    constexpr std::string_view word = "operator";
    return name.substr(at).starts_with(word) && (at == 0 || !isIdentifier(name[at - 1])) && at + word.size() < name.size()
        && !isIdentifier(name[at + word.size()]);
}

struct Signature {
    std::string_view name;
    std::optional<std::string_view> parameters;
};

// The parameter list is the last parenthesis group, behind which only qualifiers may stand.
Signature parted(std::string_view name)
{
    if (const size_t clone = name.find(" [clone "); clone != std::string_view::npos)
        name = name.substr(0, clone);
    const size_t close = name.rfind(')');
    if (close == std::string_view::npos)
        return {name, std::nullopt};
    for (const char c : name.substr(close + 1)) {
        if (c == '>' || c == '}' || c == ':')
            return {name, std::nullopt};
    }
    int depth = 0;
    for (size_t i = close + 1; i-- > 0;) {
        if (name[i] == ')')
            ++depth;
        else if (name[i] == '(' && --depth == 0)
            return {name.substr(0, i), name.substr(i + 1, close - i - 1)};
    }
    return {name, std::nullopt};
}

/// Empty: it is no C++ symbol.
std::string demangled(std::string_view symbol)
{
    if (!symbol.starts_with("_Z") || symbol.size() > longestSymbol)
        return {};
    int status = 0;
    const std::unique_ptr<char, void (*)(void *)> text(abi::__cxa_demangle(std::string(symbol).c_str(), nullptr, nullptr,
                                                                           &status),
                                                       std::free);
    return status == 0 && text ? std::string(text.get()) : std::string();
}

}

std::optional<size_t> parameterCount(std::string_view symbol)
{
    const std::string whole = demangled(symbol);
    const auto list = parted(whole).parameters;
    if (!list)
        return std::nullopt;
    size_t count = list->empty() ? 0 : 1;
    int depth = 0;
    for (const char c : *list) {
        if (isOpening(c))
            ++depth;
        else if (isClosing(c))
            --depth;
        else if (c == ',' && depth == 0)
            ++count;
    }
    return list->ends_with("...") ? count - 1 : count;
}

std::string demangledName(std::string_view symbol)
{
    const std::string whole = demangled(symbol);
    if (whole.empty())
        return std::string(symbol);
    const std::string_view name = parted(whole).name;
    // Instances of templates are printed with their return type before the name.
    size_t start = 0;
    int depth = 0;
    for (size_t i = 0; i < name.size(); ++i) {
        if (depth == 0 && isOperatorAt(name, i))
            break;
        if (isOpening(name[i]))
            ++depth;
        else if (isClosing(name[i]))
            --depth;
        else if (name[i] == ' ' && depth == 0)
            start = i + 1;
    }
    return std::string(name.substr(start));
}

std::string_view unqualifiedName(std::string_view qualified)
{
    size_t start = 0;
    int depth = 0;
    for (size_t i = 0; i < qualified.size(); ++i) {
        if (depth == 0 && isOperatorAt(qualified, i)) {
            // operator() of a lambda may itself be a scope: "operator()(int)::{lambda()#1}".
            const size_t next = qualified.find("::{", i);
            if (next == std::string_view::npos)
                break;
            i = next;
        }
        if (isOpening(qualified[i]))
            ++depth;
        else if (isClosing(qualified[i]))
            --depth;
        else if (depth == 0 && qualified[i] == ':' && i + 1 < qualified.size() && qualified[i + 1] == ':') {
            start = i + 2;
            ++i;
        }
    }
    return qualified.substr(start);
}

}
