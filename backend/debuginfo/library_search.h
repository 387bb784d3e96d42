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
/// them: by the directories that the files name, the loader's cache and the system's directories. Not those that the program
/// opens by itself (dlopen), nor what LD_LIBRARY_PATH or LD_PRELOAD change.
[[nodiscard]] std::vector<NeededLibrary> librariesOf(const std::string &program);

}
