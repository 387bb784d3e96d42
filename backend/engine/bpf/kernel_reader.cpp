// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/bpf/kernel_reader.h"

#include <link.h>
#include <sys/mman.h>

#include <algorithm>
#include <span>

/// The program runs where this is called. It must stay a function of its own, with an instruction that can be probed.
extern "C" [[gnu::noinline, gnu::used]] void tapscope_read_kernel()
{
    asm volatile("nop" ::: "memory");
}

namespace tapscope::engine::bpf {

namespace {

struct Search {
    uintptr_t address = 0;
    std::optional<uint64_t> offset;
    std::string file;
};

int findSegment(dl_phdr_info *info, size_t, void *data)
{
    auto &search = *static_cast<Search *>(data);
    for (const ElfW(Phdr) & segment : std::span(info->dlpi_phdr, info->dlpi_phnum)) {
        const uintptr_t start = info->dlpi_addr + segment.p_vaddr;
        if (segment.p_type != PT_LOAD || search.address < start || search.address - start >= segment.p_filesz)
            continue;
        search.offset = search.address - start + segment.p_offset;
        search.file = *info->dlpi_name ? info->dlpi_name : "/proc/self/exe";
        return 1;
    }
    return 0;
}

}

std::optional<KernelReaderPlace> kernelReaderPlace()
{
    Search search;
    search.address = reinterpret_cast<uintptr_t>(&tapscope_read_kernel);
    ::dl_iterate_phdr(findSegment, &search);
    return search.offset ? std::optional(KernelReaderPlace{search.file, *search.offset}) : std::nullopt;
}

KernelReader::KernelReader(int map)
{
    if (map < 0)
        return;
    void *request = ::mmap(nullptr, sizeof(translator::KernelRead), PROT_READ | PROT_WRITE, MAP_SHARED, map, 0);
    if (request != MAP_FAILED)
        m_request = static_cast<translator::KernelRead *>(request);
}

KernelReader::~KernelReader()
{
    if (m_request)
        ::munmap(m_request, sizeof *m_request);
}

std::optional<std::string> KernelReader::read(uint64_t address, size_t size, bool isText)
{
    if (!m_request)
        return std::nullopt;
    constexpr int64_t unanswered = -1;
    m_request->address = address;
    m_request->size = static_cast<uint32_t>(std::min(size, sizeof m_request->bytes));
    m_request->isText = isText ? 1 : 0;
    m_request->result = unanswered;
    tapscope_read_kernel();
    const int64_t result = *const_cast<volatile int64_t *>(&m_request->result);
    if (result < 0)
        return std::nullopt;
    const size_t count = isText ? static_cast<size_t>(std::max<int64_t>(result - 1, 0)) : m_request->size;
    return std::string(m_request->bytes, std::min(count, sizeof m_request->bytes));
}

}
