// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/target.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <initializer_list>
#include <string>
#include <unordered_map>
#include <utility>

namespace tapscope::engine {

namespace {

Failure systemFailure(Text what, Text nextStep = {})
{
    return Failure{std::move(what), std::move(nextStep)};
}

/// While it is held the child would keep open what other threads opened for themselves: another session's channel to its helper,
/// or what holds that session's command. Only exec closes those; descriptors without close-on-exec are meant for the command.
void closeWhatIsNotInherited(std::initializer_list<int> kept, int end)
{
    for (int fd = STDERR_FILENO + 1; fd < end; ++fd) {
        const bool keep = std::find(kept.begin(), kept.end(), fd) != kept.end();
        if (const int flags = keep ? -1 : ::fcntl(fd, F_GETFD); flags >= 0 && flags & FD_CLOEXEC)
            ::close(fd);
    }
}

/// Past the highest open descriptor, as far as can be told.
int endOfDescriptors()
{
    // A new one gets the lowest free number, so that most are below; those beyond are left to exec.
    const int next = ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0);
    if (next >= 0)
        ::close(next);
    return std::max(next, 0) + 256;
}

/// Runs in the child between fork and exec: system calls only, since other threads' locks are copied as they were.
[[noreturn]] void runHeldChild(int holdFd, int errorFd, int stdoutFd, int stderrFd, bool stopAtExec, const char *path,
                               char *const *words)
{
    char go = 0;
    ssize_t n;
    do {
        n = ::read(holdFd, &go, 1);
    } while (n < 0 && errno == EINTR);
    if (n != 1)
        ::_exit(0); // whoever held us has died or given up
    if (stdoutFd >= 0)
        ::dup2(stdoutFd, STDOUT_FILENO);
    if (stderrFd >= 0)
        ::dup2(stderrFd, STDERR_FILENO);
    if (stopAtExec)
        ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr); // where it is forbidden, the program runs on without a stop
    ::execv(path, words);
    const int error = errno;
    if (::write(errorFd, &error, sizeof error) < 0)
        ::_exit(126);
    ::_exit(127);
}

}

Target::Target(Target &&) noexcept = default;

Target &Target::operator=(Target &&other) noexcept
{
    std::swap(m_pid, other.m_pid);
    std::swap(m_isCommand, other.m_isCommand);
    std::swap(m_held, other.m_held);
    std::swap(m_ended, other.m_ended);
    std::swap(m_stopsAtExec, other.m_stopsAtExec);
    std::swap(m_isStopped, other.m_isStopped);
    std::swap(m_status, other.m_status);
    std::swap(m_name, other.m_name);
    std::swap(m_pidFd, other.m_pidFd);
    std::swap(m_holdSocket, other.m_holdSocket);
    std::swap(m_errorPipe, other.m_errorPipe);
    return *this;
}

Target::~Target()
{
    if (m_isCommand && m_held && m_holdSocket && !m_ended) {
        ::shutdown(m_holdSocket.get(), SHUT_RDWR); // whoever else may have a copy of it
        m_holdSocket.reset();
        int status = 0;
        ::waitpid(m_pid, &status, 0); // it exits at the end of file
    }
}

std::expected<Target, Failure> Target::hold(const CommandLine &command, int stdoutFd, int stderrFd, bool stopAtExec)
{
    int hold[2], error[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, hold) < 0) {
        return std::unexpected(
            systemFailure({TAPSCOPE_TEXT("Diagnostics", "the command could not be prepared: %1"), {std::strerror(errno)}}));
    }
    UniqueFd holdRead(hold[0]), holdWrite(hold[1]);
    if (::pipe2(error, O_CLOEXEC) < 0) {
        return std::unexpected(
            systemFailure({TAPSCOPE_TEXT("Diagnostics", "the command could not be prepared: %1"), {std::strerror(errno)}}));
    }
    UniqueFd errorRead(error[0]), errorWrite(error[1]);

    std::vector<char *> words;
    for (const std::string &word : command.words)
        words.push_back(const_cast<char *>(word.c_str()));
    words.push_back(nullptr);

    const int end = endOfDescriptors();
    // Signals wait until the child has its own dispositions: ours must not run there.
    sigset_t all, before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    const pid_t pid = ::fork();
    if (pid == 0) {
        for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGCHLD}) {
            // What the user's shell ignores (nohup) stays ignored; SIGPIPE is ignored by us alone.
            struct sigaction action{};
            ::sigaction(number, nullptr, &action);
            if (action.sa_handler != SIG_IGN || number == SIGPIPE)
                ::signal(number, SIG_DFL);
        }
        ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
        closeWhatIsNotInherited({hold[0], error[1], stdoutFd, stderrFd}, end);
        runHeldChild(hold[0], error[1], stdoutFd, stderrFd, stopAtExec, command.executable.c_str(), words.data());
    }
    const int forkError = errno;
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    if (pid < 0) {
        return std::unexpected(
            systemFailure({TAPSCOPE_TEXT("Diagnostics", "no process for the command could be made: %1"),
                           {std::strerror(forkError)}},
                          {TAPSCOPE_TEXT("Diagnostics", "Check the limit of processes (ulimit -u) and free memory."), {}}));
    }
    Target target;
    target.m_pid = pid;
    target.m_isCommand = true;
    target.m_held = true;
    target.m_stopsAtExec = stopAtExec;
    target.m_name = command.usesShell ? command.words.back() : command.words.front();
    target.m_holdSocket = std::move(holdWrite);
    target.m_errorPipe = std::move(errorRead);
    target.m_pidFd.reset(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
    return target;
}

std::expected<Target, Failure> Target::find(int pid)
{
    Target target;
    target.m_pid = pid;
    target.m_name = std::to_string(pid);
    target.m_pidFd.reset(pid > 0 ? static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)) : -1);
    if (!target.m_pidFd) {
        return std::unexpected(systemFailure(
            {TAPSCOPE_TEXT("Diagnostics", "there is no process %1"), {std::to_string(pid)}},
            {TAPSCOPE_TEXT(
                 "Diagnostics",
                 "Look up the number of a process that runs, for example with “pgrep -a NAME”; a thread's number does not do."),
             {}}));
    }
    return target;
}

void Target::release()
{
    if (!m_held)
        return;
    m_held = false;
    const char go = 1;
    // A child that has died while it was held shows itself by its end.
    if (::send(m_holdSocket.get(), &go, 1, MSG_NOSIGNAL) != 1)
        m_errorPipe.reset();
    m_holdSocket.reset();
}

std::expected<void, Failure> Target::started()
{
    int error = 0;
    ssize_t n;
    do {
        n = ::read(m_errorPipe.get(), &error, sizeof error);
    } while (n < 0 && errno == EINTR);
    m_errorPipe.reset();
    if (n != static_cast<ssize_t>(sizeof error))
        return {};
    return std::unexpected(
        systemFailure({TAPSCOPE_TEXT("Diagnostics", "“%1” could not be started: %2"), {m_name, std::strerror(error)}},
                      {TAPSCOPE_TEXT("Diagnostics", "Check that the file is a program that you may execute."), {}}));
}

/// It stops just after what startFd() tells.
bool Target::isStopped()
{
    constexpr int attempts = 1000;
    constexpr timespec pause{0, 1'000'000};
    for (int i = 0; m_stopsAtExec && !m_isStopped && !ended() && i < attempts; ++i) {
        if (!m_isStopped)
            ::nanosleep(&pause, nullptr);
    }
    return m_isStopped;
}

void Target::go()
{
    if (m_isStopped)
        ::ptrace(PTRACE_DETACH, m_pid, nullptr, nullptr);
    m_isStopped = m_stopsAtExec = false;
}

bool Target::ended()
{
    if (m_ended)
        return true;
    if (m_isCommand) {
        int status = 0;
        const pid_t pid = ::waitpid(m_pid, &status, WNOHANG);
        if (pid == m_pid && WIFSTOPPED(status)) {
            // Signals that come before the exec go on to it.
            if (WSTOPSIG(status) == SIGTRAP)
                m_isStopped = true;
            else
                ::ptrace(PTRACE_CONT, m_pid, nullptr, WSTOPSIG(status));
        } else if (pid == m_pid) {
            m_ended = true;
            m_status = status;
        } else if (pid < 0 && errno == ECHILD) {
            m_ended = true; // somebody else in this process has reaped it
        }
        return m_ended;
    }
    pollfd entry{m_pidFd.get(), POLLIN, 0};
    m_ended = ::poll(&entry, 1, 0) > 0;
    return m_ended;
}

std::vector<uint32_t> processTree(int pid)
{
    std::unordered_multimap<uint32_t, uint32_t> children;
    if (DIR *proc = ::opendir("/proc")) {
        while (const dirent *entry = ::readdir(proc)) {
            char *end = nullptr;
            const unsigned long id = std::strtoul(entry->d_name, &end, 10);
            if (end == entry->d_name || *end != '\0')
                continue;
            const std::string path = "/proc/" + std::string(entry->d_name) + "/stat";
            FILE *file = std::fopen(path.c_str(), "re");
            if (!file)
                continue;
            char line[512];
            const size_t size = std::fread(line, 1, sizeof line - 1, file);
            std::fclose(file);
            line[size] = '\0';
            // The name in parentheses may hold anything; the parent is the second field behind the last one.
            const char *close = std::strrchr(line, ')');
            unsigned parent = 0;
            char state = 0;
            if (close && std::sscanf(close + 1, " %c %u", &state, &parent) == 2)
                children.emplace(parent, static_cast<uint32_t>(id));
        }
        ::closedir(proc);
    }
    std::vector<uint32_t> tree{static_cast<uint32_t>(pid)};
    for (size_t i = 0; i < tree.size(); ++i) {
        const auto [first, last] = children.equal_range(tree[i]);
        for (auto it = first; it != last; ++it)
            tree.push_back(it->second);
    }
    return tree;
}

}
