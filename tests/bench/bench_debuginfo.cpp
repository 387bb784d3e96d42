// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Lists of probe points with the index made on the way and with the index there, beside stap -l on the same file where that is
// installed and finds the file; and the steps of which they are made. TAPSCOPE_DEBUG_ROOT: folder to which a kernel's debug
// package was unpacked.

#include "debuginfo/index.h"
#include "support/command.h"
#include "support/figures.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>

using namespace tapscope;
using namespace tapscope::bench;

namespace {

constexpr int rounds = 5;

double millisecondsOf(const std::function<void()> &work)
{
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

std::string cacheDirectory()
{
    static const std::string path = std::filesystem::temp_directory_path() / ("bench_debuginfo." + std::to_string(::getpid()));
    return path;
}

/// A list by our program, or by stap.
void listRow(const std::string &name, const std::vector<std::string> &arguments, bool stapToo)
{
    std::vector<std::string> words{std::string(TAPSCOPE_BINARY_DIR) + "/bin/tapscope-cli"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::filesystem::remove_all(cacheDirectory());
    Figures cold, warm, stap;
    cold.add(execute(words).totalMs);
    for (int i = 0; i < rounds; ++i)
        warm.add(execute(words).totalMs);
    printRow(name + ", index made on the way", cold);
    printRow(name + ", index there", warm);
    if (!stapToo || !isInstalled("stap"))
        return;
    words.front() = "stap";
    const Finished other = execute(words, "(\"");
    // A stap that cannot find what it needs ends at once without a line.
    if (other.firstLineMs >= 0)
        stap.add(other.totalMs);
    printRow(name + ", stap", stap, warm.median());
}

/// Time and memory of making an index, in a process of its own.
void coldIndex(const std::string &what, const std::function<bool(const debuginfo::IndexOptions &)> &open)
{
    std::filesystem::remove_all(cacheDirectory());
    debuginfo::IndexOptions options;
    options.cacheDirectory = cacheDirectory();
    Figures time;
    rusage before{}, after{};
    ::getrusage(RUSAGE_CHILDREN, &before);
    time.add(millisecondsOf([&] {
        const pid_t child = ::fork();
        if (child == 0)
            ::_exit(open(options) ? 0 : 1);
        int status = 0;
        if (child > 0)
            ::waitpid(child, &status, 0);
    }));
    ::getrusage(RUSAGE_CHILDREN, &after);
    printRow("index of " + what + ", made (ms)", time);
    if (after.ru_maxrss > before.ru_maxrss)
        std::printf("  %-52s %9.1f\n", "  resident memory at most (MB)", static_cast<double>(after.ru_maxrss) / 1024);
    Figures warm;
    for (int i = 0; i < rounds; ++i)
        warm.add(millisecondsOf([&] { (void)open(options); }));
    printRow("index of " + what + ", opened (ms)", warm);
}

void steps(const debuginfo::Index &index, const std::string &what)
{
    Figures search, tree, glob, file;
    for (int i = 0; i < rounds; ++i) {
        search.add(millisecondsOf([&] { (void)index.search("tcprcv", 100); }));
        tree.add(millisecondsOf([&] { (void)index.directory(""); }));
        glob.add(millisecondsOf([&] { (void)index.functions("*read*"); }));
        file.add(millisecondsOf([&] {
            for (const debuginfo::FileId id : index.files("*.c")) {
                if (index.file(id).rows > 20'000)
                    (void)index.statements(id);
            }
        }));
    }
    std::printf("  %u functions, %u files\n", index.functionCount(), index.fileCount());
    printRow(what + ": search for “tcprcv” (ms)", search);
    printRow(what + ": top of the source tree (ms)", tree);
    printRow(what + ": functions of *read* (ms)", glob);
    printRow(what + ": lines of all files with over 20,000 (ms)", file);
}

}

int main()
{
    printLoad();
    ::setenv("XDG_CACHE_HOME", (cacheDirectory() + ".cli").c_str(), 1);
    const char *given = std::getenv("TAPSCOPE_DEBUG_ROOT");
    std::string root;
    for (const std::string &candidate : {std::string(given ? given : ""), std::string("/var/tmp/tapscope-debug/root")}) {
        if (root.empty() && !candidate.empty() && std::filesystem::exists(candidate + "/usr/lib/debug"))
            root = candidate;
    }
    if (const auto kernel = root.empty() ? debuginfo::Index::openKernel() : debuginfo::Index::openKernel(root)) {
        std::printf("kernel: %s\n", (*kernel)->path().c_str());
        coldIndex("vmlinux", [&](const debuginfo::IndexOptions &options) {
            return debuginfo::Index::openKernel(root, options).has_value();
        });
        steps(**kernel, "vmlinux");
        std::vector<std::string> of;
        if (!root.empty())
            of = {"-r", root};
        const auto row = [&](const std::string &option, const std::string &pattern) {
            std::vector<std::string> words = of;
            words.insert(words.end(), {option, pattern});
            std::filesystem::remove_all(cacheDirectory() + ".cli");
            listRow(option + " " + pattern, words, root.empty());
        };
        row("-l", "kernel.function(\"*\")");
        row("-L", "kernel.function(\"vfs_*\")");
        row("-L", "kernel.statement(\"vfs_read@fs/read_write.c:*\")");
    } else {
        std::printf("no debug information of a kernel here (TAPSCOPE_DEBUG_ROOT)\n");
    }
    const std::string libc = "/lib/x86_64-linux-gnu/libc.so.6";
    if (const auto index = debuginfo::Index::open(libc); index && (*index)->hasDebugInfo()) {
        coldIndex("libc",
                  [&](const debuginfo::IndexOptions &options) { return debuginfo::Index::open(libc, options).has_value(); });
        std::filesystem::remove_all(cacheDirectory() + ".cli");
        listRow("-l process(\"libc.so.6\").function(\"*\")", {"-l", "process(\"" + libc + "\").function(\"*\")"}, true);
    } else {
        std::printf("no debug information of the C library here (libc6-dbg)\n");
    }
    // A program in C++: many small functions, most of them in several units.
    const std::string program = TAPSCOPE_BINARY_DIR "/bin/tapscope-cli";
    std::error_code error;
    if (const auto bytes = std::filesystem::file_size(program, error); !error)
        coldIndex("tapscope-cli (" + std::to_string(bytes >> 20) + " MB)",
                  [&](const debuginfo::IndexOptions &options) { return debuginfo::Index::open(program, options).has_value(); });
    std::filesystem::remove_all(cacheDirectory());
    std::filesystem::remove_all(cacheDirectory() + ".cli");
    return 0;
}
