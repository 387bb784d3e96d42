// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace tapscope::debuginfo {

/// Reads little-endian data that is not trusted: behind the end everything is 0 and ok() is false.
class ByteReader {
public:
    ByteReader() = default;
    explicit ByteReader(std::span<const uint8_t> data, uint64_t at = 0) : m_data(data) { seek(at); }

    [[nodiscard]] bool ok() const { return m_ok; }
    [[nodiscard]] bool atEnd() const { return !m_ok || m_at >= m_data.size(); }
    [[nodiscard]] uint64_t at() const { return m_at; }
    [[nodiscard]] uint64_t size() const { return m_data.size(); }
    void fail() { m_ok = false; }

    void seek(uint64_t at)
    {
        if (at > m_data.size())
            m_ok = false;
        else
            m_at = at;
    }
    void skip(uint64_t count)
    {
        if (count > m_data.size() - m_at)
            m_ok = false;
        else
            m_at += count;
    }

    template <typename T> T read()
    {
        T value{};
        if (!m_ok || sizeof(T) > m_data.size() - m_at) {
            m_ok = false;
            return value;
        }
        std::memcpy(&value, m_data.data() + m_at, sizeof value);
        m_at += sizeof value;
        return value;
    }
    uint8_t u8() { return read<uint8_t>(); }
    uint16_t u16() { return read<uint16_t>(); }
    uint32_t u32() { return read<uint32_t>(); }
    uint64_t u64() { return read<uint64_t>(); }
    uint32_t u24()
    {
        const uint32_t low = u16();
        return low | uint32_t(u8()) << 16;
    }
    uint64_t sized(unsigned size)
    {
        switch (size) {
        case 1: return u8();
        case 2: return u16();
        case 4: return u32();
        default: return u64();
        }
    }

    uint64_t uleb()
    {
        uint64_t value = 0;
        for (unsigned shift = 0;; shift += 7) {
            const uint8_t byte = u8();
            if (shift < 64)
                value |= uint64_t(byte & 0x7f) << shift;
            if (!(byte & 0x80))
                return value;
        }
    }
    int64_t sleb()
    {
        uint64_t value = 0;
        for (unsigned shift = 0;;) {
            const uint8_t byte = u8();
            if (shift < 64)
                value |= uint64_t(byte & 0x7f) << shift;
            shift += 7;
            if (!(byte & 0x80)) {
                if (shift < 64 && (byte & 0x40))
                    value |= ~uint64_t(0) << shift;
                return static_cast<int64_t>(value);
            }
        }
    }
    std::string_view text()
    {
        if (!m_ok || m_at >= m_data.size()) { // where there are no bytes, there may be no pointer to them
            m_ok = false;
            return {};
        }
        const auto *start = reinterpret_cast<const char *>(m_data.data() + m_at);
        const auto *end = static_cast<const char *>(std::memchr(start, 0, m_data.size() - m_at));
        if (!end) {
            m_ok = false;
            return {};
        }
        m_at += static_cast<uint64_t>(end - start) + 1;
        return {start, static_cast<size_t>(end - start)};
    }

private:
    std::span<const uint8_t> m_data;
    uint64_t m_at = 0;
    bool m_ok = true;
};

/// The text at `offset` of a section of texts; empty when there is none.
[[nodiscard]] inline std::string_view textAt(std::span<const uint8_t> section, uint64_t offset)
{
    return ByteReader(section, offset).text();
}

}
