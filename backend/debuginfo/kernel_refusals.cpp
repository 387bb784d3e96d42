// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/kernel_refusals.h"

#include "base/files.h"
#include "debuginfo/kernel_symbols.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace tapscope::debuginfo {

namespace {

template <typename Visitor> void visitLines(std::string_view text, Visitor visit)
{
    while (!text.empty()) {
        const size_t end = std::min(text.find('\n'), text.size());
        if (end > 0)
            visit(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

std::optional<uint64_t> takeNumber(std::string_view &text)
{
    if (text.starts_with("0x"))
        text.remove_prefix(2);
    uint64_t value = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    if (error != std::errc())
        return std::nullopt;
    text.remove_prefix(static_cast<size_t>(rest - text.data()));
    return value;
}

/// Code of these kinds lies together (include/asm-generic/vmlinux.lds.h, "Blacklist" in Documentation/trace/kprobes.rst).
struct Region {
    std::string_view begin, end;
    std::optional<uint64_t> first, last; ///< addresses
    size_t firstLine = 0, lastLine = 0;
};

std::string_view withoutQuirks(std::string_view line)
{
    const size_t end = line.find_first_of(" \t");
    return line.substr(0, end);
}

}

KernelRefusals::KernelRefusals(std::string_view blacklist, std::string_view traced, std::string_view symbols)
{
    readBlacklist(blacklist);
    // What the kernel says itself is all there is.
    if (blacklist.empty())
        readSymbols(symbols);
    readTraced(traced);
    std::ranges::sort(m_ranges);
}

KernelRefusals KernelRefusals::running(std::string_view symbols)
{
    const auto firstOf = [](std::initializer_list<const char *> paths) {
        for (const char *path : paths) {
            if (auto text = readFile(path); text && !text->empty())
                return std::move(*text);
        }
        return std::string();
    };
    const std::string blacklist = firstOf({"/sys/kernel/debug/kprobes/blacklist"});
    const std::string traced = firstOf(
        {"/sys/kernel/tracing/available_filter_functions", "/sys/kernel/debug/tracing/available_filter_functions"});
    return {blacklist, traced, symbols};
}

// "0xffffffff81c00990-0xffffffff81c009b0\tasm_exc_divide_error", of modules with " [name]" behind.
void KernelRefusals::readBlacklist(std::string_view text)
{
    visitLines(text, [&](std::string_view line) {
        const auto begin = takeNumber(line);
        if (!begin || !line.starts_with('-'))
            return;
        line.remove_prefix(1);
        const auto end = takeNumber(line);
        const size_t name = line.find_first_not_of(" \t");
        if (!end || name == std::string_view::npos)
            return;
        // Addresses may be hidden.
        if (*begin != 0 && *begin < *end)
            m_ranges.emplace_back(*begin, *end);
        else if (!line.contains('['))
            m_refused.emplace(withoutQuirks(line.substr(name)));
    });
}

// "vfs_read", "fuse_simple_request [fuse]"
void KernelRefusals::readTraced(std::string_view text)
{
    visitLines(text, [&](std::string_view line) {
        const std::string_view name = withoutQuirks(line);
        const size_t open = line.find('[', name.size());
        const size_t close = line.find(']', name.size());
        if (open == std::string_view::npos || close == std::string_view::npos || close < open)
            m_traced.emplace(name);
        else
            m_traced.insert(std::string(name) + " " + std::string(line.substr(open + 1, close - open - 1)));
    });
}

void KernelRefusals::readSymbols(std::string_view text)
{
    std::array<Region, 3> regions{{{"__kprobes_text_start", "__kprobes_text_end", {}, {}},
                                   {"__noinstr_text_start", "__noinstr_text_end", {}, {}},
                                   {"__entry_text_start", "__entry_text_end", {}, {}}}};
    // The kernel's own list has for each function that it names a variable of this name.
    constexpr std::string_view marked = "_kbl_addr_";
    size_t number = 0;
    const auto split = [](std::string_view line) {
        std::pair<uint64_t, std::string_view> out;
        out.first = takeNumber(line).value_or(0);
        if (line.size() > 3)
            out.second = withoutQuirks(line.substr(3)); // " t "
        return out;
    };
    visitLines(text, [&](std::string_view line) {
        ++number;
        const auto [address, name] = split(line);
        if (name.starts_with(marked))
            m_refused.emplace(name.substr(marked.size()));
        for (Region &region : regions) {
            if (name == region.begin)
                region.first = address, region.firstLine = number;
            else if (name == region.end)
                region.last = address, region.lastLine = number;
        }
    });
    bool hidden = false;
    for (const Region &region : regions) {
        if (region.first && region.last && *region.first < *region.last)
            m_ranges.emplace_back(*region.first, *region.last);
        hidden = hidden || (region.first == 0 && region.firstLine < region.lastLine);
    }
    if (!hidden)
        return;
    // Without addresses the symbols are still in their order.
    number = 0;
    visitLines(text, [&](std::string_view line) {
        ++number;
        if (std::ranges::any_of(regions,
                                [&](const Region &region) { return number > region.firstLine && number < region.lastLine; }))
            m_refused.emplace(split(line).second);
    });
}

KernelFunction::Refusal KernelRefusals::of(const KernelFunction &function) const
{
    using Refusal = KernelFunction::Refusal;
    if (function.module.empty() && m_refused.contains(function.name))
        return Refusal::Blacklist;
    if (function.address != 0) {
        const auto after = std::ranges::upper_bound(m_ranges, function.address, {}, &std::pair<uint64_t, uint64_t>::first);
        // Functions on the list may lie in a region that is on it as a whole: a few steps back find that.
        auto before = after;
        for (int steps = 0; before != m_ranges.begin() && steps < 4; ++steps) {
            --before;
            if (function.address < before->second)
                return Refusal::Blacklist;
        }
    }
    if (m_traced.empty() || m_traced.contains(function.module.empty() ? function.name : function.name + " " + function.module))
        return Refusal::None;
    return Refusal::NotTraced;
}

}
