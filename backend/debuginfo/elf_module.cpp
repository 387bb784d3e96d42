// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/elf_module.h"

#include "base/glob.h"
#include "debuginfo/debug_file.h"
#include "debuginfo/demangle.h"
#include "debuginfo/entry_point.h"
#include "debuginfo/function_name.h"
#include "debuginfo/index_source.h"
#include "debuginfo/linkage_stubs.h"
#include "debuginfo/marker_notes.h"

#include <algorithm>

namespace tapscope::debuginfo {

namespace {

/// Bytes that are enough to know any instruction by.
constexpr size_t longestInstruction = 16;

}

ElfModule::ElfModule(std::unique_ptr<ElfFile> program) : m_program(std::move(program))
{
    const auto begin = [](const ElfFile &file) -> Dwarf * {
        if (!file.hasSection(".debug_info") && !file.hasSection(".zdebug_info"))
            return nullptr;
        return dwarf_begin_elf(file.elf(), DWARF_C_READ, nullptr);
    };
    m_dwarf = begin(*m_program);
    if (!m_dwarf) {
        m_debug = findDebugFile(*m_program);
        if (m_debug)
            m_dwarf = begin(*m_debug);
    }
    if (m_debug)
        m_debugPath = m_debug->path();
    // Where the section is missing libdw reads the whole file for it, and then loses what libelf had read before.
    if (m_program->hasSection(".eh_frame") || !m_program->hasSections())
        m_ehFrame = dwarf_getcfi_elf(m_program->elf());
    m_names = NameIndex(m_dwarf);
    m_lines = LineTables(m_dwarf);
    m_debugFrame = m_dwarf ? dwarf_getcfi(m_dwarf) : nullptr;
}

ElfModule::ElfModule(std::unique_ptr<RelocatedObject> object)
    : m_object(std::move(object))
    , m_program(ElfFile::ofObject(m_object->path(), m_object->buildId(), m_object->elf()))
    , m_dwarf(m_object->dwarf())
    , m_loadedAddress(loadedKernelModule(*m_object))
{
    m_names = NameIndex(m_dwarf);
    m_lines = LineTables(m_dwarf);
    m_debugFrame = m_dwarf ? dwarf_getcfi(m_dwarf) : nullptr;
}

ElfModule::~ElfModule()
{
    if (m_ehFrame)
        dwarf_cfi_end(m_ehFrame);
    m_parts.reset();
    if (m_dwarf && !m_object)
        dwarf_end(m_dwarf);
}

std::vector<Function> ElfModule::functions(std::string_view nameGlob, std::string_view fileGlob) const
{
    const std::scoped_lock lock(m_mutex);
    buildIndex();
    const bool everything = nameGlob == "*";
    std::vector<Function> out;
    auto alias = m_symbols->symbols().begin();
    for (const IndexedFunction &entry : m_index) {
        while (alias != m_symbols->symbols().end() && alias->address < entry.lowPc)
            ++alias;
        // Parts of functions are meant only where they are named, unless nothing tells what they are parts of.
        if (entry.hasDebugInfo && isSplitPart(entry.name) && !nameGlob.contains(".part"))
            continue;
        bool matches = everything || globMatches(nameGlob, entry.name) || functionNameMatches(nameGlob, entry.qualifiedName)
            || linkageMatches(nameGlob, entry.linkageName);
        // Other names of the same code ("malloc" for "__libc_malloc").
        for (auto other = alias; !matches && other != m_symbols->symbols().end() && other->address == entry.lowPc; ++other)
            matches = linkageMatches(nameGlob, other->name);
        if (!matches)
            continue;
        Function function = describe(entry);
        if (fileMatches(fileGlob, function.file))
            out.push_back(std::move(function));
    }
    return out;
}

std::vector<std::string> ElfModule::functionNames() const
{
    const std::scoped_lock lock(m_mutex);
    buildIndex();
    std::vector<std::string> names;
    names.reserve(m_index.size());
    for (const IndexedFunction &entry : m_index)
        names.push_back(entry.name);
    std::ranges::sort(names);
    const auto [first, last] = std::ranges::unique(names);
    names.erase(first, last);
    return names;
}

std::optional<CodePoint> ElfModule::behindPrologue(const Function &function) const
{
    const std::scoped_lock lock(m_mutex);
    const auto die = function.inlinedDie == 0 ? functionDie(function) : std::nullopt;
    const auto address = die ? endOfPrologue(*die, {function.lowPc, function.size}) : std::nullopt;
    return address && m_program->fileOffset(*address) ? std::optional(pointAt(*address)) : std::nullopt;
}

std::optional<std::vector<CodePoint>> ElfModule::returnInstructions(const Function &function) const
{
    const std::scoped_lock lock(m_mutex);
    const CodeRange range{function.lowPc, function.size};
    CodeReader &reader = codeReader();
    if (!reader.mayBeUnwound(range))
        return std::nullopt;
    std::vector<CodePoint> points;
    for (const uint64_t address : reader.exits(range)) {
        if (m_program->fileOffset(address))
            points.push_back(pointAt(address));
    }
    return points;
}

std::string_view ElfModule::asWritten(const std::string &file) const
{
    const std::scoped_lock lock(m_mutex);
    const auto known = m_lines.writtenFrom(file);
    const uint32_t from = known ? *known : m_keptIndex ? m_keptIndex->writtenFrom(file) : 0;
    return std::string_view(file).substr(std::min<size_t>(from, file.size()));
}

std::vector<Statement> ElfModule::statements(const StatementQuery &query) const
{
    const std::scoped_lock lock(m_mutex);
    return findStatements(codeSource(), query);
}

std::optional<Statement> ElfModule::statementAt(uint64_t address) const
{
    const std::scoped_lock lock(m_mutex);
    return debuginfo::statementAt(codeSource(), address);
}

std::vector<Function> ElfModule::inlinedFunctions(std::string_view nameGlob, std::string_view fileGlob) const
{
    const std::scoped_lock lock(m_mutex);
    buildIndex();
    std::vector<Function> callers;
    const Index *kept = keptIndex();
    for (const uint64_t address : kept ? holdersOfCopies(*kept, nameGlob, fileGlob) : std::set<uint64_t>()) {
        if (const IndexedFunction *entry = functionAt(address))
            callers.push_back(describe(*entry));
    }
    for (const IndexedFunction &entry : m_index) {
        if (!kept && entry.hasDebugInfo)
            callers.push_back(describe(entry));
    }
    return findInlined(codeSource(), callers, nameGlob, fileGlob);
}

std::vector<Marker> ElfModule::markers() const
{
    const std::scoped_lock lock(m_mutex);
    return readMarkers(*m_program, m_debug.get(), [this](std::string_view name) { return addressOf(name); });
}

std::vector<LinkageStub> ElfModule::linkageStubs() const
{
    const std::scoped_lock lock(m_mutex);
    return readLinkageStubs(*m_program);
}

std::optional<SourceLine> ElfModule::lineAt(uint64_t address) const
{
    const std::scoped_lock lock(m_mutex);
    return lineOf(address);
}

std::string ElfModule::symbolAt(uint64_t address) const
{
    const std::scoped_lock lock(m_mutex);
    buildIndex();
    if (const Symbol *symbol = m_symbols->at(address))
        return demangledName(symbol->name);
    const IndexedFunction *entry = functionAt(address);
    return entry ? entry->qualifiedName : std::string();
}

std::optional<uint64_t> ElfModule::addressOf(std::string_view symbol) const
{
    const auto found = addressOfSymbol(*m_program, symbol);
    return found || !m_debug ? found : addressOfSymbol(*m_debug, symbol);
}

void ElfModule::readSymbols() const
{
    if (!m_symbols)
        m_symbols = m_object ? std::make_unique<SymbolTable>(*m_program, *m_object)
                             : std::make_unique<SymbolTable>(*m_program, m_debug.get());
}

// To read the DWARF of a large program takes seconds, its kept index milliseconds.
const Index *ElfModule::keptIndex() const
{
    constexpr size_t largeDebugInfo = 4u << 20;
    if (!m_keptIndex && m_dwarf && (m_debug ? *m_debug : *m_program).size() >= largeDebugInfo) {
        if (auto opened = m_kernelImage ? Index::openKernel(path()) : Index::open(path()))
            m_keptIndex = std::move(*opened);
    }
    return m_keptIndex.get();
}

void ElfModule::buildIndex() const
{
    if (m_indexBuilt)
        return;
    m_indexBuilt = true;
    readSymbols();
    findParts();
    if (const Index *kept = keptIndex()) {
        if (auto functions = indexedFunctions(*kept, *m_symbols)) {
            m_index = std::move(*functions);
            return;
        }
    }
    m_index = indexFunctions(m_dwarf, *m_program, *m_symbols);
}

CodeSource ElfModule::codeSource() const
{
    return {m_dwarf, m_program.get(), &m_lines, [this](uint64_t address) -> std::optional<Function> {
                const IndexedFunction *entry = functionAt(address);
                return entry ? std::optional(describe(*entry)) : std::nullopt;
            }};
}

std::optional<Dwarf_Die> ElfModule::dieAt(uint64_t handle) const
{
    findParts();
    auto die = dieOf(m_dwarf, handle);
    return die && tagOf(*die) == DW_TAG_subprogram ? die : std::nullopt;
}

void ElfModule::findParts() const
{
    if (!m_parts && m_dwarf)
        m_parts = std::make_unique<DieLocator>(m_dwarf);
}

std::optional<Dwarf_Die> ElfModule::functionDie(const Function &function) const
{
    return function.hasDebugInfo ? dieAt(function.dieOffset) : std::nullopt;
}

Function ElfModule::describe(const IndexedFunction &entry) const
{
    Function function = functionOf(entry);
    function.entry = entryPoint(entry);
    if (auto die = entry.hasDebugInfo ? dieAt(entry.dieOffset) : std::nullopt) {
        function.file = m_lines.declaringFile(*die);
        int line = 0;
        if (dwarf_decl_line(&*die, &line) == 0 && line > 0)
            function.line = static_cast<uint32_t>(line);
        // Lambdas have no declaration of their own.
        if (const auto source = function.file.empty() ? lineOf(function.lowPc) : std::nullopt) {
            function.file = source->file;
            function.line = source->line;
        }
    }
    return function;
}

CodePoint ElfModule::entryPoint(const IndexedFunction &entry) const
{
    const std::span<const uint8_t> code = m_program->code(entry.lowPc, longestInstruction);
    const bool isMarked = startsWithEndbr64(code) && (entry.size == 0 || entry.size > endbr64Size);
    const uint64_t begin = isMarked ? entry.lowPc + endbr64Size : entry.lowPc;
    return pointAt(codeReader().probeableEntry({entry.lowPc, entry.size}, begin));
}

CodePoint ElfModule::pointAt(uint64_t address) const
{
    return {address, m_program->fileOffset(address).value_or(0), costOf(m_program->code(address, longestInstruction))};
}

CodeReader &ElfModule::codeReader() const
{
    if (!m_codeReader) {
        CodeReader::Lookup lookup;
        lookup.functionAt = [this](uint64_t address) -> std::optional<CodeRange> {
            const IndexedFunction *function = functionAt(address);
            return function ? std::optional(CodeRange{function->lowPc, function->size}) : std::nullopt;
        };
        lookup.coldPartAt = [this](uint64_t address) -> std::optional<CodeRange> {
            const Symbol *symbol = m_symbols->at(address);
            return symbol && isColdPart(symbol->name) ? std::optional(CodeRange{symbol->address, symbol->size}) : std::nullopt;
        };
        m_codeReader = std::make_unique<CodeReader>(*m_program, std::move(lookup));
    }
    return *m_codeReader;
}

std::optional<SourceLine> ElfModule::lineOf(uint64_t address) const
{
    if (!m_dwarf)
        return std::nullopt;
    const auto unit = unitAt(address);
    return unit ? m_lines.at(*unit, address) : std::nullopt;
}

const IndexedFunction *ElfModule::functionAt(uint64_t address) const
{
    buildIndex();
    const auto after = std::ranges::upper_bound(m_index, address, {}, &IndexedFunction::lowPc);
    return after != m_index.begin() && address - (after - 1)->lowPc < (after - 1)->size ? &*(after - 1) : nullptr;
}

// Not every compiler writes .debug_aranges, so the function's unit comes first.
std::optional<Dwarf_Die> ElfModule::unitAt(uint64_t address) const
{
    Dwarf_Die unit;
    const IndexedFunction *entry = functionAt(address);
    auto die = entry ? dieAt(entry->dieOffset) : std::nullopt;
    if (die && dwarf_diecu(&*die, &unit, nullptr, nullptr))
        return unit;
    return dwarf_addrdie(m_dwarf, address, &unit) ? std::optional(unit) : std::nullopt;
}

}
