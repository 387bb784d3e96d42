// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "trace/ranked_bitmap.h"

#include <algorithm>
#include <bit>

namespace tapscope::trace {

namespace {

uint64_t lowBits(size_t count)
{
    return count >= 64 ? ~uint64_t{0} : (uint64_t{1} << count) - 1;
}

/// Place of set bit number `n` of a word.
size_t selectInWord(uint64_t word, uint64_t n)
{
    for (; n > 0; --n)
        word &= word - 1;
    return static_cast<size_t>(std::countr_zero(word));
}

}

void Bitmap::fill(size_t begin, size_t end, bool bit)
{
    end = std::min(end, m_size);
    if (begin >= end)
        return;
    const size_t firstWord = begin / 64;
    const size_t lastWord = (end - 1) / 64;
    for (size_t i = firstWord; i <= lastWord; ++i) {
        uint64_t mask = ~uint64_t{0};
        if (i == firstWord)
            mask &= ~lowBits(begin % 64);
        if (i == lastWord)
            mask &= lowBits((end - 1) % 64 + 1);
        m_words[i] = bit ? m_words[i] | mask : m_words[i] & ~mask;
    }
}

void Bitmap::resize(size_t size, bool bit)
{
    const size_t before = m_size;
    m_words.resize((size + 63) / 64, 0);
    m_size = size;
    if (size > before)
        fill(before, size, bit);
    else if (size % 64 != 0)
        m_words.back() &= lowBits(size % 64);
}

size_t Bitmap::firstSet(size_t begin, size_t end) const
{
    end = std::min(end, m_size);
    if (begin >= end)
        return end;
    size_t i = begin / 64;
    uint64_t word = m_words[i] & ~lowBits(begin % 64);
    while (word == 0) {
        if (++i * 64 >= end)
            return end;
        word = m_words[i];
    }
    return std::min(end, i * 64 + static_cast<size_t>(std::countr_zero(word)));
}

void RankedBitmap::intersect(size_t begin, size_t end, const Bitmap &mask)
{
    end = std::min(end, m_bits.size());
    if (begin >= end)
        return;
    changed(begin);
    for (size_t i = begin / 64; i <= (end - 1) / 64; ++i) {
        uint64_t untouched = i == begin / 64 ? lowBits(begin % 64) : 0;
        if (i == (end - 1) / 64)
            untouched |= ~lowBits((end - 1) % 64 + 1);
        m_bits.setWord(i, m_bits.word(i) & (mask.word(i) | untouched));
    }
}

void RankedBitmap::clear()
{
    m_bits.clear();
    m_before.clear();
    m_validBlocks = 0;
}

void RankedBitmap::recount() const
{
    // Entry i is right when all blocks before i are unchanged since; one more entry than blocks holds the total.
    const size_t blocks = (m_bits.wordCount() + blockWords - 1) / blockWords;
    if (m_validBlocks >= blocks && m_before.size() == blocks + 1)
        return;
    m_before.resize(blocks + 1, 0);
    for (size_t block = std::min(m_validBlocks, blocks); block < blocks; ++block) {
        uint64_t count = 0;
        const size_t end = std::min((block + 1) * blockWords, m_bits.wordCount());
        for (size_t i = block * blockWords; i < end; ++i)
            count += static_cast<uint64_t>(std::popcount(m_bits.word(i)));
        m_before[block + 1] = m_before[block] + count;
    }
    m_validBlocks = blocks;
}

uint64_t RankedBitmap::count() const
{
    recount();
    return m_before.back();
}

uint64_t RankedBitmap::rank(size_t i) const
{
    recount();
    i = std::min(i, m_bits.size());
    const size_t word = i / 64;
    const size_t block = word / blockWords;
    uint64_t count = m_before[block];
    for (size_t w = block * blockWords; w < word; ++w)
        count += static_cast<uint64_t>(std::popcount(m_bits.word(w)));
    if (i % 64 != 0)
        count += static_cast<uint64_t>(std::popcount(m_bits.word(word) & lowBits(i % 64)));
    return count;
}

size_t RankedBitmap::select(uint64_t n) const
{
    recount();
    const auto after = std::upper_bound(m_before.begin(), m_before.end(), n);
    const auto block = static_cast<size_t>(after - m_before.begin()) - 1;
    n -= m_before[block];
    for (size_t i = block * blockWords; i < m_bits.wordCount(); ++i) {
        const auto count = static_cast<uint64_t>(std::popcount(m_bits.word(i)));
        if (n < count)
            return i * 64 + selectInWord(m_bits.word(i), n);
        n -= count;
    }
    return m_bits.size();
}

}
