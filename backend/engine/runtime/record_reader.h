// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace tapscope::engine {

/// Reads a record's bytes front to back. Reading past the end yields zeroes and is remembered.
class RecordReader {
public:
    explicit RecordReader(std::span<const std::byte> bytes) : m_bytes(bytes) {}

    [[nodiscard]] size_t left() const { return m_bytes.size() - m_next; }
    [[nodiscard]] bool failed() const { return m_failed; }

    template <typename T> T take()
    {
        T value{};
        if (left() < sizeof(T)) {
            fail();
            return value;
        }
        std::memcpy(&value, m_bytes.data() + m_next, sizeof(T));
        m_next += sizeof(T);
        return value;
    }
    std::span<const std::byte> takeBytes(size_t size)
    {
        if (left() < size) {
            fail();
            return {};
        }
        const auto bytes = m_bytes.subspan(m_next, size);
        m_next += size;
        return bytes;
    }
    std::string_view takeText(size_t size)
    {
        const auto bytes = takeBytes(size);
        return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
    }
    /// Skips to the next multiple of 8 bytes from the begin; at the very end there may be nothing to skip.
    void align()
    {
        const size_t padded = (m_next + 7) & ~size_t{7};
        m_next = padded < m_bytes.size() ? padded : m_bytes.size();
    }

private:
    void fail()
    {
        m_failed = true;
        m_next = m_bytes.size();
    }

    std::span<const std::byte> m_bytes;
    size_t m_next = 0;
    bool m_failed = false;
};

}
