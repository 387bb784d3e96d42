// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tapscope::trace {

/// A growing row of bits.
class Bitmap {
public:
    [[nodiscard]] size_t size() const { return m_size; }
    [[nodiscard]] bool test(size_t i) const { return i < m_size && ((m_words[i / 64] >> (i % 64)) & 1) != 0; }
    void append(bool bit)
    {
        if (m_size % 64 == 0)
            m_words.push_back(0);
        if (bit)
            m_words.back() |= uint64_t{1} << (m_size % 64);
        ++m_size;
    }
    void set(size_t i, bool bit)
    {
        const uint64_t mask = uint64_t{1} << (i % 64);
        m_words[i / 64] = bit ? m_words[i / 64] | mask : m_words[i / 64] & ~mask;
    }
    /// Sets or clears [begin, end).
    void fill(size_t begin, size_t end, bool bit);
    /// Grows or shrinks; new bits are `bit`.
    void resize(size_t size, bool bit);
    void clear()
    {
        m_words.clear();
        m_size = 0;
    }
    [[nodiscard]] size_t wordCount() const { return m_words.size(); }
    /// Bits 64i … 64i+63; bits past the end are 0.
    [[nodiscard]] uint64_t word(size_t i) const { return m_words[i]; }
    void setWord(size_t i, uint64_t word) { m_words[i] = word; }
    /// First set bit in [begin, end), or `end`.
    [[nodiscard]] size_t firstSet(size_t begin, size_t end) const;
    [[nodiscard]] size_t memoryBytes() const { return m_words.capacity() * sizeof(uint64_t); }

private:
    std::vector<uint64_t> m_words;
    size_t m_size = 0;
};

/// A bitmap that counts: how many bits are set before a place, and where the n-th set bit is. Counts are kept by block of 4,096
/// bits and brought up to date from the first changed block on when they are next asked for.
class RankedBitmap {
public:
    [[nodiscard]] const Bitmap &bits() const { return m_bits; }
    [[nodiscard]] bool test(size_t i) const { return m_bits.test(i); }
    void append(bool bit)
    {
        changed(m_bits.size());
        m_bits.append(bit);
    }
    void set(size_t i, bool bit)
    {
        changed(i);
        m_bits.set(i, bit);
    }
    void fill(size_t begin, size_t end, bool bit)
    {
        changed(begin);
        m_bits.fill(begin, end, bit);
    }
    /// Keeps of [begin, end) only what `mask` has too.
    void intersect(size_t begin, size_t end, const Bitmap &mask);
    void clear();

    [[nodiscard]] uint64_t count() const;
    /// Set bits in [0, i).
    [[nodiscard]] uint64_t rank(size_t i) const;
    /// Place of set bit number `n` (from 0), which must be less than count().
    [[nodiscard]] size_t select(uint64_t n) const;
    [[nodiscard]] size_t memoryBytes() const { return m_bits.memoryBytes() + m_before.capacity() * sizeof(uint64_t); }

private:
    static constexpr size_t blockWords = 64;

    void changed(size_t i)
    {
        const size_t block = i / (blockWords * 64);
        if (block < m_validBlocks)
            m_validBlocks = block;
    }
    void recount() const;

    Bitmap m_bits;
    /// Set bits before each block; entries past m_validBlocks are out of date.
    mutable std::vector<uint64_t> m_before;
    mutable size_t m_validBlocks = 0;
};

}
