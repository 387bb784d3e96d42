// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "trace/importer.h"

#include "trace/call_words.h"

#include <algorithm>
#include <charconv>

namespace tapscope::trace {

namespace {

/// A number at the front of `text`, which is shortened by it.
template <typename Number> bool takeNumber(std::string_view &text, Number &number)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc())
        return false;
    text.remove_prefix(static_cast<size_t>(end - text.data()));
    return true;
}

}

bool parseIndentedLine(std::string_view line, IndentedLine &parts)
{
    const size_t digits = line.find_first_not_of(' ');
    if (digits == std::string_view::npos)
        return false;
    line.remove_prefix(digits);
    if (!takeNumber(line, parts.microseconds) || !line.starts_with(' '))
        return false;
    line.remove_prefix(1);
    if (line.starts_with(':')) { // indent(): one count for all threads
        parts.execname = {};
        parts.tid = 0;
        parts.text = line.substr(1);
        return true;
    }
    // A program's name may hold blanks and parentheses: the number in parentheses with a colon behind it counts.
    for (size_t open = line.find('('); open != std::string_view::npos; open = line.find('(', open + 1)) {
        std::string_view rest = line.substr(open + 1);
        if (!takeNumber(rest, parts.tid) || !rest.starts_with("):"))
            continue;
        parts.execname = line.substr(0, open);
        parts.text = rest.substr(2);
        return true;
    }
    return false;
}

void ThreadIndentImporter::addLine(std::string_view line, EventBatch &out)
{
    Event event;
    event.text = out.text.add(line);
    event.timeNs = m_nowUs * 1000;
    IndentedLine parts;
    if (!parseIndentedLine(event.text.substr(0, event.text.find_last_not_of("\r\n") + 1), parts)) {
        out.events.push_back(event);
        return;
    }
    const uint64_t thread = (static_cast<uint64_t>(std::hash<std::string_view>()(parts.tid == 0 ? parts.execname : "")) << 32)
        | parts.tid;
    const auto [it, isNew] = m_clocks.try_emplace(thread);
    Clock &clock = it->second;
    // The printed time starts again whenever the thread is back at its outermost level.
    if (isNew || parts.microseconds < clock.lastUs)
        clock.baseUs = m_nowUs - std::min(m_nowUs, isNew ? parts.microseconds : 0);
    clock.lastUs = parts.microseconds;
    // A forged time must not wrap the clock.
    const uint64_t us = clock.baseUs + std::min<uint64_t>(parts.microseconds, uint64_t{1} << 50);
    m_nowUs = std::max(m_nowUs, us);
    event.timeNs = us * 1000;
    event.tid = parts.tid;
    event.execname = parts.execname;
    const CallWords words = splitCall(parts.text);
    if (!words.arrow.empty() && !words.function.empty()) {
        const bool isLeave = words.arrow.starts_with('<') || words.arrow == "\xe2\x86\x90";
        event.kind = isLeave ? Event::Kind::Leave : Event::Kind::Enter;
        event.function = words.function;
        event.arguments = words.rest;
        ++m_callLines;
    }
    out.events.push_back(event);
}

void ThreadIndentImporter::add(std::string_view piece, EventBatch &out)
{
    while (!piece.empty()) {
        const size_t end = piece.find('\n');
        if (end == std::string_view::npos) {
            m_partial += piece;
            return;
        }
        if (m_partial.empty()) {
            addLine(piece.substr(0, end + 1), out);
        } else {
            m_partial += piece.substr(0, end + 1);
            addLine(m_partial, out);
            m_partial.clear();
        }
        piece.remove_prefix(end + 1);
    }
}

void ThreadIndentImporter::finish(EventBatch &out)
{
    if (!m_partial.empty())
        addLine(m_partial, out);
    m_partial.clear();
}

}
