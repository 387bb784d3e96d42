// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What an index is made from and what it is kept in. The first byte chooses: the sections of DWARF one behind the other (entries
// with their abbreviations, line programs), or the file of an index whose hashes are made to fit.

#include "debuginfo/index_builder.h"
#include "debuginfo/index_data.h"
#include "debuginfo/index_search.h"

#include <atomic>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string>

using namespace tapscope::debuginfo;

namespace {

// Each section takes its length (two bytes) from the front.
DwarfSections::Bytes take(DwarfSections::Bytes &data)
{
    if (data.size() < 2)
        return {};
    const size_t length = std::min<size_t>(data[0] | size_t(data[1]) << 8, data.size() - 2);
    const auto out = data.subspan(2, length);
    data = data.subspan(2 + length);
    return out;
}

void askEverything(std::string_view bytes, uint64_t key)
{
    const auto data = IndexData::read(bytes, key);
    if (!data)
        return;
    const std::unique_ptr<std::atomic<bool>[]> checked(new std::atomic<bool>[data->blockCount()]());
    (void)data->isSound(index_format::Part::Rows, 0, data->rows().size(), checked.get());
    for (const index_format::Function &function : data->functions()) {
        (void)data->text(function.name).size();
        (void)data->text(function.qualifiedName).size();
        (void)data->text(function.linkageName).size();
        for (const index_format::Copy &copy : data->copiesOf(function))
            (void)copy.address;
    }
    for (const index_format::File &file : data->files()) {
        (void)data->text(file.path).size();
        (void)data->functionsOf(file).size();
        (void)data->rowsOf(file).size();
    }
    (void)data->compilationDirectory();
    (void)searchNames(*data, "ma", 5, {});
    (void)searchNames(*data, "*.c", 5, {});
}

void readDwarf(DwarfSections::Bytes data)
{
    IndexInput input;
    input.code = {{0, ~uint64_t(0)}};
    for (auto section :
         {&DwarfSections::info, &DwarfSections::abbrev, &DwarfSections::line, &DwarfSections::text, &DwarfSections::lineText,
          &DwarfSections::addresses, &DwarfSections::textOffsets, &DwarfSections::rangeLists, &DwarfSections::ranges})
        input.sections.*section = take(data);
    input.alternate = input.sections;
    input.split = [&input](std::string_view, std::string_view, uint64_t) { return SplitSections{input.sections, 0}; };
    IndexProgress progress;
    progress.threads = 1;
    const auto image = buildIndex(input, progress);
    if (image)
        askEverything(index_format::serialise(*image, 1), 1);
}

void readFile(std::string bytes)
{
    using namespace index_format;
    if (bytes.size() < sizeof(Header))
        return;
    Header header;
    std::memcpy(&header, bytes.data(), sizeof header);
    header.magic = magic;
    header.version = version;
    header.fileSize = bytes.size();
    header.sourceKey = 1;
    for (size_t i = 0; i < partCount; ++i) {
        PartPlace &place = header.parts[i];
        place.offset &= ~uint64_t(15);
        if (place.offset <= bytes.size() && place.size <= bytes.size() - place.offset)
            place.hash = hashBytes(std::string_view(bytes).substr(place.offset, place.size), i);
    }
    std::memcpy(bytes.data(), &header, sizeof header);
    header.hash = hashBytes(std::string_view(bytes).substr(0, offsetof(Header, hash)));
    std::memcpy(bytes.data(), &header, sizeof header);
    askEverything(bytes, 1);
}

}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    if (data[0] & 1)
        readFile(std::string(reinterpret_cast<const char *>(data + 1), size - 1));
    else
        readDwarf({data + 1, size - 1});
    return 0;
}
