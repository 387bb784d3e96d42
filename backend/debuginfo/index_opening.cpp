// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/index_opening.h"

#include "debuginfo/debug_file.h"
#include "debuginfo/index_builder.h"
#include "debuginfo/index_source.h"
#include "debuginfo/kernel_files.h"
#include "debuginfo/linkage_stubs.h"
#include "debuginfo/module.h"
#include "debuginfo/split_files.h"
#include "debuginfo/symbol_table.h"

#include <elfutils/libdw.h>
#include <gelf.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <functional>
#include <set>

namespace tapscope::debuginfo {

namespace {

bool hasDwarf(const ElfFile &file)
{
    return file.hasSection(".debug_info") || file.hasSection(".zdebug_info");
}

uint64_t statKey(const std::string &path, uint64_t seed)
{
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0)
        return seed;
    const std::array<uint64_t, 5> parts{seed, static_cast<uint64_t>(status.st_size), static_cast<uint64_t>(status.st_mtim.tv_sec),
                                        static_cast<uint64_t>(status.st_mtim.tv_nsec), static_cast<uint64_t>(status.st_ino)};
    return index_format::hashBytes({reinterpret_cast<const char *>(parts.data()), sizeof parts}, index_format::hashBytes(path));
}

std::string hexOf(uint64_t value)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (int shift = 60; shift >= 0; shift -= 4)
        out += digits[value >> shift & 15];
    return out;
}

std::string cacheName(const std::string &buildId, uint64_t key)
{
    return (buildId.empty() ? "file" : buildId.substr(0, 64)) + "-" + hexOf(key) + ".index";
}

/// The supplementary file of dwz, as libdw finds it.
class Supplement {
public:
    explicit Supplement(Elf *elf, bool needed) : m_dwarf(needed ? dwarf_begin_elf(elf, DWARF_C_READ, nullptr) : nullptr) {}
    ~Supplement()
    {
        if (m_dwarf)
            dwarf_end(m_dwarf);
    }
    Supplement(const Supplement &) = delete;
    Supplement &operator=(const Supplement &) = delete;

    std::optional<DwarfSections> sections() const
    {
        Dwarf *alternate = m_dwarf ? dwarf_getalt(m_dwarf) : nullptr;
        Elf *elf = alternate ? dwarf_getelf(alternate) : nullptr;
        return elf ? std::optional(readDwarfSections(elf)) : std::nullopt;
    }

private:
    Dwarf *m_dwarf;
};

std::expected<std::string, Failure> buildBytes(IndexInput &input, uint64_t key, const IndexOptions &options)
{
    const auto image = buildIndex(input, {options.threads, options.progress, options.stop});
    if (!image)
        return std::unexpected(Failure{});
    return index_format::serialise(*image, key);
}

// Symbols of a type (STT_…) in the full table, with their names.
void forSymbols(Elf *elf, int type, const std::function<void(const GElf_Sym &, const char *)> &visit)
{
    Elf_Scn *section = nullptr;
    while ((section = elf_nextscn(elf, section))) {
        GElf_Shdr header;
        Elf_Data *data = gelf_getshdr(section, &header) && header.sh_type == SHT_SYMTAB ? elf_getdata(section, nullptr) : nullptr;
        const size_t count = data && data->d_buf ? data->d_size / sizeof(Elf64_Sym) : 0;
        for (size_t i = 0; i < count; ++i) {
            GElf_Sym symbol;
            if (!gelf_getsym(data, static_cast<int>(i), &symbol) || GELF_ST_TYPE(symbol.st_info) != type)
                continue;
            if (const char *name = elf_strptr(elf, header.sh_link, symbol.st_name))
                visit(symbol, name);
        }
    }
}

// Function symbols of a debug file whose program is not there.
std::vector<IndexInput::Symbol> symbolsOf(Elf *elf, const std::vector<AddressRange> &code)
{
    std::vector<IndexInput::Symbol> out;
    forSymbols(elf, STT_FUNC, [&](const GElf_Sym &symbol, const char *name) {
        const bool inCode = std::ranges::any_of(code, [&](const AddressRange &range) {
            return symbol.st_value >= range.begin && symbol.st_value < range.end;
        });
        if (*name && inCode)
            out.push_back({symbol.st_value, symbol.st_size, name, GELF_ST_BIND(symbol.st_info) == STB_LOCAL});
    });
    std::ranges::stable_sort(out, {}, &IndexInput::Symbol::address);
    return out;
}

// Names of functions that the kernel's authors excluded one by one: for each there is a variable with a telling name.
std::set<std::string> excludedByName(Elf *elf)
{
    constexpr std::string_view mark = "_kbl_addr_";
    std::set<std::string> out;
    forSymbols(elf, STT_OBJECT, [&](const GElf_Sym &, const char *name) {
        if (std::string_view(name).starts_with(mark))
            out.insert(name + mark.size());
    });
    return out;
}

void addExcluded(const std::set<std::string> &names, IndexInput &input)
{
    // Those inside of a region that is excluded as a whole are part of that.
    const std::vector<AddressRange> regions = input.blacklist;
    uint64_t last = 0;
    for (const IndexInput::Symbol &symbol : input.symbols) {
        const bool known = symbol.address == last || std::ranges::any_of(regions, [&](const AddressRange &region) {
                               return symbol.address >= region.begin && symbol.address < region.end;
                           });
        if (known || !names.contains(std::string(symbol.name)))
            continue;
        last = symbol.address;
        input.blacklist.push_back({symbol.address, symbol.address + std::max<uint64_t>(symbol.size, 1)});
    }
    std::ranges::sort(input.blacklist, {}, &AddressRange::begin);
}

// What kprobes refuse (Documentation/trace/kprobes.rst, "Blacklist"), and what is gone once the kernel has started.
std::vector<AddressRange> blacklistOf(const ElfFile &kernel)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> bounds{{
        {"__kprobes_text_start", "__kprobes_text_end"},
        {"__noinstr_text_start", "__noinstr_text_end"},
        {"__entry_text_start", "__entry_text_end"},
    }};
    std::vector<AddressRange> out = codeRangesOf(kernel.elf(), [](std::string_view section) {
        return section.starts_with(".init.") || section.starts_with(".exit.");
    });
    for (const auto &[first, last] : bounds) {
        const auto begin = addressOfSymbol(kernel, first);
        const auto end = addressOfSymbol(kernel, last);
        if (begin && end && *begin < *end)
            out.push_back({*begin, *end});
    }
    std::ranges::sort(out, {}, &AddressRange::begin);
    return out;
}

std::expected<std::string, Failure> buildProgram(const std::string &path, uint64_t key, bool shortPaths,
                                                 const IndexOptions &options)
{
    auto program = ElfFile::open(path, ElfFile::Purpose::Program);
    const bool isProgram = program.has_value();
    if (!isProgram)
        program = ElfFile::open(path, ElfFile::Purpose::DebugFile);
    if (!program)
        return std::unexpected(std::move(program.error()));
    std::unique_ptr<ElfFile> debug = hasDwarf(**program) || !isProgram ? nullptr : findDebugFile(**program);
    const ElfFile &dwarfFile = debug && hasDwarf(*debug) ? *debug : **program;
    IndexInput input;
    input.shortPaths = shortPaths;
    input.sections = readDwarfSections(dwarfFile.elf());
    const Supplement supplement(dwarfFile.elf(), dwarfFile.hasSection(".gnu_debugaltlink"));
    input.alternate = supplement.sections();
    input.code = codeRanges((*program)->elf());
    if (input.code.empty()) {
        for (const Segment &segment : (*program)->segments()) {
            if (segment.executable)
                input.code.push_back({segment.address, segment.address + segment.fileSize});
        }
        std::ranges::sort(input.code, {}, &AddressRange::begin);
    }
    std::optional<SymbolTable> symbols;
    if (isProgram) {
        symbols.emplace(**program, debug.get());
        for (const Symbol &symbol : symbols->symbols())
            input.symbols.push_back({symbol.address, symbol.size, symbol.name, symbol.binding == Symbol::Binding::Local});
    } else {
        input.symbols = symbolsOf((*program)->elf(), input.code);
    }
    if (shortPaths) {
        input.blacklist = blacklistOf(**program);
        addExcluded(excludedByName((*program)->elf()), input);
    }
    SplitFiles splitFiles(dwarfFile.path());
    input.split = [&](std::string_view name, std::string_view directory, uint64_t id) {
        return splitFiles.find(name, directory, id);
    };
    return buildBytes(input, key, options);
}

std::expected<std::string, Failure> buildObject(const std::string &path, uint64_t key, const IndexOptions &options)
{
    auto object = RelocatedObject::open(path);
    if (!object)
        return std::unexpected(std::move(object.error()));
    IndexInput input;
    input.shortPaths = true;
    input.sections = readDwarfSections((*object)->elf());
    input.code = codeRanges((*object)->elf());
    input.blacklist = codeRangesOf((*object)->elf(), [](std::string_view section) {
        return section.starts_with(".init.") || section.starts_with(".exit.") || section == ".noinstr.text"
            || section == ".kprobes.text";
    });
    for (const RelocatedObject::FunctionSymbol &symbol : (*object)->symbols())
        input.symbols.push_back({symbol.address, symbol.size, symbol.name, symbol.local});
    std::ranges::stable_sort(input.symbols, {}, &IndexInput::Symbol::address);
    addExcluded(excludedByName((*object)->elf()), input);
    return buildBytes(input, key, options);
}

std::expected<std::shared_ptr<const Index>, Failure> openFile(const std::string &path, bool shortPaths,
                                                              const IndexOptions &options)
{
    IndexSource source;
    source.path = path;
    if (isRelocatable(path)) {
        source.key = statKey(path, 1);
        source.build = [path, key = source.key](const IndexOptions &wanted) { return buildObject(path, key, wanted); };
    } else {
        auto program = ElfFile::open(path, ElfFile::Purpose::Program);
        const bool isProgram = program.has_value();
        if (!isProgram) {
            auto debug = ElfFile::open(path, ElfFile::Purpose::DebugFile);
            if (!debug || !hasDwarf(**debug))
                return std::unexpected(std::move(program.error()));
            program = std::move(debug);
        }
        source.buildId = (*program)->buildId();
        source.key = statKey(path, shortPaths ? 3 : 2);
        if (isProgram && !hasDwarf(**program)) {
            if (const auto debug = findDebugFile(**program))
                source.key = statKey(debug->path(), source.key);
        }
        source.build = [path, key = source.key, shortPaths](const IndexOptions &wanted) {
            return buildProgram(path, key, shortPaths, wanted);
        };
    }
    source.cacheName = cacheName(source.buildId, source.key);
    return openIndex(std::move(source), options);
}

}

std::expected<std::shared_ptr<const Index>, Failure> Index::open(const std::string &path, const IndexOptions &options)
{
    auto resolved = findProgram(path);
    if (!resolved)
        return std::unexpected(std::move(resolved.error()));
    return openFile(*resolved, false, options);
}

std::expected<std::shared_ptr<const Index>, Failure> Index::openKernel(const std::string &kernel, const IndexOptions &options)
{
    const KernelFiles files = findKernelFiles(kernel);
    if (files.image.empty())
        return std::unexpected(noKernelDebugInfo(files));
    return openFile(files.image, true, options);
}

}
