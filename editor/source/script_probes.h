// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tapscope::editor {

/// A probe point `process("…").statement("function@file:lines")` of a script, or one of the kernel or a module.
struct ScriptStatement {
    std::string program; ///< as written; empty for a bare `process`
    std::string head; ///< "kernel", "module(\"nfs\")"; empty: a program's
    std::string function; ///< glob
    std::string file; ///< glob
    std::vector<std::pair<uint32_t, uint32_t>> lines; ///< empty: all
    bool relative = false; ///< the lines count from the function's declaration
    size_t probe = 0; ///< which probe of the script it belongs to
    uint32_t begin = 0; ///< of the point, in bytes
    uint32_t end = 0;
    uint32_t probeBegin = 0;
    uint32_t probeEnd = 0;
    size_t pointsInProbe = 1;

    /// Names exactly one line: what the gutter has written.
    [[nodiscard]] bool isSingleLine() const { return !relative && lines.size() == 1 && lines[0].first == lines[0].second; }
};

/// A line of a source file in a function of a program, the kernel or a module.
struct SourcePlace {
    std::string program; ///< canonical path
    std::string function; ///< name, or several of them by "*"
    std::string file; ///< as debuginfo has it
    uint32_t line = 0;
    uint32_t functionLine = 0; ///< of the declaration
    std::string head; ///< as in CodeFile: empty for programs
};

[[nodiscard]] std::vector<ScriptStatement> scriptStatements(const QByteArray &script);
/// `target` is what a bare `process` means: a path, or empty.
[[nodiscard]] bool covers(const ScriptStatement &statement, const SourcePlace &place, const std::string &target);

/// A change of a script: these bytes become that text.
struct ScriptEdit {
    uint32_t begin = 0;
    uint32_t end = 0;
    QByteArray text;
};
/// Adds a probe for a line: to a probe of lines of the same program when there is one, else as a new one at the end.
[[nodiscard]] ScriptEdit addStatement(const QByteArray &script, const SourcePlace &place, const std::string &target);
/// Takes the probe of exactly that line away; nothing when the line is part of a wildcard or range, which is the user's.
[[nodiscard]] std::optional<ScriptEdit> removeStatement(const QByteArray &script, const SourcePlace &place,
                                                        const std::string &target);

}
