// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// System calls with their arguments as text, and a backtrace for each hit: what they cost the traced program, and whether all of
// them arrive; beside bpftrace where it is installed.

#include "bench/support/command.h"
#include "bench/support/figures.h"

#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <string>

using namespace tapscope;
using bench::Figures;

namespace {

const std::string cli = TAPSCOPE_BINARY_DIR "/bin/tapscope-cli";
const std::string target = TAPSCOPE_BINARY_DIR "/bench/targets/calls";
const std::string outputFile = TAPSCOPE_BINARY_DIR "/bench/output";
constexpr int runs = 5;

/// The same work for both, on the command `target WHAT`.
struct Work {
    const char *name;
    std::string what;
    std::string ours, theirs;
    const char *line; ///< once for each hit, in what both print
};

const Work work[]{
    {"openat with its arguments as text", "open", R"(probe syscall.openat { printf("%s(%s)\n", name, argstr) })",
     // Kernels need not have tracepoints of single calls; 257 is openat on x86_64.
     R"(rawtracepoint:sys_enter /arg1 == 257/ { $r = (struct pt_regs *)arg0; )"
     R"(printf("openat(%d, \"%s\", %d)\n", $r->di, str(uptr($r->si)), $r->dx); })",
     "/dev/null"},
    {"a backtrace of sixteen frames", "deep", R"(probe process.function("bottom").call { println("hit") print_ubacktrace() })",
     "uprobe:" + target + R"(:bottom { printf("hit\n%s\n", ustack); })", "hit"},
};

bench::Finished runOurs(const Work &what, const std::string &command, const std::string &output)
{
    return bench::execute({cli, "-w", "-s", "64", "-o", output, "-c", command, "-e", what.ours});
}

bench::Finished runPeer(const Work &what, const std::string &command, const std::string &output)
{
    return bench::execute({"bpftrace", "-o", output, "-c", command, "-e", what.theirs});
}

long countHits(const std::string &word)
{
    std::ifstream file(outputFile);
    long found = 0;
    for (std::string line; std::getline(file, line);)
        found += line.contains(word) ? 1 : 0;
    return found;
}

void benchCost(const Work &what, bool hasPeer)
{
    const std::string command = target + " " + what.what + " 100000";
    Figures none, ours, theirs;
    for (int i = 0; i < runs; ++i) {
        none.add(bench::execute({target, what.what, "100000"}).value("ns per call: "));
        ours.add(runOurs(what, command, "/dev/null").value("ns per call: "));
        if (hasPeer)
            theirs.add(runPeer(what, command, "/dev/null").value("ns per call: "));
    }
    std::printf("\nOne of 100,000 times: %s, ns (times: of bpftrace's overhead)\n", what.name);
    bench::printRow("without probes", none);
    bench::printRow("with", ours);
    if (!hasPeer)
        return;
    bench::printRow("bpftrace: with", theirs);
    if (theirs.median() > none.median())
        std::printf("  %-52s %9.2f times\n", "overhead", (ours.median() - none.median()) / (theirs.median() - none.median()));
}

void benchLosses(const Work &what, long count, long rate, bool hasPeer)
{
    const std::string command = target + " " + what.what + " " + std::to_string(count) + " " + std::to_string(rate);
    std::printf("\n%s, %ld times, %ld a second: those that arrive\n", what.name, count, rate);
    const auto report = [&](const char *name, const bench::Finished &run) {
        const long hits = countHits(what.line);
        std::printf("  %-52s %9ld of %ld, %ld missing (%.0f ns per time)\n", name, hits, count, count - hits,
                    run.value("ns per call: "));
        ::unlink(outputFile.c_str());
    };
    report("in the file", runOurs(what, command, outputFile));
    if (hasPeer)
        report("bpftrace: in the file", runPeer(what, command, outputFile));
}

}

int main()
{
    if (::geteuid() != 0) {
        std::printf("needs root: nothing measured\n");
        return 0;
    }
    const bool hasPeer = bench::isInstalled("bpftrace");
    bench::printLoad();
    for (const Work &what : work)
        benchCost(what, hasPeer);
    benchLosses(work[0], 600'000, 200'000, hasPeer);
    benchLosses(work[1], 150'000, 50'000, hasPeer);
    return 0;
}
