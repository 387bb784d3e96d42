// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/text.h"
#include "debuginfo/code_query.h"
#include "debuginfo/location.h"
#include "debuginfo/type_source.h"

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tapscope::debuginfo {

/// What a breakpoint at an address costs the traced thread, by the instruction there: emulated by the kernel (push, nop, call,
/// jmp …), or executed out of line with a single step, about ten times dearer.
enum class CostClass : uint8_t { Emulated, SingleStepped };

/// A place where a probe can be put.
struct CodePoint {
    /// Virtual address as linked (before relocation at load).
    uint64_t address = 0;
    /// Offset in the file, as uprobes want it.
    uint64_t fileOffset = 0;
    CostClass cost = CostClass::SingleStepped;
};

struct Function {
    /// Unqualified source name; the symbol's name without DWARF (C++ symbols demangled, without parameters).
    std::string name;
    /// Name with namespaces and classes ("tea::Pot::pour"); equal to `name` in C.
    std::string qualifiedName;
    /// Mangled symbol name; may be empty.
    std::string linkageName;
    uint64_t lowPc = 0;
    uint64_t size = 0;
    /// Where an entry probe goes: lowPc, or right behind an endbr64 there (arguments and CFA are the same and it is far cheaper).
    CodePoint entry;
    /// Source file as DWARF names it and line of the declaration; empty and 0 without DWARF.
    std::string file;
    uint32_t line = 0;
    bool external = false;
    /// From DWARF (else from a symbol table).
    bool hasDebugInfo = false;
    /// Opaque handle into the module's DWARF.
    uint64_t dieOffset = 0;
    /// An instance that was inlined into the function of `dieOffset`: handle of the instance. `lowPc` is then where it begins,
    /// and variables() and parameters() are its own.
    uint64_t inlinedDie = 0;
};

/// The call that a place in a function belongs to. What was in registers at `entry` is kept by the thread and by `address`,
/// where that call's frame begins: the stack pointer at the entry plus 8.
struct CallFrame {
    CodePoint entry;
    Location address;
};

/// A source line for an address.
struct SourceLine {
    std::string file;
    uint32_t line = 0;
};

/// The first instruction of a line in a function: `function.entry` is there.
struct Statement {
    Function function;
    SourceLine place;
};

/// One ELF file with what its debuginfo says: from the file itself, a separate debug file (build-id, debuglink), or failing
/// those its symbol tables. Reading is lazy. Thread-safe after open (reads are serialised inside).
class Module : public TypeSource {
public:
    /// Opens `path` (looked up in PATH when it holds no slash). Fails for what is missing, unreadable, not ELF, of a
    /// foreign class or machine, or truncated.
    [[nodiscard]] static std::expected<std::shared_ptr<const Module>, Failure> open(const std::string &path);

    /// Of a kernel's image or module with debug information, for the variables at its places. Of a module that is not loaded,
    /// those of its data have no address.
    [[nodiscard]] static std::expected<std::shared_ptr<const Module>, Failure> openKernelCode(const std::string &path);

    /// Absolute path, symbolic links resolved.
    [[nodiscard]] virtual const std::string &path() const = 0;
    /// Hexadecimal; empty when the file has none.
    [[nodiscard]] virtual const std::string &buildId() const = 0;
    [[nodiscard]] virtual bool hasDebugInfo() const = 0;
    /// The separate debug file in use; empty when the DWARF is in the file itself or missing.
    [[nodiscard]] virtual const std::string &debugFile() const = 0;

    /// Functions that have code here and whose name, qualified name, linkage name or other symbol of the same code matches
    /// the wildcard `nameGlob` (mangled names only when the wildcard starts with "_Z" too); `fileGlob` (empty: any) matches
    /// the source path or a path suffix of it that starts behind a slash. By address, one entry an address.
    [[nodiscard]] virtual std::vector<Function> functions(std::string_view nameGlob, std::string_view fileGlob = {}) const = 0;

    /// All function names, for "did you mean".
    [[nodiscard]] virtual std::vector<std::string> functionNames() const = 0;

    /// Parameters in order, with their location at `address` (of code in `function`). Empty without debuginfo.
    [[nodiscard]] virtual std::vector<VariableAt> parameters(const Function &function, uint64_t address) const = 0;
    /// Parameters and the locals in scope at `address`, innermost scope last.
    [[nodiscard]] virtual std::vector<VariableAt> variables(const Function &function, uint64_t address) const = 0;
    /// The call that `address` (of code in `function`, or in the function that it was inlined into) belongs to; nullopt where
    /// nothing tells.
    [[nodiscard]] virtual std::optional<CallFrame> callFrame(const Function &, uint64_t) const { return std::nullopt; }
    /// The first instruction behind the prologue of a function that was built without optimisation: its parameters are in their
    /// places in memory there. nullopt for others.
    [[nodiscard]] virtual std::optional<CodePoint> behindPrologue(const Function &) const { return std::nullopt; }
    /// What the function returns, and where it is right after its return (x86-64 psABI 3.2.3). nullopt for void and without
    /// debuginfo.
    [[nodiscard]] virtual std::optional<VariableAt> returnValue(const Function &function) const = 0;
    /// As findType(); a type of the source file that `function` is in comes before others of that name.
    [[nodiscard]] virtual std::optional<TypeInfo> findTypeFrom(const Function &, std::string_view name) const
    {
        return findType(name);
    }

    /// Variables outside functions, and static ones inside them, whose name is `name` and whose unit matches `fileGlob` (as in
    /// functions()). `siteAddress` (as linked) is where the probe that reads them is.
    [[nodiscard]] virtual std::vector<VariableAt> globals(std::string_view, std::string_view, uint64_t) const { return {}; }

    /// The instructions by which `function` is left, when a return probe of the kernel's could end the program: it replaces the
    /// return address, which exceptions need to find their way. Empty: it never returns. nullopt: the kernel's is safe.
    [[nodiscard]] virtual std::optional<std::vector<CodePoint>> returnInstructions(const Function &) const
    {
        return std::nullopt;
    }

    /// The first address of each wanted line in each function and each inlined instance of one, by address. Empty without
    /// debuginfo.
    [[nodiscard]] virtual std::vector<Statement> statements(const StatementQuery &) const { return {}; }
    /// A source file of this program as probe points write it: without the folder that the compiler ran in where the debuginfo
    /// does not say it. `file` as Function::file and SourceLine::file have it.
    [[nodiscard]] virtual std::string_view asWritten(const std::string &file) const { return file; }
    /// The statement at an address of code (as linked), which the caller knows to begin an instruction.
    [[nodiscard]] virtual std::optional<Statement> statementAt(uint64_t) const { return std::nullopt; }
    /// Instances that were inlined into other functions, by address; globs as in functions().
    [[nodiscard]] virtual std::vector<Function> inlinedFunctions(std::string_view, std::string_view = {}) const { return {}; }
    /// The probes that the program's author put into it, by address.
    [[nodiscard]] virtual std::vector<Marker> markers() const { return {}; }
    /// Slots of the procedure linkage table that have names, by address.
    [[nodiscard]] virtual std::vector<LinkageStub> linkageStubs() const { return {}; }

    [[nodiscard]] virtual std::optional<SourceLine> lineAt(uint64_t address) const = 0;
    /// Name of the function that holds `address`, from symbols; empty when none does.
    [[nodiscard]] virtual std::string symbolAt(uint64_t address) const = 0;
    [[nodiscard]] virtual std::optional<uint64_t> fileOffset(uint64_t address) const = 0;
    /// Virtual address (as linked) of the first executable segment: a process's start_code is this plus the load bias.
    [[nodiscard]] virtual uint64_t codeStart() const = 0;
};

/// Path of the program that a command line (words as a shell would split them) runs, or that process `pid` runs.
[[nodiscard]] std::expected<std::string, Failure> findProgram(const std::string &word);
[[nodiscard]] std::expected<std::string, Failure> programOfProcess(int pid);
/// The process that a thread belongs to; a process's own number, and that of nobody, is returned as it is.
[[nodiscard]] int processOfThread(int number);

/// The program that runs the script `path` ("#!", also by way of env); `path` when it is no script, or nobody knows what runs it.
[[nodiscard]] std::string runnerOf(const std::string &path);
/// Whether the file begins as a program or library of this kind of machine does.
[[nodiscard]] bool isElfFile(const std::string &path);

}
