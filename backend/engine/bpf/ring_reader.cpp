// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/bpf/ring_reader.h"

#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <utility>

namespace tapscope::engine::bpf {

namespace {

constexpr uint32_t busyBit = 1u << 31;
constexpr uint32_t discardBit = 1u << 30;
constexpr uint64_t headerSize = 8;

size_t pageSize()
{
    static const auto size = static_cast<size_t>(::sysconf(_SC_PAGESIZE));
    return size;
}

uint64_t load(const void *word)
{
    return __atomic_load_n(static_cast<const uint64_t *>(word), __ATOMIC_ACQUIRE);
}

}

std::expected<RingReader, int> RingReader::open(int fd, uint32_t size)
{
    RingReader reader;
    reader.m_size = size;
    void *consumer = ::mmap(nullptr, pageSize(), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (consumer == MAP_FAILED)
        return std::unexpected(errno);
    reader.m_consumerPage = consumer;
    void *producer = ::mmap(nullptr, pageSize() + 2 * size_t(size), PROT_READ, MAP_SHARED, fd, static_cast<off_t>(pageSize()));
    if (producer == MAP_FAILED)
        return std::unexpected(errno);
    reader.m_producerPage = producer;
    reader.m_data = static_cast<const std::byte *>(producer) + pageSize();
    reader.m_position = load(consumer);
    return reader;
}

RingReader::RingReader(RingReader &&other) noexcept
{
    *this = std::move(other);
}

RingReader &RingReader::operator=(RingReader &&other) noexcept
{
    std::swap(m_consumerPage, other.m_consumerPage);
    std::swap(m_producerPage, other.m_producerPage);
    std::swap(m_data, other.m_data);
    std::swap(m_size, other.m_size);
    std::swap(m_position, other.m_position);
    return *this;
}

RingReader::~RingReader()
{
    unmap();
}

void RingReader::unmap()
{
    if (m_producerPage)
        ::munmap(m_producerPage, pageSize() + 2 * size_t(m_size));
    if (m_consumerPage)
        ::munmap(m_consumerPage, pageSize());
    m_producerPage = m_consumerPage = nullptr;
}

std::span<const std::byte> RingReader::next()
{
    while (m_producerPage && m_position < load(m_producerPage)) {
        const std::byte *at = m_data + (m_position & (m_size - 1));
        const uint32_t header = __atomic_load_n(reinterpret_cast<const uint32_t *>(at), __ATOMIC_ACQUIRE);
        if (header & busyBit)
            return {}; // reserved, not yet submitted: later ones wait for it, so that order is kept
        const uint32_t length = header & ~(busyBit | discardBit);
        m_position += (headerSize + length + 7) & ~uint64_t{7};
        if (!(header & discardBit))
            return {at + headerSize, length};
    }
    return {};
}

void RingReader::release()
{
    if (m_consumerPage)
        __atomic_store_n(static_cast<uint64_t *>(m_consumerPage), m_position, __ATOMIC_RELEASE);
}

uint64_t RingReader::pending() const
{
    return m_producerPage ? load(m_producerPage) - load(m_consumerPage) : 0;
}

}
