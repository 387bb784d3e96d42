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
    data.m_checks = data.records<uint64_t>(bytes, Part::Checks);
    data.m_rows = data.records<Row>(bytes, Part::Rows);
    data.m_copies = data.records<Copy>(bytes, Part::Copies);
    const auto blocks = [&](Part which) { return (data.part(bytes, which).size() + blockSize - 1) / blockSize; };
    if (data.m_checks.size() != blocks(Part::Rows) + blocks(Part::Copies)
        || data.part(bytes, Part::Rows).size() != data.m_rows.size_bytes()
        || data.part(bytes, Part::Copies).size() != data.m_copies.size_bytes())
        return std::nullopt;
    const auto isFunction = [&](uint32_t id) { return id < data.m_functions.size(); };
    if (!std::ranges::all_of(data.m_byAddress, isFunction) || !std::ranges::all_of(data.m_byFile, isFunction)
        || !std::ranges::all_of(data.m_aliases, isFunction, &Alias::function))
        return std::nullopt;
    return data;
}

bool IndexData::isSound(Part which, uint64_t first, uint64_t count, std::atomic<bool> *checked) const
{
    const std::string_view bytes = part(m_bytes, which);
    const uint64_t record = which == Part::Rows ? sizeof(Row) : sizeof(Copy);
    const uint64_t records = bytes.size() / record;
    // More than there are is not read.
    if (count == 0 || first > records || count > records - first)
        return true;
    const uint64_t before = which == Part::Rows ? 0 : (m_rows.size_bytes() + blockSize - 1) / blockSize;
    for (uint64_t block = first * record / blockSize; block <= ((first + count) * record - 1) / blockSize; ++block) {
        std::atomic<bool> &known = checked[before + block];
        if (known.load(std::memory_order_relaxed))
            continue;
        if (hashBytes(bytes.substr(block * blockSize, blockSize), block * blockSize) != m_checks[before + block])
            return false;
        known.store(true, std::memory_order_relaxed);
    }
    return true;
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
