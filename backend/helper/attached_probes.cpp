// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/attached_probes.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>

#include <algorithm>
#include <cerrno>
#include <iterator>

namespace tapscope::helper {

void AttachedProbes::addEvent(const TraceDirectory &trace, EventList list, std::string event)
{
    m_events.push_back({&trace, list, std::move(event)});
}

void AttachedProbes::merge(AttachedProbes &&other)
{
    std::ranges::move(other.m_links, std::back_inserter(m_links));
    std::ranges::move(other.m_events, std::back_inserter(m_events));
    other.m_links.clear();
    other.m_events.clear();
}

void AttachedProbes::clear(LinkCloser *closer)
{
    // Links were made after what they are on, and go first.
    if (closer)
        closer->close(std::move(m_links));
    while (!m_links.empty())
        m_links.pop_back();
    for (const Event &event : m_events) {
        // Busy only as long as the kernel still lets go of its perf event.
        for (int attempt = 0; attempt < 100; ++attempt) {
            const auto removed = event.trace->write(event.list, "-:" + event.name + "\n");
            if (removed || removed.error() != EBUSY)
                break;
            const timespec pause{0, 10'000'000};
            nanosleep(&pause, nullptr);
        }
    }
    m_events.clear();
}

bool AttachedProbes::hasKernelEvents() const
{
    return std::ranges::any_of(m_events, [](const Event &event) { return event.list == EventList::Kprobes; });
}

uint64_t AttachedProbes::missed(const std::map<std::string, uint64_t, std::less<>> &byEvent) const
{
    uint64_t sum = 0;
    if (hasKernelEvents()) {
        // Their links tell of the first place only.
        for (const Event &event : m_events) {
            const auto found = byEvent.find(std::string_view(event.name).substr(event.name.find('/') + 1));
            sum += found != byEvent.end() ? found->second : 0;
        }
        return sum;
    }
    for (const UniqueFd &link : m_links)
        sum += missedHits(link.get());
    return sum;
}

Result<ProbedFile> ProbedFile::inspect(int descriptor)
{
    const int flags = fcntl(descriptor, F_GETFL);
    struct stat status{};
    if (flags < 0 || fstat(descriptor, &status) != 0)
        return std::unexpected(errno);
    if (flags & O_PATH || (flags & O_ACCMODE) == O_WRONLY)
        return std::unexpected(EACCES);
    if (!S_ISREG(status.st_mode))
        return std::unexpected(EINVAL);
    return ProbedFile(descriptor, static_cast<uint64_t>(status.st_size));
}

ProbedFile::ProbedFile(int descriptor, uint64_t size)
    : m_descriptor(descriptor)
    , m_size(size)
    , m_path("/proc/self/fd/" + std::to_string(descriptor))
{
    // Readable is enough for that, and executable is what nothing here shall be.
    if (size > 0) {
        void *mapping = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
        m_mapping = mapping == MAP_FAILED ? nullptr : mapping;
    }
}

ProbedFile::ProbedFile(ProbedFile &&other) noexcept
    : m_descriptor(other.m_descriptor)
    , m_size(other.m_size)
    , m_path(std::move(other.m_path))
    , m_mapping(std::exchange(other.m_mapping, nullptr))
{}

ProbedFile::~ProbedFile()
{
    if (m_mapping)
        munmap(m_mapping, m_size);
}

void AttachResult::succeed(std::string_view method, size_t sites)
{
    attachedSites += static_cast<uint32_t>(sites);
    if (std::ranges::find(methods, method) == methods.end())
        methods.push_back(method);
}

bool concernsAllSites(int error)
{
    switch (error) {
    case EPERM:
    case EACCES:
    case ENOMEM:
    case EMFILE:
    case ENFILE:
    case EBADF:
    case EOPNOTSUPP:
    case E2BIG:
    case EAGAIN:
    case EINTR: return true;
    default: return false;
    }
}

}
