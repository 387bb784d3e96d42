// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/runtime/local_storage.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace tapscope::engine {

namespace {

int64_t wrappingAdd(int64_t a, int64_t b)
{
    return static_cast<int64_t>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b));
}

}

size_t LocalStorage::KeyHash::operator()(const Key &key) const
{
    uint64_t hash = key.size();
    for (const Cell &cell : key) {
        const uint64_t part = cell.text.empty() ? static_cast<uint64_t>(cell.number) : std::hash<std::string>()(cell.text);
        hash = (hash ^ part) * 0x9e3779b97f4a7c15U;
        hash ^= hash >> 32;
    }
    return static_cast<size_t>(hash);
}

LocalStorage::LocalStorage(std::span<const analysis::GlobalVariable> globals, uint32_t maxEntries)
    : m_scalars(globals.size())
    , m_arrays(globals.size())
{
    for (size_t i = 0; i < globals.size(); ++i) {
        m_scalars[i].value = {globals[i].initialNumber, globals[i].initialString};
        m_arrays[i].maxEntries = globals[i].maxEntries ? globals[i].maxEntries : maxEntries;
        m_arrays[i].wraps = globals[i].wraps;
        m_arrays[i].statistics = StatisticPlan(globals[i]);
    }
}

const Element *LocalStorage::find(uint32_t global, const Key &key) const
{
    if (key.empty())
        return &m_scalars[global];
    const auto it = m_arrays[global].index.find(key);
    return it == m_arrays[global].index.end() ? nullptr : &*it->second;
}

Element *LocalStorage::require(uint32_t global, const Key &key)
{
    if (key.empty())
        return &m_scalars[global];
    Array &array = m_arrays[global];
    if (const auto it = array.index.find(key); it != array.index.end())
        return &*it->second;
    if (array.elements.size() >= array.maxEntries) {
        if (!array.wraps || array.elements.empty())
            return nullptr;
        array.index.erase(array.elements.front().key);
        array.elements.pop_front();
    }
    array.elements.push_back({key, {}, {}});
    array.index.emplace(key, std::prev(array.elements.end()));
    return &array.elements.back();
}

Cell LocalStorage::load(uint32_t global, const Key &key)
{
    const Element *element = find(global, key);
    return element ? element->value : Cell();
}

bool LocalStorage::store(uint32_t global, const Key &key, const Cell &value)
{
    Element *element = require(global, key);
    if (element)
        element->value = value;
    return element != nullptr;
}

std::optional<int64_t> LocalStorage::add(uint32_t global, const Key &key, int64_t value)
{
    Element *element = require(global, key);
    if (!element)
        return std::nullopt;
    return std::exchange(element->value.number, wrappingAdd(element->value.number, value));
}

bool LocalStorage::has(uint32_t global, const Key &key)
{
    return find(global, key) != nullptr;
}

void LocalStorage::erase(uint32_t global, const Key &key)
{
    Array &array = m_arrays[global];
    const auto it = array.index.find(key);
    if (it == array.index.end())
        return;
    array.elements.erase(it->second);
    array.index.erase(it);
}

void LocalStorage::clear(uint32_t global)
{
    m_scalars[global] = {};
    m_arrays[global].index.clear();
    m_arrays[global].elements.clear();
}

bool LocalStorage::accumulate(uint32_t global, const Key &key, int64_t value)
{
    Element *element = require(global, key);
    if (element)
        element->statistics.add(value, m_arrays[global].statistics);
    return element != nullptr;
}

Statistics LocalStorage::statistics(uint32_t global, const Key &key)
{
    const Element *element = find(global, key);
    return element ? element->statistics : Statistics();
}

std::vector<Element> LocalStorage::elements(uint32_t global)
{
    return {m_arrays[global].elements.begin(), m_arrays[global].elements.end()};
}

}
