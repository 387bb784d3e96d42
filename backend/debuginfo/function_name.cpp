// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/function_name.h"

#include "base/characters.h"
#include "base/glob.h"

#include <algorithm>

namespace tapscope::debuginfo {

namespace {

bool startsOperator(std::string_view name)
{
    constexpr std::string_view word = "operator";
    return name.starts_with(word) && (name.size() == word.size() || !isWordPart(name[word.size()]));
}

/// Where the last component of a name begins; scopes inside the brackets of templates, parameters and operators do not count.
size_t lastComponent(std::string_view name)
{
    size_t begin = 0;
    int depth = 0;
    for (size_t i = 0; i + 1 < name.size(); ++i) {
        if (depth == 0 && i == begin && startsOperator(name.substr(i)))
            break; // what follows is its name, whatever it is
        const char c = name[i];
        depth += c == '<' || c == '(' || c == '{' ? 1 : c == '>' || c == ')' || c == '}' ? -1 : 0;
        depth = std::max(depth, 0);
        if (depth == 0 && c == ':' && name[i + 1] == ':')
            begin = ++i + 1;
    }
    return begin;
}

/// Takes the last component off.
std::string_view takeLast(std::string_view &name)
{
    const size_t begin = lastComponent(name);
    const std::string_view last = name.substr(begin);
    name = begin >= 2 ? name.substr(0, begin - 2) : std::string_view();
    return last;
}

}

bool functionNameMatches(std::string_view glob, std::string_view qualifiedName)
{
    if (glob == qualifiedName)
        return true; // names of Go hold brackets, which are no wildcards then
    const bool fromTop = glob.starts_with("::");
    if (fromTop)
        glob.remove_prefix(2);
    do {
        if (!globMatches(takeLast(glob), takeLast(qualifiedName)))
            return false;
    } while (!glob.empty() && !qualifiedName.empty());
    return glob.empty() && (!fromTop || qualifiedName.empty());
}

bool linkageMatches(std::string_view glob, std::string_view name)
{
    return glob.starts_with("_Z") == name.starts_with("_Z") && globMatches(glob, name);
}

std::string_view nameAsWritten(std::string_view glob, std::string_view qualifiedName)
{
    if (glob.starts_with("::"))
        glob.remove_prefix(2);
    std::string_view rest = qualifiedName;
    do {
        (void)takeLast(glob);
        (void)takeLast(rest);
    } while (!glob.empty() && !rest.empty());
    return rest.empty() ? qualifiedName : qualifiedName.substr(rest.size() + 2);
}

}
