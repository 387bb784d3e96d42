// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "services/script_model.h"

#include <algorithm>
#include <array>
#include <set>

namespace tapscope::services {

using script::Token;
using script::TokenKind;

namespace {

constexpr std::array<std::string_view, 22> operatorWords{
    "@cast",  "@var",      "@defined",   "@entry",  "@perf",   "@const",          "@probewrite", "@kregister",
    "@count", "@sum",      "@min",       "@max",    "@avg",    "@variance",       "@hist_log",   "@hist_linear",
    "@enum",  "@enumname", "@uregister", "@kderef", "@uderef", "@choose_defined",
};

bool isOperatorWord(std::string_view name)
{
    return std::ranges::find(operatorWords, name) != operatorWords.end();
}

bool isAssignment(const Token &token)
{
    static constexpr std::array<std::string_view, 13> words{"=",  "+=", "-=", "*=",  "/=",  "%=", "&=",
                                                            "^=", "|=", ".=", "<<=", ">>=", "<<<"};
    return token.kind == TokenKind::Operator && std::ranges::find(words, token.text) != words.end();
}

/// Reads the words once from front to back.
class ModelBuilder {
public:
    ModelBuilder(std::span<const Token> tokens, std::vector<Declaration> &declarations, std::vector<Occurrence> &occurrences)
        : m_tokens(tokens)
        , m_declarations(declarations)
        , m_occurrences(occurrences)
    {}

    void build()
    {
        findGlobals();
        while (m_at < m_tokens.size())
            declaration();
        markFirstLocals();
    }

private:
    [[nodiscard]] const Token &at(size_t index) const
    {
        static const Token none;
        return index < m_tokens.size() ? m_tokens[index] : none;
    }
    [[nodiscard]] bool is(size_t index, std::string_view text) const { return at(index).is(text); }
    [[nodiscard]] bool startsDeclaration(size_t index) const
    {
        const Token &token = at(index);
        if (token.kind == TokenKind::AtWord)
            return token.text == "@define" && token.startsLine;
        if (token.kind != TokenKind::Keyword || (index > 0 && is(index - 1, ".")))
            return false;
        return token.text == "probe" || token.text == "global" || token.text == "private"
            || (token.text == "function" && !(index > 0 && is(index - 1, "private")));
    }
    [[nodiscard]] size_t closing(size_t open) const
    {
        int depth = 0;
        for (size_t i = open; i < m_tokens.size(); ++i) {
            const Token &token = m_tokens[i];
            if (token.kind != TokenKind::Operator)
                continue;
            if (token.text == "(" || token.text == "[" || token.text == "{")
                ++depth;
            else if (token.text == ")" || token.text == "]" || token.text == "}")
                --depth;
            if (depth == 0)
                return i;
            if (depth < 0)
                break;
        }
        return m_tokens.size();
    }

    void findGlobals()
    {
        for (size_t i = 0; i < m_tokens.size(); ++i) {
            if (m_tokens[i].isKeyword("global") && startsDeclaration(i))
                forEachGlobal(i, [this](size_t name) { m_globals.insert(m_tokens[name].text); });
            else if (m_tokens[i].isKeyword("global") && i > 0 && at(i - 1).isKeyword("private"))
                forEachGlobal(i, [this](size_t name) { m_globals.insert(m_tokens[name].text); });
        }
    }

    // Returns the index behind the declaration that begins with the word `global`.
    template <typename Visit> size_t forEachGlobal(size_t word, Visit visit)
    {
        size_t i = word + 1;
        while (i < m_tokens.size()) {
            if (at(i).kind != TokenKind::Identifier)
                return i;
            visit(i);
            ++i;
            while (i < m_tokens.size() && !is(i, ",") && !startsDeclaration(i)) {
                if (is(i, "[") || is(i, "("))
                    i = closing(i) + 1;
                else if (is(i, "%") || is(i, "=") || is(i, "-") || at(i).kind == TokenKind::Number
                         || at(i).kind == TokenKind::String || (is(i, ":") && at(i + 1).kind == TokenKind::Keyword))
                    i += is(i, ":") ? 2 : 1;
                else
                    break;
            }
            if (!is(i, ","))
                return is(i, ";") ? i + 1 : i;
            ++i;
        }
        return m_tokens.size();
    }

    void add(size_t index, NameKind kind, bool definition = false, bool write = false)
    {
        const Token &token = m_tokens[index];
        m_occurrences.push_back({token.range, token.text, kind, m_current, definition, write});
    }

    void declaration()
    {
        const Token &first = m_tokens[m_at];
        if (!startsDeclaration(m_at)) {
            if (first.kind == TokenKind::EmbeddedC) {
                begin(Declaration::Kind::EmbeddedC);
                ++m_at;
                finish(first.range);
            } else {
                names(m_at, m_at + 1, false);
                ++m_at;
            }
            return;
        }
        const size_t word = first.isKeyword("private") ? m_at + 1 : m_at;
        if (first.kind == TokenKind::AtWord)
            macro();
        else if (at(word).isKeyword("probe"))
            probe();
        else if (at(word).isKeyword("function"))
            function(word);
        else if (at(word).isKeyword("global"))
            global(word);
        else
            ++m_at;
    }

    void begin(Declaration::Kind kind)
    {
        m_current = static_cast<uint32_t>(m_declarations.size());
        m_declarations.push_back({kind, at(m_at).range, at(m_at).range, {}, static_cast<uint32_t>(m_at), 0, 0, false});
    }

    void finish(const Range &nameRange)
    {
        Declaration &made = m_declarations[m_current];
        made.nameRange = nameRange;
        made.endToken = static_cast<uint32_t>(m_at);
        if (m_at > made.firstToken)
            made.range.end = m_tokens[m_at - 1].range.end;
        if (!made.body)
            made.bodyToken = made.endToken;
        m_current = noDeclaration;
    }

    // From the opening brace at m_at to the one that closes it, or to where the next declaration begins.
    void body()
    {
        Declaration &made = m_declarations[m_current];
        made.bodyToken = static_cast<uint32_t>(m_at);
        made.body = at(m_at).range;
        const size_t open = m_at;
        int depth = 0;
        for (; m_at < m_tokens.size(); ++m_at) {
            if (m_at > open && startsDeclaration(m_at))
                break;
            if (is(m_at, "{")) {
                ++depth;
            } else if (is(m_at, "}") && --depth == 0) {
                ++m_at;
                made.closed = true;
                break;
            }
        }
        made.body->end = m_tokens[m_at - 1].range.end;
        names(open, m_at, true);
    }

    void probe()
    {
        begin(Declaration::Kind::Probe);
        ++m_at;
        const size_t head = m_at;
        int depth = 0;
        for (; m_at < m_tokens.size() && !startsDeclaration(m_at); ++m_at) {
            const Token &token = m_tokens[m_at];
            if (token.is("(") || token.is("["))
                ++depth;
            else if (token.is(")") || token.is("]"))
                depth = std::max(depth - 1, 0);
            else if (token.is("{") && m_at > head && at(m_at - 1).is("."))
                m_at = std::min(closing(m_at), m_tokens.size() - 1);
            else if (token.is("{"))
                break;
            else if (depth == 0 && (token.is("=") || token.is("+=")))
                m_declarations[m_current].kind = Declaration::Kind::Alias;
            else if (token.kind == TokenKind::EmbeddedC)
                break;
        }
        const Range range = m_at > head ? join(at(head).range, at(m_at - 1).range) : at(head - 1).range;
        pointNames(head, m_at);
        if (is(m_at, "{"))
            body();
        // The epilogue of an alias.
        if (m_declarations[m_current].kind == Declaration::Kind::Alias && is(m_at, ",") && is(m_at + 1, "{")) {
            const uint32_t firstBody = m_declarations[m_current].bodyToken;
            const Range before = *m_declarations[m_current].body;
            ++m_at;
            m_declarations[m_current].closed = false;
            body();
            m_declarations[m_current].bodyToken = firstBody;
            m_declarations[m_current].body->begin = before.begin;
        }
        finish(range);
    }

    void pointNames(size_t begin, size_t end)
    {
        for (size_t i = begin; i < end; ++i) {
            const Token &token = m_tokens[i];
            if (token.isKeyword("if") && is(i + 1, "(")) {
                names(i + 1, end, false);
                return;
            }
            const bool word = token.kind == TokenKind::Identifier || token.kind == TokenKind::Keyword;
            if (word && !token.text.starts_with('$'))
                add(i, NameKind::ProbeComponent);
            else if (token.kind == TokenKind::AtWord)
                names(i, i + 1, false);
        }
    }

    void function(size_t word)
    {
        begin(Declaration::Kind::Function);
        m_at = word + 1;
        Range nameRange = at(word).range;
        if (at(m_at).kind == TokenKind::Identifier) {
            nameRange = at(m_at).range;
            add(m_at, NameKind::Function, true);
            ++m_at;
        }
        while (m_at < m_tokens.size() && !is(m_at, "(") && !is(m_at, "{") && !startsDeclaration(m_at))
            ++m_at;
        m_parameters.clear();
        if (is(m_at, "(")) {
            for (++m_at; m_at < m_tokens.size() && !is(m_at, ")") && !is(m_at, "{") && !startsDeclaration(m_at); ++m_at) {
                if (at(m_at).kind == TokenKind::Identifier && (is(m_at - 1, "(") || is(m_at - 1, ","))) {
                    m_parameters.insert(at(m_at).text);
                    add(m_at, NameKind::Parameter, true);
                }
            }
        }
        while (m_at < m_tokens.size() && !is(m_at, "{") && at(m_at).kind != TokenKind::EmbeddedC && !startsDeclaration(m_at))
            ++m_at;
        if (is(m_at, "{")) {
            body();
        } else if (at(m_at).kind == TokenKind::EmbeddedC) {
            m_declarations[m_current].body = at(m_at).range;
            m_declarations[m_current].bodyToken = static_cast<uint32_t>(m_at);
            m_declarations[m_current].closed = true;
            ++m_at;
        }
        m_parameters.clear();
        finish(nameRange);
    }

    void global(size_t word)
    {
        begin(Declaration::Kind::Global);
        Range nameRange = at(word).range;
        bool first = true;
        m_at = forEachGlobal(word, [&](size_t name) {
            if (first)
                nameRange = at(name).range;
            first = false;
            add(name, NameKind::Global, true);
        });
        m_at = std::max(m_at, word + 1);
        finish(nameRange);
    }

    void macro()
    {
        begin(Declaration::Kind::Macro);
        ++m_at;
        Range nameRange = at(m_at - 1).range;
        if (at(m_at).kind == TokenKind::Identifier) {
            nameRange = at(m_at).range;
            add(m_at, NameKind::Macro, true);
            ++m_at;
        }
        if (is(m_at, "(")) {
            const size_t close = closing(m_at);
            for (++m_at; m_at < close && !startsDeclaration(m_at); ++m_at) {
                if (at(m_at).kind != TokenKind::Identifier)
                    continue;
                m_parameters.insert(at(m_at).text);
                add(m_at, NameKind::Parameter, true);
            }
            m_at = std::min(close + 1, m_tokens.size());
        }
        if (is(m_at, "%(")) {
            const size_t open = m_at;
            int depth = 0;
            for (; m_at < m_tokens.size(); ++m_at) {
                if (is(m_at, "%("))
                    ++depth;
                if (is(m_at, "%)") && --depth == 0) {
                    ++m_at;
                    m_declarations[m_current].closed = true;
                    break;
                }
            }
            m_declarations[m_current].body = join(at(open).range, at(m_at - 1).range);
            m_declarations[m_current].bodyToken = static_cast<uint32_t>(open);
            names(open, m_at, true);
        }
        m_parameters.clear();
        finish(nameRange);
    }

    [[nodiscard]] bool isWritten(size_t index) const
    {
        size_t behind = index + 1;
        if (is(behind, "["))
            behind = closing(behind) + 1;
        if (isAssignment(at(behind)) || is(behind, "++") || is(behind, "--"))
            return true;
        return index > 0 && (is(index - 1, "++") || is(index - 1, "--") || at(index - 1).isKeyword("delete"));
    }

    void names(size_t begin, size_t end, bool inBody)
    {
        for (size_t i = begin; i < end; ++i) {
            const Token &token = m_tokens[i];
            if (token.kind == TokenKind::AtWord) {
                add(i, atWordKind(token.text));
            } else if (token.kind == TokenKind::Identifier) {
                if (token.text.starts_with('$'))
                    add(i, NameKind::TargetVariable, false, isWritten(i));
                else if (i > 0 && is(i - 1, "->"))
                    add(i, NameKind::Member);
                else if (is(i + 1, "("))
                    add(i, NameKind::Function);
                else if (inBody || m_globals.contains(token.text))
                    add(i, variableKind(token.text), false, isWritten(i) || isLoopKey(i, begin));
            }
        }
    }

    [[nodiscard]] NameKind atWordKind(std::string_view word) const
    {
        const bool inMacro = m_current != noDeclaration && m_declarations[m_current].kind == Declaration::Kind::Macro;
        if (inMacro && m_parameters.contains(word.substr(1)))
            return NameKind::Parameter;
        return isOperatorWord(word) ? NameKind::Operator : NameKind::Macro;
    }

    // foreach ([a, b] in c), foreach (a in c) and catch (a) give their names values.
    [[nodiscard]] bool isLoopKey(size_t index, size_t begin) const
    {
        if (index >= 2 && is(index - 1, "(") && at(index - 2).isKeyword("catch"))
            return true;
        for (size_t i = index; i > begin && index - i < 64; --i) {
            if (at(i).isKeyword("in") || is(i, ")") || is(i, "{") || is(i, ";"))
                return false;
            if (at(i).isKeyword("foreach"))
                return true;
        }
        return false;
    }

    [[nodiscard]] NameKind variableKind(std::string_view name) const
    {
        // A macro's parameters have an @ where they are used.
        const bool inMacro = m_current != noDeclaration && m_declarations[m_current].kind == Declaration::Kind::Macro;
        if (!inMacro && m_parameters.contains(name))
            return NameKind::Parameter;
        return m_globals.contains(name) ? NameKind::Global : NameKind::Local;
    }

    void markFirstLocals()
    {
        std::set<std::pair<uint32_t, std::string_view>> seen;
        std::ranges::stable_sort(m_occurrences, {}, [](const Occurrence &each) { return each.range.begin; });
        for (Occurrence &each : m_occurrences) {
            if (each.kind == NameKind::Local && seen.emplace(each.declaration, each.name).second)
                each.definition = true;
        }
    }

    std::span<const Token> m_tokens;
    std::vector<Declaration> &m_declarations;
    std::vector<Occurrence> &m_occurrences;
    std::set<std::string_view> m_globals;
    std::set<std::string_view> m_parameters;
    size_t m_at = 0;
    uint32_t m_current = noDeclaration;
};

}

ScriptModel::ScriptModel(std::span<const Token> tokens)
{
    ModelBuilder(tokens, m_declarations, m_occurrences).build();
}

const Occurrence *ScriptModel::occurrenceAt(uint32_t offset) const
{
    auto found = std::ranges::upper_bound(m_occurrences, offset, {}, [](const Occurrence &each) { return each.range.begin; });
    if (found == m_occurrences.begin())
        return nullptr;
    --found;
    return offset <= found->range.end ? &*found : nullptr;
}

const Declaration *ScriptModel::declarationAt(uint32_t offset) const
{
    auto found = std::ranges::upper_bound(m_declarations, offset, {}, [](const Declaration &each) { return each.range.begin; });
    if (found == m_declarations.begin())
        return nullptr;
    --found;
    return offset <= found->range.end ? &*found : nullptr;
}

std::vector<const Occurrence *> ScriptModel::sameName(const Occurrence &name) const
{
    const bool ofDeclaration = name.kind == NameKind::Local || name.kind == NameKind::Parameter || name.kind == NameKind::Member
        || name.kind == NameKind::TargetVariable;
    const auto bare = [](std::string_view text) { return text.starts_with('@') ? text.substr(1) : text; };
    std::vector<const Occurrence *> out;
    for (const Occurrence &each : m_occurrences) {
        if (each.kind == name.kind && bare(each.name) == bare(name.name)
            && (!ofDeclaration || each.declaration == name.declaration))
            out.push_back(&each);
    }
    return out;
}

}
