// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <vector>

namespace tapscope::debuginfo {

struct NeededLibrary {
    std::string name; ///< as the files that need it write it: "libc.so.6"
    std::string path; ///< absolute, without symbolic links
};

/// The libraries that a program is loaded with, in the order in which the dynamic loader comes to them, where it would find
/// them: by LD_LIBRARY_PATH as it is here, the directories that the files name, the loader's cache and the system's directories.
/// Not those that the program opens by itself (dlopen), nor LD_PRELOAD's.
[[nodiscard]] std::vector<NeededLibrary> librariesOf(const std::string &program);

/// Those that a process runs code of, whoever opened them, with paths by which they can be read here; by address. Without a
/// process (`pid` 0, or it is gone or another user's) those of the program.
[[nodiscard]] std::vector<NeededLibrary> librariesOf(const std::string &program, int pid);

}
