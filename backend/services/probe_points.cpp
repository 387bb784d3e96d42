// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "services/probe_points.h"

namespace tapscope::services {

using script::Token;

std::vector<WrittenPoint> writtenPoints(const Document &document, const Declaration &declaration)
{
    std::vector<WrittenPoint> out;
    if (declaration.kind != Declaration::Kind::Probe && declaration.kind != Declaration::Kind::Alias)
        return out;
    const auto &tokens = document.tokens();
    bool names = declaration.kind == Declaration::Kind::Alias;
    size_t begin = declaration.firstToken + 1;
    const auto take = [&](size_t end) {
        WrittenPoint point;
        point.isAliasName = names;
        point.components.emplace_back();
        size_t last = begin;
        int depth = 0;
        for (size_t i = begin; i < end; ++i, last = i) {
            if (depth == 0 && tokens[i].isKeyword("if"))
                break;
            if (tokens[i].is("("))
                ++depth;
            else if (tokens[i].is(")"))
                --depth;
            else if (depth > 0 || tokens[i].is("?") || tokens[i].is("!"))
                continue;
            else if (tokens[i].is("."))
                point.components.emplace_back();
            else
                point.components.back() += document.text(tokens[i].range);
        }
        if (last > begin) {
            point.range = join(tokens[begin].range, tokens[last - 1].range);
            point.text = document.text(point.range);
            out.push_back(std::move(point));
        }
    };
    const size_t end = declaration.bodyToken;
    int depth = 0;
    for (size_t i = begin; i < end; ++i) {
        const Token &token = tokens[i];
        if (token.is("(") || token.is("{"))
            ++depth;
        else if (token.is(")") || token.is("}"))
            --depth;
        const bool equals = names && (token.is("=") || token.is("+="));
        if (depth == 0 && (token.is(",") || equals)) {
            take(i);
            begin = i + 1;
            if (equals) {
                // `probe a = b = points` names two aliases.
                bool more = false;
                for (size_t j = i + 1; j < end; ++j)
                    more = more || tokens[j].is("=") || tokens[j].is("+=");
                names = more;
            }
        }
    }
    take(end);
    return out;
}

std::optional<WrittenPoint> pointAt(const Document &document, uint32_t offset)
{
    const Declaration *declaration = document.model().declarationAt(offset);
    if (!declaration)
        return std::nullopt;
    for (WrittenPoint &point : writtenPoints(document, *declaration)) {
        if (point.range.begin <= offset && offset <= point.range.end)
            return std::move(point);
    }
    return std::nullopt;
}

}
