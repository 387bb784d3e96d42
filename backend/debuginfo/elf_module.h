// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/code_reader.h"
#include "debuginfo/die_locator.h"
#include "debuginfo/elf_file.h"
#include "debuginfo/function_index.h"
#include "debuginfo/index.h"
#include "debuginfo/kernel_module.h"
#include "debuginfo/line_table.h"
#include "debuginfo/module.h"
#include "debuginfo/statement_finder.h"
#include "debuginfo/symbol_table.h"
#include "debuginfo/type_navigation.h"
#include "debuginfo/variables.h"

#include <functional>
#include <memory>
#include <mutex>

namespace tapscope::debuginfo {

/// A program, a library, the kernel's image or a module of it, read when it is asked.
class ElfModule final : public Module {
public:
    explicit ElfModule(std::unique_ptr<ElfFile> program);
    explicit ElfModule(std::unique_ptr<RelocatedObject> object);
    ~ElfModule() override;
    ElfModule(const ElfModule &) = delete;
    ElfModule &operator=(const ElfModule &) = delete;

    /// A kernel's image is moved as a whole, by a multiple of this.
    void setKernelImage() { m_kernelImage = true; }

    const std::string &path() const override { return m_program->path(); }
    const std::string &buildId() const override { return m_program->buildId(); }
    bool hasDebugInfo() const override { return m_dwarf != nullptr; }
    const std::string &debugFile() const override { return m_debugPath; }

    std::vector<Function> functions(std::string_view nameGlob, std::string_view fileGlob) const override;
    std::vector<std::string> functionNames() const override;
    std::vector<VariableAt> parameters(const Function &function, uint64_t address) const override;
    std::vector<VariableAt> variables(const Function &function, uint64_t address) const override;
    std::optional<CallFrame> callFrame(const Function &function, uint64_t address) const override;
    std::optional<CodePoint> behindPrologue(const Function &function) const override;
    std::optional<VariableAt> returnValue(const Function &function) const override;
    std::optional<TypeInfo> targetOf(const TypeInfo &type) const override;
    std::vector<Member> membersOf(const TypeInfo &type) const override;
    std::vector<Enumerator> enumeratorsOf(const TypeInfo &type) const override;
    std::optional<TypeInfo> findType(std::string_view name) const override;
    std::optional<TypeInfo> findTypeFrom(const Function &function, std::string_view name) const override;
    std::vector<std::string> typeNames() const override;
    std::vector<VariableAt> globals(std::string_view name, std::string_view fileGlob, uint64_t siteAddress) const override;
    std::optional<std::vector<CodePoint>> returnInstructions(const Function &function) const override;
    std::string_view asWritten(const std::string &file) const override;
    std::vector<Statement> statements(const StatementQuery &query) const override;
    std::optional<Statement> statementAt(uint64_t address) const override;
    std::vector<Function> inlinedFunctions(std::string_view nameGlob, std::string_view fileGlob) const override;
    std::vector<Marker> markers() const override;
    std::vector<LinkageStub> linkageStubs() const override;
    std::optional<SourceLine> lineAt(uint64_t address) const override;
    std::string symbolAt(uint64_t address) const override;
    std::optional<uint64_t> fileOffset(uint64_t address) const override { return m_program->fileOffset(address); }
    uint64_t codeStart() const override { return m_program->codeStart(); }

private:
    void readSymbols() const;
    void buildIndex() const;
    const Index *keptIndex() const;
    /// Before handles are made or followed.
    void findParts() const;
    CodeSource codeSource() const;
    CodeReader &codeReader() const;
    Function describe(const IndexedFunction &entry) const;
    CodePoint entryPoint(const IndexedFunction &entry) const;
    CodePoint pointAt(uint64_t address) const;
    const IndexedFunction *functionAt(uint64_t address) const;
    std::optional<SourceLine> lineOf(uint64_t address) const;
    std::optional<uint64_t> addressOf(std::string_view symbol) const;
    std::optional<Dwarf_Die> dieAt(uint64_t handle) const;
    std::optional<Dwarf_Die> functionDie(const Function &function) const;
    std::optional<Dwarf_Die> unitAt(uint64_t address) const;

    // elf_module_variables.cpp
    void setAddressing(LoweringContext &context) const;
    std::optional<LoweringContext> contextOf(const Function &function, uint64_t address) const;
    FunctionFacts factsOf(const Function &function, const Dwarf_Die &die) const;
    std::optional<VariableAt> declaredAt(const LoweringContext &context, std::string_view name) const;
    std::vector<VariableAt> inlinedVariables(const LoweringContext &context, const Function &function) const;

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
