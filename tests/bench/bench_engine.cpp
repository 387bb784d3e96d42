// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a run costs: from the script to its first event (beside bpftrace, where it is installed), a hit of a probe, a flood of events,
// a thousand probes. Medians of several runs on the machine as it is; compare figures of one run only.

#include "debuginfo/module.h"
#include "engine/clock.h"
#include "engine/session.h"

#include <bpf/bpf.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

using namespace tapscope;

namespace {

const std::string bin = TAPSCOPE_BINARY_DIR "/bin/";
const std::string targets = TAPSCOPE_BINARY_DIR "/bench/targets/";
constexpr int runs = 7;
/// BPF_TRACE_UPROBE_MULTI, which older headers do not name.
constexpr auto attachUprobeMulti = static_cast<bpf_attach_type>(48);

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values.empty() ? 0 : values[values.size() / 2];
}

struct Finished {
    double firstLineMs = -1; ///< until `line` came, of the start
    double totalMs = 0;
    std::string err;
};

/// Runs a command; notes when a line that holds `line` has come out of it.
Finished execute(const std::vector<std::string> &words, std::string_view line = {})
{
    int out[2], err[2];
    if (::pipe(out) < 0 || ::pipe(err) < 0)
        std::exit(1);
    const uint64_t began = engine::monotonicNs();
    const pid_t pid = ::fork();
    if (pid == 0) {
        ::dup2(out[1], 1);
        ::dup2(err[1], 2);
        for (const int fd : {out[0], out[1], err[0], err[1]})
            ::close(fd);
        std::vector<char *> arguments;
        for (const std::string &word : words)
            arguments.push_back(const_cast<char *>(word.c_str()));
        arguments.push_back(nullptr);
        ::execvp(arguments[0], arguments.data());
        ::_exit(127);
    }
    ::close(out[1]);
    ::close(err[1]);
    Finished result;
    std::string text;
    pollfd entries[]{{out[0], POLLIN, 0}, {err[0], POLLIN, 0}};
    while (entries[0].fd >= 0 || entries[1].fd >= 0) {
        ::poll(entries, 2, -1);
        for (pollfd &entry : entries) {
            if (entry.fd < 0 || entry.revents == 0)
                continue;
            char buffer[65536];
            const ssize_t size = ::read(entry.fd, buffer, sizeof buffer);
            if (size <= 0) {
                ::close(entry.fd);
                entry.fd = -1;
                continue;
            }
            if (&entry == &entries[1]) {
                result.err.append(buffer, static_cast<size_t>(size));
            } else if (result.firstLineMs < 0 && !line.empty()) {
                text.append(buffer, static_cast<size_t>(size));
                if (text.contains(line))
                    result.firstLineMs = static_cast<double>(engine::monotonicNs() - began) / 1e6;
            }
        }
    }
    int status = 0;
    ::waitpid(pid, &status, 0);
    result.totalMs = static_cast<double>(engine::monotonicNs() - began) / 1e6;
    return result;
}

bool isInstalled(const char *program)
{
    return std::system((std::string("command -v ") + program + " >/dev/null 2>&1").c_str()) == 0;
}

void benchStart()
{
    const std::string teahouse = bin + "teahouse";
    const auto serve = debuginfo::Module::open(teahouse);
    const std::string linkage = serve ? (*serve)->functions("serve").at(0).linkageName : "serve";
    const std::string command = teahouse + " --orders 1 --pause-us 0";
    std::vector<double> one, tree, whole, peer, peerWhole;
    const bool hasPeer = isInstalled("bpftrace");
    for (int i = 0; i < runs; ++i) {
        const auto ours = execute({bin + "tapscope-cli", "-c", command, "-e", "probe process.function(\"serve\").call { println(\"event\") }"}, "event");
        one.push_back(ours.firstLineMs);
        whole.push_back(ours.totalMs);
        tree.push_back(execute({bin + "tapscope-cli", "-c", command, "-e",
                                "probe process.function(\"*\").call { printf(\"%s -> %s %s\\n\", thread_indent(1), ppfunc(), $$parms) } "
                                "probe process.function(\"*\").return { printf(\"%s <- %s\\n\", thread_indent(-1), ppfunc()) }"},
                               "-> main")
                           .firstLineMs);
        if (hasPeer) {
            const auto theirs = execute({"bpftrace", "-c", command, "-e", "uprobe:" + teahouse + ":" + linkage + " { printf(\"event\\n\"); }"}, "event\n");
            peer.push_back(theirs.firstLineMs);
            peerWhole.push_back(theirs.totalMs);
        }
    }
    std::printf("From the start to the first event shown (demo program), ms\n");
    std::printf("  %-44s %8.1f   whole run %8.1f\n", "one function", median(one), median(whole));
    std::printf("  %-44s %8.1f\n", "call tree of all functions", median(tree));
    if (hasPeer)
        std::printf("  %-44s %8.1f   whole run %8.1f\n", "bpftrace, one function", median(peer), median(peerWhole));
}

double nsPerCall(const std::string &text)
{
    return std::atof(text.c_str());
}

/// The program alone, and under the least that a uprobe can be: a program of two instructions.
double bareHit(bool probed)
{
    int link = -1, program = -1;
    if (probed) {
        const auto module = debuginfo::Module::open(targets + "hits");
        if (!module || (*module)->functions("hit").empty())
            return 0;
        const unsigned long offset = (*module)->functions("hit").front().entry.fileOffset;
        const bpf_insn code[]{{BPF_ALU64 | BPF_MOV | BPF_K, 0, 0, 0, 0}, {BPF_JMP | BPF_EXIT, 0, 0, 0, 0}};
        LIBBPF_OPTS(bpf_prog_load_opts, load);
        load.expected_attach_type = attachUprobeMulti;
        program = ::bpf_prog_load(BPF_PROG_TYPE_KPROBE, "empty", "GPL", code, 2, &load);
        LIBBPF_OPTS(bpf_link_create_opts, create);
        const std::string path = targets + "hits";
        create.uprobe_multi.path = path.c_str();
        create.uprobe_multi.offsets = &offset;
        create.uprobe_multi.cnt = 1;
        link = program < 0 ? -1 : ::bpf_link_create(program, 0, attachUprobeMulti, &create);
        if (link < 0)
            return 0;
    }
    const double ns = nsPerCall(execute({targets + "hits", "300000"}).err);
    if (link >= 0)
        ::close(link);
    if (program >= 0)
        ::close(program);
    return ns;
}

void benchHit()
{
    struct Case {
        const char *name;
        std::string script; ///< empty: none
        std::vector<double> ns;
    };
    const std::string probe = "probe process.function(\"hit\").call ";
    std::vector<Case> cases{
        {"empty handler", probe + "{ }", {}},
        {"counting: n++", "global n " + probe + "{ n++ } probe end { print(n > 0 ? \"\" : \"none\") }", {}},
        {"counting by thread: a[tid()]++", "global a " + probe + "{ a[tid()]++ } probe end { print(tid() in a ? \"x\" : \"\") }", {}},
        {"printing: %d %d %d %s", probe + "{ printf(\"%d %d %d %s\\n\", $i, pid(), tid(), execname()) }", {}},
    };
    std::vector<double> bare, empty;
    for (int i = 0; i < runs; ++i) {
        bare.push_back(bareHit(false));
        empty.push_back(bareHit(true));
        for (Case &each : cases) {
            const auto run = execute({bin + "tapscope-cli", "-w", "-s", "64", "-o", "/dev/null", "-c", targets + "hits 300000", "-e", each.script});
            each.ns.push_back(nsPerCall(run.err));
        }
    }
    std::printf("\nA hit of a probe, ns (300,000 hits; all handlers but the first row check the target's process and count the hit)\n");
    std::printf("  %-44s %8.0f\n", "no probe", median(bare));
    const double least = median(empty);
    std::printf("  %-44s %8.0f\n", "uprobe with a program of two instructions", least);
    for (const Case &each : cases)
        std::printf("  %-44s %8.0f   %5.2f times\n", each.name, median(each.ns), least > 0 ? median(each.ns) / least : 0);
}

void benchFlood()
{
    std::printf("\n300,000 events a second for 2 s, each printed with 4 values\n");
    for (const char *megabytes : {"4", "16"}) {
        const auto run = execute({bin + "tapscope-cli", "-s", megabytes, "-o", "/dev/null", "-c", targets + "hits 600000 300000", "-e",
                                  "probe process.function(\"hit\").call { printf(\"%d %d %d %s\\n\", $i, pid(), tid(), execname()) }"});
        const size_t at = run.err.find("There were ");
        const double rate = nsPerCall(run.err) > 0 ? 1e9 / nsPerCall(run.err) : 0;
        std::printf("  buffer of %2s MB: %8.0f events/s reached, lost %ld\n", megabytes, rate,
                    at == std::string::npos ? 0L : std::atol(run.err.c_str() + at + 11));
    }
}

struct Phases final : engine::Listener {
    double attachMs = 0, detachMs = 0;
    uint64_t places = 0;
    void onPhase(const engine::PhaseReport &report) override
    {
        if (report.state != engine::PhaseReport::State::Done)
            return;
        if (report.phase == engine::Phase::Attach) {
            attachMs = static_cast<double>(report.elapsedNs) / 1e6;
            places = report.done;
        }
        if (report.phase == engine::Phase::Detach)
            detachMs = static_cast<double>(report.elapsedNs) / 1e6;
    }
};

void benchThousand()
{
    std::printf("\n1,000 functions, ms\n");
    for (const bool withoutMulti : {false, true}) {
        std::vector<double> attach, detach;
        uint64_t places = 0;
        for (int i = 0; i < runs; ++i) {
            Phases phases;
            engine::Options options;
            options.scriptText = "probe process.function(\"fn_*\").call { println(ppfunc()) }";
            options.command = targets + "many";
            options.helperPath = bin + "tapscope-helper";
            options.withoutUprobeMulti = withoutMulti;
            engine::Session session(std::move(options), phases);
            session.wait();
            places = phases.places;
            attach.push_back(phases.attachMs);
            detach.push_back(phases.detachMs);
        }
        if (places == 0) {
            std::printf("  %-44s not possible here (needs tracefs)\n", "group of trace events");
            continue;
        }
        std::printf("  %-44s attach %8.1f   detach %8.1f   (%lu places)\n", withoutMulti ? "group of trace events (older kernels)" : "uprobe_multi",
                    median(attach), median(detach), static_cast<unsigned long>(places));
    }
}

}

int main()
{
    if (::geteuid() != 0) {
        std::printf("needs root: nothing measured\n");
        return 0;
    }
    benchStart();
    benchHit();
    benchFlood();
    benchThousand();
    return 0;
}
