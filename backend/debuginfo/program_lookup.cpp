// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/files.h"
#include "debuginfo/elf_file.h"
#include "debuginfo/module.h"

#include <elf.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <sstream>

namespace tapscope::debuginfo {

namespace {

std::string canonical(const std::string &path)
{
    const std::unique_ptr<char, void (*)(void *)> resolved(::realpath(path.c_str(), nullptr), std::free);
    return resolved ? std::string(resolved.get()) : std::string();
}

bool isProgram(const std::string &path)
{
    struct stat status{};
    return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) && ::access(path.c_str(), X_OK) == 0;
}

// "libc.so.6", "libm.so": named without a folder, as the loader names it.
bool isLibraryName(std::string_view word)
{
    const size_t at = word.find(".so");
    return at != std::string_view::npos && at > 0 && (at + 3 == word.size() || word[at + 3] == '.');
}

// Where the loader looks when nobody tells it otherwise, the distributions' folders for this architecture first.
constexpr std::string_view libraryDirectories = "/lib/x86_64-linux-gnu:/usr/lib/x86_64-linux-gnu:/lib64:/usr/lib64:/lib:/usr/lib";

std::string findIn(std::string_view directories, const std::string &word, bool (*isWanted)(const std::string &))
{
    while (!directories.empty()) {
        const size_t colon = directories.find(':');
        const std::string directory(directories.substr(0, colon));
        const std::string candidate = (directory.empty() ? "." : directory) + '/' + word;
        if (isWanted(candidate)) {
            if (std::string path = canonical(candidate); !path.empty())
                return path;
        }
        if (colon == std::string_view::npos)
            break;
        directories.remove_prefix(colon + 1);
    }
    return {};
}

bool sameFile(const std::string &a, const std::string &b)
{
    struct stat left{};
    struct stat right{};
    return ::stat(a.c_str(), &left) == 0 && ::stat(b.c_str(), &right) == 0 && left.st_dev == right.st_dev
        && left.st_ino == right.st_ino;
}

Failure processFailure(std::string_view what, const std::string &pid, std::string_view nextStep,
                       std::vector<std::string> more = {})
{
    more.insert(more.begin(), pid);
    return {{what, std::move(more)}, {nextStep, {}}};
}

}

std::expected<std::string, Failure> findProgram(const std::string &word)
{
    if (word.empty() || word.find('\0') != std::string::npos) {
        return std::unexpected(
            Failure{{TAPSCOPE_TEXT("Diagnostics", "No program is named."), {}},
                    {TAPSCOPE_TEXT("Diagnostics", "Give the path of a program, or its name if it is in PATH."), {}}});
    }
    if (word.find('/') != std::string::npos) {
        if (std::string path = canonical(word); !path.empty())
            return sameFile(path, word) ? path : word; // links of /proc lead into other roots
        if (::access(word.c_str(), F_OK) == 0)
            return word; // or to files that have no name any more
        return std::unexpected(openFailure(word, errno));
    }
    const char *variable = std::getenv("PATH");
    if (std::string path = findIn(variable ? variable : "/usr/local/bin:/usr/bin:/bin", word, isProgram); !path.empty())
        return path;
    if (isLibraryName(word)) {
        const char *preferred = std::getenv("LD_LIBRARY_PATH");
        for (const std::string_view directories : {std::string_view(preferred ? preferred : ""), libraryDirectories}) {
            if (std::string path = findIn(directories, word, isFile); !path.empty())
                return path;
        }
    }
    if (::access(word.c_str(), F_OK) == 0) {
        return std::unexpected(
            Failure{{TAPSCOPE_TEXT("Diagnostics", "There is no program “%1” in PATH."), {word}},
                    {TAPSCOPE_TEXT("Diagnostics", "Write “./%1” for the file in the working directory."), {word}}});
    }
    return std::unexpected(
        Failure{{TAPSCOPE_TEXT("Diagnostics", "There is no program “%1” in PATH."), {word}},
                {TAPSCOPE_TEXT("Diagnostics", "Check the spelling, install the program, or give its full path."), {}}});
}

int processOfThread(int number)
{
    std::ifstream status("/proc/" + std::to_string(number) + "/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("Tgid:"))
            return std::atoi(line.c_str() + 5);
    }
    return number;
}

std::string runnerOf(const std::string &path)
{
    std::string runner = path;
    // A script's interpreter may be a script itself; the kernel follows as far.
    for (int depth = 0; depth < 4; ++depth) {
        std::ifstream file(runner, std::ios::binary);
        std::string line(256, '\0');
        file.read(line.data(), static_cast<std::streamsize>(line.size()));
        line.resize(static_cast<size_t>(std::max<std::streamsize>(file.gcount(), 0)));
        if (!line.starts_with("#!"))
            return runner;
        std::istringstream words(line.substr(2, line.find('\n') - 2));
        std::string word;
        words >> word;
        if (word.ends_with("/env")) {
            // env -S "name=value" python3 …
            while (words >> word && (word.starts_with('-') || word.contains('='))) {}
        }
        const auto found = findProgram(word);
        if (!found)
            return runner;
        runner = *found;
    }
    return path;
}

bool isElfFile(const std::string &path)
{
    char magic[SELFMAG] = {};
    return std::ifstream(path, std::ios::binary).read(magic, sizeof magic) && std::string_view(magic, SELFMAG) == ELFMAG;
}

std::expected<std::string, Failure> programOfProcess(int pid)
{
    const std::string number = std::to_string(pid);
    const std::string directory = "/proc/" + number;
    const std::string link = directory + "/exe";
    if (pid <= 0 || ::access(directory.c_str(), F_OK) != 0) {
        return std::unexpected(processFailure(TAPSCOPE_TEXT("Diagnostics", "There is no process %1."), number,
                                              TAPSCOPE_TEXT("Diagnostics", "It may have ended; choose a running one.")));
    }
    std::string target(PATH_MAX, '\0');
    const ssize_t length = ::readlink(link.c_str(), target.data(), target.size());
    if (length <= 0) {
        if (errno == EACCES || errno == EPERM) {
            if (::geteuid() == 0) {
                return std::unexpected(processFailure(
                    TAPSCOPE_TEXT("Diagnostics",
                                  "The program of process %1 cannot be seen, even as root: the system protects it."),
                    number, TAPSCOPE_TEXT("Diagnostics", "Name the program itself: process(\"/path/of/program\")…")));
            }
            return std::unexpected(
                processFailure(TAPSCOPE_TEXT("Diagnostics",
                                             "The program of process %1 cannot be seen: it belongs to another user."),
                               number, TAPSCOPE_TEXT("Diagnostics", "Start Tapscope as that user or as root.")));
        }
        return std::unexpected(
            processFailure(TAPSCOPE_TEXT("Diagnostics",
                                         "Process %1 has no program: it is a thread of the kernel or about to end."),
                           number, TAPSCOPE_TEXT("Diagnostics", "Choose a process that runs a program.")));
    }
    target.resize(static_cast<size_t>(length));
    if (sameFile(target, link))
        return canonical(target);
    // In a container the same path leads elsewhere; the process's own root shows its files.
    if (const std::string inside = directory + "/root" + target; sameFile(inside, link))
        return inside;
    // Deleted or replaced since: the process keeps its file, and the link leads to that.
    return link;
}

}
