// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/index_data.h"

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace tapscope::debuginfo {

using namespace index_format;

namespace {

template <typename T> std::span<const T> slice(std::span<const T> all, uint32_t first, uint32_t count)
{
    if (first > all.size() || count > all.size() - first)
        return {};
    return all.subspan(first, count);
}

bool fits(const PartPlace &place, uint64_t fileSize)
{
    return place.offset % 16 == 0 && place.offset >= sizeof(Header) && place.offset <= fileSize
        && place.size <= fileSize - place.offset;
}

}

std::string_view IndexData::part(std::string_view bytes, Part which) const
{
    const PartPlace &place = m_header.parts[static_cast<size_t>(which)];
    return bytes.substr(place.offset, place.size);
}

template <typename T> std::span<const T> IndexData::records(std::string_view bytes, Part which) const
{
    const std::string_view data = part(bytes, which);
    return {reinterpret_cast<const T *>(data.data()), data.size() / sizeof(T)};
}

std::optional<IndexData> IndexData::read(std::string_view bytes, uint64_t sourceKey)
{
    IndexData data;
    if (bytes.size() < sizeof(Header))
        return std::nullopt;
    std::memcpy(&data.m_header, bytes.data(), sizeof(Header));
    const Header &header = data.m_header;
    if (header.magic != magic || header.version != version || header.fileSize != bytes.size() || header.sourceKey != sourceKey
        || header.hash != hashBytes(bytes.substr(0, offsetof(Header, hash))))
        return std::nullopt;
    for (size_t i = 0; i < partCount; ++i) {
        if (!fits(header.parts[i], bytes.size()))
            return std::nullopt;
        const bool large = i >= static_cast<size_t>(Part::Rows);
        if (!large && hashBytes(data.part(bytes, static_cast<Part>(i)), i) != header.parts[i].hash)
            return std::nullopt;
    }
    data.m_bytes = bytes;
    data.m_texts = data.part(bytes, Part::Texts);
    if (data.m_texts.empty() || data.m_texts.back() != '\0')
        return std::nullopt;
    data.m_functions = data.records<Function>(bytes, Part::Functions);
    data.m_byAddress = data.records<uint32_t>(bytes, Part::ByAddress);
    data.m_byFile = data.records<uint32_t>(bytes, Part::ByFile);
    data.m_files = data.records<File>(bytes, Part::Files);
    data.m_aliases = data.records<Alias>(bytes, Part::Aliases);
    data.m_rows = data.records<Row>(bytes, Part::Rows);
    data.m_copies = data.records<Copy>(bytes, Part::Copies);
    const auto isFunction = [&](uint32_t id) { return id < data.m_functions.size(); };
    if (!std::ranges::all_of(data.m_byAddress, isFunction) || !std::ranges::all_of(data.m_byFile, isFunction)
        || !std::ranges::all_of(data.m_aliases, isFunction, &Alias::function))
        return std::nullopt;
    return data;
}

bool IndexData::checkLargeParts() const
{
    return std::ranges::all_of(std::array{Part::Rows, Part::Copies}, [this](Part which) {
        const auto at = static_cast<size_t>(which);
        return hashBytes(part(m_bytes, which), at) == m_header.parts[at].hash;
    });
}

std::string_view IndexData::text(uint32_t offset) const
{
    if (offset >= m_texts.size())
        return {};
    return {m_texts.data() + offset}; // the last byte of the texts is a NUL
}

std::span<const uint32_t> IndexData::functionsOf(const File &file) const
{
    return slice(m_byFile, file.firstFunction, file.functions);
}

std::span<const Row> IndexData::rowsOf(const File &file) const
{
    return slice(m_rows, file.firstRow, file.rows);
}

std::span<const Copy> IndexData::copiesOf(const Function &function) const
{
    return slice(m_copies, function.firstCopy, function.copies);
}

}
