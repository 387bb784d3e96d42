// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/index_format.h"

#include <cstring>

namespace tapscope::debuginfo::index_format {

namespace {

template <typename T> std::string_view bytesOf(const std::vector<T> &records)
{
    return {reinterpret_cast<const char *>(records.data()), records.size() * sizeof(T)};
}

}

uint64_t hashBytes(std::string_view bytes, uint64_t seed)
{
    // Four lanes of multiply and fold, so that hashing costs no more than reading memory.
    constexpr uint64_t prime = 0x9e3779b97f4a7c15;
    const auto fold = [](uint64_t a, uint64_t b) {
        __extension__ using Wide = unsigned __int128;
        const Wide product = Wide(a) * b;
        return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
    };
    const auto word = [&](size_t at) {
        uint64_t value = 0;
        std::memcpy(&value, bytes.data() + at, sizeof value);
        return value;
    };
    std::array<uint64_t, 4> lanes{seed ^ prime, seed + 1, seed ^ 0xc2b2ae3d27d4eb4f, seed + 0x165667b19e3779f9};
    size_t at = 0;
    for (; at + 32 <= bytes.size(); at += 32) {
        for (size_t lane = 0; lane < 4; ++lane)
            lanes[lane] = fold(lanes[lane] ^ word(at + lane * 8), prime + lane * 2);
    }
    uint64_t hash = bytes.size() * prime;
    for (const uint64_t lane : lanes)
        hash = fold(hash ^ lane, prime);
    for (; at < bytes.size(); ++at)
        hash = fold(hash ^ static_cast<uint8_t>(bytes[at]), prime);
    return hash;
}

uint32_t TextPool::add(std::string_view text)
{
    if (text.empty())
        return 0;
    if (const auto known = m_known.find(text); known != m_known.end())
        return known->second;
    const auto offset = static_cast<uint32_t>(m_bytes.size());
    m_bytes += text;
    m_bytes += '\0';
    m_known.emplace(text, offset);
    return offset;
}

std::string serialise(const Image &image, uint64_t sourceKey)
{
    std::vector<uint64_t> checks;
    for (const std::string_view large : {bytesOf(image.rows), bytesOf(image.copies)}) {
        for (uint64_t at = 0; at < large.size(); at += blockSize)
            checks.push_back(hashBytes(large.substr(at, blockSize), at));
    }
    const std::array<std::string_view, partCount> parts{
        image.texts.bytes(),    bytesOf(image.functions), bytesOf(image.byAddress), bytesOf(image.byFile), bytesOf(image.files),
        bytesOf(image.aliases), bytesOf(checks),          bytesOf(image.rows),      bytesOf(image.copies),
    };
    Header header;
    header.magic = magic;
    header.version = version;
    header.compilationDirectory = image.compilationDirectory;
    header.sourceKey = sourceKey;
    header.hasDebugInfo = image.hasDebugInfo;
    uint64_t end = sizeof header;
    for (size_t i = 0; i < partCount; ++i) {
        end = (end + 15) & ~uint64_t(15);
        const bool inBlocks = i >= static_cast<size_t>(Part::Rows);
        header.parts[i] = {end, parts[i].size(), inBlocks ? 0 : hashBytes(parts[i], i)};
        end += parts[i].size();
    }
    header.fileSize = end;
    header.hash = hashBytes({reinterpret_cast<const char *>(&header), offsetof(Header, hash)});
    std::string out;
    out.reserve(end);
    out.append(reinterpret_cast<const char *>(&header), sizeof header);
    for (size_t i = 0; i < partCount; ++i) {
        out.resize(header.parts[i].offset, '\0');
        out += parts[i];
    }
    return out;
}

}
