// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "place_report.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <set>

namespace tapscope::cli {

namespace {

constexpr size_t probesShown = 5;
constexpr int answerPeriodMs = 100;
/// Of one probe that the kernel takes alone, roughly: it changes its code and waits for all processors.
constexpr uint64_t oneByOneMs = 2;

std::string grouped(uint64_t number)
{
    std::string digits = std::to_string(number);
    for (size_t at = digits.size(); at > 3; at -= 3)
        digits.insert(at - 3, ",");
    return digits;
}

std::string joined(const std::set<std::string> &names, size_t shown)
{
    std::string text;
    for (const std::string &name : names) {
        if (shown-- == 0)
            return text + ", …";
        text += (text.empty() ? "" : ", ") + name;
    }
    return text;
}

std::set<std::string> namesOf(std::span<const uint32_t> which, const std::vector<std::string> &sites)
{
    std::set<std::string> names;
    for (const uint32_t site : which) {
        if (site < sites.size() && !sites[site].empty())
            names.insert(sites[site]);
    }
    return names;
}

}

std::string question(const engine::PlannedPlaces &planned)
{
    std::string text = "The script puts probes on " + grouped(planned.total) + " places:\n";
    for (size_t i = 0; i < std::min(planned.probes.size(), probesShown); ++i)
        text += "  " + grouped(planned.probes[i].places) + "  " + planned.probes[i].point + "\n";
    if (planned.probes.size() > probesShown)
        text += "  and " + grouped(planned.probes.size() - probesShown) + " probes with fewer\n";
    if (!planned.slow.empty()) {
        text += "In " + grouped(planned.slow.size())
            + " of them the kernel has to step through an instruction: a hit costs about ten times as much there.\n";
    }
    if (const uint64_t seconds = planned.oneByOne * oneByOneMs / 1000; seconds > 0) {
        text += "This kernel takes " + grouped(planned.oneByOne) + " of them one by one, which lasts some " + grouped(seconds)
            + " seconds, and as long again at the end.\n";
    }
    return text + "Continue? [y/N] ";
}

bool answeredYes(int input, const std::function<bool()> &interrupted)
{
    std::string line;
    while (!interrupted || !interrupted()) {
        pollfd entry{input, POLLIN, 0};
        if (::poll(&entry, 1, answerPeriodMs) <= 0)
            continue;
        // One by one: what comes after the line is the script's.
        char c = 0;
        if (::read(input, &c, 1) != 1)
            return false;
        if (c != '\n') {
            line += c;
            continue;
        }
        std::ranges::transform(line, line.begin(), [](unsigned char each) { return static_cast<char>(std::tolower(each)); });
        return line == "y" || line == "yes";
    }
    return false;
}

std::string slowPlaces(const engine::PlannedPlaces &planned, const std::vector<std::string> &sites, size_t namesShown)
{
    return grouped(planned.slow.size()) + " of " + grouped(planned.total)
        + " places are slow, since the kernel steps through the instruction there: "
        + joined(namesOf(planned.slow, sites), namesShown) + "\n";
}

std::string missedPlaces(std::span<const engine::MissedPlace> missed, const std::vector<std::string> &sites)
{
    std::map<std::string, std::vector<uint32_t>> byReason;
    for (const engine::MissedPlace &place : missed)
        byReason[place.reason.english()].push_back(place.site);
    std::string text;
    for (const auto &[reason, which] : byReason) {
        text += "Not probed, " + grouped(which.size()) + " places: " + reason + ": " + joined(namesOf(which, sites), which.size())
            + "\n";
    }
    return text;
}

}
