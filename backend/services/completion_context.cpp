// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "services/completion_context.h"

#include <algorithm>
#include <optional>

namespace tapscope::services {

using script::Token;
using script::TokenKind;
using Place = CompletionContext::Place;

namespace {

bool isWordToken(const Token &token)
{
    return token.kind == TokenKind::Identifier || token.kind == TokenKind::Keyword;
}

class ContextFinder {
public:
    ContextFinder(const Document &document, uint32_t offset) : m_document(document), m_tokens(document.tokens()), m_offset(offset)
    {
        m_context.replaceBegin = m_context.replaceEnd = offset;
    }

    CompletionContext find()
    {
        if (inComment())
            return m_context;
        m_before = m_document.tokenBehind(m_offset); // tokens [0, m_before) begin before the cursor
        if (m_before > 0) {
            const Token &last = m_tokens[m_before - 1];
            if (last.kind == TokenKind::String && insideString(last)) {
                inString(m_before - 1);
                return m_context;
            }
            if (last.kind == TokenKind::EmbeddedC && m_offset < last.range.end)
                return m_context;
            if (last.range.end >= m_offset && touching(last))
                return m_context;
        }
        findDeclaration();
        if (inCondition())
            m_context.place = Place::Condition;
        else
            outside();
        return m_context;
    }

private:
    bool inComment() const
    {
        for (const script::Comment &comment : m_document.comments()) {
            const bool line = !m_document.text(comment.range).starts_with("/*");
            if (comment.range.begin < m_offset && (m_offset < comment.range.end || (line && m_offset == comment.range.end)))
                return true;
        }
        return false;
    }

    // Behind a %( whose %? is not there yet.
    bool inCondition() const
    {
        for (size_t i = m_before; i > 0; --i) {
            const Token &token = m_tokens[i - 1];
            if (token.is("%("))
                return !isMacroBody(i - 1);
            if (token.is("%?") || token.is("%:") || token.is("%)") || token.is("{") || token.is("}"))
                return false;
        }
        return false;
    }

    // @define name(…) %( …
    bool isMacroBody(size_t opening) const
    {
        size_t name = opening;
        if (name > 0 && m_tokens[name - 1].is(")")) {
            while (name > 0 && !m_tokens[name - 1].is("("))
                --name;
            name -= name > 0 ? 1 : 0;
        }
        return name >= 2 && m_tokens[name - 2].text == "@define";
    }

    bool isOpen(const Token &string) const
    {
        const script::Diagnostic *problem = m_document.problemOf(string);
        return problem && problem->id == "unclosed-string";
    }

    bool insideString(const Token &string) const
    {
        if (isOpen(string))
            return m_document.text().substr(string.range.begin, m_offset - string.range.begin).find('\n')
                == std::string_view::npos;
        return m_offset < string.range.end;
    }

    // The cursor is in or right behind a word. True when that settles it.
    bool touching(const Token &word)
    {
        const std::string_view text = word.text;
        if (word.kind == TokenKind::Number)
            return true;
        const bool bareAt = m_document.text()[m_offset - 1] == '@' && word.kind != TokenKind::Operator;
        if (word.kind == TokenKind::AtWord || bareAt) {
            replaceWord(word);
            if (bareAt && word.kind != TokenKind::AtWord)
                m_context.replaceBegin = m_offset - 1;
            m_context.place = Place::AtWord;
            --m_before;
            findDeclaration();
            return true;
        }
        if (!isWordToken(word))
            return false;
        replaceWord(word);
        --m_before;
        if (text.starts_with('$')) {
            findDeclaration();
            m_context.place = m_context.declaration ? Place::TargetVariable : Place::None;
            return true;
        }
        return false;
    }

    void replaceWord(const Token &word)
    {
        m_context.replaceBegin = word.range.begin;
        m_context.replaceEnd = word.range.end;
    }

    void findDeclaration()
    {
        for (const Declaration &each : m_document.model().declarations()) {
            if (each.firstToken >= m_before)
                break;
            m_context.declaration = &each;
        }
        if (!m_context.declaration)
            return;
        const Declaration &found = *m_context.declaration;
        const bool behind = m_before >= found.endToken;
        if (behind && (found.closed || found.kind == Declaration::Kind::Global || found.kind == Declaration::Kind::EmbeddedC))
            m_context.declaration = nullptr;
    }

    const Token *previous() const { return m_before > 0 ? &m_tokens[m_before - 1] : nullptr; }

    // The cursor is between words, or in one that m_before is the index of.
    void outside()
    {
        const Declaration *declaration = m_context.declaration;
        if (!declaration) {
            m_context.place = Place::TopLevel;
            return;
        }
        const bool inBody = declaration->bodyToken < m_before && declaration->body;
        if (!inBody && declaration->kind == Declaration::Kind::Global) {
            // Behind `global` a new name is written; behind a complete one anything can follow.
            const Token *last = previous();
            m_context.place = last && (last->isKeyword("global") || last->is(",")) ? Place::None : Place::TopLevel;
        } else if (!inBody && declaration->kind == Declaration::Kind::Function) {
            functionHead();
        } else if (!inBody && declaration->kind == Declaration::Kind::Macro) {
            m_context.place = Place::None;
        } else if (!inBody && (declaration->kind == Declaration::Kind::Probe || declaration->kind == Declaration::Kind::Alias)) {
            probeHead(declaration->firstToken, m_before);
        } else if (const Token *last = previous(); last && last->isKeyword("private")) {
            m_context.place = Place::TopLevel;
        } else {
            body();
        }
    }

    void functionHead()
    {
        const Token *last = previous();
        m_context.place = last && last->is(":") ? Place::Type : Place::None;
        if (last && last->isKeyword("private"))
            m_context.place = Place::TopLevel;
    }

    void body()
    {
        const Token *last = previous();
        if (last && last->is("->")) {
            m_context.place = Place::Member;
            m_context.base = accessBase(m_before - 1);
            return;
        }
        m_context.place = Place::Body;
        m_context.afterIn = last && (last->isKeyword("in") || last->isKeyword("delete"));
        m_context.atStatement = last
            && (last->is("{") || last->is("}") || last->is(";") || last->isKeyword("else")
                || (m_before < m_tokens.size() && m_tokens[m_before].startsLine) || beginsLine());
        if (last && last->isKeyword("foreach"))
            m_context.place = Place::None;
        m_context.enclosing = enclosingName(m_before);
    }

    // Nothing but blanks between the start of the line and what is being typed.
    bool beginsLine() const
    {
        const std::string_view text = m_document.text().substr(0, m_context.replaceBegin);
        const size_t start = text.find_last_not_of(" \t");
        return start == std::string_view::npos || text[start] == '\n';
    }

    std::string enclosingName(size_t index) const
    {
        const size_t open = openingParenthesis(m_tokens, index, m_context.declaration ? m_context.declaration->firstToken : 0);
        return open < m_tokens.size() && open > 0 ? std::string(m_tokens[open - 1].text) : std::string();
    }

    // What is before the arrow at `arrow`: a chain of names, members and subscripts.
    std::string accessBase(size_t arrow) const
    {
        size_t begin = arrow;
        int depth = 0;
        while (begin > 0) {
            const Token &token = m_tokens[begin - 1];
            if (token.is(")") || token.is("]"))
                ++depth;
            else if (token.is("(") || token.is("["))
                --depth;
            const bool part = depth > 0 || token.is("(") || token.is("[") || token.is("->") || isWordToken(token)
                || token.kind == TokenKind::AtWord;
            const bool isMember = begin > 1 && m_tokens[begin - 2].is("->"); // even one that is called “next”
            if (depth < 0 || !part || (token.kind == TokenKind::Keyword && !isMember))
                break;
            --begin;
            if (depth == 0 && (token.kind == TokenKind::AtWord || token.text.starts_with('$')))
                break;
        }
        if (begin == arrow)
            return {};
        return std::string(m_document.text({0, m_tokens[begin].range.begin, m_tokens[arrow - 1].range.end}));
    }

    // Words [first, end) are the beginning of a probe's points.
    void probeHead(size_t first, size_t end)
    {
        size_t start = end;
        int depth = 0;
        for (; start > first + 1; --start) {
            const Token &token = m_tokens[start - 1];
            if (token.is(")"))
                ++depth;
            else if (token.is("("))
                --depth;
            if (depth < 0 || (depth == 0 && (token.is(",") || token.is("=") || token.is("+="))))
                break;
            if (token.isKeyword("if")) {
                body();
                return;
            }
        }
        if (depth < 0) { // in parentheses, not in a string: a number, or a condition
            if (start >= 2 && m_tokens[start - 2].isKeyword("if"))
                body();
            return;
        }
        const Token *last = previous();
        const bool expected = last
            && (last->is(",") || last->is(".") || last->is("=") || last->is("+=") || last->is("{") || last->isKeyword("probe"));
        if (!expected)
            return;
        m_context.place = Place::ProbePoint;
        readComponents(start, end);
    }

    void readComponents(size_t begin, size_t end)
    {
        script::ProbeComponent component;
        for (size_t i = begin; i < end; ++i) {
            const Token &token = m_tokens[i];
            if (token.is(".")) {
                if (!component.name.text.empty())
                    m_context.components.push_back(std::move(component));
                component = {};
            } else if (token.is("(")) {
                for (++i; i < end && !m_tokens[i].is(")"); ++i) {
                    if (m_tokens[i].kind == TokenKind::String)
                        component.text = component.text.value_or("") + std::string(m_tokens[i].text);
                    else if (m_tokens[i].kind == TokenKind::Number)
                        component.number = m_tokens[i].number;
                    component.argumentRange = m_tokens[i].range;
                }
            } else {
                component.name.text += m_document.text(token.range);
            }
        }
        m_last = std::move(component);
    }

    void inString(size_t index)
    {
        const Token &string = m_tokens[index];
        const bool open = isOpen(string);
        m_before = index;
        findDeclaration();
        m_context.replaceBegin = string.range.begin + 1;
        m_context.replaceEnd = open ? m_offset : string.range.end - 1;
        m_context.argumentClosed = !open;
        m_context.argument = m_document.text({0, m_context.replaceBegin, m_offset});
        if (!m_context.declaration)
            return;
        const Declaration &declaration = *m_context.declaration;
        const size_t parenthesis = openingParenthesis(m_tokens, index, declaration.firstToken);
        const bool inBody = declaration.body && declaration.bodyToken < index;
        const bool isProbe = declaration.kind == Declaration::Kind::Probe || declaration.kind == Declaration::Kind::Alias;
        if (parenthesis >= m_tokens.size() || parenthesis == 0)
            return;
        m_context.argumentOf = m_tokens[parenthesis - 1].text;
        if (!inBody && isProbe) {
            size_t start = parenthesis;
            int depth = 0;
            for (; start > declaration.firstToken + 1; --start) {
                const Token &token = m_tokens[start - 1];
                depth += token.is(")") ? 1 : token.is("(") ? -1 : 0;
                if (depth == 0 && (token.is(",") || token.is("=") || token.is("+=")))
                    break;
            }
            readComponents(start, parenthesis);
            m_context.place = Place::ProbeArgument;
            return;
        }
        const std::string &name = m_context.argumentOf;
        const bool format = (name == "printf" || name == "sprintf") && parenthesis + 1 == index;
        const size_t percent = m_context.argument.rfind('%');
        if (format && percent != std::string::npos
            && m_context.argument.find_first_not_of("%-+ #0123456789.*l", percent) == std::string::npos
            && !(percent > 0 && m_context.argument[percent - 1] == '%')) {
            m_context.place = Place::Directive;
            m_context.replaceBegin += static_cast<uint32_t>(percent);
            m_context.replaceEnd = m_offset;
        }
        if (name == "@cast" && argumentNumber(parenthesis, index) == 1) {
            m_context.place = Place::TypeName;
            if (index + 2 < m_tokens.size() && m_tokens[index + 1].is(",") && m_tokens[index + 2].kind == TokenKind::String)
                m_context.typeOwner = m_tokens[index + 2].text;
        }
    }

    // Of the token at `index`, from 0, in the parentheses that open at `parenthesis`.
    size_t argumentNumber(size_t parenthesis, size_t index) const
    {
        size_t number = 0;
        int depth = 0;
        for (size_t i = parenthesis + 1; i < index; ++i) {
            const Token &token = m_tokens[i];
            depth += token.is("(") || token.is("[") ? 1 : token.is(")") || token.is("]") ? -1 : 0;
            number += depth == 0 && token.is(",") ? 1 : 0;
        }
        return number;
    }

    const Document &m_document;
    const std::vector<Token> &m_tokens;
    uint32_t m_offset;
    size_t m_before = 0;
    script::ProbeComponent m_last;
    CompletionContext m_context;
};

}

CompletionContext completionContext(const Document &document, uint32_t offset)
{
    return ContextFinder(document, std::min(offset, static_cast<uint32_t>(document.text().size()))).find();
}

std::string pointsOf(const Document &document, const Declaration &declaration)
{
    if (declaration.kind != Declaration::Kind::Probe && declaration.kind != Declaration::Kind::Alias)
        return {};
    std::string_view text = document.text(declaration.nameRange);
    if (declaration.kind == Declaration::Kind::Alias) {
        const size_t equals = text.find('=');
        text = equals == std::string_view::npos ? std::string_view() : text.substr(equals + 1);
    }
    return std::string(text);
}

size_t openingParenthesis(const std::vector<Token> &tokens, size_t index, size_t first)
{
    int depth = 0;
    for (size_t i = index; i > first; --i) {
        const Token &token = tokens[i - 1];
        if (token.kind != TokenKind::Operator)
            continue;
        if (token.text == ")" || token.text == "]")
            ++depth;
        else if (token.text == "(" && depth-- == 0)
            return i - 1;
        else if (token.text == "[" && depth-- == 0)
            depth = 0; // inside of a subscript: what is around it counts
        else if (token.text == "{" || token.text == "}" || token.text == ";")
            break;
    }
    return tokens.size();
}

}
