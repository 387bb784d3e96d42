// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/attached_probes.h"
#include "helper/instruction_check.h"

#include <cerrno>

namespace tapscope::helper {

using protocol::Attachment;

namespace {

/// The kernel takes or refuses a set of places as a whole and doesn't say which one it disliked. Halving finds out, and leaves
/// links for the good parts.
template <class Link, class Bad> Result<void> linkByHalves(size_t first, size_t count, Link link, Bad bad)
{
    const auto linked = link(first, count);
    if (linked)
        return {};
    if (concernsAllSites(linked.error()))
        return linked;
    if (count == 1) {
        bad(first, linked.error());
        return {};
    }
    const size_t half = count / 2;
    if (auto done = linkByHalves(first, half, link, bad); !done)
        return done;
    return linkByHalves(first + half, count - half, link, bad);
}

template <class T> std::span<const T> part(const std::vector<T> &values, size_t first, size_t count)
{
    return values.empty() ? std::span<const T>() : std::span(values).subspan(first, count);
}

}

Result<void> attachUprobesByLink(int program, uint32_t attachType, const ProbedFile &file, const Attachment &what,
                                 AttachResult &result)
{
    const SortedSites sorted = sortSites(file.descriptor(), file.size(), what.offsets);
    for (const uint32_t site : sorted.outside)
        result.fail(site, EINVAL);
    for (const uint32_t site : sorted.harmful)
        result.fail(site, errorNotSupported);
    const bool session = attachType == attachUprobeSession;
    const auto attachSites = [&](const std::vector<uint32_t> &sites) -> Result<void> {
        const auto pick = [&](const std::vector<uint64_t> &from) {
            std::vector<uint64_t> picked;
            if (!from.empty()) {
                for (const uint32_t site : sites)
                    picked.push_back(from[site]);
            }
            return picked;
        };
        const auto offsets = pick(what.offsets), cookies = pick(what.cookies), semaphores = pick(what.semaphoreOffsets);
        const auto link = [&](size_t first, size_t count) -> Result<void> {
            auto made = linkUprobeMulti({.program = program,
                                         .attachType = attachType,
                                         .path = file.path().c_str(),
                                         .offsets = part(offsets, first, count),
                                         .cookies = part(cookies, first, count),
                                         .semaphoreOffsets = part(semaphores, first, count),
                                         .isReturn = what.isReturn && !session,
                                         .pid = what.pid});
            if (!made)
                return std::unexpected(made.error());
            result.probes.add(std::move(*made));
            result.succeed(session ? "uprobe_session" : "uprobe_multi", count);
            return {};
        };
        if (sites.empty())
            return {};
        return linkByHalves(0, sites.size(), link, [&](size_t index, int error) { result.fail(sites[index], error); });
    };
    if (auto done = attachSites(sorted.good); !done)
        return done;
    for (const uint32_t site : sorted.doubtful) {
        if (auto done = attachSites({site}); !done)
            return done;
    }
    return {};
}

Result<void> attachKprobesByLink(int program, const Attachment &what, AttachResult &result)
{
    std::vector<const char *> symbols;
    symbols.reserve(what.symbols.size());
    for (const std::string &symbol : what.symbols)
        symbols.push_back(symbol.c_str());
    const auto link = [&](size_t first, size_t count) -> Result<void> {
        auto made = linkKprobeMulti({.program = program,
                                     .symbols = part(symbols, first, count),
                                     .cookies = part(what.cookies, first, count),
                                     .isReturn = what.isReturn});
        if (!made)
            return std::unexpected(made.error());
        result.probes.add(std::move(*made));
        result.succeed("kprobe_multi", count);
        return {};
    };
    return linkByHalves(0, symbols.size(), link,
                        [&](size_t index, int error) { result.fail(static_cast<uint32_t>(index), error); });
}

}
