// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "trace/text_arena.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace tapscope::trace {

/// Numbers for distinct texts, in order of their first appearance; 0 is the empty text. An open-addressing table whose slots hold
/// a part of the hash, so that a miss rarely reads text.
class StringTable {
public:
    StringTable();

    uint32_t intern(std::string_view text)
    {
        // Runs of the same text are common: a loop calls the same function with the same arguments.
        if (text == m_texts[m_last])
            return m_last;
        return m_last = find(text);
    }
    [[nodiscard]] std::string_view operator[](uint32_t id) const
    {
        return id < m_texts.size() ? m_texts[id] : std::string_view();
    }
    [[nodiscard]] uint32_t size() const { return static_cast<uint32_t>(m_texts.size()); }
    [[nodiscard]] size_t memoryBytes() const;
    void clear();

private:
    struct Slot {
        uint32_t hash = 0;
        uint32_t id = 0; ///< 0: free
    };
    uint32_t find(std::string_view text);
    void grow();

    TextArena m_arena;
    std::vector<std::string_view> m_texts;
    std::vector<Slot> m_slots;
    uint32_t m_last = 0;
};

}
