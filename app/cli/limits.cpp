// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "limits.h"

#include "base/similar.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <optional>
#include <string_view>
#include <vector>

namespace tapscope::cli {

namespace {

using engine::Options;

/// How long a processor's cycle is, as far as the kernel tells.
double nsPerCycle()
{
    constexpr std::string_view key = "cpu MHz";
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);) {
        const size_t colon = line.find(':');
        if (!line.starts_with(key) || colon == std::string::npos)
            continue;
        double mhz = 0;
        const char *begin = line.data() + line.find_first_not_of(" \t", colon + 1);
        if (std::from_chars(begin, line.data() + line.size(), mhz).ec == std::errc{} && mhz > 1)
            return 1000 / mhz;
    }
    return 1;
}

Options::OverloadLimit &overloadLimit(Options &options)
{
    if (!options.overload) {
        const double ns = nsPerCycle();
        options.overload.emplace(static_cast<uint64_t>(1e9 * ns), static_cast<uint64_t>(5e8 * ns)); // stap's
    }
    return *options.overload;
}

uint64_t toNs(int64_t cycles)
{
    return static_cast<uint64_t>(static_cast<double>(cycles) * nsPerCycle());
}

struct Limit {
    std::string_view name;
    int64_t low, high;
    void (*set)(Options &options, int64_t value);
};

constexpr std::array limits{
    Limit{"MAXSTRINGLEN", 64, 4096, [](Options &o, int64_t v) { o.maxStringLength = static_cast<uint32_t>(v); }},
    Limit{"MAXMAPENTRIES", 1, 1 << 24, [](Options &o, int64_t v) { o.maxMapEntries = static_cast<uint32_t>(v); }},
    Limit{"MAXACTION", 1, 100'000'000, [](Options &o, int64_t v) { o.maxAction = static_cast<uint32_t>(v); }},
    Limit{"MAXACTION_INTERRUPTIBLE", 1, 1'000'000'000,
          [](Options &o, int64_t v) { o.maxActionInterruptible = static_cast<uint32_t>(v); }},
    Limit{"MAXNESTING", 1, 2000, [](Options &o, int64_t v) { o.maxNesting = static_cast<uint32_t>(v); }},
    Limit{"MAXERRORS", 0, UINT32_MAX, [](Options &o, int64_t v) { o.maxErrors = static_cast<uint32_t>(v); }},
    Limit{"MAXSKIPPED", 0, UINT32_MAX, [](Options &o, int64_t v) { o.maxSkipped = static_cast<uint32_t>(v); }},
    Limit{"MAXBACKTRACE", 1, 10'000, [](Options &o, int64_t v) { o.maxBacktrace = static_cast<uint32_t>(v); }},
    Limit{"HIST_WIDTH", 1, 1000, [](Options &o, int64_t v) { o.histograms.barWidth = static_cast<uint32_t>(v); }},
    Limit{"HIST_ELISION", -1, 1000, [](Options &o, int64_t v) { o.histograms.elision = static_cast<int32_t>(v); }},
    Limit{"STP_OVERLOAD_INTERVAL", 1'000'000, INT64_MAX / 2,
          [](Options &o, int64_t v) { overloadLimit(o).intervalNs = toNs(v); }},
    Limit{"STP_OVERLOAD_THRESHOLD", 1, INT64_MAX / 2, [](Options &o, int64_t v) { overloadLimit(o).busyNs = toNs(v); }},
};

/// Of stap's runtime; there is nothing here that they would set.
constexpr std::string_view withoutEffect[] = {"MAXTRYLOCK",      "TRYLOCKDELAY", "MINSTACKSPACE",        "STP_NO_OVERLOAD",
                                              "STP_MAX_BUCKETS", "KRETACTIVE",   "STP_NO_BUILDID_CHECK", "STP_PROCFS_BUFSIZE"};

}

std::expected<std::string, std::string> setLimit(const std::string &definition, Options &options)
{
    const size_t equals = definition.find('=');
    const std::string_view name = std::string_view(definition).substr(0, equals);
    std::vector<std::string> names;
    for (const Limit &limit : limits) {
        names.emplace_back(limit.name);
        if (limit.name != name)
            continue;
        int64_t value = 0;
        const char *begin = equals == std::string::npos ? definition.data() : definition.data() + equals + 1;
        const char *end = definition.data() + definition.size();
        const auto [stop, error] = std::from_chars(begin, end, value);
        if (equals == std::string::npos || error != std::errc{} || stop != end || value < limit.low || value > limit.high)
            return std::unexpected("-D " + definition + ": " + std::string(name) + " takes a number from "
                                   + std::to_string(limit.low) + " to " + std::to_string(limit.high));
        limit.set(options, value);
        return std::string();
    }
    if (std::ranges::contains(withoutEffect, name))
        return std::string();
    if (const auto similar = similarNames(std::string(name), names); !similar.empty())
        return std::unexpected("-D " + definition + ": did you mean " + similar.front() + "?");
    return "-D " + definition + " sets nothing here: scripts are not compiled as C";
}

}
