// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A script of a thousand lines with the whole tapset at hand: parsed, and parsed and analysed, with a cold and a warm index of
// the tapset, and how long an installed stap takes for the same (a process each time, as for its users).

#include "analysis/analyze.h"

#include <benchmark/benchmark.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

using namespace tapscope;

namespace {

/// Functions, arrays, statistics, loops, formats and timers, a hundred times ten lines; every name is used.
std::string thousandLines()
{
    std::string out;
    for (int i = 0; i < 100; ++i) {
        const std::string n = std::to_string(i);
        out += "global hits" + n + ", times" + n
            + "\n"
              "function weigh"
            + n
            + "(a, b) {\n"
              "  if (a > b) return a - b; else return b - a + "
            + n
            + "\n"
              "}\n"
              "probe timer.ms("
            + std::to_string(100 + i)
            + ") {\n"
              "  hits"
            + n + "[execname(), tid()] += weigh" + n + "(gettimeofday_us() % 1000, " + n
            + ")\n"
              "  times"
            + n
            + " <<< strlen(pp()) + pid()\n"
              "  foreach ([name, thread] in hits"
            + n + "- limit 5) printf(\"%-16s %6d %d\\n\", name, thread, hits" + n
            + "[name, thread])\n"
              "  if (@count(times"
            + n + ") > 10) { println(@avg(times" + n + ")); delete times" + n
            + " }\n"
              "}\n";
    }
    return out;
}

analysis::Options withTapset(const std::string &directory)
{
    analysis::Options options;
    options.tapsetDirectories = {directory};
    return options;
}

bool frontEnd(const std::string &text, const analysis::Options &options, bool analyse)
{
    script::SourceSet sources;
    script::Diagnostics diagnostics;
    const auto file = sources.add("bench.stp", text);
    const script::Ast ast = analysis::parse(sources, file, options, diagnostics);
    if (analyse)
        benchmark::DoNotOptimize(analysis::analyze(sources, ast, options, diagnostics));
    return !diagnostics.hasErrors();
}

void parseWarm(benchmark::State &state)
{
    const std::string text = thousandLines();
    const analysis::Options options = withTapset(TAPSCOPE_SOURCE_DIR "/tapset");
    for (auto _ : state) {
        if (!frontEnd(text, options, false))
            state.SkipWithError("the script has errors");
    }
}

void analyseWarm(benchmark::State &state)
{
    const std::string text = thousandLines();
    const analysis::Options options = withTapset(TAPSCOPE_SOURCE_DIR "/tapset");
    for (auto _ : state) {
        if (!frontEnd(text, options, true))
            state.SkipWithError("the script has errors");
    }
}

/// Each time another name for the tapset's directory, so that its index is made anew.
void analyseCold(benchmark::State &state)
{
    const std::string text = thousandLines();
    const auto directory = std::filesystem::temp_directory_path() / ("tapscope-bench-" + std::to_string(::getpid()));
    int run = 0;
    for (auto _ : state) {
        state.PauseTiming();
        std::filesystem::create_directories(directory);
        const auto link = directory / std::to_string(run++);
        std::filesystem::create_directory_symlink(TAPSCOPE_SOURCE_DIR "/tapset", link);
        const analysis::Options options = withTapset(link.string());
        state.ResumeTiming();
        if (!frontEnd(text, options, true))
            state.SkipWithError("the script has errors");
    }
    std::filesystem::remove_all(directory);
}

void stapPass(benchmark::State &state)
{
    const auto script = std::filesystem::temp_directory_path() / ("tapscope-bench-" + std::to_string(::getpid()) + ".stp");
    std::ofstream(script) << thousandLines();
    const char *tree = std::getenv("TAPSCOPE_BENCH_KERNEL_TREE"); // for machines without the running kernel's headers
    const std::string command = "stap -w " + (tree ? "-r " + std::string(tree) + " " : std::string()) + "-p"
        + std::to_string(state.range(0)) + " " + script.string() + " > /dev/null 2>&1";
    for (auto _ : state) {
        if (std::system(command.c_str()) != 0) {
            state.SkipWithError("stap is not installed, or finds no kernel to build for (TAPSCOPE_BENCH_KERNEL_TREE)");
            break;
        }
    }
    std::filesystem::remove(script);
}

}

BENCHMARK(parseWarm)->Unit(benchmark::kMillisecond);
BENCHMARK(analyseWarm)->Unit(benchmark::kMillisecond);
BENCHMARK(analyseCold)->Unit(benchmark::kMillisecond);
BENCHMARK(stapPass)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond);
BENCHMARK_MAIN();
