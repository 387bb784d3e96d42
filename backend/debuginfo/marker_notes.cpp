// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/marker_notes.h"

#include "debuginfo/location_lowering.h"

#include <gelf.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

namespace tapscope::debuginfo {

namespace {

using Op = LocationStep::Op;

constexpr int returnAddressColumn = 16; // which holds the address of the probed instruction

struct RegisterPart {
    int dwarf = 0;
    unsigned bytes = 8;
    unsigned shift = 0;
};

// rax eax ax al ah; r8 r8d r8w r8b.
std::optional<RegisterPart> registerNamed(std::string_view name)
{
    struct Old {
        std::string_view letters; // of the 16-bit name
        int dwarf;
    };
    static constexpr std::array<Old, 8> olds{
        {{"ax", 0}, {"dx", 1}, {"cx", 2}, {"bx", 3}, {"si", 4}, {"di", 5}, {"bp", 6}, {"sp", 7}}};
    for (const Old &old : olds) {
        if (name.size() == 3 && name.substr(1) == old.letters && (name[0] == 'r' || name[0] == 'e'))
            return RegisterPart{old.dwarf, name[0] == 'r' ? 8U : 4U, 0};
        if (name == old.letters)
            return RegisterPart{old.dwarf, 2, 0};
        const bool hasLowByte = old.dwarf < 4;
        if (hasLowByte && name.size() == 2 && name[0] == old.letters[0] && (name[1] == 'l' || name[1] == 'h'))
            return RegisterPart{old.dwarf, 1, name[1] == 'h' ? 8U : 0U};
        if (!hasLowByte && name.size() == 3 && name.substr(0, 2) == old.letters && name[2] == 'l')
            return RegisterPart{old.dwarf, 1, 0};
    }
    if (!name.starts_with('r'))
        return std::nullopt;
    int number = 0;
    const auto [end, error] = std::from_chars(name.data() + 1, name.data() + name.size(), number);
    if (error != std::errc() || number < 8 || number > 15)
        return std::nullopt;
    const std::string_view suffix(end, static_cast<size_t>(name.data() + name.size() - end));
    if (suffix.empty())
        return RegisterPart{number, 8, 0};
    if (suffix == "d" || suffix == "w" || suffix == "b")
        return RegisterPart{number, suffix == "d" ? 4U : suffix == "w" ? 2U : 1U, 0};
    return std::nullopt;
}

std::optional<int64_t> numberIn(std::string_view text)
{
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+'))
        text.remove_prefix(1);
    const bool hexadecimal = text.starts_with("0x");
    if (hexadecimal)
        text.remove_prefix(2);
    uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, hexadecimal ? 16 : 10);
    if (text.empty() || error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return static_cast<int64_t>(negative ? 0 - value : value);
}

/// Reads one operand in the assembler's notation (AT&T).
class OperandReader {
public:
    OperandReader(uint64_t address, bool fixedAddress, const SymbolAddress &symbol)
        : m_address(address)
        , m_fixedAddress(fixedAddress)
        , m_symbol(symbol)
    {}

    std::optional<Location> read(std::string_view text)
    {
        if (text.starts_with('$')) {
            const auto value = displacement(text.substr(1));
            if (!value)
                return std::nullopt;
            if (m_named && !m_fixedAddress)
                return Location{Location::Kind::Value, relative(*value), {}};
            return Location{Location::Kind::Value, {{Op::Constant, *value}}, {}};
        }
        if (text.starts_with('%')) {
            const auto part = registerNamed(text.substr(1));
            if (!part)
                return unavailable(TAPSCOPE_TEXT("Diagnostics", "it is in a vector register, which probes cannot read"));
            Location location{Location::Kind::Value, {{Op::Register, part->dwarf}}, {}};
            if (part->shift > 0) {
                location.steps.push_back({Op::Constant, part->shift});
                location.steps.push_back({Op::ShiftRight, 0});
            }
            return location;
        }
        return memory(text);
    }

private:
    // disp, disp(base), disp(base,index,scale), symbol+disp(%rip)
    std::optional<Location> memory(std::string_view text)
    {
        const size_t open = text.find('(');
        const auto offset = open == 0 ? std::optional<int64_t>(0) : displacement(text.substr(0, open));
        if (!offset)
            return std::nullopt;
        if (open == std::string_view::npos) {
            if (!m_named)
                return std::nullopt;
            return Location{Location::Kind::Memory,
                            m_fixedAddress ? std::vector<LocationStep>{{Op::Constant, *offset}} : relative(*offset),
                            {}};
        }
        if (!text.ends_with(')'))
            return std::nullopt;
        std::string_view inner = text.substr(open + 1, text.size() - open - 2);
        std::array<std::string_view, 3> parts{};
        size_t count = 0;
        while (count < parts.size()) {
            const size_t comma = inner.find(',');
            parts[count++] = inner.substr(0, comma);
            if (comma == std::string_view::npos)
                break;
            inner.remove_prefix(comma + 1);
        }
        if (parts[0] == "%rip") {
            // Without a symbol it counts from behind an instruction whose length nobody tells.
            if (!m_named || count != 1)
                return std::nullopt;
            return Location{Location::Kind::Memory, relative(*offset), {}};
        }
        Location location{Location::Kind::Memory, {{Op::Constant, *offset}}, {}};
        if (!parts[0].empty() && !addRegister(parts[0], 1, location.steps))
            return std::nullopt;
        if (count > 1) {
            const auto scale = count > 2 ? numberIn(parts[2]) : std::optional<int64_t>(1);
            if (!scale || !addRegister(parts[1], *scale, location.steps))
                return std::nullopt;
        }
        return location;
    }

    static bool addRegister(std::string_view name, int64_t scale, std::vector<LocationStep> &steps)
    {
        const auto part = name.starts_with('%') ? registerNamed(name.substr(1)) : std::nullopt;
        if (!part || part->bytes != 8)
            return false;
        steps.push_back({Op::Register, part->dwarf});
        if (scale != 1) {
            steps.push_back({Op::Constant, scale});
            steps.push_back({Op::Multiply, 0});
        }
        steps.push_back({Op::Add, 0});
        return true;
    }

    // Where the program was loaded is known from where the probe is.
    std::vector<LocationStep> relative(int64_t linked) const
    {
        return {{Op::Register, returnAddressColumn}, {Op::Constant, linked - static_cast<int64_t>(m_address)}, {Op::Add, 0}};
    }

    // A sum of numbers and at most one symbol.
    std::optional<int64_t> displacement(std::string_view text)
    {
        int64_t sum = 0;
        while (!text.empty()) {
            const size_t next = std::min(text.find_first_of("+-", 1), text.size());
            std::string_view term = text.substr(0, next);
            text.remove_prefix(next);
            if (const auto number = numberIn(term)) {
                sum = static_cast<int64_t>(static_cast<uint64_t>(sum) + static_cast<uint64_t>(*number));
                continue;
            }
            if (term.starts_with('+'))
                term.remove_prefix(1);
            const auto address = m_named ? std::nullopt : m_symbol(term);
            if (!address)
                return std::nullopt;
            m_named = true;
            sum = static_cast<int64_t>(static_cast<uint64_t>(sum) + *address);
        }
        return sum;
    }

    uint64_t m_address;
    bool m_fixedAddress;
    const SymbolAddress &m_symbol;
    bool m_named = false;
};

struct NoteSections {
    Elf_Data *notes = nullptr;
    std::optional<uint64_t> base;
};

NoteSections findSections(const ElfFile &file)
{
    NoteSections out;
    size_t names = 0;
    if (elf_getshdrstrndx(file.elf(), &names) != 0)
        return out;
    Elf_Scn *section = nullptr;
    while ((section = elf_nextscn(file.elf(), section))) {
        GElf_Shdr header;
        const char *name = gelf_getshdr(section, &header) ? elf_strptr(file.elf(), names, header.sh_name) : nullptr;
        if (!name)
            continue;
        if (header.sh_type == SHT_NOTE && std::string_view(name) == ".note.stapsdt")
            out.notes = elf_getdata(section, nullptr);
        else if (std::string_view(name) == ".stapsdt.base")
            out.base = header.sh_addr;
    }
    return out;
}

std::optional<std::string_view> takeString(std::string_view &rest)
{
    const size_t end = rest.find('\0');
    if (end == std::string_view::npos)
        return std::nullopt;
    const std::string_view text = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return text;
}

}

VariableAt parseMarkerArgument(std::string_view text, uint64_t address, bool fixedAddress, const SymbolAddress &symbol)
{
    VariableAt out;
    out.isParameter = true;
    out.type.kind = TypeInfo::Kind::Integer;
    out.type.name = "long";
    out.type.byteSize = 8;
    out.type.isSigned = true;
    const size_t at = text.find('@');
    std::string_view operand = text;
    if (at != std::string_view::npos && !text.starts_with('%')) {
        std::string_view size = text.substr(0, at);
        operand = text.substr(at + 1);
        if (size.ends_with('f')) {
            size.remove_suffix(1);
            out.type.kind = TypeInfo::Kind::Float;
            out.type.name = "double";
        }
        const auto bytes = numberIn(size);
        const int64_t width = bytes ? (*bytes < 0 ? -*bytes : *bytes) : 0;
        if (width != 1 && width != 2 && width != 4 && width != 8) {
            out.location = unavailable(TAPSCOPE_TEXT("Diagnostics",
                                                     "the program's note describes it as “%1”, which is not understood"),
                                       {std::string(text)});
            return out;
        }
        out.type.byteSize = static_cast<uint64_t>(width);
        out.type.isSigned = *bytes < 0;
    }
    auto location = OperandReader(address, fixedAddress, symbol).read(operand);
    out.location = location
        ? std::move(*location)
        : unavailable(TAPSCOPE_TEXT("Diagnostics", "the program's note describes it as “%1”, which is not understood"),
                      {std::string(text)});
    return out;
}

std::vector<Marker> readMarkers(const ElfFile &program, const ElfFile *debugFile, const SymbolAddress &symbol)
{
    NoteSections sections = findSections(program);
    if (!sections.notes && debugFile) {
        const auto base = sections.base;
        sections = findSections(*debugFile);
        sections.base = base ? base : sections.base;
    }
    std::vector<Marker> out;
    if (!sections.notes || !sections.notes->d_buf)
        return out;
    size_t offset = 0, name = 0, description = 0;
    GElf_Nhdr note;
    while ((offset = gelf_getnote(sections.notes, offset, &note, &name, &description)) > 0) {
        const auto *data = static_cast<const char *>(sections.notes->d_buf);
        std::array<uint64_t, 3> addresses{}; // probe, base, semaphore
        if (note.n_type != 3 || note.n_namesz != 8 || std::memcmp(data + name, "stapsdt", 8) != 0
            || note.n_descsz < sizeof addresses)
            continue;
        std::memcpy(addresses.data(), data + description, sizeof addresses);
        std::string_view rest(data + description + sizeof addresses, note.n_descsz - sizeof addresses);
        const auto provider = takeString(rest), marker = takeString(rest), arguments = takeString(rest);
        if (!provider || !marker || !arguments)
            continue;
        // Prelinkers move the program but not what its notes say.
        const uint64_t moved = sections.base && addresses[1] ? *sections.base - addresses[1] : 0;
        Marker entry;
        entry.provider = *provider;
        entry.name = *marker;
        entry.address = addresses[0] + moved;
        const auto place = program.fileOffset(entry.address);
        if (!place || !program.isCode(entry.address))
            continue;
        entry.fileOffset = *place;
        if (addresses[2]) {
            const auto semaphore = program.fileOffset(addresses[2] + moved);
            if (!semaphore)
                continue;
            entry.semaphoreOffset = *semaphore;
        }
        std::string_view list = *arguments;
        while (!list.empty()) {
            const size_t space = std::min(list.find(' '), list.size());
            if (space > 0) {
                VariableAt argument = parseMarkerArgument(list.substr(0, space), entry.address, program.isFixedAddress(), symbol);
                argument.name = "arg" + std::to_string(entry.arguments.size() + 1);
                entry.arguments.push_back(std::move(argument));
            }
            list.remove_prefix(std::min(space + 1, list.size()));
        }
        out.push_back(std::move(entry));
    }
    std::ranges::stable_sort(out, {}, &Marker::address);
    return out;
}

}
