// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/callers.h"

#include "debuginfo/call_bytes.h"
#include "debuginfo/dwarf_sections.h"
#include "debuginfo/elf_file.h"
#include "debuginfo/entry_point.h"
#include "debuginfo/index_source.h"
#include "debuginfo/instruction_decoder.h"
#include "debuginfo/linkage_stubs.h"
#include "debuginfo/symbol_table.h"
#include "debuginfo/visible_variables.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <span>

namespace tapscope::debuginfo {

namespace {

constexpr size_t longestInstruction = 16;

/// The code of a program, library, kernel or kernel module.
struct Code {
    std::unique_ptr<RelocatedObject> object; ///< of a kernel module
    std::unique_ptr<ElfFile> file;

    static std::expected<Code, Failure> open(const std::string &path)
    {
        Code out;
        if (isRelocatable(path)) {
            auto object = RelocatedObject::open(path);
            if (!object)
                return std::unexpected(std::move(object.error()));
            out.object = std::move(*object);
            out.file = ElfFile::ofObject(path, out.object->buildId(), out.object->elf());
            return out;
        }
        auto file = ElfFile::open(path, ElfFile::Purpose::Program);
        if (!file)
            return std::unexpected(std::move(file.error()));
        out.file = std::move(*file);
        return out;
    }

    [[nodiscard]] std::unique_ptr<SymbolTable> symbols() const
    {
        return object ? std::make_unique<SymbolTable>(*file, *object) : std::make_unique<SymbolTable>(*file, nullptr);
    }
};

class CallSearch {
public:
    CallSearch(const Index &index, FunctionId function, Code &code)
        : m_index(index)
        , m_callee(index.function(function))
        , m_id(function)
        , m_code(code)
    {}

    std::vector<Caller> run(const std::stop_token &stop)
    {
        findTargets();
        if (!m_targets.addresses.empty()) {
            for (const AddressRange &range : codeRanges(m_code.file->elf())) {
                if (stop.stop_requested())
                    return {};
                std::ranges::move(findCallBytes(*m_code.file, range, m_targets), std::back_inserter(m_candidates));
            }
        }
        confirm();
        for (const InlinedCopy &copy : m_index.copiesOf(m_id)) {
            Caller &caller = callerNamed(copy.caller, copy.address);
            ++caller.copies;
        }
        std::vector<Caller> out;
        for (const auto &[id, caller] : m_callers)
            out.push_back(caller);
        return out; // ids are by name
    }

private:
    // Where calls may lead to: the function, behind the mark for indirect calls at its start, and its slots for calls that other
    // libraries may answer.
    void findTargets()
    {
        if (m_callee.lowPc == 0)
            return;
        m_targets.addresses.push_back(m_callee.lowPc);
        if (startsWithEndbr64(m_code.file->code(m_callee.lowPc, longestInstruction)))
            m_targets.addresses.push_back(m_callee.lowPc + endbr64Size);
        if (!m_code.object) {
            for (const LinkageStub &stub : readLinkageStubs(*m_code.file)) {
                if (stub.name == m_callee.name || (!m_callee.linkageName.empty() && stub.name == m_callee.linkageName))
                    m_targets.addresses.push_back(stub.address);
            }
        }
        std::ranges::sort(m_targets.addresses);
    }

    // The bytes of a call may lie inside another instruction: what they lie in is read from its start on.
    void confirm()
    {
        for (size_t i = 0; i < m_candidates.size();) {
            const uint64_t address = m_candidates[i].address;
            const auto id = m_index.functionAt(address);
            uint64_t begin = 0, end = 0;
            if (id) {
                const FunctionEntry holder = m_index.function(*id);
                begin = holder.lowPc;
                end = holder.lowPc + holder.size;
            } else if (const Symbol *symbol = symbolAt(address)) {
                begin = symbol->address;
                end = symbol->address + symbol->size;
            }
            if (address < begin || address >= end) {
                addCall(noEntry, m_candidates[i++]);
                continue;
            }
            const std::optional<FunctionId> holder = id ? id : holderOfPart(address);
            uint64_t place = begin;
            while (i < m_candidates.size() && m_candidates[i].address < end) {
                while (place < m_candidates[i].address)
                    place += lengthAt(place);
                if (place == m_candidates[i].address)
                    addCall(holder.value_or(noEntry), m_candidates[i]);
                ++i;
            }
        }
    }

    uint64_t lengthAt(uint64_t address)
    {
        const cs_insn *instruction = m_decoder.next(m_code.file->code(address, longestInstruction), address);
        return instruction ? std::max<uint64_t>(instruction->size, 1) : 1;
    }

    // Of jumps, one from the function to its own start is a loop.
    void addCall(FunctionId caller, const CallBytes &candidate)
    {
        if (candidate.isJump && caller == m_id)
            return;
        ++callerNamed(caller, candidate.address).calls;
    }

    Caller &callerNamed(FunctionId id, uint64_t address)
    {
        Caller &caller = m_callers[id];
        if (caller.calls == 0 && (caller.copies == 0 || address < caller.address)) {
            caller.function = id;
            caller.address = address;
        }
        return caller;
    }

    const Symbol *symbolAt(uint64_t address)
    {
        if (!m_symbols)
            m_symbols = m_code.symbols();
        return m_symbols->at(address);
    }

    // A compiler moves what is seldom run out of a function, as "pour.cold".
    std::optional<FunctionId> holderOfPart(uint64_t address)
    {
        const Symbol *symbol = symbolAt(address);
        if (!symbol || !isColdPart(symbol->name))
            return std::nullopt;
        const std::string_view name = symbol->name.substr(0, symbol->name.find('.'));
        if (!m_variables) {
            auto opened = VisibleVariables::open(m_index.path());
            if (!opened)
                return std::nullopt;
            m_variables = std::move(*opened);
        }
        for (const FunctionId id : m_index.functions(name)) {
            const FunctionEntry function = m_index.function(id);
            if (function.lowPc != 0 && function.hasDebugInfo && m_variables->holds(function.dieOffset, address))
                return id;
        }
        return std::nullopt;
    }

    const Index &m_index;
    FunctionEntry m_callee;
    FunctionId m_id;
    Code &m_code;
    InstructionDecoder m_decoder;
    CallTargets m_targets;
    std::vector<CallBytes> m_candidates; ///< by address
    std::map<FunctionId, Caller> m_callers;
    std::unique_ptr<SymbolTable> m_symbols;
    std::unique_ptr<VisibleVariables> m_variables;
};

}

std::expected<std::vector<Caller>, Failure> callersOf(const Index &index, FunctionId function, std::stop_token stop)
{
    if (function >= index.functionCount())
        return std::vector<Caller>();
    auto code = Code::open(index.path());
    if (!code)
        return std::unexpected(std::move(code.error()));
    return CallSearch(index, function, *code).run(stop);
}

}
