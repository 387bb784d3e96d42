// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <string>
#include <vector>

namespace tapscope::editor {

/// What a file of the tapset defines, with the comments above as documentation.
struct TapsetEntry {
    bool isFunction = false;
    QString name; ///< "thread_indent", "vfs.read"
    QString signature; ///< "(delta:long) : string", or the probe points that an alias stands for
    QString documentation;
    int line = 0;
};

struct TapsetSubject {
    QString name; ///< of the file, without .stp
    QString path;
    QString documentation; ///< the comment that the file begins with
    std::vector<TapsetEntry> entries; ///< by name; what begins with _ is left out
};

/// All subjects of a folder of .stp files, by name.
[[nodiscard]] std::vector<TapsetSubject> readTapset(const std::string &directory);

}
