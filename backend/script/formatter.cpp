// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "script/formatter.h"

#include "script/lexer.h"
#include "script/parser.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace tapscope::script {

namespace {

/// A token or a comment, with what is around it.
struct Piece {
    Token token;
    std::string_view text;
    bool isComment = false;
    bool startsLine = false;
    /// An empty line is before it.
    bool behindGap = false;
    bool adjacent = false;
};

bool isOneOf(std::string_view text, auto... candidates)
{
    return ((text == candidates) || ...);
}

/// The tokens and comments of `text` in order; none when it holds something that is no token.
std::optional<std::vector<Piece>> cut(const SourceSet &sources)
{
    const ParseOptions options;
    Lexer lexer(sources, 0, options);
    const auto text = sources.file(0).text();
    std::vector<Piece> pieces;
    for (Token token = lexer.next(); token.kind != TokenKind::End; token = lexer.next()) {
        // $1 has no argument here, and stays as it is written.
        if (token.problem != noProblem && lexer.problem(token.problem).id != "missing-argument")
            return std::nullopt;
        Piece piece;
        piece.token = token;
        piece.text = sources.text(token.range);
        pieces.push_back(piece);
    }
    for (const auto &comment : lexer.comments()) {
        Piece piece;
        piece.token.range = comment.range;
        piece.text = sources.text(comment.range);
        piece.isComment = true;
        pieces.push_back(piece);
    }
    std::ranges::stable_sort(pieces, {}, [](const Piece &piece) { return piece.token.range.begin; });
    uint32_t end = 0;
    for (auto &piece : pieces) {
        const auto between = text.substr(end, piece.token.range.begin - end);
        const auto breaks = std::ranges::count(between, '\n');
        piece.startsLine = breaks > 0 || end == 0;
        piece.behindGap = breaks > 1 && end > 0;
        piece.adjacent = between.empty();
        end = piece.token.range.end;
    }
    return pieces;
}

class Formatter {
public:
    Formatter(std::vector<Piece> pieces, const FormatOptions &options) : m_pieces(std::move(pieces)), m_options(options) {}

    std::string run()
    {
        for (m_at = 0; m_at < m_pieces.size(); ++m_at)
            place(m_pieces[m_at]);
        if (!m_out.empty())
            m_out += '\n';
        return std::move(m_out);
    }

private:
    /// What an open bracket means for the lines inside of it.
    struct Bracket {
        char kind;
        bool control = false;
        bool pointBraces = false;
        uint32_t level = 0;
    };

    void place(const Piece &piece);
    void newLine(const Piece &piece);
    [[nodiscard]] uint32_t levelOf(const Piece &piece) const;
    [[nodiscard]] bool blankBetween(const Piece &left, const Piece &right) const;
    [[nodiscard]] bool endsOperand(const Piece &piece) const;
    [[nodiscard]] bool isPrefix(size_t index) const;
    [[nodiscard]] bool isSortMark(size_t index) const;
    [[nodiscard]] bool continues(const Piece &piece) const;
    void track(const Piece &piece);
    void appendComment(std::string_view text, uint32_t level);
    [[nodiscard]] std::string indentation(uint32_t level) const
    {
        return m_options.tabs ? std::string(level, '\t') : std::string(static_cast<size_t>(level) * m_options.indent, ' ');
    }
    [[nodiscard]] const Piece *nextToken(size_t index) const
    {
        for (++index; index < m_pieces.size(); ++index) {
            if (!m_pieces[index].isComment)
                return &m_pieces[index];
        }
        return nullptr;
    }

    [[nodiscard]] bool inParentheses() const
    {
        return !m_open.empty() && (m_open.back().kind == '(' || m_open.back().kind == '[');
    }

    std::vector<Piece> m_pieces;
    FormatOptions m_options;
    std::string m_out;
    size_t m_at = 0;
    /// Index of the last token; comments don't count.
    std::optional<size_t> m_previous;
    std::vector<Bracket> m_open;
    uint32_t m_level = 0;
    /// Levels that bodies without braces add.
    uint32_t m_pending = 0;
    /// m_pending at each `if` whose `else` may still come.
    std::vector<uint32_t> m_ifs;
    struct Saved {
        uint32_t pending;
        std::vector<uint32_t> ifs;
    };
    std::vector<Saved> m_saved;
    bool m_headEnded = false;
    bool m_inPoint = false;
    bool m_inGlobal = false;
    bool m_inFunctionHead = false;
    bool m_control = false;
};

bool Formatter::endsOperand(const Piece &piece) const
{
    switch (piece.token.kind) {
    case TokenKind::Identifier:
    case TokenKind::Number:
    case TokenKind::String:
    case TokenKind::EmbeddedC:
    case TokenKind::AtWord: return true;
    default: return isOneOf(piece.text, ")", "]", "++", "--", "%)");
    }
}

/// Whether an operator stands before its operand: there is none before it.
bool Formatter::isPrefix(size_t index) const
{
    const auto &text = m_pieces[index].text;
    if (isOneOf(text, "!", "~"))
        return true;
    if (!isOneOf(text, "+", "-", "&", "++", "--"))
        return false;
    while (index > 0 && m_pieces[index - 1].isComment)
        --index;
    if (index == 0)
        return true;
    const auto &before = m_pieces[index - 1];
    if (isOneOf(text, "++", "--"))
        return !endsOperand(before) || m_pieces[index].startsLine || before.token.kind == TokenKind::Number;
    return !endsOperand(before);
}

/// The + and - of foreach heads.
bool Formatter::isSortMark(size_t index) const
{
    if (!isOneOf(m_pieces[index].text, "+", "-"))
        return false;
    const auto *next = nextToken(index);
    return next && isOneOf(next->text, "in", ",", "]", ")", "=", "limit");
}

bool Formatter::blankBetween(const Piece &left, const Piece &right) const
{
    const auto l = left.text;
    const auto r = right.text;
    const size_t leftIndex = *m_previous;
    if (isOneOf(r, ")", "]", ",", ";") || isOneOf(l, "(", "[") || isOneOf(l, "->") || isOneOf(r, "->"))
        return false;
    if (isOneOf(l, ",", ";"))
        return true;
    if (m_inPoint && (m_open.empty() || m_open.back().kind != '(')) {
        // Components of probe points: wildcards must stay as they are.
        if (l == "." || r == ".")
            return false;
        if (isOneOf(r, "?", "!"))
            return false;
        const bool braces = !m_open.empty() && m_open.back().pointBraces;
        if (braces && (l == "{" || r == "}"))
            return false;
        if (l == "*" || r == "*")
            return !right.adjacent;
        if (r == "(")
            return isOneOf(l, "if");
    }
    if (isOneOf(r, "$", "$$") && right.token.kind == TokenKind::Identifier)
        return false;
    if (m_inGlobal && isOneOf(r, "%", "["))
        return false;
    if (m_inFunctionHead && (l == ":" || r == ":" || r == "("))
        return false;
    if (isSortMark(m_at))
        return false;
    if (isOneOf(l, "+", "-", "&", "!", "~", "++", "--") && isPrefix(leftIndex))
        return isOneOf(r, "+", "-", "&", "++", "--") && l.back() == r.front();
    if (isOneOf(r, "++", "--"))
        return isPrefix(m_at);
    if (r == "(")
        return left.token.kind != TokenKind::Identifier && left.token.kind != TokenKind::AtWord;
    if (r == "[")
        return !endsOperand(left) || left.token.kind == TokenKind::String || left.token.kind == TokenKind::Number;
    return true;
}

/// Whether a line that starts with `piece` goes on with the statement of the line before.
bool Formatter::continues(const Piece &piece) const
{
    const bool statement = piece.token.kind == TokenKind::Keyword && !isOneOf(piece.text, "in", "limit") && !m_inPoint;
    if (!m_previous || piece.isComment || statement)
        return false;
    const auto &before = m_pieces[*m_previous];
    const bool binaryBefore = before.token.kind == TokenKind::Operator
        && !isOneOf(before.text, "{", "}", ";", ")", "]", "%?", "%:", "%)", "++", "--", "?")
        && !(m_inPoint && before.text == "*");
    const bool question = before.text == "?" && !m_inPoint;
    const bool binaryHere = piece.token.kind == TokenKind::Operator
        && isOneOf(piece.text, "=", "+", "*", "/", "%", ".", "?", ":", "&&", "||", "|", "^", "==", "!=", "<=", ">=", "<", ">",
                   "=~", "!~", "<<", ">>", ">>>", "<<<", "+=", ",");
    const bool inPoint = m_inPoint && piece.text != "{" && piece.text != "=";
    return binaryBefore || question || binaryHere || inPoint;
}

uint32_t Formatter::levelOf(const Piece &piece) const
{
    uint32_t level = m_level;
    const auto closes = isOneOf(piece.text, "}", ")", "]", "%)", "%:") && !piece.isComment;
    if (closes && !m_open.empty() && level > 0)
        return m_open.back().level;
    if (piece.text == "{" && m_headEnded)
        return level + m_pending - 1;
    const bool parenthesized = inParentheses();
    return level + m_pending + (!parenthesized && continues(piece) ? 1 : 0);
}

void Formatter::appendComment(std::string_view text, uint32_t level)
{
    // Lines of a block comment that start with a star are aligned with it, others are left alone.
    bool first = true;
    while (true) {
        const auto newline = text.find('\n');
        auto line = text.substr(0, newline);
        line = line.substr(0, line.find_last_not_of(" \t\r") + 1);
        if (!first) {
            m_out += '\n';
            const auto begin = line.find_first_not_of(" \t");
            if (begin != std::string_view::npos && line[begin] == '*') {
                m_out += indentation(level) + ' ';
                line = line.substr(begin);
            }
        }
        m_out += line;
        if (newline == std::string_view::npos)
            return;
        text = text.substr(newline + 1);
        first = false;
    }
}

void Formatter::newLine(const Piece &piece)
{
    if (!m_out.empty())
        m_out += piece.behindGap ? "\n\n" : "\n";
}

void Formatter::place(const Piece &piece)
{
    if (!piece.isComment && m_headEnded && piece.text != "{" && !piece.startsLine)
        m_pending -= m_pending > 0 ? 1 : 0; // the body is on the line of its head
    if (piece.token.isKeyword("else") && !m_ifs.empty()) {
        m_pending = m_ifs.back();
        m_ifs.pop_back();
    }
    const uint32_t level = levelOf(piece);
    if (piece.startsLine) {
        newLine(piece);
        m_out += indentation(level);
    } else if (piece.isComment || (m_at > 0 && m_pieces[m_at - 1].isComment)
               || (m_previous && blankBetween(m_pieces[*m_previous], piece))) {
        m_out += ' ';
    }
    if (piece.isComment) {
        appendComment(piece.text, level);
        return;
    }
    m_out += piece.text;
    track(piece);
    m_previous = m_at;
}

/// Keeps brackets, levels and what kind of text this is up to date, behind a token.
void Formatter::track(const Piece &piece)
{
    const auto text = piece.text;
    const bool headEnded = m_headEnded;
    m_headEnded = false;
    if (piece.token.kind == TokenKind::Keyword) {
        const bool component = m_inPoint && text != "if";
        m_control = !component && isOneOf(text, "if", "for", "foreach", "while");
        if (!component && isOneOf(text, "probe", "global", "function", "private")) {
            m_inPoint = text == "probe";
            m_inGlobal = isOneOf(text, "global", "private");
            m_inFunctionHead = text == "function";
            m_pending = 0;
        }
        if (!component && text == "if")
            m_ifs.push_back(m_pending);
        if (text == "else") {
            const auto *next = nextToken(m_at);
            if (next && next->text != "if") {
                ++m_pending;
                m_headEnded = true;
                return;
            }
        }
    }
    if (piece.token.kind == TokenKind::EmbeddedC)
        m_inFunctionHead = false;
    if (isOneOf(text, "(", "[", "{", "%(")) {
        Bracket bracket{text == "%(" ? '%' : text[0], m_control && text == "(" && !m_inPoint, false, m_level + m_pending};
        m_control = false;
        if (text == "{") {
            const auto *before = m_previous ? &m_pieces[*m_previous] : nullptr;
            bracket.pointBraces = m_inPoint && before && (isOneOf(before->text, ".", "probe", "{", ",", "=", "+="));
            if (!bracket.pointBraces) {
                if (headEnded && m_pending > 0)
                    --m_pending;
                bracket.level = m_level + m_pending;
                m_inPoint = m_inGlobal = m_inFunctionHead = false;
            }
        }
        m_level = bracket.level + 1;
        m_saved.push_back({m_pending, std::exchange(m_ifs, {})});
        m_pending = 0;
        m_open.push_back(bracket);
        return;
    }
    const bool closes = isOneOf(text, ")", "]", "}", "%)") && !m_open.empty();
    if (closes) {
        const Bracket bracket = m_open.back();
        m_open.pop_back();
        m_pending = m_saved.back().pending;
        m_ifs = std::move(m_saved.back().ifs);
        m_saved.pop_back();
        m_level = bracket.level - std::min(bracket.level, m_pending);
        if (bracket.control) {
            ++m_pending;
            m_headEnded = true;
            return;
        }
    }
    // A statement may be over here: if the next line does not go on with it, bodies without braces end.
    const auto *next = nextToken(m_at);
    const bool over = text == ";" || text == "}" || (next && next->startsLine);
    if (over && next && next->text != "else" && !inParentheses()) {
        m_pending = 0;
        m_ifs.clear();
    }
}

}

std::expected<std::string, Failure> format(std::string_view text, const FormatOptions &options)
{
    SourceSet sources;
    sources.add("<input>", std::string(text));
    auto pieces = cut(sources);
    if (!pieces)
        return std::unexpected(
            Failure{{TAPSCOPE_TEXT("Diagnostics", "this script can't be formatted: parts of it can't be read"), {}},
                    {TAPSCOPE_TEXT("Diagnostics", "mend the errors that are shown, then format again"), {}}});
    const auto before = *pieces;
    auto result = Formatter(std::move(*pieces), options).run();

    SourceSet check;
    check.add("<output>", result);
    const auto after = cut(check);
    const bool same = after && std::ranges::equal(before, *after, [](const Piece &a, const Piece &b) {
                          return a.isComment == b.isComment && (a.isComment || a.text == b.text);
                      });
    if (!same)
        return std::unexpected(
            Failure{{TAPSCOPE_TEXT("Diagnostics", "this script can't be formatted without changing what it does"), {}},
                    {TAPSCOPE_TEXT("Diagnostics", "set its blanks by hand"), {}}});
    return result;
}

}
