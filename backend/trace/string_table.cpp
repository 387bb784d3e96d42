// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "trace/string_table.h"

namespace tapscope::trace {

namespace {

uint64_t mix(uint64_t a, uint64_t b)
{
    __extension__ using Wide = unsigned __int128;
    const Wide product = static_cast<Wide>(a) * b;
    return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

/// Eight bytes a step: argument texts are a few words long.
uint32_t hashOf(std::string_view text)
{
    uint64_t hash = 0x9e3779b97f4a7c15U ^ text.size();
    const char *p = text.data();
    size_t left = text.size();
    for (; left >= 8; left -= 8, p += 8) {
        uint64_t word = 0;
        std::memcpy(&word, p, 8);
        hash = mix(hash ^ word, 0xa0761d6478bd642fU);
    }
    if (left > 0) {
        uint64_t word = 0;
        std::memcpy(&word, p, left);
        hash = mix(hash ^ word, 0xe7037ed1a0b428dbU);
    }
    return static_cast<uint32_t>(hash ^ (hash >> 32));
}

}

StringTable::StringTable()
{
    clear();
}

void StringTable::clear()
{
    m_arena.clear();
    m_texts.assign(1, {});
    m_slots.assign(64, {});
    m_last = 0;
}

uint32_t StringTable::find(std::string_view text)
{
    if (text.empty())
        return 0;
    const uint32_t hash = hashOf(text);
    size_t mask = m_slots.size() - 1;
    size_t place = hash & mask;
    for (; m_slots[place].id != 0; place = (place + 1) & mask) {
        if (m_slots[place].hash == hash && m_texts[m_slots[place].id] == text)
            return m_slots[place].id;
    }
    if ((m_texts.size() + 1) * 2 > m_slots.size()) {
        grow();
        mask = m_slots.size() - 1;
        place = hash & mask;
        while (m_slots[place].id != 0)
            place = (place + 1) & mask;
    }
    const auto id = static_cast<uint32_t>(m_texts.size());
    m_texts.push_back(m_arena.add(text));
    m_slots[place] = {hash, id};
    return id;
}

void StringTable::grow()
{
    std::vector<Slot> slots(m_slots.size() * 2);
    const size_t mask = slots.size() - 1;
    for (const Slot &slot : m_slots) {
        if (slot.id == 0)
            continue;
        size_t place = slot.hash & mask;
        while (slots[place].id != 0)
            place = (place + 1) & mask;
        slots[place] = slot;
    }
    m_slots = std::move(slots);
}

size_t StringTable::memoryBytes() const
{
    return m_arena.memoryBytes() + m_texts.capacity() * sizeof(m_texts[0]) + m_slots.capacity() * sizeof(Slot);
}

}
