// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/elf_module.h"
#include "debuginfo/entry_point.h"
#include "debuginfo/function_name.h"

#include <algorithm>
#include <utility>

/// What is visible at a place of a program: variables, their types, frames.
namespace tapscope::debuginfo {

std::vector<VariableAt> ElfModule::parameters(const Function &function, uint64_t address) const
{
    const std::scoped_lock lock(m_mutex);
    const auto context = contextOf(function, address);
    if (!context)
        return {};
    if (function.inlinedDie == 0)
        return readParameters(*context, factsOf(function, context->function), m_types);
    std::vector<VariableAt> out = inlinedVariables(*context, function);
    std::erase_if(out, [](const VariableAt &variable) { return !variable.isParameter; });
    return out;
}

std::vector<VariableAt> ElfModule::variables(const Function &function, uint64_t address) const
{
    const std::scoped_lock lock(m_mutex);
    const auto context = contextOf(function, address);
    if (!context)
        return {};
    if (function.inlinedDie != 0)
        return inlinedVariables(*context, function);
    std::vector<VariableAt> out = readParameters(*context, factsOf(function, context->function), m_types);
    std::ranges::move(readLocals(*context, m_types), std::back_inserter(out));
    return out;
}

std::optional<CallFrame> ElfModule::callFrame(const Function &function, uint64_t address) const
{
    const std::scoped_lock lock(m_mutex);
    auto context = contextOf(function, address);
    Dwarf_Addr begin = 0;
    if (!context || dwarf_entrypc(&context->function, &begin) != 0)
        return std::nullopt;
    const IndexedFunction *entered = functionAt(begin);
    Location frame = callFrameAddress(*context);
    if (!entered || entered->lowPc != begin || frame.kind == Location::Kind::Unavailable)
        return std::nullopt;
    return CallFrame{entryPoint(*entered), std::move(frame)};
}

std::optional<VariableAt> ElfModule::returnValue(const Function &function) const
{
    const std::scoped_lock lock(m_mutex);
    const auto die = functionDie(function);
    return die ? readReturnValue(*die, m_types) : std::nullopt;
}

std::optional<TypeInfo> ElfModule::targetOf(const TypeInfo &type) const
{
    const std::scoped_lock lock(m_mutex);
    return targetOfType(m_dwarf, type);
}

std::vector<Member> ElfModule::membersOf(const TypeInfo &type) const
{
    const std::scoped_lock lock(m_mutex);
    std::vector<Member> members = membersOfType(m_dwarf, type);
    if (!members.empty() || type.byteSize > 0)
        return members;
    // Only declared in this unit; another one may have the whole.
    findParts();
    const auto whole = findTypeByName(m_dwarf, m_names, type.name);
    return whole ? membersOfType(m_dwarf, *whole) : members;
}

std::vector<Enumerator> ElfModule::enumeratorsOf(const TypeInfo &type) const
{
    const std::scoped_lock lock(m_mutex);
    return enumeratorsOfType(m_dwarf, type);
}

std::optional<TypeInfo> ElfModule::findType(std::string_view name) const
{
    const std::scoped_lock lock(m_mutex);
    findParts();
    return findTypeByName(m_dwarf, m_names, name);
}

std::optional<TypeInfo> ElfModule::findTypeFrom(const Function &function, std::string_view name) const
{
    const std::scoped_lock lock(m_mutex);
    findParts();
    auto die = functionDie(function);
    Dwarf_Die unit{};
    const void *own = die && dwarf_diecu(&*die, &unit, nullptr, nullptr) ? m_names.read(unit) : nullptr;
    return findTypeByName(m_dwarf, m_names, name, own);
}

std::vector<std::string> ElfModule::typeNames() const
{
    const std::scoped_lock lock(m_mutex);
    std::vector<std::string> out;
    findParts();
    m_names.complete();
    for (const auto &[name, entry] : m_names.types())
        out.push_back(name);
    return out;
}

std::vector<VariableAt> ElfModule::globals(std::string_view name, std::string_view fileGlob, uint64_t siteAddress) const
{
    const std::scoped_lock lock(m_mutex);
    LoweringContext context;
    context.address = siteAddress;
    setAddressing(context);
    findParts();
    std::vector<VariableAt> out;
    if (!fileGlob.empty()) {
        for (const Dwarf_Die &die : definitionsInFiles(m_dwarf, name, fileGlob))
            out.push_back(readGlobal(context, die, m_types));
        if (out.empty()) {
            const auto unit = unitAt(siteAddress);
            if (auto declared = unit && fileMatches(fileGlob, nameOf(*unit)) ? declaredAt(context, name) : std::nullopt)
                out.push_back(std::move(*declared));
        }
        return out;
    }
    if (auto declared = declaredAt(context, name)) {
        out.push_back(std::move(*declared));
        return out;
    }
    for (const Dwarf_Die &die : definitionsOf(m_dwarf, m_names, name))
        out.push_back(readGlobal(context, die, m_types));
    return out;
}

void ElfModule::setAddressing(LoweringContext &context) const
{
    constexpr int64_t kernelAlignment = int64_t(2) << 20; // CONFIG_PHYSICAL_ALIGN, that of large pages
    context.fixedAddress = m_program->isFixedAddress() && !m_kernelImage;
    if (m_kernelImage)
        context.biasMask = -kernelAlignment;
    if (m_loadedAddress)
        context.loadedAddress = &m_loadedAddress;
    if (!m_kernelImage && !m_object) {
        if (!std::exchange(m_threadStorageRead, true))
            m_threadStorage = readThreadStorage(*m_program);
        context.threadStorage = m_threadStorage ? &*m_threadStorage : nullptr;
    }
}

// Of C's global variables the probed unit mostly has a declaration with the type, and the symbol table the address; to search
// all units of a kernel for the definition takes seconds.
std::optional<VariableAt> ElfModule::declaredAt(const LoweringContext &context, std::string_view name) const
{
    const auto unit = m_object ? std::nullopt : unitAt(context.address);
    if (!unit)
        return std::nullopt;
    const auto declaration = declarationIn(*unit, name);
    const auto address = declaration ? addressOf(name) : std::nullopt;
    if (!address)
        return std::nullopt;
    VariableAt variable = readGlobal(context, *declaration, m_types);
    variable.location = staticLocation(context, *address);
    return variable;
}

std::vector<VariableAt> ElfModule::inlinedVariables(const LoweringContext &context, const Function &function) const
{
    const auto instance = dieOf(m_dwarf, function.inlinedDie);
    if (!instance || tagOf(*instance) != DW_TAG_inlined_subroutine)
        return {};
    return readInlined(context, *instance, m_types);
}

std::optional<LoweringContext> ElfModule::contextOf(const Function &function, uint64_t address) const
{
    const auto die = functionDie(function);
    if (!die)
        return std::nullopt;
    LoweringContext context;
    context.address = address;
    context.ehFrame = m_ehFrame;
    context.debugFrame = m_debugFrame;
    context.function = *die;
    setAddressing(context);
    context.canKeepEntry = true;
    const bool atStart = address == function.lowPc
        || (address == function.lowPc + endbr64Size && startsWithEndbr64(m_program->code(function.lowPc, endbr64Size)));
    context.atEntry = atStart && function.inlinedDie == 0;
    return context;
}

FunctionFacts ElfModule::factsOf(const Function &function, const Dwarf_Die &die) const
{
    readSymbols();
    const Symbol *symbol = m_symbols->at(function.lowPc);
    const bool isNamed = symbol && symbol->address == function.lowPc && isClone(symbol->name);
    return {isNamed || (!function.external && mayBeCalledOtherwise(die))};
}

}
