// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/dwarf_sections.h"

#include <gelf.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace tapscope::debuginfo {

namespace {

using Member = DwarfSections::Bytes DwarfSections::*;
constexpr std::array<std::pair<std::string_view, Member>, 9> sectionMembers{{
    {"info", &DwarfSections::info},
    {"abbrev", &DwarfSections::abbrev},
    {"line", &DwarfSections::line},
    {"str", &DwarfSections::text},
    {"line_str", &DwarfSections::lineText},
    {"addr", &DwarfSections::addresses},
    {"str_offsets", &DwarfSections::textOffsets},
    {"rnglists", &DwarfSections::rangeLists},
    {"ranges", &DwarfSections::ranges},
}};

// Both ways of compression: a flag of the section, and ".zdebug_" in its name.
DwarfSections::Bytes contents(Elf_Scn *section, const GElf_Shdr &header, bool oldCompression)
{
    if (header.sh_flags & SHF_COMPRESSED)
        elf_compress(section, 0, 0);
    else if (oldCompression)
        elf_compress_gnu(section, 0, 0);
    const Elf_Data *data = elf_getdata(section, nullptr);
    if (!data || !data->d_buf)
        return {};
    return {static_cast<const uint8_t *>(data->d_buf), data->d_size};
}

}

bool contain(std::span<const AddressRange> ranges, uint64_t address)
{
    const auto after = std::ranges::upper_bound(ranges, address, {}, &AddressRange::begin);
    return after != ranges.begin() && address < (after - 1)->end;
}

DwarfSections readDwarfSections(Elf *elf, bool split)
{
    DwarfSections out;
    size_t names = 0;
    if (elf_getshdrstrndx(elf, &names) != 0)
        return out;
    Elf_Scn *section = nullptr;
    while ((section = elf_nextscn(elf, section))) {
        GElf_Shdr header;
        if (!gelf_getshdr(section, &header) || header.sh_type == SHT_NOBITS)
            continue;
        const char *written = elf_strptr(elf, names, header.sh_name);
        std::string_view name = written ? written : "";
        const bool oldCompression = name.starts_with(".zdebug_");
        if (!oldCompression && !name.starts_with(".debug_"))
            continue;
        name.remove_prefix(oldCompression ? 8 : 7);
        if (name.ends_with(".dwo") != split)
            continue;
        if (split)
            name.remove_suffix(4);
        const auto *entry = std::ranges::find(sectionMembers, name, &std::pair<std::string_view, Member>::first);
        if (entry != sectionMembers.end() && (out.*entry->second).empty())
            out.*entry->second = contents(section, header, oldCompression);
    }
    return out;
}

std::vector<AddressRange> codeRanges(Elf *elf)
{
    return codeRangesOf(elf, [](std::string_view) { return true; });
}

std::vector<AddressRange> codeRangesOf(Elf *elf, const std::function<bool(std::string_view)> &wanted)
{
    std::vector<AddressRange> out;
    size_t names = 0;
    const bool named = elf_getshdrstrndx(elf, &names) == 0;
    Elf_Scn *section = nullptr;
    while ((section = elf_nextscn(elf, section))) {
        GElf_Shdr header;
        constexpr GElf_Xword executed = SHF_ALLOC | SHF_EXECINSTR;
        if (gelf_getshdr(section, &header) && (header.sh_flags & executed) == executed
            && header.sh_addr + header.sh_size > header.sh_addr) {
            const char *name = named ? elf_strptr(elf, names, header.sh_name) : nullptr;
            if (wanted(name ? name : ""))
                out.push_back({header.sh_addr, header.sh_addr + header.sh_size});
        }
    }
    std::ranges::sort(out, {}, &AddressRange::begin);
    return out;
}

}
