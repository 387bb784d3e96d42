// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/attacher.h"

#include <algorithm>
#include <cerrno>
#include <functional>
#include <iterator>
#include <map>

namespace tapscope::helper {

using protocol::Attach;
using protocol::Attached;
using protocol::Attachment;
using protocol::Failed;

namespace {

/// Taking one perf event off takes about 0.1 s, so more than these are worse than saying that it cannot be done.
constexpr size_t maxSeparateUprobes = 16;

/// More events than these for the returns of one handler take too long to come and go.
constexpr size_t maxReturnEvents = 64;
/// Calls of all functions of an attachment that may be under way at once; the kernel keeps some 100 bytes for each.
constexpr size_t callsAtOnce = 8192;
/// The kernel's limit for one function.
constexpr uint32_t mostCallsOfOne = 4096;

size_t differentCookies(std::vector<uint64_t> cookies)
{
    std::ranges::sort(cookies);
    return cookies.size() - std::ranges::unique(cookies).size();
}

uint32_t maxActiveOf(const Attachment &what, unsigned cpus)
{
    if (what.maxActive > 0)
        return std::min(what.maxActive, mostCallsOfOne);
    // Fewer than SystemTap's are never room for.
    const uint32_t least = std::min(std::max(15u, 6 * cpus), mostCallsOfOne);
    return std::clamp(static_cast<uint32_t>(callsAtOnce / std::max<size_t>(what.symbols.size(), 1)), least, mostCallsOfOne);
}

}

Attacher::Attacher(const protocol::Features &features, const ProbePmus &pmus, const TraceDirectory *trace, LinkCloser &closer,
                   uint32_t possibleCpus)
    : m_features(features)
    , m_pmus(pmus)
    , m_trace(trace)
    , m_closer(closer)
    , m_cpus(possibleCpus)
{}

Result<void> Attacher::attachUser(const Attachment &what, const LoadedProgram &program, const ProbedFile &file,
                                  AttachResult &result) const
{
    const int fd = program.descriptor.get();
    if (program.attachType != 0)
        return attachUprobesByLink(fd, program.attachType, file, what, result);
    if (m_features.tracefsUprobes)
        return attachUprobesByGroup(fd, *m_trace, file, what, result);
    if (m_features.perfUprobes && what.offsets.size() <= maxSeparateUprobes)
        return attachUprobesByEvents(fd, m_pmus, file, what, result);
    return std::unexpected(m_features.perfUprobes ? E2BIG : EPERM);
}

Result<void> Attacher::attachKernel(const Attachment &what, const LoadedProgram &program, AttachResult &result) const
{
    const int fd = program.descriptor.get();
    if (program.attachType != 0)
        return attachKprobesByLink(fd, what, result);
    if (m_trace && m_trace->has(EventList::Kprobes)) {
        // Places of one event cannot have cookies of their own.
        const size_t events = what.cookies.empty() ? 1 : differentCookies(what.cookies);
        if (what.isReturn && events <= maxReturnEvents)
            return attachKprobesByGroup(fd, *m_trace, what, maxActiveOf(what, m_cpus), result);
        if (events == 1 && what.symbols.size() > 1)
            return attachKprobesByGroup(fd, *m_trace, what, 0, result);
    }
    if (m_features.kprobe)
        return attachKprobesByEvents(fd, m_pmus, what, result);
    // No kprobes at all: other probes of the script may still do their work.
    for (uint32_t site = 0; site < what.symbols.size(); ++site)
        result.fail(site, ENOSYS);
    return {};
}

Result<void> Attacher::attachOne(const Attachment &what, const LoadedProgram &program, std::span<const ProbedFile> files,
                                 AttachResult &result) const
{
    const uint64_t cookie = what.cookies.empty() ? 0 : what.cookies.front();
    switch (what.kind) {
    case Attachment::Kind::UserFunctions: return attachUser(what, program, files[what.file], result);
    case Attachment::Kind::KernelFunctions: return attachKernel(what, program, result);
    case Attachment::Kind::RawTracepoint: {
        auto link = openRawTracepoint(program.descriptor.get(), what.symbols.front().c_str());
        if (!link && concernsAllSites(link.error()))
            return std::unexpected(link.error());
        if (!link) {
            result.fail(0, link.error());
            return {};
        }
        result.probes.add(std::move(*link));
        result.succeed("raw tracepoint", 1);
        return {};
    }
    case Attachment::Kind::Tracing: {
        auto link = linkTracing(program.descriptor.get(), program.attachType, cookie);
        if (!link)
            return std::unexpected(link.error());
        result.probes.add(std::move(*link));
        result.succeed(program.attachType == attachTracingEntry ? "fentry" : "fexit", 1);
        return {};
    }
    case Attachment::Kind::PerfEvents: {
        auto events = openPerfSampling(
            {what.perfType, what.perfConfig, what.perfPeriod, what.perfFrequency, what.watchType, what.watchBytes, what.offsets});
        if (!events && concernsAllSites(events.error()))
            return std::unexpected(events.error());
        if (!events) {
            result.fail(0, events.error());
            return {};
        }
        for (UniqueFd &event : *events) {
            auto link = linkPerfEvent(program.descriptor.get(), event.get(), cookie);
            if (!link)
                return std::unexpected(link.error());
            result.probes.add(std::move(event));
            result.probes.add(std::move(*link));
        }
        result.succeed("perf events", 1);
        return {};
    }
    }
    return std::unexpected(EINVAL);
}

std::expected<Attached, Failed> Attacher::attach(const Attach &what, std::span<const UniqueFd> files,
                                                 std::span<const LoadedProgram> programs)
{
    if (what.attachments.size() > protocol::maxAttachmentNumbers - m_probes.size()) {
        return std::unexpected(
            Failed{.stage = Failed::Stage::Attach, .error = E2BIG, .index = 0, .detail = "probes were put on too many times"});
    }
    std::vector<ProbedFile> probed;
    for (const UniqueFd &file : files) {
        auto inspected = ProbedFile::inspect(file.get());
        if (!inspected)
            return std::unexpected(Failed{.stage = Failed::Stage::Attach,
                                          .error = inspected.error(),
                                          .index = 0,
                                          .detail = "file " + std::to_string(probed.size())});
        probed.push_back(std::move(*inspected));
    }

    Attached attached;
    std::vector<AttachedProbes> probes;
    std::vector<std::string_view> methods;
    for (uint32_t i = 0; i < what.attachments.size(); ++i) {
        const Attachment &attachment = what.attachments[i];
        AttachResult result{.attachment = i};
        if (auto done = attachOne(attachment, programs[attachment.program], probed, result); !done)
            return std::unexpected(Failed{.stage = Failed::Stage::Attach,
                                          .error = done.error(),
                                          .index = i,
                                          .detail = attachment.symbols.empty() ? std::string() : attachment.symbols.front()});
        probes.push_back(std::move(result.probes));
        attached.failures.insert(attached.failures.end(), result.failures.begin(), result.failures.end());
        attached.attachedSites += result.attachedSites;
        for (const std::string_view method : result.methods) {
            if (std::ranges::find(methods, method) == methods.end())
                methods.push_back(method);
        }
    }
    for (const std::string_view method : methods) {
        attached.method += attached.method.empty() ? "" : ",";
        attached.method += method;
    }
    attached.first = static_cast<uint32_t>(m_probes.size());
    std::ranges::move(probes, std::back_inserter(m_probes));
    m_missed.resize(m_probes.size());
    return attached;
}

std::expected<void, Failed> Attacher::detach(std::span<const uint32_t> numbers)
{
    if (std::ranges::any_of(numbers, [this](uint32_t number) { return number >= m_probes.size(); })) {
        return std::unexpected(
            Failed{.stage = Failed::Stage::Protocol, .error = EINVAL, .index = 0, .detail = "an attachment that never was"});
    }
    countMissed(); // the last time for these
    AttachedProbes together; // their links are closed side by side
    for (const uint32_t number : numbers)
        together.merge(std::move(m_probes[number]));
    together.clear(&m_closer);
    return {};
}

const std::vector<uint64_t> &Attacher::countMissed()
{
    std::map<std::string, uint64_t, std::less<>> byEvent;
    if (m_trace && std::ranges::any_of(m_probes, &AttachedProbes::hasKernelEvents))
        byEvent = m_trace->missedHits();
    for (size_t i = 0; i < m_probes.size(); ++i) {
        if (!m_probes[i].empty())
            m_missed[i] = m_probes[i].missed(byEvent);
    }
    return m_missed;
}

void Attacher::detachAll()
{
    countMissed();
    AttachedProbes together;
    for (AttachedProbes &probes : m_probes)
        together.merge(std::move(probes));
    together.clear(&m_closer);
}

}
