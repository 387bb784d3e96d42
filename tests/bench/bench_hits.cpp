// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a hit of a probe costs the traced program, by what its handler does, and whether all events of a flood arrive; beside
// bpftrace where it is installed. All cases take turns, so that they meet the same machine.

#include "bench/support/command.h"
#include "bench/support/figures.h"
#include "debuginfo/module.h"

#include <bpf/bpf.h>
#include <unistd.h>

#include <cstdio>
#include <string>
#include <vector>

using namespace tapscope;
using bench::Figures;

namespace {

const std::string cli = TAPSCOPE_BINARY_DIR "/bin/tapscope-cli";
const std::string target = TAPSCOPE_BINARY_DIR "/bench/targets/hits";
const std::string outputFile = TAPSCOPE_BINARY_DIR "/bench/output";
constexpr int runs = 5;
/// BPF_TRACE_UPROBE_MULTI, which older headers do not name.
constexpr auto attachUprobeMulti = static_cast<bpf_attach_type>(48);

double nsPerCall(const bench::Finished &run)
{
    return run.value("ns per call: ");
}

/// The least that a probe can be: a program of two instructions. On the traced program while this lives.
class BareProbe {
public:
    explicit BareProbe(std::string_view function)
    {
        const auto module = debuginfo::Module::open(target);
        if (!module || (*module)->functions(function).empty())
            return;
        const unsigned long offset = (*module)->functions(function).front().entry.fileOffset;
        const bpf_insn code[]{{BPF_ALU64 | BPF_MOV | BPF_K, 0, 0, 0, 0}, {BPF_JMP | BPF_EXIT, 0, 0, 0, 0}};
        LIBBPF_OPTS(bpf_prog_load_opts, load);
        load.expected_attach_type = attachUprobeMulti;
        m_program = ::bpf_prog_load(BPF_PROG_TYPE_KPROBE, "empty", "GPL", code, 2, &load);
        LIBBPF_OPTS(bpf_link_create_opts, create);
        create.uprobe_multi.path = target.c_str();
        create.uprobe_multi.offsets = &offset;
        create.uprobe_multi.cnt = 1;
        if (m_program >= 0)
            m_link = ::bpf_link_create(m_program, 0, attachUprobeMulti, &create);
    }
    BareProbe(const BareProbe &) = delete;
    BareProbe &operator=(const BareProbe &) = delete;
    ~BareProbe()
    {
        for (const int descriptor : {m_link, m_program}) {
            if (descriptor >= 0)
                ::close(descriptor);
        }
    }
    [[nodiscard]] bool attached() const { return m_link >= 0; }

private:
    int m_program = -1, m_link = -1;
};

struct Case {
    const char *name;
    std::string handler, globals, end;
    std::string peerHandler; ///< bpftrace's way; empty: it has none
    Figures ours{}, theirs{};
};

std::vector<Case> cases()
{
    return {
        {"empty", "{ }", "", "", "{ }"},
        {"counting: n++", "{ n++ }", "global n ", "print(n > 0 ? \"\" : \"none\")", "{ @n = count(); }"},
        {"counting by function name", "{ a[ppfunc()]++ }", "global a ", "print(\"hit\" in a ? \"\" : \"none\")",
         "{ @a[func] = count(); }"},
        {"log2 histogram of an argument", "{ h <<< $i }", "global h ", "println(@hist_log(h))", "{ @h = hist(arg0); }"},
        {"printing three integers and execname", R"({ printf("%d %d %d %s\n", $i, pid(), tid(), execname()) })", "", "",
         R"({ printf("%d %d %d %s\n", arg0, pid, tid, comm); })"},
        {"printing thread_indent and four integers",
         R"({ printf("%s %d %d %d %d\n", thread_indent(0), $i, pid(), tid(), cpu()) })", "", "",
         R"({ printf("%6d %s(%d): %d %d %d %d\n", elapsed / 1000, comm, tid, arg0, pid, tid, cpu); })"},
    };
}

bench::Finished runOurs(const Case &what, const std::string &function, const std::string &command, const std::string &output,
                        const std::string &megabytes)
{
    std::string script = what.globals + "probe process.function(\"" + function + "\").call " + what.handler;
    if (!what.end.empty())
        script += " probe end { " + what.end + " }";
    // An empty handler stays only with -u.
    if (what.handler == "{ }")
        return bench::execute({cli, "-w", "-u", "-s", megabytes, "-o", output, "-c", command, "-e", script});
    return bench::execute({cli, "-w", "-s", megabytes, "-o", output, "-c", command, "-e", script});
}

bench::Finished runPeer(const Case &what, const std::string &function, const std::string &command, const std::string &output)
{
    return bench::execute(
        {"bpftrace", "-o", output, "-c", command, "-e", "uprobe:" + target + ":" + function + " " + what.peerHandler});
}

void benchHits(bool hasPeer)
{
    const std::string command = target + " 200000";
    std::vector<Case> all = cases();
    Figures none, bare;
    for (int i = 0; i < runs; ++i) {
        none.add(nsPerCall(bench::execute({target, "200000"})));
        {
            const BareProbe probe("hit");
            bare.add(probe.attached() ? nsPerCall(bench::execute({target, "200000"})) : -1);
        }
        for (Case &each : all) {
            each.ours.add(nsPerCall(runOurs(each, "hit", command, "/dev/null", "64")));
            if (hasPeer)
                each.theirs.add(nsPerCall(runPeer(each, "hit", command, "/dev/null")));
        }
    }
    std::printf("\nA hit, ns (200,000 calls of a function that begins with push; times: of the uprobe with an empty program)\n");
    bench::printRow("no probe", none);
    bench::printRow("uprobe with a program of two instructions", bare);
    for (const Case &each : all)
        bench::printRow(each.name, each.ours, bare.median());
    if (!hasPeer)
        return;
    for (const Case &each : all)
        bench::printRow(std::string("bpftrace: ") + each.name, each.theirs, bare.median());
}

/// Where the first instruction has to be single-stepped, that is what a hit costs.
void benchSteppedHits(bool hasPeer)
{
    const std::string command = target + " 50000 0 1 stepped";
    std::vector<Case> all = cases();
    Case &empty = all.front();
    Figures bare;
    for (int i = 0; i < 3; ++i) {
        {
            const BareProbe probe("hitStepped");
            bare.add(probe.attached() ? nsPerCall(bench::execute({target, "50000", "0", "1", "stepped"})) : -1);
        }
        empty.ours.add(nsPerCall(runOurs(empty, "hitStepped", command, "/dev/null", "64")));
        if (hasPeer)
            empty.theirs.add(nsPerCall(runPeer(empty, "hitStepped", command, "/dev/null")));
    }
    std::printf("\nA hit on an instruction that is single-stepped, ns\n");
    bench::printRow("uprobe with a program of two instructions", bare);
    bench::printRow("empty", empty.ours, bare.median());
    if (hasPeer)
        bench::printRow("bpftrace: empty", empty.theirs, bare.median());
}

void printFlood(const std::string &name, const bench::Finished &run, long threads, long calls)
{
    const double ns = nsPerCall(run);
    const long lines = bench::countLines(outputFile);
    std::printf("  %-52s %9.0f events/s   %8ld of %ld lines, %ld missing\n", name.c_str(),
                ns > 0 ? 1e9 * static_cast<double>(threads) / ns : 0, lines, calls, calls - lines);
    ::unlink(outputFile.c_str());
}

void benchFloods(bool hasPeer)
{
    struct Flood {
        const char *name;
        long count, rate, threads;
    };
    constexpr Flood floods[]{
        {"300,000 a second for 5 s", 1'500'000, 300'000, 1},
        {"at full speed", 2'000'000, 0, 1},
        {"at full speed, two threads", 1'000'000, 0, 2},
    };
    const Case printing = cases()[4];
    std::printf("\nFloods, each event printed with three integers and execname into a file (16 MB buffer)\n");
    for (const Flood &flood : floods) {
        const std::string command = target + " " + std::to_string(flood.count) + " " + std::to_string(flood.rate) + " "
            + std::to_string(flood.threads);
        const long calls = flood.count * flood.threads;
        printFlood(flood.name, runOurs(printing, "hit", command, outputFile, "16"), flood.threads, calls);
        if (hasPeer)
            printFlood(std::string("bpftrace: ") + flood.name, runPeer(printing, "hit", command, outputFile), flood.threads,
                       calls);
    }
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
    benchHits(hasPeer);
    benchSteppedHits(hasPeer);
    benchFloods(hasPeer);
    return 0;
}
