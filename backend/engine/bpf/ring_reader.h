// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>

namespace tapscope::engine::bpf {

/// Reads a BPF ring buffer (Documentation/bpf/ringbuf.rst of the kernel) through its mapping: the consumer position is on a page
/// of its own that we write; the producer position and the data, mapped twice in a row so that no record is torn, are read-only.
class RingReader {
public:
    /// Reads nothing.
    RingReader() = default;
    /// `size`: bytes of data, the map's max_entries. Fails with errno.
    [[nodiscard]] static std::expected<RingReader, int> open(int fd, uint32_t size);
    RingReader(RingReader &&other) noexcept;
    RingReader &operator=(RingReader &&other) noexcept;
    ~RingReader();

    /// The next complete record, in order of submission; empty when there is none. It stays until release() is called.
    [[nodiscard]] std::span<const std::byte> next();
    /// Gives everything that next() has passed back to the kernel.
    void release();
    /// Bytes that are produced and not yet released.
    [[nodiscard]] uint64_t pending() const;

private:
    void unmap();
    void *m_consumerPage = nullptr;
    void *m_producerPage = nullptr;
    const std::byte *m_data = nullptr;
    uint64_t m_size = 0;
    uint64_t m_position = 0;
};

}
