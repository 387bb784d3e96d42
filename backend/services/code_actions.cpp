// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "services/checking.h"
#include "services/completion_context.h"

#include <algorithm>
#include <array>
#include <string>

namespace tapscope::services {

using script::Diagnostic;
using script::Token;
using script::TokenKind;

namespace {

constexpr std::array<std::string_view, 3> inputMethodIds{"full-width", "typographic-quotes", "foreign-blank"};

bool isFromInputMethod(const Diagnostic &diagnostic)
{
    return std::ranges::find(inputMethodIds, diagnostic.id) != inputMethodIds.end() && !diagnostic.fixIts.empty();
}

TextEdit editOf(const script::FixIt &fix)
{
    return {fix.range.begin, fix.range.end, fix.replacement};
}

/// Makes the actions for one problem.
class ActionMaker {
public:
    ActionMaker(const Document &document, const Diagnostic &diagnostic, std::vector<CodeAction> &out)
        : m_document(document)
        , m_tokens(document.tokens())
        , m_diagnostic(diagnostic)
        , m_out(out)
    {}

    void make()
    {
        bool first = true;
        for (const script::FixIt &fix : m_diagnostic.fixIts) {
            if (fix.range.file != m_diagnostic.range.file)
                continue;
            add(fix.label, {editOf(fix)}, first);
            first = false;
        }
        if (m_diagnostic.id == "statistic-misuse")
            readStatistic();
        else if (m_diagnostic.id == "expected-probe-argument" && m_diagnostic.fixIts.empty())
            quotePath();
        else if (m_diagnostic.id == "unused-global")
            removeGlobal();
        else if (m_diagnostic.id == "unused-function")
            removeDeclaration();
        else if (m_diagnostic.id == "never-read" || m_diagnostic.id == "never-assigned")
            unsharedLocal();
    }

private:
    void add(Text title, std::vector<TextEdit> edits, bool preferred)
    {
        m_out.push_back({std::move(title), std::move(edits), m_diagnostic.id, m_diagnostic.range, preferred});
    }

    [[nodiscard]] std::string textAt(const Range &range) const { return std::string(m_document.text(range)); }

    // x → @count(x), and println(x) → print(@hist_log(x)).
    void readStatistic()
    {
        const Range &range = m_diagnostic.range;
        const std::string name = textAt(range);
        const size_t index = m_document.tokenBehind(range.begin);
        if (name.empty() || name.starts_with('@') || index >= m_tokens.size() || m_tokens[index].kind != TokenKind::Identifier)
            return;
        const auto wrap = [&](const char *word, bool preferred) {
            const std::string text = std::string(word) + "(" + name + ")";
            add({TAPSCOPE_TEXT("Services", "Write %1"), {text}}, {{range.begin, range.end, text}}, preferred);
        };
        wrap("@count", true);
        const bool printed = index >= 2 && m_tokens[index - 1].is("(")
            && (m_tokens[index - 2].text == "println" || m_tokens[index - 2].text == "print");
        const size_t behind = m_document.tokenBehind(range.end);
        if (printed && behind < m_tokens.size() && m_tokens[behind].is(")")) {
            const std::string text = "print(@hist_log(" + name + "))";
            add({TAPSCOPE_TEXT("Services", "Print a histogram: %1"), {text}},
                {{m_tokens[index - 2].range.begin, m_tokens[behind].range.end, text}}, false);
        }
        wrap("@avg", false);
        wrap("@sum", false);
    }

    // process(/usr/bin/ls) lacks quotes.
    void quotePath()
    {
        const std::string_view text = m_document.text();
        const uint32_t begin = m_diagnostic.range.begin;
        const size_t end = std::min(text.find_first_of(")\n\"{", begin), text.size());
        std::string_view path = text.substr(begin, end - begin);
        path = path.substr(0, path.find_last_not_of(" \t\r") + 1);
        if (path.empty() || path.find('\\') != std::string_view::npos)
            return;
        const std::string quoted = '"' + std::string(path) + '"';
        add({TAPSCOPE_TEXT("Services", "Write %1"), {quoted}}, {{begin, begin + static_cast<uint32_t>(path.size()), quoted}},
            true);
    }

    // Up to the end of the line when nothing else is on it.
    [[nodiscard]] TextEdit removal(Range range) const
    {
        const std::string_view text = m_document.text();
        uint32_t begin = range.begin, end = range.end;
        while (begin > 0 && (text[begin - 1] == ' ' || text[begin - 1] == '\t'))
            --begin;
        while (end < text.size() && (text[end] == ' ' || text[end] == '\t' || text[end] == ';' || text[end] == '\r'))
            ++end;
        const bool wholeLines = (begin == 0 || text[begin - 1] == '\n') && (end >= text.size() || text[end] == '\n');
        if (wholeLines)
            return {begin, end < text.size() ? end + 1 : end, {}};
        return {range.begin, end, {}};
    }

    [[nodiscard]] const Declaration *around() const { return m_document.model().declarationAt(m_diagnostic.range.begin); }

    void removeGlobal()
    {
        const Declaration *declaration = around();
        if (!declaration || declaration->kind != Declaration::Kind::Global)
            return;
        const Text title{TAPSCOPE_TEXT("Services", "Remove the variable %1"), {textAt(m_diagnostic.range)}};
        const size_t index = m_document.tokenBehind(m_diagnostic.range.begin);
        size_t behind = index + 1;
        while (behind < declaration->endToken && !m_tokens[behind].is(","))
            ++behind;
        const bool hasNext = behind < declaration->endToken;
        const bool hasBefore = index > 0 && m_tokens[index - 1].is(",");
        if (hasNext)
            add(title,
                {{m_tokens[index].range.begin, m_tokens[behind + 1 < m_tokens.size() ? behind + 1 : behind].range.begin, {}}},
                true);
        else if (hasBefore)
            add(title, {{m_tokens[index - 1].range.begin, m_tokens[behind - 1].range.end, {}}}, true);
        else
            add(title, {removal(declaration->range)}, true);
    }

    void removeDeclaration()
    {
        if (const Declaration *declaration = around())
            add({TAPSCOPE_TEXT("Services", "Remove the function %1"), {textAt(m_diagnostic.range)}},
                {removal(declaration->range)}, true);
    }

    void unsharedLocal()
    {
        const Occurrence *name = m_document.model().occurrenceAt(m_diagnostic.range.begin);
        if (!name || name->kind != NameKind::Local)
            return;
        const std::string text(name->name);
        add({TAPSCOPE_TEXT("Services", "Declare the global %1"), {text}}, {{0, 0, "global " + text + "\n"}},
            m_diagnostic.fixIts.empty() && m_diagnostic.id == "never-assigned");
        if (m_diagnostic.id == "never-read")
            removeAssignment(*name);
    }

    // Where the name is only set once, by a statement that does nothing else.
    void removeAssignment(const Occurrence &name)
    {
        if (m_document.model().sameName(name).size() != 1)
            return;
        const size_t index = m_document.tokenBehind(name.range.begin);
        if (index == 0 || index + 2 >= m_tokens.size() || !m_tokens[index + 1].is("="))
            return;
        const Token &before = m_tokens[index - 1];
        if (!before.is("{") && !before.is("}") && !before.is(";") && !m_tokens[index].startsLine)
            return;
        size_t end = index + 2;
        while (end < m_tokens.size() && !m_tokens[end].is(";") && !m_tokens[end].is("}") && !m_tokens[end].startsLine) {
            if (m_tokens[end].is("(") || m_tokens[end].is("{") || m_tokens[end].is("++") || m_tokens[end].is("--"))
                return; // it may do more than yield a value
            ++end;
        }
        add({TAPSCOPE_TEXT("Services", "Remove the variable %1"), {std::string(name.name)}},
            {removal(join(m_tokens[index].range, m_tokens[end - 1].range))}, true);
    }

    const Document &m_document;
    const std::vector<Token> &m_tokens;
    const Diagnostic &m_diagnostic;
    std::vector<CodeAction> &m_out;
};

bool isInDocument(const Document &document, const Diagnostic &diagnostic)
{
    return diagnostic.range.file == 0 && diagnostic.range.end <= document.text().size();
}

/// Everything that an input method has put into the code, mended at once.
void addMendAll(const Document &document, const std::vector<Diagnostic> &diagnostics, const Diagnostic &touched,
                std::vector<CodeAction> &out)
{
    std::vector<TextEdit> edits;
    for (const Diagnostic &diagnostic : diagnostics) {
        if (isFromInputMethod(diagnostic) && isInDocument(document, diagnostic))
            edits.push_back(editOf(diagnostic.fixIts.front()));
    }
    if (edits.size() < 2)
        return;
    const Text title{TAPSCOPE_TEXT("Services", "Write all punctuation as plain ASCII (%1 places)"),
                     {std::to_string(edits.size())}};
    out.insert(out.begin(), {title, std::move(edits), touched.id, touched.range, true});
}

}

std::vector<CodeAction> codeActions(const Document &document, const std::vector<Diagnostic> &diagnostics, uint32_t begin,
                                    uint32_t end)
{
    std::vector<CodeAction> out;
    const Diagnostic *touched = nullptr;
    for (const Diagnostic &diagnostic : diagnostics) {
        if (!isInDocument(document, diagnostic) || diagnostic.range.begin > end || begin > diagnostic.range.end)
            continue;
        if (!touched && isFromInputMethod(diagnostic))
            touched = &diagnostic;
        ActionMaker(document, diagnostic, out).make();
    }
    if (touched)
        addMendAll(document, diagnostics, *touched, out);
    return out;
}

std::vector<CodeAction> codeActions(const Document &document, const std::vector<Diagnostic> &diagnostics, size_t which)
{
    std::vector<CodeAction> out;
    const Diagnostic &diagnostic = diagnostics[which];
    if (!isInDocument(document, diagnostic))
        return out;
    ActionMaker(document, diagnostic, out).make();
    if (isFromInputMethod(diagnostic))
        addMendAll(document, diagnostics, diagnostic, out);
    return out;
}

}
