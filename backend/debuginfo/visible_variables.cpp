// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/visible_variables.h"

#include "debuginfo/debug_file.h"
#include "debuginfo/die_locator.h"
#include "debuginfo/elf_file.h"
#include "debuginfo/executed_functions.h"
#include "debuginfo/index_source.h"
#include "debuginfo/line_table.h"
#include "debuginfo/type_reader.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <optional>

namespace tapscope::debuginfo {

namespace {

constexpr size_t mostVariables = 4096;
constexpr size_t mostEntries = 4096; // labels, callees

// Files that only the system's packages write are replaced, never cut short, so that they can be mapped.
bool mayBeMapped(int fd)
{
    struct stat status{};
    return ::fstat(fd, &status) == 0 && status.st_uid == 0 && (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

class DwarfVariables final : public VisibleVariables {
public:
    ~DwarfVariables() override
    {
        m_locator.reset();
        if (m_owned)
            dwarf_end(m_owned);
        if (m_elf)
            elf_end(m_elf);
    }

    static std::expected<std::unique_ptr<VisibleVariables>, Failure> open(const std::string &path)
    {
        auto out = std::make_unique<DwarfVariables>();
        if (isRelocatable(path)) {
            auto object = RelocatedObject::open(path);
            if (!object)
                return std::unexpected(std::move(object.error()));
            out->m_object = std::move(*object);
            out->m_locator = std::make_unique<DieLocator>(out->m_object->dwarf());
            out->m_lines = LineTables(out->m_object->dwarf());
            return out;
        }
        auto program = ElfFile::open(path, ElfFile::Purpose::Program);
        if (!program)
            program = ElfFile::open(path, ElfFile::Purpose::DebugFile);
        if (!program)
            return std::unexpected(std::move(program.error()));
        const bool whole = (*program)->hasSection(".debug_info") || (*program)->hasSection(".zdebug_info");
        auto debug = whole ? nullptr : findDebugFile(**program);
        out->m_file = debug ? std::move(debug) : std::move(*program);
        Elf *elf = out->m_file->elf();
        if (mayBeMapped(out->m_file->fd()) && (out->m_elf = elf_begin(out->m_file->fd(), ELF_C_READ_MMAP, nullptr)))
            elf = out->m_elf;
        out->m_owned = dwarf_begin_elf(elf, DWARF_C_READ, nullptr);
        out->m_locator = std::make_unique<DieLocator>(out->m_owned);
        out->m_lines = LineTables(out->m_owned);
        return out;
    }

    std::vector<Variable> at(uint64_t dieOffset, uint64_t address) override
    {
        std::vector<Variable> out;
        if (auto die = m_locator->find(dieOffset))
            collect(*die, address, 0, out);
        return out;
    }

    std::vector<Variable> declared(uint64_t dieOffset) override
    {
        std::vector<Variable> out;
        auto die = m_locator->find(dieOffset);
        for (int hops = 0; die && hops < 2; ++hops) {
            collect(*die, std::nullopt, 0, out);
            // What nothing was left of is told by the origin only.
            die = referenceOf(*die, DW_AT_abstract_origin);
        }
        return out;
    }

    bool holds(uint64_t dieOffset, uint64_t address) override
    {
        auto die = m_locator->find(dieOffset);
        return die && dwarf_haspc(&*die, address) == 1;
    }

    Extent extent(uint64_t dieOffset) override
    {
        const auto die = m_locator->find(dieOffset);
        return die ? Extent{reinterpret_cast<uintptr_t>(die->cu), rangesOf(*die)} : Extent{};
    }

    uint32_t firstLine(uint64_t dieOffset, uint64_t entry) override
    {
        const auto die = m_locator->find(dieOffset);
        Dwarf_Die unit;
        if (!die || !die->cu || !dwarf_cu_die(die->cu, &unit, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr))
            return 0;
        return m_lines.firstLine(unit, entry, rangesOf(*die));
    }

    std::vector<Variable> parameters(uint64_t dieOffset) override
    {
        std::vector<Variable> out;
        auto die = m_locator->find(dieOffset);
        // A copy may leave out parameters that its origin has.
        if (const auto origin = die ? referenceOf(*die, DW_AT_abstract_origin) : std::nullopt)
            die = origin;
        if (!die)
            return out;
        for (const Dwarf_Die &child : DieChildren(*die)) {
            if (tagOf(child) == DW_TAG_formal_parameter && out.size() < mostVariables)
                out.push_back(describe(child));
        }
        return out;
    }

    std::string returnType(uint64_t dieOffset) override
    {
        const auto die = m_locator->find(dieOffset);
        const auto type = die ? typeOf(*die) : std::nullopt;
        return type ? m_types.read(type).name : std::string();
    }

    std::optional<SourceLine> lineAt(uint64_t address) override
    {
        Dwarf *dwarf = m_object ? m_object->dwarf() : m_owned;
        Dwarf_Die unit;
        return dwarf && dwarf_addrdie(dwarf, address, &unit) ? m_lines.at(unit, address) : std::nullopt;
    }

    std::vector<Frame> frames(uint64_t dieOffset, uint64_t address) override
    {
        std::vector<Frame> out;
        auto die = m_locator->find(dieOffset);
        if (!die || dwarf_haspc(&*die, address) != 1)
            return out;
        for (const ExecutedEntry &executed : executedIn(*die, address, lineAt(address), m_lines))
            out.push_back({std::string(nameOf(executed.entry)), executed.place.value_or(SourceLine{})});
        return out;
    }

    std::vector<Label> labels(uint64_t dieOffset) override
    {
        std::vector<Label> out;
        if (const auto die = m_locator->find(dieOffset))
            collectLabels(*die, 0, out);
        return out;
    }

    std::vector<Callee> callees(uint64_t dieOffset) override
    {
        std::vector<Callee> out;
        if (const auto die = m_locator->find(dieOffset))
            collectCallees(*die, dieOffset - offsetOf(*die), 0, out);
        return out;
    }

private:
    static void collectLabels(const Dwarf_Die &scope, int depth, std::vector<Label> &out)
    {
        if (depth > deepestNesting)
            return;
        for (const Dwarf_Die &child : DieChildren(scope)) {
            const int tag = tagOf(child);
            Dwarf_Die copy = child;
            Dwarf_Addr address = 0;
            if (tag == DW_TAG_lexical_block)
                collectLabels(child, depth + 1, out);
            else if (tag == DW_TAG_label && dwarf_lowpc(&copy, &address) == 0 && !nameOf(child).empty()
                     && out.size() < mostEntries)
                out.push_back({std::string(nameOf(child)), lineOf(child), address});
        }
    }

    // `tag` makes handles of offsets.
    static void collectCallees(const Dwarf_Die &scope, uint64_t tag, int depth, std::vector<Callee> &out)
    {
        if (depth > deepestNesting)
            return;
        for (const Dwarf_Die &child : DieChildren(scope)) {
            std::optional<Dwarf_Die> origin;
            uint64_t copy = 0;
            switch (tagOf(child)) {
            case DW_TAG_lexical_block: collectCallees(child, tag, depth + 1, out); break;
            case DW_TAG_inlined_subroutine:
                origin = referenceOf(child, DW_AT_abstract_origin);
                copy = offsetOf(child) + tag;
                break;
            case DW_TAG_call_site:
            case DW_TAG_GNU_call_site:
                origin = referenceOf(child, DW_AT_call_origin);
                if (!origin)
                    origin = referenceOf(child, DW_AT_abstract_origin);
                break;
            default: break;
            }
            if (!origin || nameOf(*origin).empty() || out.size() >= mostEntries)
                continue;
            Callee callee{std::string(nameOf(*origin)), {}, lineOf(*origin), copy};
            if (auto linkage = attributeOf(*origin, DW_AT_linkage_name)) {
                if (const char *text = dwarf_formstring(&*linkage))
                    callee.linkageName = text;
            }
            const auto same = [&](const Callee &known) {
                return known.copy == copy && known.name == callee.name && known.linkageName == callee.linkageName;
            };
            if (std::ranges::none_of(out, same))
                out.push_back(std::move(callee));
        }
    }

    static uint32_t lineOf(const Dwarf_Die &die) { return static_cast<uint32_t>(unsignedOf(die, DW_AT_decl_line).value_or(0)); }

    Variable describe(const Dwarf_Die &die)
    {
        return {std::string(nameOf(die)), m_types.read(typeOf(die)).name, tagOf(die) == DW_TAG_formal_parameter};
    }

    // Without an address: all.
    void collect(const Dwarf_Die &scope, std::optional<uint64_t> address, int depth, std::vector<Variable> &out)
    {
        if (depth > deepestNesting)
            return;
        for (const Dwarf_Die &child : DieChildren(scope)) {
            Dwarf_Die copy = child;
            if (tagOf(child) == DW_TAG_lexical_block && (!address || dwarf_haspc(&copy, *address) == 1))
                collect(child, address, depth + 1, out);
        }
        for (const Dwarf_Die &child : DieChildren(scope)) {
            const int tag = tagOf(child);
            if ((tag == DW_TAG_formal_parameter || tag == DW_TAG_variable) && out.size() < mostVariables && !nameOf(child).empty()
                && (!address || isThere(child, *address)))
                out.push_back(describe(child));
        }
    }

    static bool isThere(const Dwarf_Die &die, uint64_t address)
    {
        if (attributeOf(die, DW_AT_const_value))
            return true;
        auto location = attributeOf(die, DW_AT_location);
        if (!location)
            return false;
        Dwarf_Op *operations = nullptr;
        size_t count = 0;
        return dwarf_getlocation_addr(&*location, address, &operations, &count, 1) == 1 && count > 0;
    }

    std::unique_ptr<ElfFile> m_file;
    std::unique_ptr<RelocatedObject> m_object;
    Elf *m_elf = nullptr;
    Dwarf *m_owned = nullptr;
    std::unique_ptr<DieLocator> m_locator;
    LineTables m_lines;
    TypeCache m_types;
};

}

std::expected<std::unique_ptr<VisibleVariables>, Failure> VisibleVariables::open(const std::string &path)
{
    return DwarfVariables::open(path);
}

}
