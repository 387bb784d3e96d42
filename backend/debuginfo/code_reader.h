// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/elf_file.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <unordered_map>
#include <vector>

namespace tapscope::debuginfo {

/// A stretch of code that belongs to one function.
struct CodeRange {
    uint64_t begin = 0;
    uint64_t size = 0;
};

/// Reads functions instruction by instruction, as far as placing probes needs it. Not thread-safe.
class CodeReader {
public:
    struct Lookup {
        /// The function that holds an address.
        std::function<std::optional<CodeRange>(uint64_t)> functionAt;
        /// The piece that a compiler has moved out of its function ("pour.cold") which holds an address.
        std::function<std::optional<CodeRange>(uint64_t)> coldPartAt;
    };

    CodeReader(ElfFile &program, Lookup lookup);
    ~CodeReader();
    CodeReader(const CodeReader &) = delete;
    CodeReader &operator=(const CodeReader &) = delete;

    /// Whether somebody may walk up the stack through a frame of `function` by its return addresses, as C++ exceptions do (and
    /// Go's stack moves): the kernel's return probes put an address of their own there, and the program ends.
    [[nodiscard]] bool mayBeUnwound(const CodeRange &function);
    /// Where `function` is left: its returning instructions, and its jumps to other functions.
    [[nodiscard]] std::vector<uint64_t> exits(const CodeRange &function);
    /// The first place at or behind `address`, the function's first instruction that does something, that a uprobe can be put
    /// on without harm (see uprobeRisk). `address` itself when there is no other place that is reached just as often.
    [[nodiscard]] uint64_t probeableEntry(const CodeRange &function, uint64_t address);

private:
    struct Body {
        std::vector<uint64_t> exits;
        std::vector<uint64_t> calls; ///< of known functions
        std::vector<uint64_t> jumpTargets; ///< inside the function
        bool callsUnknown = false;
    };
    const Body &read(const CodeRange &function);
    [[nodiscard]] bool programUnwinds();

    ElfFile &m_program;
    Lookup m_lookup;
    size_t m_capstone = 0;
    std::unordered_map<uint64_t, Body> m_bodies;
    std::unordered_map<uint64_t, bool> m_unwound;
    std::optional<bool> m_programUnwinds;
    bool m_movesStacks = false;
};

}
