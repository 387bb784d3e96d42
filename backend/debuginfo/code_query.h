// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/location.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tapscope::debuginfo {

/// Which statements are wanted: lines of a source file that belong to functions of a name.
struct StatementQuery {
    struct Lines {
        uint32_t first = 0;
        uint32_t last = 0;
    };
    std::string_view nameGlob = "*"; ///< of the function, inlined ones too
    std::string_view fileGlob; ///< as in Module::functions
    std::vector<Lines> lines; ///< empty: all
    bool relative = false; ///< the lines count from the function's declaration
    bool around = false; ///< code of copies belongs to the functions around them too, and "all lines" end (line_scopes.h)
    bool nearest = false; ///< where a wanted line has no code, the nearest of the function that has some
};

/// A probe that the program's author put into it (sys/sdt.h: DTRACE_PROBE and its kin).
struct Marker {
    std::string provider;
    std::string name;
    uint64_t address = 0; ///< as linked
    uint64_t fileOffset = 0;
    uint64_t semaphoreOffset = 0; ///< in the file, of the counter that tells the program that it is probed; 0: none
    std::vector<VariableAt> arguments; ///< "arg1" and so on
};

/// A slot of the procedure linkage table: calls of a library's function go through it.
struct LinkageStub {
    std::string name;
    uint64_t address = 0;
    uint64_t fileOffset = 0;
};

}
