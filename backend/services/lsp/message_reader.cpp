// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "services/lsp/message_reader.h"

#include <algorithm>
#include <charconv>

namespace tapscope::services::lsp {

namespace {

constexpr std::string_view lengthHeader = "content-length:";
constexpr size_t mostHeaderBytes = 4096;

bool startsWithHeader(std::string_view line, std::string_view header)
{
    return line.size() >= header.size() && std::equal(header.begin(), header.end(), line.begin(), [](char a, char b) {
               return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b - 'A' + 'a') : b);
           });
}

// Of the header lines; nothing when none of them says it.
std::optional<size_t> contentLength(std::string_view head)
{
    while (!head.empty()) {
        const size_t end = std::min(head.find('\n'), head.size());
        std::string_view line = head.substr(0, end);
        head.remove_prefix(std::min(end + 1, head.size()));
        if (!startsWithHeader(line, lengthHeader))
            continue;
        line.remove_prefix(lengthHeader.size());
        line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
        size_t length = 0;
        const auto [rest, error] = std::from_chars(line.data(), line.data() + line.size(), length);
        if (error == std::errc() && rest != line.data())
            return length;
    }
    return std::nullopt;
}

}

void MessageReader::feed(std::string_view bytes)
{
    const size_t skipped = std::min(m_skip, bytes.size());
    m_skip -= skipped;
    m_buffer += bytes.substr(skipped);
}

std::optional<std::string> MessageReader::next()
{
    while (true) {
        const size_t lines = m_buffer.find("\r\n\r\n");
        const size_t bare = m_buffer.find("\n\n");
        const size_t end = std::min(lines, bare);
        if (end == std::string::npos) {
            if (m_buffer.size() > mostHeaderBytes)
                m_buffer.erase(0, m_buffer.size() - 64); // no header is that long; its end may be on the way
            return std::nullopt;
        }
        const size_t content = end + (end == lines ? 4 : 2);
        const auto length = contentLength(std::string_view(m_buffer).substr(0, end));
        if (!length) {
            m_buffer.erase(0, content);
            continue;
        }
        if (*length > mostBytes) {
            const size_t here = std::min(*length, m_buffer.size() - content);
            m_skip = *length - here;
            m_buffer.erase(0, content + here);
            continue;
        }
        if (m_buffer.size() - content < *length)
            return std::nullopt;
        std::string message = m_buffer.substr(content, *length);
        m_buffer.erase(0, content + *length);
        return message;
    }
}

std::string framed(std::string_view content)
{
    std::string out = "Content-Length: " + std::to_string(content.size()) + "\r\n\r\n";
    return out += content;
}

}
