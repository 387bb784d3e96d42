// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "script/diagnostic.h"

#include "script/display_width.h"

namespace tapscope::script {

Diagnostic &Diagnostics::error(std::string_view id, const Range &range, Text message, Text nextStep)
{
    ++m_errors;
    return m_all.emplace_back(Severity::Error, id, range, std::move(message), std::move(nextStep));
}

Diagnostic &Diagnostics::warning(std::string_view id, const Range &range, Text message, Text nextStep)
{
    return m_all.emplace_back(Severity::Warning, id, range, std::move(message), std::move(nextStep));
}

void Diagnostics::add(Diagnostic diagnostic)
{
    m_errors += diagnostic.severity == Severity::Error ? 1 : 0;
    m_all.push_back(std::move(diagnostic));
}

namespace {

struct Palette {
    std::string_view bold, error, warning, note, caret, off;
};
constexpr Palette plain{};
constexpr Palette colourful{"\x1b[1m", "\x1b[1;31m", "\x1b[1;35m", "\x1b[1;36m", "\x1b[1;32m", "\x1b[0m"};

/// A source line longer than this is cut around the range, so that one line of data doesn't flood the terminal.
constexpr uint32_t mostBytesOfLine = 400;

/// The text of `line` that may go to a terminal: control characters other than tabs must not act on it.
std::string harmless(std::string_view text)
{
    std::string result;
    for (size_t i = 0; i < text.size();) {
        const auto character = characterAt(text, i);
        const bool control = (character.codePoint < 0x20 && character.codePoint != '\t')
            || (character.codePoint >= 0x7f && character.codePoint < 0xa0) || character.codePoint == 0xfffd;
        if (control)
            result += "\xef\xbf\xbd";
        else
            result += text.substr(i, character.bytes);
        i += character.bytes;
    }
    return result;
}

/// The same for a text of several lines, as the kernel's logs are.
std::string harmlessLines(std::string_view text)
{
    std::string result;
    while (true) {
        const size_t end = text.find('\n');
        result += harmless(text.substr(0, end));
        if (end == std::string_view::npos || end + 1 == text.size())
            return result;
        result += "\n        ";
        text.remove_prefix(end + 1);
    }
}

/// As many columns of `mark` as `text` takes on the screen; tabs stay tabs when `mark` is a blank.
std::string columns(std::string_view text, char mark)
{
    std::string result;
    for (size_t i = 0; i < text.size();) {
        const auto character = characterAt(text, i);
        if (character.codePoint == '\t')
            result += mark == ' ' ? '\t' : mark;
        else
            result.append(displayWidth(character.codePoint), mark);
        i += character.bytes;
    }
    return result;
}

/// The line of `range`, and below it a caret with tildes up to the range's end or the line's.
void appendSource(std::string &out, const Range &range, const SourceSet &sources, const Palette &palette)
{
    const auto &file = sources.file(range.file);
    const auto at = file.position(range.begin);
    auto line = file.line(at.line);
    auto begin = std::min<uint32_t>(at.column - 1, static_cast<uint32_t>(line.size()));
    auto end = std::min<uint32_t>(begin + (range.end > range.begin ? range.end - range.begin : 0),
                                  static_cast<uint32_t>(line.size()));
    if (line.size() > mostBytesOfLine) {
        const uint32_t cut = begin > mostBytesOfLine / 2 ? begin - mostBytesOfLine / 2 : 0;
        line = line.substr(cut, mostBytesOfLine);
        begin -= cut;
        end = std::min<uint32_t>(end - cut, static_cast<uint32_t>(line.size()));
    }
    const auto number = std::to_string(at.line);
    const std::string margin(number.size() < 5 ? 5 - number.size() : 0, ' ');
    out += margin + number + " | " + harmless(line) + '\n';
    out += margin + std::string(number.size(), ' ') + " | " + columns(line.substr(0, begin), ' ');
    auto marks = columns(line.substr(begin, end - begin), '~');
    if (marks.empty())
        marks = "~";
    marks.front() = '^';
    out.append(palette.caret).append(marks).append(palette.off) += '\n';
}

}

std::string render(const Diagnostic &diagnostic, const SourceSet &sources, bool colors)
{
    const auto &palette = colors ? colourful : plain;
    std::string out;
    const auto headline = [&](const Range &range, std::string_view colour, std::string_view kind, const Text &text) {
        const bool hasPlace = range != Range{};
        if (hasPlace)
            out.append(palette.bold).append(harmless(sources.where(range))).append(":").append(palette.off).append(" ");
        out.append(colour).append(kind).append(palette.off).append(harmlessLines(text.english())) += '\n';
        if (hasPlace)
            appendSource(out, range, sources, palette);
    };
    switch (diagnostic.severity) {
    case Severity::Error: headline(diagnostic.range, palette.error, "error: ", diagnostic.message); break;
    case Severity::Warning: headline(diagnostic.range, palette.warning, "warning: ", diagnostic.message); break;
    case Severity::Note: headline(diagnostic.range, palette.note, "note: ", diagnostic.message); break;
    }
    for (const auto &note : diagnostic.notes)
        headline(note.range, palette.note, "note: ", note.text);
    if (!diagnostic.nextStep.empty())
        out.append("      = ")
            .append(palette.bold)
            .append("next: ")
            .append(palette.off)
            .append(harmless(diagnostic.nextStep.english()))
            += '\n';
    for (const auto &fix : diagnostic.fixIts)
        out.append("      = ").append(palette.bold).append("fix: ").append(palette.off).append(harmless(fix.label.english()))
            += '\n';
    return out;
}

}
