// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

namespace tapscope::trace {

/// A growing list in chunks of 1,024 entries: reads like a vector, but appending never copies what is there (a vector of ten
/// million calls would stop the interface for a third of a second each time it grows) and wastes at most a chunk.
template <typename T> class ChunkedList {
public:
    static constexpr size_t chunkSize = 1024;

    class Iterator {
    public:
        using iterator_category = std::forward_iterator_tag;
        using value_type = T;
        using difference_type = std::ptrdiff_t;
        using pointer = const T *;
        using reference = const T &;

        Iterator() = default;
        Iterator(const ChunkedList *list, size_t index) : m_list(list), m_index(index) {}
        reference operator*() const { return (*m_list)[m_index]; }
        pointer operator->() const { return &(*m_list)[m_index]; }
        Iterator &operator++()
        {
            ++m_index;
            return *this;
        }
        Iterator operator++(int) { return {m_list, m_index++}; }
        friend bool operator==(const Iterator &a, const Iterator &b) { return a.m_index == b.m_index; }

    private:
        const ChunkedList *m_list = nullptr;
        size_t m_index = 0;
    };

    [[nodiscard]] size_t size() const { return m_size; }
    [[nodiscard]] bool empty() const { return m_size == 0; }
    [[nodiscard]] const T &operator[](size_t i) const { return m_chunks[i / chunkSize][i % chunkSize]; }
    [[nodiscard]] T &operator[](size_t i) { return m_chunks[i / chunkSize][i % chunkSize]; }
    [[nodiscard]] const T &front() const { return (*this)[0]; }
    [[nodiscard]] const T &back() const { return (*this)[m_size - 1]; }
    [[nodiscard]] Iterator begin() const { return {this, 0}; }
    [[nodiscard]] Iterator end() const { return {this, m_size}; }
    [[nodiscard]] size_t memoryBytes() const { return m_capacity * sizeof(T) + m_chunks.capacity() * sizeof(m_chunks[0]); }

    T &append()
    {
        if (m_size == m_capacity)
            grow();
        T &place = (*this)[m_size++];
        place = T();
        return place;
    }

private:
    void grow()
    {
        if (m_capacity >= chunkSize) {
            m_chunks.push_back(std::make_unique_for_overwrite<T[]>(chunkSize));
            m_capacity += chunkSize;
            return;
        }
        // The first chunk grows from little, since most threads of most programs have few calls.
        const size_t capacity = m_capacity ? m_capacity * 4 : 16;
        auto first = std::make_unique_for_overwrite<T[]>(capacity);
        for (size_t i = 0; i < m_size; ++i)
            first[i] = std::move(m_chunks[0][i]);
        m_chunks.resize(1);
        m_chunks[0] = std::move(first);
        m_capacity = capacity;
    }

    std::vector<std::unique_ptr<T[]>> m_chunks;
    size_t m_size = 0;
    size_t m_capacity = 0;
};

}
