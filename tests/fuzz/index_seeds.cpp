// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

// index_seeds FOLDER PROGRAM…: what fuzz_index reads (see there), of each program: its sections, and its index.

#include "debuginfo/elf_file.h"
#include "debuginfo/index_builder.h"

#include <filesystem>
#include <fstream>
#include <iostream>

using namespace tapscope::debuginfo;

namespace {

std::string sections(const DwarfSections &from)
{
    std::string out(1, '\0');
    for (auto section :
         {&DwarfSections::info, &DwarfSections::abbrev, &DwarfSections::line, &DwarfSections::text, &DwarfSections::lineText,
          &DwarfSections::addresses, &DwarfSections::textOffsets, &DwarfSections::rangeLists, &DwarfSections::ranges}) {
        const DwarfSections::Bytes bytes = from.*section;
        out += {static_cast<char>(bytes.size() & 255), static_cast<char>(bytes.size() >> 8)};
        out.append(bytes.begin(), bytes.end());
    }
    return out;
}

}

int main(int argc, char **argv)
{
    for (int i = 2; i < argc; ++i) {
        const auto file = ElfFile::open(argv[i], ElfFile::Purpose::Program);
        if (!file) {
            std::cerr << argv[i] << ": not an ELF file\n";
            return 1;
        }
        IndexInput input;
        input.sections = readDwarfSections((*file)->elf());
        input.code = codeRanges((*file)->elf());
        const auto image = buildIndex(input, {});
        const std::string name = std::filesystem::path(argv[1]) / std::filesystem::path(argv[i]).filename();
        std::ofstream(name + ".sections", std::ios::binary) << sections(input.sections);
        std::ofstream(name + ".index", std::ios::binary) << '\1' << index_format::serialise(*image, 1);
    }
    return 0;
}
