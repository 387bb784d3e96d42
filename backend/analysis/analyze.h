// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/program.h"
#include "script/diagnostic.h"
#include "script/parser.h"

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace tapscope::analysis {

/// What becomes of probes and statements that nobody would notice.
enum class WithoutEffect : uint8_t {
    Report, ///< they are warned of
    Remove, ///< they are warned of and left out of the program, as stap does
    Keep,
};

struct Options {
    script::ParseOptions parse;
    /// Directories of .stp files, searched in order; the first is the product's own.
    std::vector<std::string> tapsetDirectories;
    /// Program of -c (resolved path) or of the process of -x; empty when there is none.
    std::string targetProgram;
    bool hasTarget = false;
    int targetPid = 0; ///< -x
    WithoutEffect withoutEffect = WithoutEffect::Keep;
    /// Target variables that cannot be read are 0 instead of errors.
    bool skipsBadVariables = false;
    /// Adds the probe that prints at the end what globals collected that the script never reads.
    bool printsGlobals = true;
    /// Set by another thread to give up early; the result is then incomplete.
    const std::atomic<bool> *cancelled = nullptr;
    /// Called now and then while debuginfo is read that no index was kept of, from any thread, never by two at a time: bytes
    /// read, bytes in all.
    std::function<void(uint64_t done, uint64_t total)> readingDebugInfo;
    /// Where modules come from; tests put their own here. Default: debuginfo::Module::open with a cache.
    std::function<std::expected<std::shared_ptr<const debuginfo::Module>, Failure>(const std::string &)> openModule;
};

/// Parses the script in `file` with the macros of the tapset (files that it needs are added to the set).
[[nodiscard]] script::Ast parse(script::SourceSet &sources, script::FileId file, const Options &options,
                                script::Diagnostics &diagnostics);

/// Resolves and types the script in file 0 of `sources` (tapset files that it uses are added to the set). The program is
/// complete when no error is in `diagnostics`.
[[nodiscard]] Program analyze(script::SourceSet &sources, const script::Ast &ast, const Options &options,
                              script::Diagnostics &diagnostics);

/// The typed program in the form of stap -p2.
[[nodiscard]] std::string print(const Program &program);

}
