// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/former_names.h"

#include <algorithm>
#include <array>
#include <utility>

namespace tapscope::analysis {

namespace {

using Pair = std::pair<std::string_view, std::string_view>;

constexpr std::array functions{
    Pair{"cpuid", "cpu"},
    Pair{"stap_NFS_CLIENT", "NFS_CLIENT"},
    Pair{"__getfh_inode", "NFS_FH"},
};

constexpr std::array points{
    Pair{"process.create", "kprocess.create"},       Pair{"process.start", "kprocess.start"},
    Pair{"process.exec", "kprocess.exec"},           Pair{"process.exec_complete", "kprocess.exec_complete"},
    Pair{"process.exit", "kprocess.exit"},           Pair{"process.release", "kprocess.release"},
    Pair{"syscall.compat_sysctl", "syscall.sysctl"},
};

template <size_t size> std::string_view find(const std::array<Pair, size> &pairs, std::string_view former)
{
    const auto found = std::ranges::find(pairs, former, &Pair::first);
    return found == pairs.end() ? std::string_view() : found->second;
}

}

std::string_view functionCalledToday(std::string_view former)
{
    return find(functions, former);
}

std::optional<std::string> pointWrittenToday(const script::ProbePoint &former)
{
    script::ProbePoint bare;
    bare.components = former.components;
    if (const std::string_view today = find(points, bare.text()); !today.empty())
        return std::string(today);
    // kernel.inline("f") was the form before functions had variants.
    const auto &components = former.components;
    const auto isOld = [](const script::ProbeComponent &each) { return each.name.text == "inline" && each.text; };
    const auto old = std::ranges::find_if(components, isOld);
    if (components.empty() || old == components.begin() || old + 1 != components.end())
        return {};
    bare.components.back().name.text = "function";
    bare.components.emplace_back();
    bare.components.back().name.text = "inline";
    return bare.text();
}

}
