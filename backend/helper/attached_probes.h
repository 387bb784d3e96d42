// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "helper/kernel_calls.h"
#include "helper/link_closer.h"
#include "helper/protocol.h"
#include "helper/trace_directory.h"

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tapscope::helper {

/// What holds probes on: as long as this lives, they are. Going away takes them off, trace events included.
class AttachedProbes {
public:
    AttachedProbes() = default;
    AttachedProbes(AttachedProbes &&) noexcept = default;
    AttachedProbes &operator=(AttachedProbes &&) noexcept = default;
    ~AttachedProbes() { clear(); }

    void add(UniqueFd link) { m_links.push_back(std::move(link)); }
    /// A trace event that has to be removed, after its perf event (closed with the links) has gone.
    void addEvent(const TraceDirectory &trace, EventList list, std::string event);
    void merge(AttachedProbes &&other);
    void clear() { clear(nullptr); }
    /// The same, the links side by side.
    void clear(LinkCloser *closer);
    /// Hits of the kernel's functions that these did not get.
    [[nodiscard]] uint64_t missed(const std::map<std::string, uint64_t, std::less<>> &byEvent) const;
    [[nodiscard]] bool hasKernelEvents() const;
    [[nodiscard]] bool empty() const { return m_links.empty() && m_events.empty(); }

private:
    struct Event {
        const TraceDirectory *trace;
        EventList list;
        std::string name;
    };
    std::vector<UniqueFd> m_links;
    std::vector<Event> m_events;
};

/// One attachment being made: where results go.
struct AttachResult {
    uint32_t attachment = 0;
    AttachedProbes probes{};
    std::vector<protocol::Attached::Failure> failures{};
    uint32_t attachedSites = 0;
    std::vector<std::string_view> methods{}; ///< literals

    void fail(uint32_t site, int error) { failures.push_back({attachment, site, error}); }
    void succeed(std::string_view method, size_t sites);
};

/// A file that the client opened, as the kernel finds it.
class ProbedFile {
public:
    /// A regular file that the client could open for reading; a descriptor of a file it may only name doesn't count. `descriptor`
    /// outlives this.
    [[nodiscard]] static Result<ProbedFile> inspect(int descriptor);
    ProbedFile(ProbedFile &&other) noexcept;
    ProbedFile &operator=(ProbedFile &&) = delete;
    ~ProbedFile();

    /// /proc/self/fd/…: no name of the file is looked up again.
    [[nodiscard]] const std::string &path() const { return m_path; }
    [[nodiscard]] int descriptor() const { return m_descriptor; }
    [[nodiscard]] uint64_t size() const { return m_size; }

private:
    ProbedFile(int descriptor, uint64_t size);

    int m_descriptor;
    uint64_t m_size;
    std::string m_path;
    /// Mapped as long as probes are being put on. The kernel looks at the instructions only where the file is mapped; without
    /// this, a place that cannot be probed would seem to be, and stay silent for ever, when the program isn't running yet.
    void *m_mapping = nullptr;
};

// Each of these puts a program on all places of one attachment. The error is for the whole; places that cannot be probed are in
// the result.
Result<void> attachUprobesByLink(int program, uint32_t attachType, const ProbedFile &file, const protocol::Attachment &what,
                                 AttachResult &result);
Result<void> attachKprobesByLink(int program, const protocol::Attachment &what, AttachResult &result);
Result<void> attachUprobesByGroup(int program, const TraceDirectory &trace, const ProbedFile &file,
                                  const protocol::Attachment &what, AttachResult &result);
/// One event for the places of each cookie.
Result<void> attachKprobesByGroup(int program, const TraceDirectory &trace, const protocol::Attachment &what, uint32_t maxActive,
                                  AttachResult &result);

struct ProbePmus;
Result<void> attachUprobesByEvents(int program, const ProbePmus &pmus, const ProbedFile &file, const protocol::Attachment &what,
                                   AttachResult &result);
Result<void> attachKprobesByEvents(int program, const ProbePmus &pmus, const protocol::Attachment &what, AttachResult &result);

/// Errors that say nothing about a single place: trying others would fail the same way.
[[nodiscard]] bool concernsAllSites(int error);

}
