// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "script/source.h"

#include <algorithm>

namespace tapscope::script {

Range join(const Range &a, const Range &b)
{
    return {a.file, std::min(a.begin, b.begin), std::max(a.end, b.end)};
}

SourceFile::SourceFile(std::string path, std::string text) : m_path(std::move(path)), m_text(std::move(text))
{
    m_lineStarts.push_back(0);
    for (size_t newline = m_text.find('\n'); newline != std::string::npos; newline = m_text.find('\n', newline + 1))
        m_lineStarts.push_back(static_cast<uint32_t>(newline + 1));
}

Position SourceFile::position(uint32_t offset) const
{
    const auto inText = std::min(offset, static_cast<uint32_t>(m_text.size()));
    const auto behind = std::upper_bound(m_lineStarts.begin(), m_lineStarts.end(), inText);
    return {static_cast<uint32_t>(behind - m_lineStarts.begin()), inText - *(behind - 1) + 1};
}

uint32_t SourceFile::lineStart(uint32_t line) const
{
    if (line == 0)
        return 0;
    return line <= m_lineStarts.size() ? m_lineStarts[line - 1] : static_cast<uint32_t>(m_text.size());
}

std::string_view SourceFile::line(uint32_t line) const
{
    if (line == 0 || line > m_lineStarts.size())
        return {};
    const auto rest = std::string_view(m_text).substr(m_lineStarts[line - 1]);
    auto result = rest.substr(0, rest.find('\n'));
    if (result.ends_with('\r'))
        result.remove_suffix(1);
    return result;
}

FileId SourceSet::add(std::string path, std::string text)
{
    m_files.push_back(std::make_unique<const SourceFile>(std::move(path), std::move(text)));
    return static_cast<FileId>(m_files.size() - 1);
}

std::string_view SourceSet::text(const Range &range) const
{
    const auto whole = file(range.file).text();
    const auto begin = std::min<size_t>(range.begin, whole.size());
    return whole.substr(begin, range.end > begin ? range.end - begin : 0);
}

std::string SourceSet::where(const Range &range) const
{
    const auto at = position(range);
    return file(range.file).path() + ':' + std::to_string(at.line) + ':' + std::to_string(at.column);
}

}
