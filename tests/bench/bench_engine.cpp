// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a run costs around its events: from the script to the first event (beside bpftrace, where it is installed), the memory,
// thousands of probes put on and taken off.

#include "bench/support/command.h"
#include "bench/support/figures.h"
#include "debuginfo/module.h"
#include "engine/session.h"

#include <unistd.h>

#include <cstdio>
#include <string>
#include <vector>

using namespace tapscope;
using bench::Figures;

namespace {

const std::string bin = TAPSCOPE_BINARY_DIR "/bin/";
const std::string cli = bin + "tapscope-cli";
const std::string teahouse = bin + "teahouse";
const std::string targets = TAPSCOPE_BINARY_DIR "/bench/targets/";
constexpr int runs = 7;
constexpr const char *helperName = "tapscope-helper";

const std::string callTree
    = R"(probe process.function("*").call { printf("%s -> %s %s\n", thread_indent(1), ppfunc(), $$parms) } )"
      R"(probe process.function("*").return { printf("%s <- %s\n", thread_indent(-1), ppfunc()) })";

/// One way to get something printed: a command line, and the text to wait for.
struct Way {
    const char *name;
    std::vector<std::string> words;
    std::string awaited;
    Figures first{}, total{}, resident{}, helper{};
};

void takeTurns(std::vector<Way> &ways, bool hasPeer)
{
    for (int i = 0; i < runs; ++i) {
        for (Way &way : ways) {
            if (way.words.front() == "bpftrace" && !hasPeer)
                continue;
            const auto run = bench::execute(way.words, way.awaited, helperName);
            way.first.add(run.firstLineMs);
            way.total.add(run.totalMs);
            // Of one that ended at once there is nothing to be seen any more.
            if (run.residentMb > 0) {
                way.resident.add(run.residentMb);
                way.helper.add(run.helperMb);
            }
        }
    }
}

void benchStart(bool hasPeer)
{
    const auto module = debuginfo::Module::open(teahouse);
    const auto functions = module ? (*module)->functions("serve") : decltype((*module)->functions("")){};
    const std::string linkage = functions.empty() ? "serve" : functions.front().linkageName;
    const std::string command = teahouse + " --orders 1 --pause-us 0";
    std::vector<Way> ways{
        {"call tree of all functions", {cli, "-c", command, "-e", callTree}, "-> main"},
        {"one function", {cli, "-c", command, "-e", R"(probe process.function("serve").call { println("event") })"}, "event"},
        {"hello world", {cli, "-e", R"(probe begin { println("hello"); exit() })"}, "hello"},
        {"bpftrace: all functions, name printed",
         {"bpftrace", "-c", command, "-e", "uprobe:" + teahouse + ":* { printf(\"event %s\\n\", func); }"},
         "event "},
        {"bpftrace: one function",
         {"bpftrace", "-c", command, "-e", "uprobe:" + teahouse + ":" + linkage + " { printf(\"event\\n\"); }"},
         "event\n"},
        {"bpftrace: hello world", {"bpftrace", "-e", R"(BEGIN { printf("hello\n"); exit(); })"}, "hello\n"},
    };
    takeTurns(ways, hasPeer);
    std::printf("\nFrom the start to the first event shown (demo program), ms\n");
    const size_t half = ways.size() / 2;
    for (const Way &way : ways)
        bench::printRow(way.name, way.first);
    for (size_t i = 0; i < half && hasPeer; ++i) {
        if (ways[i].first.median() > 0) {
            std::printf("  bpftrace's start takes %.1f times as long: %s\n",
                        ways[half + i].first.median() / ways[i].first.median(), ways[i].name);
        }
    }
    std::printf("\nFrom the start to the end of the command, ms\n");
    for (const Way &way : ways)
        bench::printRow(way.name, way.total);
    std::printf("\nResident memory at the first event, MB (buffer of 16 MB)\n");
    for (const Way &way : ways) {
        bench::printRow(way.name, way.resident);
        if (way.helper.median() > 0)
            bench::printRow(std::string(way.name) + ", the helper", way.helper);
    }
}

/// What the session tells of its phases.
struct Phases final : engine::Listener {
    double attachMs = -1, detachMs = -1;
    uint64_t places = 0;
    void onPhase(const engine::PhaseReport &report) override
    {
        if (report.state != engine::PhaseReport::State::Done)
            return;
        const double ms = static_cast<double>(report.elapsedNs) / 1e6;
        if (report.phase == engine::Phase::Attach) {
            attachMs = ms;
            places = report.done;
        } else if (report.phase == engine::Phase::Detach) {
            detachMs = ms;
        }
    }
};

void benchMany()
{
    struct Means {
        std::string name;
        const char *program;
        const char *script;
        bool withoutMulti;
        Figures attach{}, detach{};
        uint64_t places = 0;
    };
    constexpr const char *entries = R"(probe process.function("fn_*").call { println(ppfunc()) })";
    constexpr const char *both = R"(probe process.function("fn_*").call, process.function("fn_*").return { println(ppfunc()) })";
    std::vector<Means> ways{{"entries, uprobe_multi", "many", entries, false},
                            {"entries and returns, uprobe_multi", "many", both, false},
                            {"entries, trace events", "many", entries, true},
                            {"entries, uprobe_multi", "ten_thousand", entries, false},
                            {"entries and returns, uprobe_multi", "ten_thousand", both, false}};
    for (int i = 0; i < runs; ++i) {
        for (Means &way : ways) {
            Phases phases;
            engine::Options options;
            options.scriptText = way.script;
            options.command = targets + way.program;
            options.helperPath = bin + helperName;
            options.withoutUprobeMulti = way.withoutMulti;
            engine::Session session(std::move(options), phases);
            session.wait();
            way.places = phases.places;
            way.attach.add(phases.attachMs);
            way.detach.add(phases.detachMs);
        }
    }
    std::printf("\n1,000 and 10,000 functions, ms; the goal is less than 100 for 10,000 on a quiet machine\n"
                "(trace events: on kernels without uprobe_multi)\n");
    for (const Means &way : ways) {
        if (way.places == 0) {
            std::printf("  %-52s not possible here\n", way.name.c_str());
            continue;
        }
        const std::string places = way.name + ", " + std::to_string(way.places) + " places";
        bench::printRow("attach: " + places, way.attach);
        bench::printRow("detach: " + places, way.detach);
    }
}

}

int main()
{
    if (::geteuid() != 0) {
        std::printf("needs root: nothing measured\n");
        return 0;
    }
    bench::printLoad();
    benchStart(bench::isInstalled("bpftrace"));
    benchMany();
    return 0;
}
