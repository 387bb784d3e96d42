// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/kernel_module.h"

#include "debuginfo/kernel_files.h"

#include <gelf.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <memory>
#include <vector>

namespace tapscope::debuginfo {

namespace {

struct Section {
    std::string name;
    uint64_t begin = 0;
    uint64_t size = 0;
    std::optional<uint64_t> loaded;
};

std::vector<Section> sectionsOf(Elf *elf)
{
    std::vector<Section> out;
    size_t names = 0;
    if (elf_getshdrstrndx(elf, &names) != 0)
        return out;
    Elf_Scn *section = nullptr;
    while ((section = elf_nextscn(elf, section))) {
        GElf_Shdr header;
        const char *name = nullptr;
        if (gelf_getshdr(section, &header) && (header.sh_flags & SHF_ALLOC) && header.sh_size > 0
            && (name = elf_strptr(elf, names, header.sh_name)))
            out.push_back({name, header.sh_addr, header.sh_size, {}});
    }
    return out;
}

// "0xffffffffc0a1b000"; zero where the kernel hides it.
std::optional<uint64_t> readAddress(const std::string &path)
{
    std::ifstream file(path);
    std::string text;
    uint64_t address = 0;
    if (!(file >> text) || !text.starts_with("0x")
        || std::from_chars(text.data() + 2, text.data() + text.size(), address, 16).ec != std::errc() || address == 0)
        return std::nullopt;
    return address;
}

}

std::function<std::optional<uint64_t>(uint64_t)> loadedKernelModule(const RelocatedObject &object, const std::string &sysModules)
{
    const std::string &path = object.path();
    std::string directory = sysModules + "/" + kernelModuleName(path.substr(path.rfind('/') + 1)) + "/sections/";
    struct Sections {
        std::vector<Section> all;
        bool read = false;
    };
    auto sections = std::make_shared<Sections>(Sections{sectionsOf(object.elf()), false});
    return [sections, directory = std::move(directory)](uint64_t address) -> std::optional<uint64_t> {
        if (!sections->read) {
            sections->read = true;
            for (Section &section : sections->all) {
                if (!section.name.contains('/'))
                    section.loaded = readAddress(directory + section.name);
            }
        }
        const auto found = std::ranges::find_if(sections->all, [address](const Section &section) {
            return address >= section.begin && address - section.begin < section.size;
        });
        if (found == sections->all.end() || !found->loaded)
            return std::nullopt;
        return *found->loaded + (address - found->begin);
    };
}

}
