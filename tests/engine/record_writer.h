// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "translator/record.h"

#include <cstddef>
#include <cstring>
#include <string_view>
#include <vector>

namespace tapscope::engine {

/// Writes a record as a handler in the kernel does.
class RecordWriter {
public:
    explicit RecordWriter(const translator::RecordHeader &header) { put(header); }

    template <typename T> RecordWriter &put(const T &value)
    {
        const auto *bytes = reinterpret_cast<const std::byte *>(&value);
        m_bytes.insert(m_bytes.end(), bytes, bytes + sizeof value);
        return *this;
    }
    RecordWriter &begin(uint32_t id)
    {
        put(id).put(uint32_t{0});
        m_entry = m_bytes.size();
        return *this;
    }
    RecordWriter &end()
    {
        const auto size = static_cast<uint32_t>(m_bytes.size() - m_entry);
        std::memcpy(m_bytes.data() + m_entry - 4, &size, 4);
        pad();
        return *this;
    }
    RecordWriter &bytes(std::string_view text, uint32_t flags = 0)
    {
        put(static_cast<uint32_t>(text.size())).put(flags);
        const auto *from = reinterpret_cast<const std::byte *>(text.data());
        m_bytes.insert(m_bytes.end(), from, from + text.size());
        pad();
        return *this;
    }
    RecordWriter &indent(int64_t microseconds, int32_t spaces, int32_t delta) { return put(microseconds).put(spaces).put(delta); }
    RecordWriter &pad()
    {
        m_bytes.resize((m_bytes.size() + 7) & ~size_t{7});
        return *this;
    }
    [[nodiscard]] const std::vector<std::byte> &data() const { return m_bytes; }

private:
    std::vector<std::byte> m_bytes;
    size_t m_entry = 0;
};

}
