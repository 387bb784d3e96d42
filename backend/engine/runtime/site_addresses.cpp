// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/runtime/site_addresses.h"

#include "base/descriptor_io.h"
#include "base/unique_fd.h"

#include <elf.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <vector>

namespace tapscope::engine {

namespace {

constexpr uint64_t pageOffset = 0xfff;
/// Enough for every real program, little enough for a forged stream of addresses.
constexpr size_t maxKnown = 1u << 20;

}

size_t SiteAddresses::PlaceHash::operator()(const Place &place) const
{
    uint64_t hash = (place.instruction ^ (place.codeStart << 7)) * 0x9e3779b97f4a7c15U;
    hash ^= place.handler;
    return static_cast<size_t>(hash ^ (hash >> 29));
}

uint32_t SiteAddresses::find(uint32_t handler, uint64_t instruction, uint64_t codeStart)
{
    const Place place{handler, instruction, codeStart};
    if (const auto it = m_known.find(place); it != m_known.end())
        return it->second;
    const uint32_t site = search(place);
    if (m_known.size() < maxKnown)
        m_known.emplace(place, site);
    return site;
}

uint32_t SiteAddresses::search(const Place &place)
{
    if (place.handler >= m_program.handlers.size())
        return UINT32_MAX;
    uint32_t byPage = UINT32_MAX;
    size_t samePage = 0;
    for (const uint32_t index : m_program.handlers[place.handler].sites) {
        if (index >= m_program.sites.size())
            continue;
        const analysis::Site &site = m_program.sites[index];
        if (((site.address ^ place.instruction) & pageOffset) != 0)
            continue; // loading moves whole pages
        const uint64_t linked = linkedCodeStart(site.modulePath);
        if (linked != UINT64_MAX && site.address + (place.codeStart - linked) == place.instruction)
            return index;
        byPage = index;
        ++samePage;
    }
    // In a shared library the start of the program's code says nothing; the place in the page does when it is the only one.
    return samePage == 1 ? byPage : UINT32_MAX;
}

uint64_t SiteAddresses::linkedCodeStart(const std::string &path)
{
    const auto [it, isNew] = m_codeStarts.try_emplace(path, UINT64_MAX);
    if (!isNew)
        return it->second;
    const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    Elf64_Ehdr header{};
    if (!fd || !readAt(fd.get(), 0, &header, sizeof header) || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0
        || header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_phentsize != sizeof(Elf64_Phdr))
        return UINT64_MAX;
    std::vector<Elf64_Phdr> segments(header.e_phnum);
    if (!readAt(fd.get(), header.e_phoff, segments.data(), segments.size() * sizeof(Elf64_Phdr)))
        return UINT64_MAX;
    for (const Elf64_Phdr &segment : segments) {
        if (segment.p_type == PT_LOAD && (segment.p_flags & PF_X) != 0)
            it->second = std::min<uint64_t>(it->second, segment.p_vaddr);
    }
    return it->second;
}

}
