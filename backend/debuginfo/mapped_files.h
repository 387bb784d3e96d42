// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tapscope::debuginfo {

/// A piece of a process's memory as /proc/PID/maps tells it.
struct MemoryArea {
    uint64_t begin = 0, end = 0;
    uint64_t offset = 0; ///< in the file
    uint64_t inode = 0;
    bool executable = false;
    std::string name; ///< the file as the process names it, with " (deleted)" when it has no name any more
};

/// The areas that come from files; empty when the process is gone. `proc` is where the kernel tells of processes.
[[nodiscard]] std::vector<MemoryArea> memoryAreas(int pid, const std::string &proc = "/proc");

/// A path by which we can read the file of an area: its name where that leads to the same file here; through the process's root
/// when it is in a container; through the process's memory when the file was deleted or replaced since. Empty when none does.
[[nodiscard]] std::string readableFile(int pid, const MemoryArea &area, const std::string &proc = "/proc");

struct MappedFile {
    std::string name; ///< as the process names it
    std::string path; ///< by which it can be read here
};

/// The program and the libraries that a process runs code of, those too that it opened by itself; each once, by address.
[[nodiscard]] std::vector<MappedFile> mappedCode(int pid);

}
