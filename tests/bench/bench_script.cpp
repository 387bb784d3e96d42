// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A script of 200 lines with ten arrays and twenty functions: how long it takes from its text to loaded programs, and how much
// the verifier has to do for it.

#include "bench/support/figures.h"
#include "engine/session.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <string>

using namespace tapscope;
using bench::Figures;

namespace {

constexpr int runs = 9;

std::string longScript()
{
    std::string script;
    for (int n = 0; n < 10; ++n)
        script += "global a" + std::to_string(n) + "[1000]\n";
    for (int n = 0; n < 20; ++n) {
        const std::string i = std::to_string(n), array = "a" + std::to_string(n % 10);
        script += "function weigh" + i + "(key, value) {\n    if (value > " + std::to_string(10 * n)
            + ")\n        return value * " + i + " + key\n    for (i = 0; i < 8; i++)\n        value += " + array
            + "[key, i]\n    return value\n}\n";
    }
    for (int n = 0; n < 10; ++n) {
        const std::string array = "a" + std::to_string(n), low = std::to_string(n), high = std::to_string(n + 10);
        script += "probe process.function(\"*\").call if (" + low + " < 100) {\n    " + array + "[tid(), " + low + "] += weigh"
            + low + "(tid(), gettimeofday_us())\n    printf(\"%d %s %d\\n\", weigh" + high + "(pid(), " + low
            + "), ppfunc(), cpu())\n}\n";
    }
    return script
        + "probe timer.s(1) {\n    foreach ([t, k] in a0- limit 5)\n        printf(\"%d %d %d\\n\", t, k, a0[t, k])\n}\n";
}

struct Phases final : engine::Listener {
    double loadedMs = -1;
    uint64_t verified = 0, emitted = 0;

    void onPhase(const engine::PhaseReport &report) override
    {
        using State = engine::PhaseReport::State;
        if (report.state != State::Done || report.phase > engine::Phase::Load)
            return;
        m_spentNs += report.elapsedNs;
        if (report.phase != engine::Phase::Load)
            return;
        loadedMs = static_cast<double>(m_spentNs) / 1e6;
        verified = report.done;
        emitted = report.total;
    }

private:
    uint64_t m_spentNs = 0;
};

}

int main()
{
    if (::geteuid() != 0) {
        std::printf("needs root: nothing measured\n");
        return 0;
    }
    const std::string script = longScript();
    Figures loaded;
    uint64_t verified = 0, emitted = 0;
    for (int i = 0; i < runs; ++i) {
        Phases phases;
        engine::Options options;
        options.scriptText = script;
        options.command = TAPSCOPE_BINARY_DIR "/bin/teahouse --orders 1 --pause-us 0";
        options.helperPath = TAPSCOPE_BINARY_DIR "/bin/tapscope-helper";
        engine::Session session(std::move(options), phases);
        session.wait();
        loaded.add(phases.loadedMs);
        verified = phases.verified;
        emitted = phases.emitted;
    }
    bench::printLoad();
    std::printf("%zu lines, ten arrays, twenty functions\n", static_cast<size_t>(std::ranges::count(script, '\n')));
    bench::printRow("from the text to loaded programs, ms", loaded);
    std::printf("  instructions: %llu emitted, %llu looked at by the verifier, %.1f times\n",
                static_cast<unsigned long long>(emitted), static_cast<unsigned long long>(verified),
                emitted ? static_cast<double>(verified) / static_cast<double>(emitted) : 0.0);
    return 0;
}
