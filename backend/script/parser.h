// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "script/ast.h"
#include "script/diagnostic.h"

#include <string>
#include <utility>
#include <vector>

namespace tapscope::script {

class MacroLibrary;

/// What a parse may depend on besides the text.
struct ParseOptions {
    /// $1 … and @1 …
    std::vector<std::string> arguments;
    /// Values for %( %) conditions: kernel_v, kernel_vr, arch; CONFIG_* by (name, value).
    std::string kernelVersion;
    std::string kernelRelease;
    std::string architecture = "x86_64";
    std::vector<std::pair<std::string, std::string>> kernelConfig;
    /// The SystemTap version whose language is accepted ("--compatible").
    std::string compatible = "5.2";
    bool guru = false;
    /// True for tapset files: embedded C and the rest of the guru grammar is accepted.
    bool privileged = false;
    /// The macros of the tapset (*.stpm), if there are any.
    const MacroLibrary *macros = nullptr;
};

/// Parses one file of `sources`. Always returns a tree; what could not be understood is in `diagnostics`, one entry per
/// independent error.
[[nodiscard]] Ast parse(const SourceSet &sources, FileId file, const ParseOptions &options, Diagnostics &diagnostics);

/// Readable: what is printed reads as the same. Dump: just as stap -p1 prints, which shows some things as it keeps them.
enum class PrintStyle : uint8_t { Readable, Dump };

/// The tree in the form of stap -p1: operands in parentheses.
[[nodiscard]] std::string print(const Ast &ast, PrintStyle style = PrintStyle::Readable);

}
