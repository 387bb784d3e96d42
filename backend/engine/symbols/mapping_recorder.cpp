// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/symbols/mapping_recorder.h"

#include <linux/perf_event.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

namespace tapscope::engine {

namespace {

constexpr size_t dataPages = 32;

size_t pageBytes()
{
    static const auto size = static_cast<size_t>(::sysconf(_SC_PAGESIZE));
    return size;
}

template <typename T> T at(const std::vector<std::byte> &record, size_t offset)
{
    T value{};
    if (offset + sizeof value <= record.size())
        std::memcpy(&value, record.data() + offset, sizeof value);
    return value;
}

/// The records end with the time (sample_id_all).
bool parse(const std::vector<std::byte> &record, const perf_event_header &header, MappingRecorder::Event &event)
{
    using Kind = MappingRecorder::Event::Kind;
    constexpr size_t fields = sizeof(perf_event_header);
    event.timeNs = at<uint64_t>(record, record.size() - sizeof(uint64_t));
    event.pid = at<int32_t>(record, fields);
    switch (header.type) {
    case PERF_RECORD_FORK:
        event.kind = Kind::Fork;
        event.parent = at<int32_t>(record, fields + 4);
        return event.pid != event.parent;
    case PERF_RECORD_COMM: event.kind = Kind::Exec; return (header.misc & PERF_RECORD_MISC_COMM_EXEC) != 0;
    case PERF_RECORD_MMAP: {
        event.kind = Kind::Map;
        event.begin = at<uint64_t>(record, fields + 8);
        event.end = event.begin + at<uint64_t>(record, fields + 16);
        event.offset = at<uint64_t>(record, fields + 24);
        const char *path = reinterpret_cast<const char *>(record.data()) + fields + 32;
        event.path.assign(path, ::strnlen(path, record.size() - fields - 32));
        return event.path.starts_with('/') && !event.path.starts_with("//anon");
    }
    default: return false;
    }
}

}

MappingRecorder::MappingRecorder(int pid)
{
    perf_event_attr attributes{};
    attributes.size = sizeof attributes;
    attributes.type = PERF_TYPE_SOFTWARE;
    attributes.config = PERF_COUNT_SW_DUMMY;
    attributes.sample_type = PERF_SAMPLE_TIME;
    attributes.sample_id_all = 1;
    attributes.mmap = 1;
    attributes.comm = 1;
    attributes.comm_exec = 1;
    attributes.task = 1;
    attributes.inherit = 1;
    attributes.exclude_kernel = 1;
    attributes.exclude_hv = 1;
    const long cpus = ::sysconf(_SC_NPROCESSORS_CONF);
    for (int cpu = 0; cpu < cpus; ++cpu) {
        Ring ring;
        ring.event.reset(static_cast<int>(::syscall(SYS_perf_event_open, &attributes, pid, cpu, -1, PERF_FLAG_FD_CLOEXEC)));
        if (!ring.event)
            continue;
        void *memory = ::mmap(nullptr, (1 + dataPages) * pageBytes(), PROT_READ | PROT_WRITE, MAP_SHARED, ring.event.get(), 0);
        if (memory == MAP_FAILED)
            continue;
        ring.memory = memory;
        m_rings.push_back(std::move(ring));
    }
}

MappingRecorder::~MappingRecorder()
{
    for (const Ring &ring : m_rings)
        ::munmap(ring.memory, (1 + dataPages) * pageBytes());
}

void MappingRecorder::read(const Ring &ring, std::vector<Event> &out)
{
    auto *page = static_cast<perf_event_mmap_page *>(ring.memory);
    const auto *data = static_cast<const std::byte *>(ring.memory) + pageBytes();
    const size_t size = dataPages * pageBytes();
    const uint64_t head = __atomic_load_n(&page->data_head, __ATOMIC_ACQUIRE);
    uint64_t tail = page->data_tail;
    const auto copy = [&](uint64_t from, void *to, size_t bytes) {
        for (size_t n = 0; n < bytes; ++n)
            static_cast<std::byte *>(to)[n] = data[(from + n) % size];
    };
    std::vector<std::byte> record;
    while (tail < head) {
        perf_event_header header{};
        copy(tail, &header, sizeof header);
        if (header.size < sizeof header)
            break;
        record.resize(header.size);
        copy(tail, record.data(), header.size);
        tail += header.size;
        if (Event event; parse(record, header, event))
            out.push_back(std::move(event));
    }
    __atomic_store_n(&page->data_tail, tail, __ATOMIC_RELEASE);
}

std::vector<MappingRecorder::Event> MappingRecorder::take()
{
    std::vector<Event> events;
    for (const Ring &ring : m_rings)
        read(ring, events);
    std::ranges::stable_sort(events, {}, &Event::timeNs);
    return events;
}

}
