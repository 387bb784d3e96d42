// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/runtime/map_storage.h"

#include "translator/key_text.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <functional>
#include <numeric>

namespace tapscope::engine {

using translator::GlobalLayout;
namespace key_text = translator::key_text;

namespace {

constexpr uint32_t batchSize = 1024;

size_t roundUp(size_t value, size_t to)
{
    return (value + to - 1) / to * to;
}

void packCell(std::byte *to, size_t size, bool isString, const Cell &cell)
{
    if (isString)
        std::memcpy(to, cell.text.data(), std::min(cell.text.size(), size > 0 ? size - 1 : 0));
    else
        std::memcpy(to, &cell.number, std::min(size, sizeof cell.number));
}

Cell unpackCell(const std::byte *from, size_t size, bool isString)
{
    Cell cell;
    if (isString) {
        const auto *text = reinterpret_cast<const char *>(from);
        cell.text.assign(text, ::strnlen(text, size));
    } else {
        std::memcpy(&cell.number, from, std::min(size, sizeof cell.number));
    }
    return cell;
}

}

std::expected<std::unique_ptr<MapStorage>, Failure> MapStorage::create(const translator::Bundle &bundle,
                                                                       std::span<const int> mapDescriptors, uint32_t maxEntries)
{
    std::unique_ptr<MapStorage> storage(new MapStorage(bundle, mapDescriptors, maxEntries));
    const auto missing = [](const std::string &name) {
        return std::unexpected(
            Failure{{TAPSCOPE_TEXT("Diagnostics", "The helper did not share the map of the global variable %1."), {name}},
                    {TAPSCOPE_TEXT("Diagnostics", "Check that the helper and this program are of the same version."), {}}});
    };
    bool needsScalars = false;
    for (size_t i = 0; i < bundle.globals.size() && i < bundle.program.globals.size(); ++i) {
        const GlobalLayout &layout = bundle.globals[i];
        if (layout.map < 0)
            continue;
        const auto map = static_cast<size_t>(layout.map);
        if (map >= storage->m_descriptors.size() || storage->m_descriptors[map] < 0 || map >= bundle.kernel.maps.size())
            return missing(bundle.program.globals[i].name);
        needsScalars = needsScalars || layout.map == bundle.globalsMap;
        const auto texts = static_cast<size_t>(bundle.keyTextsMap);
        const bool abbreviates = std::ranges::any_of(layout.keys, &GlobalLayout::Column::abbreviates);
        if (abbreviates && (texts >= storage->m_descriptors.size() || storage->m_descriptors[texts] < 0))
            return missing(bundle.program.globals[i].name);
    }
    if (!needsScalars)
        return storage;
    const protocol::Map &map = bundle.kernel.maps[static_cast<size_t>(bundle.globalsMap)];
    const size_t bytes = roundUp(roundUp(map.valueSize, 8) * std::max(map.maxEntries, 1U),
                                 static_cast<size_t>(::sysconf(_SC_PAGESIZE)));
    void *place = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED,
                         storage->m_descriptors[static_cast<size_t>(bundle.globalsMap)], 0);
    if (place == MAP_FAILED) {
        return std::unexpected(
            Failure{{TAPSCOPE_TEXT("Diagnostics", "The script's global variables could not be mapped: %1."),
                     {std::strerror(errno)}},
                    {TAPSCOPE_TEXT("Diagnostics", "Check the limit of locked and mapped memory (ulimit -a)."), {}}});
    }
    storage->m_scalars = static_cast<std::byte *>(place);
    storage->m_scalarBytes = bytes;
    return storage;
}

MapStorage::MapStorage(const translator::Bundle &bundle, std::span<const int> mapDescriptors, uint32_t maxEntries)
    : m_bundle(bundle)
    , m_descriptors(mapDescriptors.begin(), mapDescriptors.end())
    , m_local(bundle.program.globals, maxEntries)
    , m_cpus(static_cast<size_t>(std::max(libbpf_num_possible_cpus(), 1)))
{}

MapStorage::~MapStorage()
{
    if (m_scalars)
        ::munmap(m_scalars, m_scalarBytes);
}

bool MapStorage::isLocal(uint32_t global) const
{
    return global >= m_bundle.globals.size() || m_bundle.globals[global].map < 0;
}

bool MapStorage::isStatistics(uint32_t global) const
{
    return m_bundle.program.globals[global].type == analysis::Type::Stats;
}

const protocol::Map &MapStorage::map(uint32_t global) const
{
    return m_bundle.kernel.maps[static_cast<size_t>(m_bundle.globals[global].map)];
}

int MapStorage::descriptor(uint32_t global) const
{
    return m_descriptors[static_cast<size_t>(m_bundle.globals[global].map)];
}

std::byte *MapStorage::mappedScalar(uint32_t global) const
{
    const GlobalLayout &layout = m_bundle.globals[global];
    const bool fits = size_t{layout.offset} + layout.valueSize <= m_scalarBytes;
    return m_scalars && layout.map == m_bundle.globalsMap && fits ? m_scalars + layout.offset : nullptr;
}

void MapStorage::abbreviate(std::byte *to, const GlobalLayout::Column &column, std::string_view text) const
{
    const protocol::Map &texts = m_bundle.kernel.maps[static_cast<size_t>(m_bundle.keyTextsMap)];
    const uint64_t hash = key_text::hash(text, texts.valueSize);
    std::vector<std::byte> whole(texts.valueSize);
    std::memcpy(whole.data(), text.data(), std::min(text.size(), whole.size() - 1));
    bpf_map_update_elem(m_descriptors[static_cast<size_t>(m_bundle.keyTextsMap)], &hash, whole.data(), BPF_ANY);
    std::memcpy(to + column.size - key_text::tailBytes, &hash, sizeof hash);
    std::memcpy(to + column.size - key_text::markBytes, &key_text::mark, sizeof key_text::mark);
}

Cell MapStorage::wholeText(const std::byte *column, const GlobalLayout::Column &layout) const
{
    const protocol::Map &texts = m_bundle.kernel.maps[static_cast<size_t>(m_bundle.keyTextsMap)];
    std::vector<std::byte> whole(texts.valueSize);
    const std::byte *hash = column + layout.size - key_text::tailBytes;
    if (bpf_map_lookup_elem(m_descriptors[static_cast<size_t>(m_bundle.keyTextsMap)], hash, whole.data()) == 0)
        return unpackCell(whole.data(), whole.size(), true);
    return unpackCell(column, layout.size - key_text::tailBytes, true); // displaced by those of later elements
}

std::vector<std::byte> MapStorage::packKey(uint32_t global, const Key &key) const
{
    std::vector<std::byte> bytes(map(global).keySize);
    const std::vector<GlobalLayout::Column> &columns = m_bundle.globals[global].keys;
    for (size_t i = 0; i < columns.size() && i < key.size(); ++i) {
        const GlobalLayout::Column &column = columns[i];
        if (size_t{column.offset} + column.size > bytes.size())
            continue;
        std::byte *at = bytes.data() + column.offset;
        packCell(at, column.size, column.isString, key[i]);
        if (column.abbreviates && key[i].text.size() >= column.size)
            abbreviate(at, column, key[i].text);
    }
    return bytes;
}

Key MapStorage::unpackKey(uint32_t global, const std::byte *bytes) const
{
    Key key;
    for (const GlobalLayout::Column &column : m_bundle.globals[global].keys) {
        const std::byte *at = bytes + column.offset;
        if (size_t{column.offset} + column.size > map(global).keySize)
            key.emplace_back();
        else if (column.abbreviates && at[column.size - 1] != std::byte{0})
            key.push_back(wholeText(at, column));
        else
            key.push_back(unpackCell(at, column.size, column.isString));
    }
    return key;
}

std::vector<std::byte> MapStorage::packValue(uint32_t global, const Cell &value) const
{
    std::vector<std::byte> bytes(lookupBytes(global));
    const bool isString = m_bundle.program.globals[global].type == analysis::Type::String;
    packCell(bytes.data(), std::min<size_t>(m_bundle.globals[global].valueSize, bytes.size()), isString, value);
    return bytes;
}

Cell MapStorage::unpackValue(uint32_t global, const std::byte *bytes) const
{
    const bool isString = m_bundle.program.globals[global].type == analysis::Type::String;
    return unpackCell(bytes, std::min(m_bundle.globals[global].valueSize, map(global).valueSize), isString);
}

Statistics MapStorage::unpackPart(uint32_t global, const std::byte *bytes) const
{
    const GlobalLayout &layout = m_bundle.globals[global];
    const size_t stride = roundUp(map(global).valueSize, 8);
    Statistics one;
    if (sizeof(int64_t) * 4 > stride)
        return one;
    int64_t words[4];
    std::memcpy(words, bytes, sizeof words);
    one.count = words[0];
    one.sum = words[1];
    one.min = words[2];
    one.max = words[3];
    if (layout.momentsOffset > 0 && layout.momentsOffset + 2 * sizeof(int64_t) <= stride) {
        std::memcpy(&one.mean, bytes + layout.momentsOffset, sizeof one.mean);
        std::memcpy(&one.squares, bytes + layout.momentsOffset + sizeof one.mean, sizeof one.squares);
    }
    if (layout.bucketCount > 0 && layout.bucketsOffset + layout.bucketCount * sizeof(int64_t) <= stride) {
        one.buckets.resize(layout.bucketCount);
        std::memcpy(one.buckets.data(), bytes + layout.bucketsOffset, layout.bucketCount * sizeof(int64_t));
    }
    if (!layout.gathersCount)
        one.count = std::accumulate(one.buckets.begin(), one.buckets.end(), int64_t{0});
    return one;
}

Statistics MapStorage::unpackStatistics(uint32_t global, const std::byte *bytes) const
{
    const size_t stride = roundUp(map(global).valueSize, 8);
    Statistics all;
    for (size_t cpu = 0; cpu < (m_bundle.globals[global].perCpu ? m_cpus : 1); ++cpu)
        all.merge(unpackPart(global, bytes + cpu * stride));
    return all;
}

size_t MapStorage::lookupBytes(uint32_t global) const
{
    const size_t one = map(global).valueSize;
    return m_bundle.globals[global].perCpu ? roundUp(one, 8) * m_cpus : one;
}

bool MapStorage::lookup(uint32_t global, const Key &key, std::vector<std::byte> &value) const
{
    value.assign(lookupBytes(global), std::byte{0});
    return bpf_map_lookup_elem(descriptor(global), packKey(global, key).data(), value.data()) == 0;
}

Cell MapStorage::load(uint32_t global, const Key &key)
{
    if (isLocal(global))
        return m_local.load(global, key);
    if (key.empty()) {
        if (const std::byte *place = mappedScalar(global)) {
            if (m_bundle.program.globals[global].type == analysis::Type::String)
                return unpackCell(place, m_bundle.globals[global].valueSize, true);
            return {__atomic_load_n(reinterpret_cast<const int64_t *>(place), __ATOMIC_RELAXED), {}};
        }
    }
    std::vector<std::byte> value;
    return lookup(global, key, value) ? unpackValue(global, value.data()) : Cell();
}

bool MapStorage::store(uint32_t global, const Key &key, const Cell &value)
{
    if (isLocal(global))
        return m_local.store(global, key, value);
    if (key.empty()) {
        if (std::byte *place = mappedScalar(global)) {
            if (m_bundle.program.globals[global].type == analysis::Type::String) {
                std::vector<std::byte> bytes(m_bundle.globals[global].valueSize);
                packCell(bytes.data(), bytes.size(), true, value);
                std::memcpy(place, bytes.data(), bytes.size());
            } else {
                __atomic_store_n(reinterpret_cast<int64_t *>(place), value.number, __ATOMIC_RELAXED);
            }
            return true;
        }
    }
    return bpf_map_update_elem(descriptor(global), packKey(global, key).data(), packValue(global, value).data(), BPF_ANY) == 0;
}

std::optional<int64_t> MapStorage::add(uint32_t global, const Key &key, int64_t value)
{
    if (isLocal(global))
        return m_local.add(global, key, value);
    if (key.empty()) {
        if (std::byte *place = mappedScalar(global))
            return __atomic_fetch_add(reinterpret_cast<int64_t *>(place), value, __ATOMIC_RELAXED);
    }
    const int64_t before = load(global, key).number;
    const auto after = static_cast<int64_t>(static_cast<uint64_t>(before) + static_cast<uint64_t>(value));
    return store(global, key, {after, {}}) ? std::optional(before) : std::nullopt;
}

bool MapStorage::has(uint32_t global, const Key &key)
{
    if (isLocal(global) || m_local.has(global, key))
        return m_local.has(global, key);
    std::vector<std::byte> value;
    return lookup(global, key, value);
}

void MapStorage::erase(uint32_t global, const Key &key)
{
    m_local.erase(global, key);
    if (!isLocal(global))
        bpf_map_delete_elem(descriptor(global), packKey(global, key).data());
}

void MapStorage::clear(uint32_t global)
{
    m_local.clear(global);
    if (isLocal(global))
        return;
    if (!m_bundle.program.globals[global].keys.empty()) {
        std::vector<std::vector<std::byte>> keys;
        visitElements(global,
                      [&](const std::byte *key, const std::byte *) { keys.emplace_back(key, key + map(global).keySize); });
        for (const auto &key : keys)
            bpf_map_delete_elem(descriptor(global), key.data());
    } else if (isStatistics(global)) {
        const std::vector<std::byte> zeroes(lookupBytes(global));
        bpf_map_update_elem(descriptor(global), packKey(global, {}).data(), zeroes.data(), BPF_ANY);
    } else {
        (void)store(global, {}, {});
    }
}

bool MapStorage::accumulate(uint32_t global, const Key &key, int64_t value)
{
    if (isLocal(global) || !m_bundle.globals[global].readInKernel)
        return m_local.accumulate(global, key, value);
    // Handlers in the kernel read it, so it has to be where they look: with what the first CPU has gathered.
    const analysis::GlobalVariable &variable = m_bundle.program.globals[global];
    const GlobalLayout &layout = m_bundle.globals[global];
    std::vector<std::byte> bytes;
    const bool known = lookup(global, key, bytes);
    Statistics part = known ? unpackPart(global, bytes.data()) : Statistics();
    part.add(value, StatisticPlan(variable));
    const int64_t words[] = {part.count, part.sum, part.min, part.max, part.mean, part.squares};
    std::memcpy(bytes.data(), words, sizeof(int64_t) * 4);
    if (layout.momentsOffset > 0)
        std::memcpy(bytes.data() + layout.momentsOffset, words + 4, sizeof(int64_t) * 2);
    if (layout.bucketCount > 0)
        std::memcpy(bytes.data() + layout.bucketsOffset, part.buckets.data(), part.buckets.size() * sizeof(int64_t));
    return bpf_map_update_elem(descriptor(global), packKey(global, key).data(), bytes.data(), BPF_ANY) == 0;
}

Statistics MapStorage::statistics(uint32_t global, const Key &key)
{
    Statistics all = m_local.statistics(global, key);
    std::vector<std::byte> value;
    if (!isLocal(global) && lookup(global, key, value))
        all.merge(unpackStatistics(global, value.data()));
    return all;
}

std::vector<Element> MapStorage::elements(uint32_t global)
{
    std::vector<Element> all = m_local.elements(global);
    if (isLocal(global))
        return all;
    const bool statisticsArray = isStatistics(global);
    const size_t addedHere = all.size();
    visitElements(global, [&](const std::byte *key, const std::byte *value) {
        Element element{unpackKey(global, key), {}, {}};
        if (!statisticsArray) {
            element.value = unpackValue(global, value);
        } else {
            element.statistics = unpackStatistics(global, value);
            const auto end = all.begin() + static_cast<std::ptrdiff_t>(addedHere);
            const auto same = m_local.has(global, element.key)
                ? std::find_if(all.begin(), end, [&](const Element &e) { return e.key == element.key; })
                : end;
            if (same != end) {
                same->statistics.merge(element.statistics);
                return;
            }
        }
        all.push_back(std::move(element));
    });
    return all;
}

void MapStorage::visitElements(uint32_t global, const std::function<void(const std::byte *, const std::byte *)> &visit)
{
    const size_t keySize = map(global).keySize;
    const size_t valueBytes = lookupBytes(global);
    const int fd = descriptor(global);
    uint32_t count = std::max(batchSize, std::min(map(global).maxEntries, 16 * batchSize));
    std::vector<std::byte> keys(count * keySize);
    std::vector<std::byte> values(count * valueBytes);
    std::vector<std::byte> position(std::max<size_t>(keySize, 8));
    bool first = true;
    for (;;) {
        uint32_t got = count;
        const int status = bpf_map_lookup_batch(fd, first ? nullptr : position.data(), position.data(), keys.data(),
                                                values.data(), &got, nullptr);
        const int error = status == 0 ? 0 : errno;
        if (error != 0 && error != ENOENT) {
            if (first)
                break; // a kernel or map type without batches
            return;
        }
        for (uint32_t i = 0; i < got; ++i)
            visit(keys.data() + i * keySize, values.data() + i * valueBytes);
        if (error == ENOENT)
            return;
        first = false;
    }
    // One by one. When the kernel's handlers delete meanwhile, the walk may begin anew; the map's size bounds it.
    std::vector<std::byte> key(keySize);
    std::vector<std::byte> value(valueBytes);
    bool begun = false;
    for (uint64_t steps = 0; steps <= map(global).maxEntries; ++steps) {
        if (bpf_map_get_next_key(fd, begun ? key.data() : nullptr, key.data()) != 0)
            return;
        begun = true;
        if (bpf_map_lookup_elem(fd, key.data(), value.data()) == 0)
            visit(key.data(), value.data());
    }
}

}
