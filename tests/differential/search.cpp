// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "both_ways.h"
#include "script_maker.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <numeric>

/// Makes scripts until the time is over, and stops at the first that means two things, made as small as it goes.

namespace {

std::string joined(const std::vector<std::string> &statements)
{
    return std::accumulate(statements.begin(), statements.end(), std::string(),
                           [](std::string all, const std::string &one) { return std::move(all) + one + '\n'; })
        + ScriptMaker::epilogue();
}

bool differs(const std::vector<std::string> &statements)
{
    return !BothWays(ScriptMaker::declarations(), joined(statements), ScriptMaker::types()).agree();
}

}

int main(int argc, char **argv)
{
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(argc > 1 ? std::atoi(argv[1]) : 60);
    uint64_t seed = argc > 2 ? std::strtoull(argv[2], nullptr, 0) : 1;
    uint64_t scripts = 0, deferred = 0;
    double worst = 0;
    for (; std::chrono::steady_clock::now() < end; ++seed) {
        std::vector<std::string> statements = ScriptMaker(seed).statements();
        const BothWays result(ScriptMaker::declarations(), joined(statements), ScriptMaker::types());
        ++scripts;
        deferred += result.deferred;
        if (result.emitted > 0)
            worst = std::max(worst, double(result.processed) / result.emitted);
        if (result.agree())
            continue;
        for (size_t n = statements.size(); n-- > 0;) {
            std::vector<std::string> fewer = statements;
            fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(n));
            if (differs(fewer))
                statements = fewer;
        }
        const BothWays least(ScriptMaker::declarations(), joined(statements), ScriptMaker::types());
        std::printf("seed %llu\n%sprobe begin {\n%s\n}\n--- problem\n%s\n--- interpreter\n%s\n--- kernel\n%s\n",
                    static_cast<unsigned long long>(seed), ScriptMaker::declarations().c_str(), joined(statements).c_str(),
                    least.problem.c_str(), least.interpreted.c_str(), least.kernel.c_str());
        return 1;
    }
    std::printf("%llu scripts, %llu of them deferred, no difference; at most %.1f processed instructions for each emitted\n",
                static_cast<unsigned long long>(scripts), static_cast<unsigned long long>(deferred), worst);
    return 0;
}
