// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/script_files.h"

#include "engine/script_directory.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

namespace tapscope::engine {

using analysis::ProbeKind;

namespace {

/// Of all files together; who comes beyond that finds the file empty.
constexpr size_t mostOpened = 256;

/// A file that is both read and written has two pipes: readers and writers of one pipe would find each other.
constexpr const char *writeEnding = ".write";

mode_t modeOf(const analysis::ScriptFile &file, bool isWrite)
{
    if (!file.umask)
        return isWrite ? 0200 : 0400;
    return (isWrite ? 0222u : 0444u) & ~*file.umask;
}

/// Tells that somebody opens a file.
int leaseSignal()
{
    constexpr int behindOthers = 9;
    return SIGRTMIN + behindOthers;
}

/// write() to a pipe whose reader may be gone, in programs that have not turned the signal off.
ssize_t writeQuietly(int fd, std::string_view bytes)
{
    sigset_t pipeSignal, before;
    ::sigemptyset(&pipeSignal);
    ::sigaddset(&pipeSignal, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &pipeSignal, &before);
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    const int error = errno;
    if (written < 0 && error == EPIPE && !::sigismember(&before, SIGPIPE)) {
        const timespec atOnce{};
        ::sigtimedwait(&pipeSignal, nullptr, &atOnce);
    }
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    errno = error;
    return written;
}

}

std::expected<std::unique_ptr<ScriptFiles>, Failure> ScriptFiles::create(const analysis::Program &program, uint32_t stringBytes)
{
    std::unique_ptr<ScriptFiles> made(new ScriptFiles(std::max(stringBytes, 2u)));
    bool forOthers = false;
    for (uint32_t h = 0; h < program.handlers.size(); ++h) {
        const analysis::Handler &handler = program.handlers[h];
        const bool isWrite = handler.kind == ProbeKind::FileWrite;
        if (!isWrite && handler.kind != ProbeKind::FileRead)
            continue;
        const auto known = std::ranges::find_if(made->m_acceptors, [&](const Acceptor &other) {
            return other.file.name == handler.file.name && other.file.isWrite == isWrite;
        });
        File &file = known != made->m_acceptors.end() ? known->file : made->m_acceptors.emplace_back().file;
        file.name = handler.file.name;
        file.isWrite = isWrite;
        file.mode |= modeOf(handler.file, isWrite);
        file.maxBytes = std::max<size_t>(file.maxBytes, handler.file.maxBytes ? handler.file.maxBytes : made->m_stringBytes - 1);
        file.handlers.push_back(h);
        forOthers = forOthers || (file.mode & 077) != 0;
    }
    for (Acceptor &each : made->m_acceptors) {
        const bool isRead = std::ranges::any_of(made->m_acceptors, [&](const Acceptor &other) {
            return &other != &each && other.file.name == each.file.name;
        });
        if (each.file.isWrite && isRead)
            each.file.name += writeEnding;
    }
    auto directory = makeScriptDirectory(forOthers);
    if (!directory)
        return std::unexpected(directory.error());
    made->m_directory = directory->path;
    made->m_directoryFd = std::move(directory->fd);
    made->m_wake.reset(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    for (Acceptor &each : made->m_acceptors) {
        std::error_code error;
        std::filesystem::create_directories(std::filesystem::path(made->m_directory + "/" + each.file.name).parent_path(), error);
        if (forOthers) {
            for (std::filesystem::path inner = std::filesystem::path(each.file.name).parent_path(); !inner.empty();
                 inner = inner.parent_path())
                ::fchmodat(made->m_directoryFd.get(), inner.c_str(), 0711, 0);
        }
        each.thread = std::thread([owner = made.get(), &each] { owner->accept(each); });
        each.state.wait(0);
        if (each.state == 1)
            continue;
        return std::unexpected(Failure{{TAPSCOPE_TEXT("Diagnostics", "The script's file “%1” cannot be made: %2."),
                                        {made->m_directory + "/" + each.file.name, std::strerror(each.error)}},
                                       {TAPSCOPE_TEXT("Diagnostics", "Give the probe's file another name."), {}}});
    }
    return made;
}

ScriptFiles::~ScriptFiles()
{
    m_ending = true;
    for (Acceptor &each : m_acceptors) {
        if (!each.thread.joinable())
            continue;
        // It waits for another side, which this is. It may just have been about to put a new pipe there.
        while (!each.ended) {
            const UniqueFd other(::openat(m_directoryFd.get(), each.file.name.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC));
            const timespec aWhile{0, 200'000};
            ::nanosleep(&aWhile, nullptr);
        }
        each.thread.join();
    }
    m_opened.clear();
    if (!m_directory.empty()) {
        std::error_code ignored;
        std::filesystem::remove_all(m_directory, ignored);
    }
}

std::vector<ScriptFiles::File> ScriptFiles::files() const
{
    std::vector<File> all;
    for (const Acceptor &each : m_acceptors)
        all.push_back(each.file);
    return all;
}

/// Puts a pipe that nobody has opened in the file's place.
bool ScriptFiles::makePipe(const File &file)
{
    const std::string fresh = ".new" + std::to_string(m_serial++);
    const int directory = m_directoryFd.get();
    if (::mkfifoat(directory, fresh.c_str(), 0600) != 0)
        return false;
    // The mode beforehand would be cut by the umask.
    if (::fchmodat(directory, fresh.c_str(), file.mode, 0) == 0
        && ::renameat(directory, fresh.c_str(), directory, file.name.c_str()) == 0)
        return true;
    const int error = errno;
    ::unlinkat(directory, fresh.c_str(), 0);
    errno = error;
    return false;
}

/// Puts a file in the file's place on which this thread has a lease: who opens it waits until the lease is given back.
UniqueFd ScriptFiles::makeLeased(const File &file)
{
    const std::string fresh = ".new" + std::to_string(m_serial++);
    const int directory = m_directoryFd.get();
    UniqueFd fd(::openat(directory, fresh.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!fd)
        return {};
    const f_owner_ex owner{F_OWNER_TID, ::gettid()};
    if (::fcntl(fd.get(), F_SETSIG, leaseSignal()) == 0 && ::fcntl(fd.get(), F_SETOWN_EX, &owner) == 0
        && ::fchmod(fd.get(), file.mode) == 0 && ::fcntl(fd.get(), F_SETLEASE, F_WRLCK) == 0
        && ::renameat(directory, fresh.c_str(), directory, file.name.c_str()) == 0)
        return fd;
    const int error = errno;
    ::unlinkat(directory, fresh.c_str(), 0);
    errno = error;
    return {};
}

void ScriptFiles::opened(Opened opened)
{
    if (m_openCount < mostOpened) {
        ++m_openCount;
        const std::scoped_lock lock(m_mutex);
        m_new.push_back(std::move(opened));
    }
    const uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(m_wake.get(), &one, sizeof one);
}

void ScriptFiles::accept(Acceptor &acceptor)
{
    // Signals are the session's and the program's business; the lease's comes to this thread alone, which asks for it.
    sigset_t all;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_BLOCK, &all, nullptr);
    UniqueFd leased = acceptor.file.isWrite ? UniqueFd() : makeLeased(acceptor.file);
    const bool isMade = leased || makePipe(acceptor.file);
    acceptor.error = errno;
    acceptor.state = isMade ? 1 : 2;
    acceptor.state.notify_one();
    if (leased)
        acceptReaders(acceptor.file, std::move(leased));
    else if (isMade)
        acceptByPipe(acceptor.file);
    acceptor.ended = true;
}

void ScriptFiles::acceptReaders(const File &file, UniqueFd fd)
{
    sigset_t broken;
    ::sigemptyset(&broken);
    ::sigaddset(&broken, leaseSignal());
    while (!m_ending && fd) {
        // The lease itself tells too: a signal may be one of a file that was served.
        constexpr timespec aWhile{0, 200'000'000};
        if (::fcntl(fd.get(), F_GETLEASE) == F_WRLCK) {
            ::sigtimedwait(&broken, nullptr, &aWhile);
            continue;
        }
        UniqueFd next = makeLeased(file);
        opened({&file, std::move(fd), true, false, {}});
        fd = std::move(next);
    }
}

void ScriptFiles::acceptByPipe(const File &file)
{
    // Who comes before there is a new pipe shares the old one with who came first: so this is quick, where it may be.
    constexpr int mostUrgent = -20;
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), mostUrgent);
    while (!m_ending) {
        UniqueFd fd(
            ::openat(m_directoryFd.get(), file.name.c_str(), (file.isWrite ? O_RDONLY : O_WRONLY) | O_CLOEXEC | O_NOFOLLOW));
        if (m_ending || (!fd && errno != EINTR))
            return; // somebody has taken the directory away
        if (!fd)
            continue;
        const bool remains = makePipe(file);
        if (::fcntl(fd.get(), F_SETFL, O_NONBLOCK) == 0)
            opened({&file, std::move(fd), false, false, {}});
        if (!remains)
            return;
    }
}

void ScriptFiles::addTo(std::vector<pollfd> &entries) const
{
    entries.push_back({m_wake.get(), POLLIN, 0});
    for (const Opened &each : m_opened)
        if (!each.isLeased)
            entries.push_back({each.fd.get(), static_cast<short>(each.file->isWrite ? POLLIN : POLLOUT), 0});
}

/// Takes what was written; false at its end.
bool ScriptFiles::take(Opened &opened, const std::function<void(const File &, std::string_view)> &written) const
{
    std::array<char, 4096> piece;
    const size_t most = m_stringBytes - 1;
    // Who writes without end is heard again the next time.
    for (int turns = 0; turns < 16; ++turns) {
        const ssize_t count = ::read(opened.fd.get(), piece.data(), std::min(piece.size(), most - opened.bytes.size()));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0 && errno == EAGAIN)
            return true;
        if (count > 0)
            opened.bytes.append(piece.data(), static_cast<size_t>(count));
        if (!opened.bytes.empty() && (count <= 0 || opened.bytes.size() >= most)) {
            written(*opened.file, opened.bytes);
            opened.bytes.clear();
        }
        if (count <= 0)
            return false;
    }
    return true;
}

void ScriptFiles::serve(const std::function<std::string(const File &)> &read,
                        const std::function<void(const File &, std::string_view)> &written)
{
    uint64_t wakes = 0;
    if (::read(m_wake.get(), &wakes, sizeof wakes) > 0) {
        const std::scoped_lock lock(m_mutex);
        for (Opened &each : m_new)
            m_opened.push_back(std::move(each));
        m_new.clear();
    }
    for (auto it = m_opened.begin(); it != m_opened.end();) {
        Opened &opened = *it;
        bool goesOn = true;
        if (opened.file->isWrite) {
            goesOn = take(opened, written);
        } else if (opened.isLeased) {
            // The lease goes with the descriptor, and lets the readers go on.
            opened.bytes = read(*opened.file);
            [[maybe_unused]] const auto put = ::pwrite(opened.fd.get(), opened.bytes.data(), opened.bytes.size(), 0);
            goesOn = false;
        } else {
            if (!std::exchange(opened.begun, true))
                opened.bytes = read(*opened.file);
            const ssize_t count = opened.bytes.empty() ? 0 : writeQuietly(opened.fd.get(), opened.bytes);
            if (count > 0)
                opened.bytes.erase(0, static_cast<size_t>(count));
            goesOn = !opened.bytes.empty() && (count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR)));
        }
        if (goesOn) {
            ++it;
            continue;
        }
        it = m_opened.erase(it);
        --m_openCount;
    }
}

}
