// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/kernel_code_text.h"
#include "debuginfo/module.h"
#include "editor/code_indexes.h"
#include "editor/source/variable_reader.h"

#include <QString>

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace tapscope::editor {

/// A place in a line where a probe can be set.
struct LinePlace {
    uint64_t address = 0; ///< as linked
    debuginfo::FunctionId function = debuginfo::noEntry; ///< the innermost one there
    bool isInlined = false; ///< in a copy of it
    bool isSlow = false; ///< the kernel single-steps the instruction
    uint64_t shown = 0; ///< the address as objdump shows it: a module's counts from its section
};

/// The lines of a source file that have code in a program or kernel.
struct SourceLines {
    CodeFile code;
    QString file; ///< as debuginfo has it
    std::shared_ptr<const debuginfo::Index> index; ///< null: `problem` says why
    std::map<int, std::vector<LinePlace>> places;
    QString directory; ///< what relative file names count from, or a name that stands for it
    QString fetched; ///< a copy of the text from a debuginfod server
    QString problem; ///< why there are no lines
};

/// The places of a file's lines as listings have them: of each function, and of each copy of one, the first address of a line.
[[nodiscard]] std::map<int, std::vector<LinePlace>> linePlaces(const debuginfo::Index &index, debuginfo::FileId file);

/// An instruction with the line it comes from.
struct DisassembledLine {
    uint64_t address = 0;
    QString text;
    int line = 0; ///< 0: of another file, or unknown
    bool isSlow = false;
    bool isRefused = false; ///< the kernel takes no probe there
    std::optional<debuginfo::KernelProbeCost> kernelCost; ///< of the kernel's own code, instead of the two above
    uint64_t shown = 0; ///< the address as objdump shows it: a module's counts from its section
    QString section; ///< of a module
};

/// Answers what a source view asks about a program or kernel. For one thread.
class SourceReader {
public:
    explicit SourceReader(std::shared_ptr<CodeIndexes> indexes) : m_indexes(std::move(indexes)) {}

    [[nodiscard]] SourceLines lines(const CodeFile &code, const QString &file, const std::atomic<bool> &cancelled);
    /// Whether a debuginfod server may be asked for the text of the file.
    [[nodiscard]] static bool mayFetch(const SourceLines &lines);
    /// The text of the file from a debuginfod server, when the user's environment allows that; empty else.
    [[nodiscard]] static QString fetch(const SourceLines &lines, const std::atomic<bool> &cancelled);
    /// The code of the function at `place`.
    [[nodiscard]] std::vector<DisassembledLine> disassembly(const SourceLines &lines, const LinePlace &place,
                                                            const std::atomic<bool> &cancelled);
    /// What can be read at a line: addresses, functions, variables; those that are not there with the reason and the nearest
    /// line where they are. Rich text.
    [[nodiscard]] QString describe(const SourceLines &lines, int line, bool dark);

private:
    debuginfo::KernelCodeText *kernelText(const SourceLines &lines);
    std::vector<DisassembledLine> kernelDisassembly(const SourceLines &lines, const debuginfo::FunctionEntry &function,
                                                    const std::atomic<bool> &cancelled);
    QString inlinedInto(const SourceLines &lines, const LinePlace &place);
    void countFromSections(SourceLines &lines);
    QString kernelPlace(const SourceLines &lines, const LinePlace &place);

    std::shared_ptr<CodeIndexes> m_indexes;
    VariableReader m_variables;
    std::shared_ptr<const debuginfo::Index> m_kernelIndex; ///< of which m_kernelText is
    std::unique_ptr<debuginfo::KernelCodeText> m_kernelText; ///< null: there is none
};

}
