// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/module.h"

#include "base/glob.h"
#include "debuginfo/code_reader.h"
#include "debuginfo/debug_file.h"
#include "debuginfo/demangle.h"
#include "debuginfo/die_locator.h"
#include "debuginfo/elf_file.h"
#include "debuginfo/entry_point.h"
#include "debuginfo/function_index.h"
#include "debuginfo/function_name.h"
#include "debuginfo/index.h"
#include "debuginfo/index_source.h"
#include "debuginfo/kernel_module.h"
#include "debuginfo/line_table.h"
#include "debuginfo/linkage_stubs.h"
#include "debuginfo/marker_notes.h"
#include "debuginfo/statement_finder.h"
#include "debuginfo/symbol_table.h"
#include "debuginfo/type_navigation.h"
#include "debuginfo/variables.h"

#include <algorithm>
#include <cstdlib>
#include <mutex>

namespace tapscope::debuginfo {

namespace {

/// Bytes that are enough to know any instruction by.
constexpr size_t longestInstruction = 16;

class ElfModule final : public Module {
public:
    explicit ElfModule(std::unique_ptr<ElfFile> program) : m_program(std::move(program))
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
    explicit ElfModule(std::unique_ptr<RelocatedObject> object)
        : m_object(std::move(object))
        , m_program(ElfFile::ofObject(m_object->path(), m_object->buildId(), m_object->elf()))
        , m_dwarf(m_object->dwarf())
        , m_loadedAddress(loadedKernelModule(*m_object))
    {
        m_names = NameIndex(m_dwarf);
        m_lines = LineTables(m_dwarf);
        m_debugFrame = m_dwarf ? dwarf_getcfi(m_dwarf) : nullptr;
    }

    ~ElfModule() override
    {
        if (m_ehFrame)
            dwarf_cfi_end(m_ehFrame);
        m_parts.reset();
        if (m_dwarf && !m_object)
            dwarf_end(m_dwarf);
    }
    ElfModule(const ElfModule &) = delete;
    ElfModule &operator=(const ElfModule &) = delete;

    /// A kernel's image is moved as a whole, by a multiple of this.
    void setKernelImage() { m_kernelImage = true; }

    const std::string &path() const override { return m_program->path(); }
    const std::string &buildId() const override { return m_program->buildId(); }
    bool hasDebugInfo() const override { return m_dwarf != nullptr; }
    const std::string &debugFile() const override { return m_debugPath; }

    std::vector<Function> functions(std::string_view nameGlob, std::string_view fileGlob) const override
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

    std::vector<std::string> functionNames() const override
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

    std::vector<VariableAt> parameters(const Function &function, uint64_t address) const override
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

    std::vector<VariableAt> variables(const Function &function, uint64_t address) const override
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

    std::optional<CallFrame> callFrame(const Function &function, uint64_t address) const override
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

    std::optional<CodePoint> behindPrologue(const Function &function) const override
    {
        const std::scoped_lock lock(m_mutex);
        const auto die = function.inlinedDie == 0 ? functionDie(function) : std::nullopt;
        const auto address = die ? endOfPrologue(*die, {function.lowPc, function.size}) : std::nullopt;
        return address && m_program->fileOffset(*address) ? std::optional(pointAt(*address)) : std::nullopt;
    }

    std::optional<VariableAt> returnValue(const Function &function) const override
    {
        const std::scoped_lock lock(m_mutex);
        const auto die = functionDie(function);
        return die ? readReturnValue(*die, m_types) : std::nullopt;
    }

    std::optional<TypeInfo> targetOf(const TypeInfo &type) const override
    {
        const std::scoped_lock lock(m_mutex);
        return targetOfType(m_dwarf, type);
    }

    std::vector<Member> membersOf(const TypeInfo &type) const override
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

    std::vector<Enumerator> enumeratorsOf(const TypeInfo &type) const override
    {
        const std::scoped_lock lock(m_mutex);
        return enumeratorsOfType(m_dwarf, type);
    }

    std::optional<TypeInfo> findType(std::string_view name) const override
    {
        const std::scoped_lock lock(m_mutex);
        findParts();
        return findTypeByName(m_dwarf, m_names, name);
    }

    std::vector<std::string> typeNames() const override
    {
        const std::scoped_lock lock(m_mutex);
        std::vector<std::string> out;
        findParts();
        m_names.complete();
        for (const auto &[name, entry] : m_names.types())
            out.push_back(name);
        return out;
    }

    std::vector<VariableAt> globals(std::string_view name, std::string_view fileGlob, uint64_t siteAddress) const override
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

    std::optional<std::vector<CodePoint>> returnInstructions(const Function &function) const override
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

    std::string_view asWritten(const std::string &file) const override
    {
        const std::scoped_lock lock(m_mutex);
        const auto known = m_lines.writtenFrom(file);
        const uint32_t from = known ? *known : m_keptIndex ? m_keptIndex->writtenFrom(file) : 0;
        return std::string_view(file).substr(std::min<size_t>(from, file.size()));
    }

    std::vector<Statement> statements(const StatementQuery &query) const override
    {
        const std::scoped_lock lock(m_mutex);
        return findStatements(codeSource(), query);
    }

    std::optional<Statement> statementAt(uint64_t address) const override
    {
        const std::scoped_lock lock(m_mutex);
        return debuginfo::statementAt(codeSource(), address);
    }

    std::vector<Function> inlinedFunctions(std::string_view nameGlob, std::string_view fileGlob) const override
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

    std::vector<Marker> markers() const override
    {
        const std::scoped_lock lock(m_mutex);
        return readMarkers(*m_program, m_debug.get(), [this](std::string_view name) { return addressOf(name); });
    }

    std::vector<LinkageStub> linkageStubs() const override
    {
        const std::scoped_lock lock(m_mutex);
        return readLinkageStubs(*m_program);
    }

    std::optional<SourceLine> lineAt(uint64_t address) const override
    {
        const std::scoped_lock lock(m_mutex);
        return lineOf(address);
    }

    std::string symbolAt(uint64_t address) const override
    {
        const std::scoped_lock lock(m_mutex);
        buildIndex();
        if (const Symbol *symbol = m_symbols->at(address))
            return demangledName(symbol->name);
        const IndexedFunction *entry = functionAt(address);
        return entry ? entry->qualifiedName : std::string();
    }

    std::optional<uint64_t> fileOffset(uint64_t address) const override { return m_program->fileOffset(address); }

    uint64_t codeStart() const override { return m_program->codeStart(); }

private:
    void setAddressing(LoweringContext &context) const
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

    std::optional<uint64_t> addressOf(std::string_view symbol) const
    {
        const auto found = addressOfSymbol(*m_program, symbol);
        return found || !m_debug ? found : addressOfSymbol(*m_debug, symbol);
    }

    // Of C's global variables the probed unit mostly has a declaration with the type, and the symbol table the address; to search
    // all units of a kernel for the definition takes seconds.
    std::optional<VariableAt> declaredAt(const LoweringContext &context, std::string_view name) const
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

    void readSymbols() const
    {
        if (!m_symbols)
            m_symbols = m_object ? std::make_unique<SymbolTable>(*m_program, *m_object)
                                 : std::make_unique<SymbolTable>(*m_program, m_debug.get());
    }

    // To read the DWARF of a large program takes seconds, its kept index milliseconds.
    const Index *keptIndex() const
    {
        constexpr size_t largeDebugInfo = 4u << 20;
        if (!m_keptIndex && m_dwarf && (m_debug ? *m_debug : *m_program).size() >= largeDebugInfo) {
            if (auto opened = m_kernelImage ? Index::openKernel(path()) : Index::open(path()))
                m_keptIndex = std::move(*opened);
        }
        return m_keptIndex.get();
    }

    void buildIndex() const
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

    CodeSource codeSource() const
    {
        return {m_dwarf, m_program.get(), &m_lines, [this](uint64_t address) -> std::optional<Function> {
                    const IndexedFunction *entry = functionAt(address);
                    return entry ? std::optional(describe(*entry)) : std::nullopt;
                }};
    }

    std::vector<VariableAt> inlinedVariables(const LoweringContext &context, const Function &function) const
    {
        const auto instance = dieOf(m_dwarf, function.inlinedDie);
        if (!instance || tagOf(*instance) != DW_TAG_inlined_subroutine)
            return {};
        return readInlined(context, *instance, m_types);
    }

    std::optional<Dwarf_Die> dieAt(uint64_t handle) const
    {
        findParts();
        auto die = dieOf(m_dwarf, handle);
        return die && tagOf(*die) == DW_TAG_subprogram ? die : std::nullopt;
    }

    /// Before handles are made or followed.
    void findParts() const
    {
        if (!m_parts && m_dwarf)
            m_parts = std::make_unique<DieLocator>(m_dwarf);
    }

    std::optional<Dwarf_Die> functionDie(const Function &function) const
    {
        return function.hasDebugInfo ? dieAt(function.dieOffset) : std::nullopt;
    }

    Function describe(const IndexedFunction &entry) const
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

    CodePoint entryPoint(const IndexedFunction &entry) const
    {
        const std::span<const uint8_t> code = m_program->code(entry.lowPc, longestInstruction);
        const bool isMarked = startsWithEndbr64(code) && (entry.size == 0 || entry.size > endbr64Size);
        const uint64_t begin = isMarked ? entry.lowPc + endbr64Size : entry.lowPc;
        return pointAt(codeReader().probeableEntry({entry.lowPc, entry.size}, begin));
    }

    CodePoint pointAt(uint64_t address) const
    {
        return {address, m_program->fileOffset(address).value_or(0), costOf(m_program->code(address, longestInstruction))};
    }

    CodeReader &codeReader() const
    {
        if (!m_codeReader) {
            CodeReader::Lookup lookup;
            lookup.functionAt = [this](uint64_t address) -> std::optional<CodeRange> {
                const IndexedFunction *function = functionAt(address);
                return function ? std::optional(CodeRange{function->lowPc, function->size}) : std::nullopt;
            };
            lookup.coldPartAt = [this](uint64_t address) -> std::optional<CodeRange> {
                const Symbol *symbol = m_symbols->at(address);
                return symbol && isColdPart(symbol->name) ? std::optional(CodeRange{symbol->address, symbol->size})
                                                          : std::nullopt;
            };
            m_codeReader = std::make_unique<CodeReader>(*m_program, std::move(lookup));
        }
        return *m_codeReader;
    }

    std::optional<LoweringContext> contextOf(const Function &function, uint64_t address) const
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

    FunctionFacts factsOf(const Function &function, const Dwarf_Die &die) const
    {
        readSymbols();
        const Symbol *symbol = m_symbols->at(function.lowPc);
        const bool isNamed = symbol && symbol->address == function.lowPc && isClone(symbol->name);
        return {isNamed || (!function.external && mayBeCalledOtherwise(die))};
    }

    std::optional<SourceLine> lineOf(uint64_t address) const
    {
        if (!m_dwarf)
            return std::nullopt;
        const auto unit = unitAt(address);
        return unit ? m_lines.at(*unit, address) : std::nullopt;
    }

    const IndexedFunction *functionAt(uint64_t address) const
    {
        buildIndex();
        const auto after = std::ranges::upper_bound(m_index, address, {}, &IndexedFunction::lowPc);
        return after != m_index.begin() && address - (after - 1)->lowPc < (after - 1)->size ? &*(after - 1) : nullptr;
    }

    // Not every compiler writes .debug_aranges, so the function's unit comes first.
    std::optional<Dwarf_Die> unitAt(uint64_t address) const
    {
        Dwarf_Die unit;
        const IndexedFunction *entry = functionAt(address);
        auto die = entry ? dieAt(entry->dieOffset) : std::nullopt;
        if (die && dwarf_diecu(&*die, &unit, nullptr, nullptr))
            return unit;
        return dwarf_addrdie(m_dwarf, address, &unit) ? std::optional(unit) : std::nullopt;
    }

    mutable std::mutex m_mutex;
    std::unique_ptr<RelocatedObject> m_object; ///< of a kernel module, else null
    std::unique_ptr<ElfFile> m_program;
    std::unique_ptr<ElfFile> m_debug;
    std::string m_debugPath;
    mutable std::unique_ptr<DieLocator> m_parts; ///< null until it is asked for
    Dwarf *m_dwarf = nullptr; ///< the object's where there is one
    mutable std::optional<ThreadStorage> m_threadStorage;
    mutable bool m_threadStorageRead = false;
    std::function<std::optional<uint64_t>(uint64_t)> m_loadedAddress; ///< of kernel modules
    bool m_kernelImage = false;
    Dwarf_CFI *m_ehFrame = nullptr;
    Dwarf_CFI *m_debugFrame = nullptr;
    mutable std::unique_ptr<SymbolTable> m_symbols;
    mutable std::vector<IndexedFunction> m_index;
    mutable bool m_indexBuilt = false;
    mutable std::shared_ptr<const Index> m_keptIndex;
    mutable std::unique_ptr<CodeReader> m_codeReader;
    mutable TypeCache m_types;
    mutable NameIndex m_names{nullptr};
    mutable LineTables m_lines;
};

}

std::expected<std::shared_ptr<const Module>, Failure> Module::open(const std::string &path)
{
    auto resolved = findProgram(path);
    if (!resolved)
        return std::unexpected(std::move(resolved.error()));
    auto program = ElfFile::open(*resolved, ElfFile::Purpose::Program);
    if (!program)
        return std::unexpected(std::move(program.error()));
    return std::make_shared<ElfModule>(std::move(*program));
}

std::expected<std::shared_ptr<const Module>, Failure> Module::openKernelCode(const std::string &path)
{
    if (isRelocatable(path)) {
        auto object = RelocatedObject::open(path);
        if (!object)
            return std::unexpected(std::move(object.error()));
        return std::make_shared<ElfModule>(std::move(*object));
    }
    auto program = ElfFile::open(path, ElfFile::Purpose::Program);
    if (!program)
        return std::unexpected(std::move(program.error()));
    auto module = std::make_shared<ElfModule>(std::move(*program));
    module->setKernelImage();
    return module;
}

}
