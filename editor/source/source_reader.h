// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/module.h"

#include <QMetaType>
#include <QString>

#include <atomic>
#include <map>
#include <memory>
#include <vector>

namespace tapscope::editor {

/// A place in a line where a probe can be set.
struct LinePlace {
    debuginfo::Function function; ///< the innermost one there; its entry is the place
    [[nodiscard]] uint64_t address() const { return function.entry.address; }
    [[nodiscard]] bool isInlined() const { return function.inlinedDie != 0; }
    [[nodiscard]] bool isSlow() const { return function.entry.cost == debuginfo::CostClass::SingleStepped; }
};

/// The lines of a source file that have code in a program.
struct SourceLines {
    QString program; ///< canonical
    QString file; ///< as debuginfo has it
    std::map<int, std::vector<LinePlace>> places;
    QString problem; ///< why there are none
};

/// An instruction with the line it comes from.
struct DisassembledLine {
    uint64_t address = 0;
    QString text;
    int line = 0; ///< 0: of another file, or unknown
    bool isSlow = false;
    bool isRefused = false; ///< the kernel takes no probe there
};

/// Answers what a source view asks about a program. For one thread; modules are opened once.
class SourceReader {
public:
    [[nodiscard]] SourceLines lines(const QString &program, const QString &file);
    /// The code of the function at `address`.
    [[nodiscard]] std::vector<DisassembledLine> disassembly(const QString &program, const QString &file, const LinePlace &place,
                                                            const std::atomic<bool> &cancelled);
    /// What can be read at a line: addresses, functions, variables; those that are not there with the reason. Rich text.
    [[nodiscard]] QString describe(const QString &program, const std::vector<LinePlace> &places, bool dark);

private:
    std::shared_ptr<const debuginfo::Module> open(const QString &program, QString *problem);

    std::map<QString, std::shared_ptr<const debuginfo::Module>> m_modules;
};

}
