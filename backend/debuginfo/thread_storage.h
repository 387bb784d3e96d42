// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>

namespace tapscope::debuginfo {

class ElfFile;

/// Where a thread keeps its own copy of a module's thread-local variables, from its thread pointer on (ELF Handling For
/// Thread-Local Storage, variant II).
struct ThreadStorage {
    enum class Kind : uint8_t {
        BelowThreadPointer, ///< of a program: `number` (negative) from the thread pointer
        OffsetInMemory, ///< the loader has put the distance of a variable at `address`; `number` is to be added
        ModuleInMemory, ///< the loader has put the module's number at `address`; the thread has a vector of blocks by it
    };
    Kind kind = Kind::BelowThreadPointer;
    int64_t number = 0;
    uint64_t address = 0; ///< as linked
};

/// nullopt: it has none, or a library's code never asks the loader for it.
[[nodiscard]] std::optional<ThreadStorage> readThreadStorage(const ElfFile &file);

}
