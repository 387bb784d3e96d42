// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "script/ast.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tapscope::analysis {

/// What resolves a probe point. Unsupported: SystemTap has it, this product cannot run it yet.
enum class Family : uint8_t {
    Begin,
    End,
    Error,
    Never,
    Timer,
    UserFunction,
    UserStatement,
    UserCallees,
    UserMark,
    UserLinkage,
    KernelFunction,
    KernelCode, ///< lines, copies and functions by file: what takes debug information
    KernelAddress, ///< an address of the running kernel
    KernelTrace,
    SecurityHook, ///< where the kernel asks its security modules
    Netfilter, ///< where packets pass the hooks of the kernel's packet filter
    Syscall, ///< one system call by its number: what the tapset's syscall.* are made of
    ProcessEvent, ///< the life of processes and threads, and what they ask of the system
    Profile,
    Perf,
    PerfCounter, ///< what @perf() reads
    Watch, ///< what is done to some memory
    ScriptFile, ///< procfs: a file that other programs read or write
    Input, ///< what the user types: what the tapset's input.* are made of
    Unsupported
};

enum class ArgumentKind : uint8_t { None, Number, Text };

struct PatternComponent {
    std::string name;
    ArgumentKind argument = ArgumentKind::None;
};

/// One built-in form of probe point: "process(s).function(s).return".
struct ProbePattern {
    std::vector<PatternComponent> components;
    Family family = Family::Unsupported;
};

[[nodiscard]] std::span<const ProbePattern> probePatterns();

/// Whether SystemTap's library has aliases that begin with this name ("syscall", "vm").
[[nodiscard]] bool isSystemTapAlias(std::string_view firstComponent);
[[nodiscard]] std::span<const std::string_view> systemTapAliases();

/// Whether a written component (whose name may hold wildcards) fits the pattern's, and its argument too.
[[nodiscard]] bool nameFits(const script::ProbeComponent &written, std::string_view name);
[[nodiscard]] bool fits(const script::ProbeComponent &written, const PatternComponent &pattern);
/// Whether all fit, in number too; `**` in the last component stands for any rest.
[[nodiscard]] bool fits(std::span<const script::ProbeComponent> written, const ProbePattern &pattern);
/// How many components from the first on fit.
[[nodiscard]] size_t fittingPrefix(std::span<const script::ProbeComponent> written, const ProbePattern &pattern);

}
