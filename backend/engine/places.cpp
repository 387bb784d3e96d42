// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/places.h"

#include "base/files.h"

#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tapscope::engine {

namespace {

/// Directory of the running program.
std::string programDirectory()
{
    char path[PATH_MAX];
    const ssize_t size = ::readlink("/proc/self/exe", path, sizeof path);
    if (size <= 0)
        return ".";
    const std::string whole(path, static_cast<size_t>(size));
    return whole.substr(0, whole.rfind('/'));
}

}

std::string ownTapset()
{
    const std::string here = programDirectory();
    for (const char *way : {"/../share/tapscope/tapset", "/../../tapset", "/../../../tapset"}) {
        if (isDirectory(here + way))
            return here + way;
    }
    return TAPSCOPE_TAPSET_DIRECTORY;
}

std::string ownHelper()
{
    const std::string here = programDirectory();
    for (const char *way : {"/tapscope-helper", "/../bin/tapscope-helper", "/../libexec/tapscope-helper"}) {
        if (::access((here + way).c_str(), F_OK) == 0)
            return here + way;
    }
    return here + "/tapscope-helper";
}

}
