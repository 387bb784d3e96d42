// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "services/point_names.h"

#include <algorithm>
#include <set>

namespace tapscope::services {

std::vector<std::string> splitPoints(const std::string &points)
{
    std::vector<std::string> out;
    const Document document("<points>", points);
    int depth = 0;
    size_t begin = 0;
    const auto take = [&](size_t end) {
        std::string_view text = std::string_view(points).substr(begin, end - begin);
        const size_t first = text.find_first_not_of(" \t\r\n");
        if (first != std::string_view::npos)
            out.emplace_back(text.substr(first, text.find_last_not_of(" \t\r\n") + 1 - first));
    };
    for (const script::Token &token : document.tokens()) {
        if (token.is("(") || token.is("{"))
            ++depth;
        else if (token.is(")") || token.is("}"))
            --depth;
        else if (depth == 0 && token.is(",")) {
            take(token.range.begin);
            begin = token.range.end;
        }
    }
    take(points.size());
    return out;
}

std::vector<TargetName> targetNames(const Workspace &workspace, const std::string &points, const std::stop_token &stop)
{
    for (const std::string &point : splitPoints(points)) {
        const auto resolved = workspace.resolve(point, stop);
        if (!resolved)
            return {};
        if (resolved->variables.empty())
            continue;
        std::vector<TargetName> out;
        std::set<std::string_view> seen;
        // Inner blocks hide outer ones and come last.
        for (const debuginfo::VariableAt &variable : resolved->variables) {
            if (seen.insert(variable.name).second)
                out.push_back({variable.name, variable.type.name, variable.isParameter});
        }
        return out;
    }
    return {};
}

std::vector<TargetName> memberNames(const Workspace &, const std::string &, const std::string &, const std::stop_token &)
{
    return {};
}

std::vector<std::string> aliasVariables(const Workspace &workspace, const Document &document, const std::string &points)
{
    LibraryIndex own;
    own.add(document, true);
    const auto library = workspace.library();
    std::set<std::string> names;
    for (const std::string &point : splitPoints(points)) {
        std::vector<std::string> components(1);
        const Document words("<point>", point);
        for (const script::Token &token : words.tokens()) {
            if (token.is("(") || token.is("?") || token.is("!") || token.isKeyword("if"))
                break;
            if (token.is("."))
                components.emplace_back();
            else
                components.back() += words.text(token.range);
        }
        for (const LibraryIndex *index : {static_cast<const LibraryIndex *>(&own), library.get()}) {
            for (const LibraryAlias *alias : index->aliasesOf(components))
                names.insert(alias->variables.begin(), alias->variables.end());
        }
    }
    return {names.begin(), names.end()};
}

}
