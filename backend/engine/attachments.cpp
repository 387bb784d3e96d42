// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/attachments.h"

#include "engine/explain.h"
#include "engine/running_processes.h"

#include <fcntl.h>
#include <linux/membarrier.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <functional>
#include <map>
#include <string>

namespace tapscope::engine {

using Problem = std::optional<script::Diagnostic>;

Attachments::Attachments(Preparation &prepared)
    : m_prepared(prepared)
    , m_bundle(prepared.bundle())
    , m_numbers(m_bundle.attachments.size())
{}

/// Handlers at one place are to run in the script's order, as what one keeps is there for the next. Where a place has several
/// probes, the kernel runs first the one that came last; at the return of one of its own functions, the one that came first.
std::vector<uint32_t> Attachments::inOrder(std::span<const uint32_t> which) const
{
    using Kind = protocol::Attachment::Kind;
    std::vector<uint32_t> ordered(which.begin(), which.end());
    const auto lastFirst = [this](uint32_t n) {
        const protocol::Attachment &attachment = m_bundle.attachments[n].attachment;
        return attachment.kind == Kind::UserFunctions || (attachment.kind == Kind::KernelFunctions && !attachment.isReturn);
    };
    // What a return probe wants of the function's entry stays before it.
    const auto handlerOf = [this](uint32_t n) {
        const uint32_t handler = m_bundle.attachments[n].handler;
        const auto &handlers = m_bundle.program.handlers;
        return handler < handlers.size() && handlers[handler].isEntryPart ? handler + 1 : handler;
    };
    const auto others = std::ranges::stable_partition(ordered, lastFirst);
    std::ranges::stable_sort(ordered.begin(), others.begin(), std::greater(), handlerOf);
    return ordered;
}

std::expected<protocol::Attached, Problem> Attachments::attach(std::span<const uint32_t> anyOrder)
{
    const std::vector<uint32_t> which = inOrder(anyOrder);
    const auto rangeOf = [this](uint32_t plan) {
        const auto &handlers = m_bundle.program.handlers;
        const uint32_t handler = m_bundle.attachments[plan].handler;
        return handler < handlers.size() ? handlers[handler].range : script::Range{};
    };
    if (which.empty())
        return protocol::Attached{};
    protocol::Attach request;
    std::vector<UniqueFd> files;
    std::map<std::string, uint32_t> numbers;
    for (const uint32_t n : which) {
        const auto &plan = m_bundle.attachments[n];
        request.attachments.push_back(plan.attachment);
        if (const auto &handlers = m_bundle.program.handlers; plan.handler < handlers.size()) {
            if (const int64_t watched = handlers[plan.handler].perf.watchedProcess)
                request.attachments.back().offsets = threadsOf(static_cast<int>(watched));
        }
        if (plan.path.empty())
            continue;
        const auto [entry, isNew] = numbers.try_emplace(plan.path, static_cast<uint32_t>(files.size()));
        if (isNew) {
            files.emplace_back(::open(plan.path.c_str(), O_RDONLY | O_CLOEXEC));
            if (!files.back()) {
                return std::unexpected(explainFailure(
                    "unreadable-file",
                    {{TAPSCOPE_TEXT("Diagnostics", "“%1” cannot be opened: %2"), {plan.path, std::strerror(errno)}},
                     {TAPSCOPE_TEXT("Diagnostics", "Make the file readable for you; only files that you may read can be probed."),
                      {}}},
                    rangeOf(n)));
            }
        }
        request.attachments.back().file = entry->second;
    }
    request.fileCount = static_cast<uint32_t>(files.size());
    std::vector<int> descriptors;
    for (const UniqueFd &file : files)
        descriptors.push_back(file.get());

    auto attached = m_prepared.helper()->attach(request, descriptors);
    if (!attached) {
        if (attached.error().cancelled)
            return std::unexpected(std::nullopt);
        script::Range range;
        if (attached.error().refused && attached.error().refused->index < which.size())
            range = rangeOf(which[attached.error().refused->index]);
        return std::unexpected(explainFailure("attach-failed", attached.error().failure, range));
    }
    m_handlers.resize(attached->first);
    for (size_t i = 0; i < which.size(); ++i) {
        m_numbers[which[i]] = attached->first + static_cast<uint32_t>(i);
        m_handlers.push_back(m_bundle.attachments[which[i]].handler);
    }
    for (auto &failure : attached->failures) {
        if (failure.attachment < which.size())
            failure.attachment = which[failure.attachment];
    }
    return std::move(*attached);
}

std::expected<protocol::Attached, Problem> Attachments::attachAll(const std::vector<bool> &wanted)
{
    std::vector<uint32_t> first;
    for (uint32_t i = 0; i < m_bundle.attachments.size(); ++i) {
        const auto &plan = m_bundle.attachments[i];
        const auto waits = [&](uint32_t handler) {
            return handler < wanted.size() && !wanted[handler] && belongsTo(plan, handler);
        };
        if (!waits(plan.handler) && !waits(plan.handler + 1) && !isInEachProcess(i))
            first.push_back(i);
    }
    return attach(first);
}

void Attachments::attachKernelReader()
{
    const int32_t reader = m_bundle.kernelReaderAttachment;
    const auto &handlers = m_bundle.program.handlers;
    const auto isLast = [](const analysis::Handler &handler) {
        return handler.kind == analysis::ProbeKind::End || handler.kind == analysis::ProbeKind::Error;
    };
    if (reader < 0 || std::ranges::none_of(handlers, isLast))
        return;
    const auto plan = static_cast<uint32_t>(reader);
    (void)attach({&plan, 1}); // without it reads fail, and are told
}

std::vector<uint64_t> Attachments::missedByHandler()
{
    using Kind = protocol::Attachment::Kind;
    const bool canMiss = std::ranges::any_of(m_bundle.attachments, [](const translator::PlannedAttachment &plan) {
        return plan.attachment.kind == Kind::KernelFunctions || plan.attachment.kind == Kind::RawTracepoint;
    });
    auto &helper = m_prepared.helper();
    if (!canMiss || !helper)
        return {};
    const auto missed = helper->countMissed();
    if (!missed)
        return {};
    const auto &handlers = m_bundle.program.handlers;
    std::vector<uint64_t> byHandler(handlers.size());
    const auto add = [&](size_t handler, uint64_t hits) {
        // Users know the return whose values the entry keeps.
        if (handler < handlers.size() && handlers[handler].isEntryPart)
            ++handler;
        if (handler < handlers.size())
            byHandler[handler] += hits;
    };
    for (size_t number = 0; number < missed->attachments.size() && number < m_handlers.size(); ++number)
        add(m_handlers[number], missed->attachments[number]);
    for (size_t handler = 0; handler < handlers.size(); ++handler) {
        const uint32_t program = m_bundle.programOfHandler[handler];
        if (program < missed->programs.size())
            add(handler, missed->programs[program]);
    }
    return byHandler;
}

/// WatchedMemory puts these on.
bool Attachments::isInEachProcess(uint32_t plan) const
{
    const auto &handlers = m_bundle.program.handlers;
    const uint32_t handler = m_bundle.attachments[plan].handler;
    return handler < handlers.size() && handlers[handler].perf.inEachProcess;
}

/// Whether it leads to several handlers, as that of all system calls does.
bool Attachments::isShared(const translator::PlannedAttachment &plan) const
{
    const auto &own = m_bundle.program.handlers[plan.handler].sites;
    return std::ranges::any_of(plan.sites, [&](uint32_t site) { return !std::ranges::contains(own, site); });
}

/// What a return probe's handler wants of the function's entry is a handler of its own, right before it. What follows the
/// target's forks has no sites and is nobody's.
bool Attachments::belongsTo(const translator::PlannedAttachment &plan, uint32_t handler) const
{
    const auto &handlers = m_bundle.program.handlers;
    if (plan.sites.empty() || plan.handler >= handlers.size() || isShared(plan))
        return false;
    return plan.handler == handler || (plan.handler + 1 == handler && handlers[plan.handler].isEntryPart);
}

bool Attachments::standsAlone(uint32_t handler) const
{
    return std::ranges::any_of(m_bundle.attachments, [&](const auto &plan) { return belongsTo(plan, handler); });
}

std::expected<protocol::Attached, Problem> Attachments::arm(uint32_t handler, bool armed)
{
    std::vector<uint32_t> plans, numbers;
    for (uint32_t i = 0; i < m_numbers.size(); ++i) {
        if (m_numbers[i].has_value() == armed || !belongsTo(m_bundle.attachments[i], handler) || isInEachProcess(i))
            continue;
        plans.push_back(i);
        if (!armed)
            numbers.push_back(*m_numbers[i]);
    }
    if (!standsAlone(handler)) {
        return std::unexpected(explainFailure(
            "shared-probe",
            {{TAPSCOPE_TEXT("Diagnostics", "“%1” cannot be taken off alone: it shares one probe with others of the script"),
              {m_bundle.program.handlers[handler].probePoint}},
             {TAPSCOPE_TEXT("Diagnostics", "Stop the script, and leave this probe out."), {}}},
            m_bundle.program.handlers[handler].range));
    }
    if (plans.empty())
        return protocol::Attached{};
    if (armed)
        return attach(plans);
    if (auto detached = m_prepared.helper()->detach(numbers); !detached)
        return std::unexpected(
            explainFailure("helper-failed", detached.error().failure, m_bundle.program.handlers[handler].range));
    for (const uint32_t plan : plans)
        m_numbers[plan].reset();
    settle();
    return protocol::Attached{};
}

void Attachments::settle() const
{
    const auto inKernel = [](const translator::PlannedAttachment &plan) {
        return plan.attachment.kind != protocol::Attachment::Kind::UserFunctions && !plan.sites.empty();
    };
    // This membarrier ends with the grace period that programs run in.
    if (std::ranges::any_of(m_bundle.attachments, inKernel))
        ::syscall(SYS_membarrier, MEMBARRIER_CMD_GLOBAL, 0, 0);
}

}
