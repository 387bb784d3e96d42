// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/tapset_index_file.h"

#include "debuginfo/byte_reader.h"
#include "debuginfo/index_cache.h"

#include <array>
#include <bit>

namespace tapscope::analysis {

namespace {

constexpr std::string_view magic = "TAPSETIX";
/// Counts up with each change of what is written or of what is taken out of the files: other versions are made anew.
constexpr uint32_t version = 3;
constexpr size_t headerSize = magic.size() + sizeof(uint32_t) + sizeof(uint64_t);
constexpr uint64_t mostBytes = uint64_t(512) << 20; // the cache's, of debug information too

uint64_t hashOf(std::string_view bytes)
{
    uint64_t hash = 14695981039346656037u;
    for (const char c : bytes)
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
    return hash;
}

class Writer {
public:
    void number(uint64_t value)
    {
        for (; value >= 0x80; value >>= 7)
            m_bytes += static_cast<char>(0x80 | (value & 0x7f));
        m_bytes += static_cast<char>(value);
    }
    void text(std::string_view value)
    {
        number(value.size());
        m_bytes += value;
    }
    void names(const TapsetIndex::Names &names)
    {
        number(names.size());
        for (const auto &[name, files] : names) {
            text(name);
            number(files.size());
            for (const size_t file : files)
                number(file);
        }
    }
    [[nodiscard]] std::string take() { return std::move(m_bytes); }

private:
    std::string m_bytes;
};

class Reader {
public:
    explicit Reader(std::string_view bytes)
        : m_bytes(bytes)
        , m_reader({reinterpret_cast<const uint8_t *>(bytes.data()), bytes.size()})
    {}

    uint64_t number() { return m_reader.uleb(); }
    std::string text()
    {
        const uint64_t size = number();
        const uint64_t begin = m_reader.at();
        if (!m_reader.ok() || size > m_bytes.size() - begin) {
            m_reader.fail();
            return {};
        }
        m_reader.skip(size);
        return std::string(m_bytes.substr(begin, size));
    }
    void names(TapsetIndex::Names &out, size_t files)
    {
        for (uint64_t left = number(); left > 0 && ok(); --left) {
            std::vector<size_t> &list = out[text()];
            for (uint64_t i = number(); i > 0 && ok(); --i) {
                const uint64_t file = number();
                if (file >= files)
                    m_reader.fail();
                list.push_back(file);
            }
        }
    }
    [[nodiscard]] bool ok() const { return m_reader.ok(); }
    [[nodiscard]] bool complete() const { return m_reader.ok() && m_reader.at() == m_bytes.size(); }

private:
    std::string_view m_bytes;
    debuginfo::ByteReader m_reader;
};

/// What an index is made of; two that differ here are of no use for each other.
void writeSource(Writer &out, const TapsetPlaces &places, const std::vector<FoundTapsetFile> &files)
{
    out.number(places.directories.size());
    for (const std::string &directory : places.directories)
        out.text(directory);
    out.text(places.kernelVersion);
    out.text(places.architecture);
    out.number(files.size());
    for (const FoundTapsetFile &file : files) {
        out.text(file.path);
        out.number(std::bit_cast<uint64_t>(file.changed));
        out.number(file.size);
        out.number(file.directory);
        out.number(file.macros ? 1 : 0);
    }
}

std::string fileName(const TapsetPlaces &places)
{
    Writer key;
    writeSource(key, places, {});
    uint64_t hash = hashOf(key.take());
    std::string digits;
    for (int i = 0; i < 16; ++i, hash >>= 4)
        digits += "0123456789abcdef"[hash & 15];
    return "tapset-" + digits + ".index";
}

debuginfo::IndexCache cache()
{
    return {std::string(), mostBytes};
}

}

std::string encodeTapsetIndex(const TapsetPlaces &places, const std::vector<FoundTapsetFile> &files, const TapsetIndex &index)
{
    Writer source;
    writeSource(source, places, files);
    Writer body;
    body.text(source.take());
    body.names(index.functions);
    body.names(index.aliases);
    body.names(index.globals);
    const std::string rest = body.take();
    std::string out(magic);
    const auto append = [&out](uint64_t value, int bytes) {
        for (int i = 0; i < bytes; ++i)
            out += static_cast<char>(value >> (8 * i) & 0xff);
    };
    append(version, sizeof(uint32_t));
    append(hashOf(rest), sizeof(uint64_t));
    return out + rest;
}

std::shared_ptr<const TapsetIndex> decodeTapsetIndex(std::string_view bytes, const TapsetPlaces &places,
                                                     const std::vector<FoundTapsetFile> &files)
{
    if (bytes.size() < headerSize || !bytes.starts_with(magic))
        return nullptr;
    debuginfo::ByteReader header({reinterpret_cast<const uint8_t *>(bytes.data()), headerSize}, magic.size());
    const std::string_view rest = bytes.substr(headerSize);
    if (header.u32() != version || header.u64() != hashOf(rest))
        return nullptr;
    Writer source;
    writeSource(source, places, files);
    Reader in(rest);
    if (in.text() != source.take())
        return nullptr;
    auto index = std::make_shared<TapsetIndex>();
    for (const FoundTapsetFile &file : files) {
        if (file.macros)
            index->macroFiles.emplace_front(file.path, file.directory);
        else
            index->files.emplace_back(file.path, file.directory);
    }
    in.names(index->functions, index->files.size());
    in.names(index->aliases, index->files.size());
    in.names(index->globals, index->files.size());
    return in.complete() ? index : nullptr;
}

std::shared_ptr<const TapsetIndex> loadTapsetIndex(const TapsetPlaces &places, const std::vector<FoundTapsetFile> &files)
{
    const auto bytes = cache().load(fileName(places));
    return bytes ? decodeTapsetIndex(bytes->view(), places, files) : nullptr;
}

void storeTapsetIndex(const TapsetPlaces &places, const std::vector<FoundTapsetFile> &files, const TapsetIndex &index)
{
    if (!files.empty())
        cache().store(fileName(places), encodeTapsetIndex(places, files, index));
}

}
