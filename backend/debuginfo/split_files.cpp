// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/split_files.h"

#include "debuginfo/byte_reader.h"

#include <gelf.h>

#include <vector>

namespace tapscope::debuginfo {

namespace {

DwarfSections::Bytes packageIndex(Elf *elf)
{
    size_t names = 0;
    if (elf_getshdrstrndx(elf, &names) != 0)
        return {};
    Elf_Scn *section = nullptr;
    while ((section = elf_nextscn(elf, section))) {
        GElf_Shdr header;
        const char *name = gelf_getshdr(section, &header) ? elf_strptr(elf, names, header.sh_name) : nullptr;
        if (!name || std::string_view(name) != ".debug_cu_index")
            continue;
        if (header.sh_flags & SHF_COMPRESSED)
            elf_compress(section, 0, 0);
        const Elf_Data *data = elf_getdata(section, nullptr);
        return data && data->d_buf ? DwarfSections::Bytes{static_cast<const uint8_t *>(data->d_buf), data->d_size}
                                   : DwarfSections::Bytes();
    }
    return {};
}

// The columns that matter, by their numbers (DW_SECT_*): the same in the GNU form of DWARF 4 but for the ranges.
DwarfSections::Bytes *memberOf(DwarfSections &sections, uint32_t column, uint32_t version)
{
    switch (column) {
    case 1: return &sections.info;
    case 3: return &sections.abbrev;
    case 4: return &sections.line;
    case 6: return &sections.textOffsets;
    case 8: return version >= 5 ? &sections.rangeLists : nullptr;
    default: return nullptr;
    }
}

}

std::unordered_map<uint64_t, SplitSections> readPackageIndex(DwarfSections::Bytes index, const DwarfSections &package)
{
    std::unordered_map<uint64_t, SplitSections> out;
    ByteReader reader(index);
    // In DWARF 5 the version has two bytes and padding, in the GNU form four.
    const uint32_t version = reader.u32() & 0xffff;
    const uint64_t columns = reader.u32();
    const uint64_t units = reader.u32();
    const uint64_t slots = reader.u32();
    constexpr uint64_t mostColumns = 16;
    if (!reader.ok() || columns == 0 || columns > mostColumns || slots > index.size() / 12 || units > slots
        || units * columns > index.size() / 4)
        return out;
    std::vector<uint64_t> ids(units + 1);
    const uint64_t header = reader.at();
    for (uint64_t slot = 0; slot < slots; ++slot) {
        ByteReader id(index, header + slot * 8);
        ByteReader row(index, header + slots * 8 + slot * 4);
        const uint64_t value = id.u64();
        const uint32_t number = row.u32();
        if (id.ok() && row.ok() && number >= 1 && number <= units)
            ids[number] = value;
    }
    const uint64_t names = header + slots * 12;
    const uint64_t offsets = names + columns * 4;
    const uint64_t sizes = offsets + units * columns * 4;
    for (uint64_t unit = 0; unit < units; ++unit) {
        SplitSections found{package, 0};
        bool fits = true;
        for (uint64_t column = 0; column < columns && fits; ++column) {
            ByteReader name(index, names + column * 4);
            ByteReader offset(index, offsets + (unit * columns + column) * 4);
            ByteReader size(index, sizes + (unit * columns + column) * 4);
            const uint32_t number = name.u32(), from = offset.u32(), bytes = size.u32();
            DwarfSections::Bytes *member = memberOf(found.sections, number, version);
            fits = name.ok() && offset.ok() && size.ok()
                && (!member || (from <= member->size() && bytes <= member->size() - from));
            if (!fits || !member)
                continue;
            *member = member->subspan(from, bytes);
            if (number == 1)
                found.infoOffset = from;
        }
        if (fits)
            out.emplace(ids[unit + 1], found);
    }
    return out;
}

const SplitFiles::File *SplitFiles::open(const std::string &path)
{
    const auto [entry, isNew] = m_files.try_emplace(path);
    if (isNew) {
        if (auto file = ElfFile::open(path, ElfFile::Purpose::SplitFile)) {
            entry->second.file = std::move(*file);
            entry->second.sections = readDwarfSections(entry->second.file->elf(), true);
        }
    }
    return entry->second.file ? &entry->second : nullptr;
}

void SplitFiles::openPackage()
{
    if (m_packageRead)
        return;
    m_packageRead = true;
    if (const File *package = open(m_program + ".dwp"))
        m_packaged = readPackageIndex(packageIndex(package->file->elf()), package->sections);
}

std::optional<SplitSections> SplitFiles::find(std::string_view name, std::string_view directory, uint64_t id)
{
    openPackage();
    if (const auto packaged = m_packaged.find(id); packaged != m_packaged.end())
        return packaged->second;
    std::string path(name);
    if (!path.starts_with('/') && !directory.empty())
        path = std::string(directory) + "/" + path;
    const File *file = open(path);
    if (!file && !m_program.empty()) {
        const std::string beside = m_program.substr(0, m_program.rfind('/') + 1);
        file = open(beside + std::string(name.substr(name.rfind('/') + 1)));
    }
    return file ? std::optional(SplitSections{file->sections, 0}) : std::nullopt;
}

}
