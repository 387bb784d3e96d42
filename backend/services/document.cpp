// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "services/document.h"

#include <algorithm>
#include <atomic>

namespace tapscope::services {

namespace {

uint64_t nextId()
{
    static std::atomic<uint64_t> last = 0;
    return ++last;
}

}

Document::Document(std::string path, std::string text, script::ParseOptions options)
    : m_id(nextId())
    , m_options(std::move(options))
{
    m_sources.add(std::move(path), std::move(text));
    m_lexer = std::make_unique<script::Lexer>(m_sources, 0, m_options);
    for (script::Token token = m_lexer->next(); token.kind != script::TokenKind::End; token = m_lexer->next())
        m_tokens.push_back(token);
    m_model = ScriptModel(m_tokens);
}

Document::~Document() = default;

const script::Diagnostic *Document::problemOf(const script::Token &token) const
{
    return token.problem == script::noProblem || token.problem == script::toldProblem ? nullptr
                                                                                      : &m_lexer->problem(token.problem);
}

const script::Ast &Document::ast() const
{
    std::call_once(m_parsed, [this] { m_ast = script::parse(m_sources, 0, m_options, m_syntax); });
    return m_ast;
}

const script::Diagnostics &Document::syntaxDiagnostics() const
{
    (void)ast();
    return m_syntax;
}

size_t Document::tokenBehind(uint32_t offset) const
{
    const auto found = std::ranges::lower_bound(m_tokens, offset, {},
                                                [](const script::Token &token) { return token.range.begin; });
    return static_cast<size_t>(found - m_tokens.begin());
}

namespace {

// A comment's text without its markers and the stars and blanks before its lines.
std::string plain(std::string_view comment)
{
    std::string out;
    const bool block = comment.starts_with("/*");
    if (block) {
        comment.remove_prefix(2);
        if (comment.ends_with("*/"))
            comment.remove_suffix(2);
    }
    while (!comment.empty()) {
        const size_t end = std::min(comment.find('\n'), comment.size());
        std::string_view line = comment.substr(0, end);
        comment.remove_prefix(std::min(end + 1, comment.size()));
        const auto skip = [&](std::string_view set) { line.remove_prefix(std::min(line.find_first_not_of(set), line.size())); };
        skip(" \t\r");
        skip(block ? "*" : "#/");
        skip(" \t");
        line = line.substr(0, line.find_last_not_of(" \t\r") + 1);
        if (!out.empty())
            out += '\n';
        out += line;
    }
    const size_t first = out.find_first_not_of('\n');
    return first == std::string::npos ? std::string() : out.substr(first, out.find_last_not_of('\n') + 1 - first);
}

}

std::string Document::commentAbove(uint32_t offset) const
{
    const std::string_view all = text();
    const auto &list = comments();
    auto at = std::ranges::lower_bound(list, offset, {}, [](const script::Comment &comment) { return comment.range.begin; });
    std::string out;
    uint32_t next = std::min(offset, static_cast<uint32_t>(all.size()));
    while (at != list.begin()) {
        --at;
        if (!at->startsLine || at->range.end > next)
            break;
        const std::string_view between = all.substr(at->range.end, next - at->range.end);
        if (between.find_first_not_of(" \t\r\n") != std::string_view::npos || std::ranges::count(between, '\n') > 1)
            break;
        const std::string_view comment = text(at->range);
        const std::string words = plain(comment);
        out = out.empty() ? words : words + "\n" + out;
        next = at->range.begin;
        if (comment.starts_with("/*"))
            break;
    }
    return out;
}

}
