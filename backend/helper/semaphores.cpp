// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/semaphores.h"

#include "base/descriptor_io.h"

#include <elf.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>

namespace tapscope::helper {

namespace {

constexpr size_t maxSections = 1u << 16;
constexpr size_t maxNoteBytes = 16u << 20;
constexpr uint32_t noteType = 3;
constexpr std::string_view noteName{"stapsdt\0", 8};
constexpr std::string_view baseSection{".stapsdt.base\0", 14};

// Read, not mapped: whoever owns the file may cut it off meanwhile.
template <class T> std::optional<T> valueAt(int file, uint64_t offset)
{
    T value;
    if (!readAt(file, offset, &value, sizeof value))
        return std::nullopt;
    return value;
}

/// What a file says about itself, of this machine's width and byte order.
struct Headers {
    std::vector<Elf64_Phdr> segments;
    std::vector<Elf64_Shdr> sections;
    uint64_t base = 0; ///< address of ".stapsdt.base": the notes' addresses move with it when a file was prelinked
};

std::optional<Headers> readHeaders(int file)
{
    const auto header = valueAt<Elf64_Ehdr>(file, 0);
    if (!header || std::memcmp(header->e_ident, ELFMAG, SELFMAG) != 0 || header->e_ident[EI_CLASS] != ELFCLASS64
        || header->e_ident[EI_DATA] != ELFDATA2LSB || header->e_phentsize != sizeof(Elf64_Phdr)
        || header->e_shentsize != sizeof(Elf64_Shdr))
        return std::nullopt;
    Headers headers;
    headers.segments.resize(header->e_phnum);
    headers.sections.resize(std::min<size_t>(header->e_shnum, maxSections));
    if (!readAt(file, header->e_phoff, headers.segments.data(), headers.segments.size() * sizeof(Elf64_Phdr))
        || !readAt(file, header->e_shoff, headers.sections.data(), headers.sections.size() * sizeof(Elf64_Shdr)))
        return std::nullopt;
    if (header->e_shstrndx < headers.sections.size()) {
        const uint64_t names = headers.sections[header->e_shstrndx].sh_offset;
        for (const Elf64_Shdr &section : headers.sections) {
            const auto name = valueAt<std::array<char, baseSection.size()>>(file, names + section.sh_name);
            if (name && std::string_view(name->data(), name->size()) == baseSection)
                headers.base = section.sh_addr;
        }
    }
    return headers;
}

std::optional<uint64_t> fileOffset(const Headers &headers, uint64_t address)
{
    for (const Elf64_Phdr &segment : headers.segments) {
        const bool inside = segment.p_type == PT_LOAD && address >= segment.p_vaddr && segment.p_filesz >= sizeof(uint16_t)
            && address - segment.p_vaddr <= segment.p_filesz - sizeof(uint16_t);
        if (inside)
            return address - segment.p_vaddr + segment.p_offset;
    }
    return std::nullopt;
}

uint64_t padded(uint32_t size)
{
    return (uint64_t{size} + 3) & ~uint64_t{3};
}

void readNotes(const Headers &headers, std::span<const char> notes, std::vector<uint64_t> &offsets)
{
    while (notes.size() >= sizeof(Elf64_Nhdr)) {
        Elf64_Nhdr note;
        std::memcpy(&note, notes.data(), sizeof note);
        notes = notes.subspan(sizeof note);
        const uint64_t name = padded(note.n_namesz), content = padded(note.n_descsz);
        if (name + content > notes.size())
            return;
        struct {
            uint64_t place, base, semaphore;
        } probe{};
        const bool ours = note.n_type == noteType && note.n_descsz >= sizeof probe && note.n_namesz == noteName.size()
            && std::string_view(notes.data(), noteName.size()) == noteName;
        if (ours) {
            std::memcpy(&probe, notes.data() + name, sizeof probe);
            const uint64_t moved = headers.base && probe.base ? headers.base - probe.base : 0;
            if (const auto offset = probe.semaphore ? fileOffset(headers, probe.semaphore + moved) : std::nullopt)
                offsets.push_back(*offset);
        }
        notes = notes.subspan(name + content);
    }
}

}

std::vector<uint64_t> findSemaphores(int file)
{
    std::vector<uint64_t> offsets;
    const auto headers = readHeaders(file);
    if (!headers)
        return offsets;
    size_t left = maxNoteBytes;
    for (const Elf64_Shdr &section : headers->sections) {
        if (section.sh_type != SHT_NOTE || section.sh_size > left)
            continue;
        std::vector<char> notes(section.sh_size);
        if (!readAt(file, section.sh_offset, notes.data(), notes.size()))
            continue;
        left -= notes.size();
        readNotes(*headers, notes, offsets);
    }
    std::ranges::sort(offsets);
    return offsets;
}

}
