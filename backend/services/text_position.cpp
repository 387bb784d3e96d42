// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "services/text_position.h"

#include "script/display_width.h"

#include <algorithm>

namespace tapscope::services {

uint32_t utf16Length(std::string_view text)
{
    uint32_t units = 0;
    for (size_t at = 0; at < text.size();) {
        if (static_cast<unsigned char>(text[at]) < 0x80) {
            ++at;
            ++units;
            continue;
        }
        const script::Character character = script::characterAt(text, at);
        units += character.codePoint > 0xffff ? 2 : 1;
        at += std::max(character.bytes, 1U);
    }
    return units;
}

namespace {

std::string_view lineWithoutBreak(const script::SourceFile &file, uint32_t line)
{
    std::string_view text = file.line(line);
    if (text.ends_with('\r'))
        text.remove_suffix(1);
    return text;
}

}

uint32_t offsetOf(const script::SourceFile &file, TextPosition position)
{
    if (position.line >= file.lineCount())
        return static_cast<uint32_t>(file.text().size());
    const std::string_view line = lineWithoutBreak(file, position.line + 1);
    uint32_t units = 0;
    size_t at = 0;
    while (at < line.size() && units < position.character) {
        const script::Character character = script::characterAt(line, at);
        const uint32_t wide = character.codePoint > 0xffff ? 2 : 1;
        if (units + wide > position.character)
            break;
        units += wide;
        at += std::max(character.bytes, 1U);
    }
    return file.lineStart(position.line + 1) + static_cast<uint32_t>(at);
}

TextPosition positionOf(const script::SourceFile &file, uint32_t offset)
{
    offset = std::min(offset, static_cast<uint32_t>(file.text().size()));
    const script::Position position = file.position(offset);
    const uint32_t start = file.lineStart(position.line);
    return {position.line - 1, utf16Length(file.text().substr(start, offset - start))};
}

std::string applied(std::string_view text, std::vector<TextEdit> edits)
{
    std::ranges::stable_sort(edits, {}, &TextEdit::begin);
    std::string out;
    size_t at = 0;
    for (const TextEdit &edit : edits) {
        const size_t begin = std::min<size_t>(edit.begin, text.size());
        if (begin < at)
            continue;
        out += text.substr(at, begin - at);
        out += edit.text;
        at = std::max(begin, std::min<size_t>(edit.end, text.size()));
    }
    return out += text.substr(at);
}

}
