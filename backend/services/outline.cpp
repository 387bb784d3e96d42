// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "services/outline.h"

#include <algorithm>
#include <map>

namespace tapscope::services {

using script::Token;

namespace {

// The text with each run of white space as one blank.
std::string onOneLine(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (!blank)
            out += c;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
    return out;
}

OutlineItem::Kind kindOf(Declaration::Kind kind)
{
    switch (kind) {
    case Declaration::Kind::Probe: return OutlineItem::Kind::Probe;
    case Declaration::Kind::Alias: return OutlineItem::Kind::Alias;
    case Declaration::Kind::Function: return OutlineItem::Kind::Function;
    case Declaration::Kind::Macro: return OutlineItem::Kind::Macro;
    case Declaration::Kind::Global:
    case Declaration::Kind::EmbeddedC: break;
    }
    return OutlineItem::Kind::Global;
}

OutlineItem itemOf(const Document &document, const Declaration &declaration)
{
    OutlineItem item;
    item.kind = kindOf(declaration.kind);
    item.range = declaration.range;
    item.nameRange = declaration.nameRange;
    item.name = onOneLine(document.text(declaration.nameRange));
    const auto &tokens = document.tokens();
    const uint32_t headEnd = declaration.bodyToken > declaration.firstToken && declaration.bodyToken <= tokens.size()
        ? tokens[declaration.bodyToken - 1].range.end
        : declaration.range.end;
    if (declaration.kind == Declaration::Kind::Function || declaration.kind == Declaration::Kind::Macro)
        item.detail = onOneLine(document.text({0, declaration.nameRange.end, std::max(headEnd, declaration.nameRange.end)}));
    if (declaration.kind == Declaration::Kind::Alias) {
        const size_t equals = item.name.find_first_of("+=");
        if (equals != std::string::npos) {
            item.detail = item.name.substr(equals);
            item.name = item.name.substr(0, item.name.find_last_not_of(' ', equals == 0 ? 0 : equals - 1) + 1);
        }
    }
    return item;
}

void addGlobals(const Document &document, const Declaration &declaration, uint32_t index, std::vector<OutlineItem> &out)
{
    for (const Occurrence &each : document.model().occurrences()) {
        if (each.declaration != index || each.kind != NameKind::Global || !each.definition)
            continue;
        OutlineItem item{OutlineItem::Kind::Global, std::string(each.name), {}, each.range, each.range};
        const auto &tokens = document.tokens();
        size_t end = document.tokenBehind(each.range.end);
        while (end < declaration.endToken && !tokens[end].is(","))
            ++end;
        if (end > 0 && tokens[end - 1].range.end > each.range.end) {
            item.range.end = tokens[end - 1].range.end;
            item.detail = onOneLine(document.text({0, each.range.end, item.range.end}));
        }
        out.push_back(std::move(item));
    }
}

}

std::vector<OutlineItem> outline(const Document &document)
{
    std::vector<OutlineItem> out;
    const auto &declarations = document.model().declarations();
    for (uint32_t i = 0; i < declarations.size(); ++i) {
        if (declarations[i].kind == Declaration::Kind::Global)
            addGlobals(document, declarations[i], i, out);
        else if (declarations[i].kind != Declaration::Kind::EmbeddedC)
            out.push_back(itemOf(document, declarations[i]));
    }
    return out;
}

std::vector<OutlineItem> breadcrumb(const Document &document, uint32_t offset)
{
    std::vector<OutlineItem> out;
    const Declaration *around = document.model().declarationAt(offset);
    if (!around || around->kind == Declaration::Kind::EmbeddedC)
        return out;
    out.push_back(itemOf(document, *around));
    const auto &tokens = document.tokens();
    for (size_t i = around->bodyToken + 1; i < around->endToken && tokens[i].range.begin < offset; ++i) {
        if (tokens[i].is("}")) {
            if (out.size() > 1)
                out.pop_back();
            continue;
        }
        if (!tokens[i].is("{"))
            continue;
        // The head of the statement: back to what ends the one before.
        size_t head = i;
        int depth = 0;
        while (head > around->bodyToken + 1) {
            const Token &before = tokens[head - 1];
            depth += before.is(")") ? 1 : before.is("(") ? -1 : 0;
            if (depth == 0 && (before.is(";") || before.is("{") || before.is("}") || before.isKeyword("else")))
                break;
            --head;
            const std::string_view word = tokens[head].text;
            if (depth == 0
                && (word == "if" || word == "while" || word == "for" || word == "foreach" || word == "try" || word == "catch"))
                break;
        }
        const Range range = head < i ? join(tokens[head].range, tokens[i - 1].range) : tokens[i].range;
        out.push_back({OutlineItem::Kind::Statement, head < i ? onOneLine(document.text(range)) : "{ }", {}, range, range});
        if (head == i && i > 0 && tokens[i - 1].isKeyword("else"))
            out.back().name = "else";
    }
    return out;
}

std::vector<FoldingRange> foldingRanges(const Document &document)
{
    std::vector<FoldingRange> out;
    const script::SourceFile &source = document.source();
    const auto line = [&](uint32_t offset) { return source.position(offset).line - 1; };
    const auto add = [&](uint32_t begin, uint32_t end, FoldingRange::Kind kind) {
        const uint32_t first = line(begin), last = line(end > 0 ? end - 1 : 0);
        if (last > first)
            out.push_back({first, last, kind});
    };
    std::vector<uint32_t> braces, conditionals;
    for (const Token &token : document.tokens()) {
        if (token.kind == script::TokenKind::EmbeddedC)
            add(token.range.begin, token.range.end, FoldingRange::Kind::Block);
        if (token.is("{"))
            braces.push_back(token.range.begin);
        else if (token.is("%("))
            conditionals.push_back(token.range.begin);
        const bool block = token.is("}");
        auto &open = block ? braces : conditionals;
        if ((block || token.is("%)")) && !open.empty()) {
            add(open.back(), token.range.end, block ? FoldingRange::Kind::Block : FoldingRange::Kind::Conditional);
            open.pop_back();
        }
    }
    const auto &comments = document.comments();
    for (size_t i = 0; i < comments.size();) {
        size_t last = i;
        while (last + 1 < comments.size() && comments[last + 1].startsLine && comments[i].startsLine
               && line(comments[last + 1].range.begin) == line(comments[last].range.end) + 1)
            ++last;
        add(comments[i].range.begin, comments[last].range.end, FoldingRange::Kind::Comment);
        i = last + 1;
    }
    std::ranges::sort(out, {}, [](const FoldingRange &each) { return std::pair(each.firstLine, UINT32_MAX - each.lastLine); });
    // Editors fold at a line once.
    const auto [first, end] = std::ranges::unique(out, {}, &FoldingRange::firstLine);
    out.erase(first, end);
    return out;
}

}
