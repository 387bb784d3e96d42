// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/script_directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace tapscope::engine {

namespace {

/// Whether it is a directory in which nobody else can put anything in another's place.
bool isOurs(const std::string &path)
{
    struct stat found{};
    return ::lstat(path.c_str(), &found) == 0 && S_ISDIR(found.st_mode) && found.st_uid == ::geteuid()
        && (found.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

/// Where the directories of all of the user's runs are; empty: they are made in /tmp.
std::string commonDirectory(bool forOthers)
{
    const bool root = ::geteuid() == 0;
    const char *runtime = std::getenv("XDG_RUNTIME_DIR");
    std::string path;
    if (runtime && *runtime == '/' && !forOthers && isOurs(runtime))
        path = std::string(runtime) + "/tapscope";
    else if (root)
        path = "/run/tapscope";
    else
        path = "/tmp/tapscope-" + std::to_string(::geteuid());
    if (::mkdir(path.c_str(), 0711) == 0)
        ::chmod(path.c_str(), 0711); // whatever the umask is
    return isOurs(path) ? path : std::string();
}

/// Those whose lock nobody holds any more. One that has just been made may not have its lock yet.
void removeLeftOver(const std::string &common)
{
    constexpr time_t youngSeconds = 30;
    std::error_code error;
    for (const auto &entry : std::filesystem::directory_iterator(common, error)) {
        const UniqueFd directory(::open(entry.path().c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        struct stat found{};
        if (!directory || ::fstat(directory.get(), &found) != 0 || found.st_mtime + youngSeconds > ::time(nullptr)
            || ::flock(directory.get(), LOCK_EX | LOCK_NB) != 0)
            continue;
        std::error_code ignored;
        std::filesystem::remove_all(entry.path(), ignored);
    }
}

}

std::expected<ScriptDirectory, Failure> makeScriptDirectory(bool forOthers)
{
    const std::string common = commonDirectory(forOthers);
    if (!common.empty())
        removeLeftOver(common);
    ScriptDirectory made;
    made.path = common.empty() ? "/tmp/tapscope-" + std::to_string(::getpid()) + "-XXXXXX"
                               : common + "/" + std::to_string(::getpid()) + "-XXXXXX";
    if (!::mkdtemp(made.path.data()) || (forOthers && ::chmod(made.path.c_str(), 0711) != 0)
        || (made.fd.reset(::open(made.path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)), !made.fd)
        || ::flock(made.fd.get(), LOCK_EX | LOCK_NB) != 0) {
        return std::unexpected(
            Failure{{TAPSCOPE_TEXT("Diagnostics", "The directory “%1” for the script's files cannot be made: %2."),
                     {made.path, std::strerror(errno)}},
                    {TAPSCOPE_TEXT("Diagnostics", "Make room in it, or set XDG_RUNTIME_DIR to a directory of yours."), {}}});
    }
    return made;
}

}
