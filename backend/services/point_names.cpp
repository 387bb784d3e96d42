// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "services/point_names.h"

#include <algorithm>
#include <optional>
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

namespace {

using debuginfo::Member;
using debuginfo::TypeInfo;
using debuginfo::TypeSource;

// What pointers lead to in the end; structures stay as they are.
std::optional<TypeInfo> pointedTo(const TypeSource &types, std::optional<TypeInfo> type)
{
    for (int steps = 0; type && type->kind == TypeInfo::Kind::Pointer && steps < 8; ++steps)
        type = types.targetOf(*type);
    return type;
}

// Members of members without a name (anonymous unions, base classes) count as the structure's own.
void flatten(const TypeSource &types, const TypeInfo &type, int depth, std::vector<Member> &out)
{
    constexpr size_t most = 5000;
    for (Member &member : types.membersOf(type)) {
        if (out.size() >= most)
            return;
        if (!member.name.empty())
            out.push_back(std::move(member));
        else if (depth < 8)
            flatten(types, member.type, depth + 1, out);
    }
}

std::vector<Member> membersOf(const TypeSource &types, const std::optional<TypeInfo> &type)
{
    std::vector<Member> out;
    if (const auto structure = pointedTo(types, type))
        flatten(types, *structure, 0, out);
    return out;
}

/// The type of "$a->b[1]" or "@cast(x, \"t\")->b" where the point fires.
std::optional<TypeInfo> typeOfBase(const ResolvedPoint &point, const Document &base)
{
    const auto &tokens = base.tokens();
    if (tokens.empty())
        return std::nullopt;
    std::optional<TypeInfo> type;
    size_t at = 1;
    if (tokens.front().text == "@cast") {
        for (; at < tokens.size() && !tokens[at].is(")"); ++at) {
            if (!type && tokens[at].kind == script::TokenKind::String)
                type = point.types->findType(tokens[at].text);
        }
        ++at;
    } else if (tokens.front().text.starts_with('$')) {
        for (const debuginfo::VariableAt &variable : point.variables) {
            if (variable.name == tokens.front().text.substr(1))
                type = variable.type; // inner blocks come last and hide outer ones
        }
    }
    for (; type && at < tokens.size(); ++at) {
        if (tokens[at].is("->") && at + 1 < tokens.size()) {
            const std::string_view name = tokens[++at].text;
            const std::vector<Member> members = membersOf(*point.types, type);
            const auto found = std::ranges::find(members, name, &Member::name);
            type = found == members.end() ? std::nullopt : std::optional(found->type);
        } else if (tokens[at].is("[")) {
            type = point.types->targetOf(*type);
            while (at < tokens.size() && !tokens[at].is("]"))
                ++at;
        } else {
            return std::nullopt;
        }
    }
    return type;
}

}

std::vector<TargetName> memberNames(const Workspace &workspace, const std::string &points, const std::string &base,
                                    const std::stop_token &stop)
{
    std::vector<TargetName> out;
    const Document words("<base>", base);
    for (const std::string &point : splitPoints(points)) {
        const auto resolved = workspace.resolve(point, stop);
        if (!resolved)
            return {};
        if (!resolved->types)
            continue;
        for (const Member &member : membersOf(*resolved->types, typeOfBase(*resolved, words)))
            out.push_back({member.name, member.type.name, false});
        if (!out.empty())
            break;
    }
    return out;
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
