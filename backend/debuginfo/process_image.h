// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/unique_fd.h"
#include "debuginfo/executed_functions.h"
#include "debuginfo/module.h"
#include "debuginfo/stack_sample.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tapscope::debuginfo {

/// A piece of a process's memory that comes from a file.
struct Mapping {
    uint64_t begin = 0, end = 0;
    uint64_t offset = 0; ///< in the file
    std::string path; ///< as the process names it
    /// Open where that path leads elsewhere or nowhere here: the file is in a container, or was deleted since.
    std::shared_ptr<const UniqueFd> file = {};
};

/// What an address of a process is.
struct AddressName {
    std::string name; ///< demangled; empty where no symbol is known
    uint64_t offset = 0, size = 0; ///< in the symbol
    std::string module; ///< path of the program or library
    uint64_t moduleBegin = 0, moduleSize = 0; ///< where it was loaded, and how much address space it has
};

/// The programs and libraries of one process as they lie in its memory: names of addresses, and frames of stacks. It needs the
/// files and not the process, which may be gone. One thread at a time.
class ProcessImage {
public:
    ProcessImage();
    ~ProcessImage();
    ProcessImage(const ProcessImage &) = delete;
    ProcessImage &operator=(const ProcessImage &) = delete;

    /// What /proc says of a process; empty when it is gone.
    [[nodiscard]] static std::vector<Mapping> mappingsOf(int pid);

    void clear();
    /// Takes the place of what was there before.
    void add(Mapping mapping);
    [[nodiscard]] const std::vector<Mapping> &mappings() const { return m_mappings; }
    /// Changes with the mappings: what was told of addresses before counts no more.
    [[nodiscard]] uint64_t generation() const { return m_generation; }
    [[nodiscard]] bool holds(uint64_t address) const { return mappingAt(address) != nullptr; }

    /// The addresses of the frames, the innermost first; by call frame information, where there is none by frame pointers.
    [[nodiscard]] std::vector<uint64_t> unwind(const StackSample &sample, size_t most = 256);
    /// Of the last walk, the frames that did not call the one before them: the innermost, and those that a signal interrupted.
    [[nodiscard]] std::vector<uint64_t> interrupted() const;
    [[nodiscard]] AddressName name(uint64_t address);
    [[nodiscard]] std::optional<SourceLine> line(uint64_t address);
    /// The inlined copies around an address and the function that has them all, the innermost first; empty: without debug
    /// information.
    [[nodiscard]] std::vector<ExecutedFunction> executedAt(uint64_t address);
    /// Of the file that an address lies in, as hexadecimal digits; empty: it has none.
    [[nodiscard]] std::string buildId(uint64_t address);

private:
    struct Loaded;
    [[nodiscard]] const Mapping *mappingAt(uint64_t address) const;
    [[nodiscard]] Loaded *loaded();
    /// With all forms of call frame information, and frame pointers where there is none.
    [[nodiscard]] static std::vector<uint64_t> walkByLibrary(Loaded &image, const StackSample &sample, size_t most);

    std::vector<Mapping> m_mappings; // by address
    uint64_t m_generation = 0;
    std::unique_ptr<Loaded> m_loaded;
};

}
