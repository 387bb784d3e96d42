// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/attached_probes.h"

#include <algorithm>
#include <cerrno>

namespace tapscope::helper {

using protocol::Attachment;

namespace {

/// The kernel takes or refuses a set of places as a whole and doesn't say which one it disliked. Halving finds out, and leaves
/// links for the good parts.
template<class Link, class Bad> Result<void> linkByHalves(size_t first, size_t count, Link link, Bad bad)
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

template<class T> std::span<const T> part(const std::vector<T> &values, size_t first, size_t count)
{
    return values.empty() ? std::span<const T>() : std::span(values).subspan(first, count);
}

}

Result<void> attachUprobesByLink(int program, uint32_t attachType, const ProbedFile &file, const Attachment &what,
                                 AttachResult &result)
{
    // Places outside of the file would be found by halving as well, but need not.
    std::vector<uint32_t> sites;
    Attachment good;
    for (uint32_t i = 0; i < what.offsets.size(); ++i) {
        if (what.offsets[i] >= file.size) {
            result.fail(i, EINVAL);
            continue;
        }
        sites.push_back(i);
        good.offsets.push_back(what.offsets[i]);
        if (!what.cookies.empty())
            good.cookies.push_back(what.cookies[i]);
        if (!what.semaphoreOffsets.empty())
            good.semaphoreOffsets.push_back(what.semaphoreOffsets[i]);
    }
    if (sites.empty())
        return {};

    const bool session = attachType == attachUprobeSession;
    const auto link = [&](size_t first, size_t count) -> Result<void> {
        auto made = linkUprobeMulti({.program = program, .attachType = attachType, .path = file.path.c_str(),
                                     .offsets = part(good.offsets, first, count), .cookies = part(good.cookies, first, count),
                                     .semaphoreOffsets = part(good.semaphoreOffsets, first, count),
                                     .isReturn = what.isReturn && !session, .pid = what.pid});
        if (!made)
            return std::unexpected(made.error());
        result.probes.add(std::move(*made));
        result.succeed(session ? "uprobe_session" : "uprobe_multi", count);
        return {};
    };
    return linkByHalves(0, sites.size(), link, [&](size_t index, int error) { result.fail(sites[index], error); });
}

Result<void> attachKprobesByLink(int program, const Attachment &what, AttachResult &result)
{
    std::vector<const char *> symbols;
    symbols.reserve(what.symbols.size());
    for (const std::string &symbol : what.symbols)
        symbols.push_back(symbol.c_str());
    const auto link = [&](size_t first, size_t count) -> Result<void> {
        auto made = linkKprobeMulti({.program = program, .symbols = part(symbols, first, count),
                                     .cookies = part(what.cookies, first, count), .isReturn = what.isReturn});
        if (!made)
            return std::unexpected(made.error());
        result.probes.add(std::move(*made));
        result.succeed("kprobe_multi", count);
        return {};
    };
    return linkByHalves(0, symbols.size(), link, [&](size_t index, int error) { result.fail(static_cast<uint32_t>(index), error); });
}

}
