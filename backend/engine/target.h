// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/text.h"
#include "base/unique_fd.h"
#include "engine/command_line.h"

#include <cstdint>
#include <expected>
#include <optional>
#include <vector>

namespace tapscope::engine {

/// The process that a script is about: a command of our own (-c), held before its exec until the probes are on, or one that
/// runs already (-x). It runs as the user, and is traced by ptrace only where it has to stop at its exec.
class Target {
public:
    /// Forks. The child waits on a pipe: it goes on at release(), and exits when this process dies before that.
    /// With `stopAtExec` it stops once more, as a program that has not run yet, for the thread that calls this alone to let it go.
    [[nodiscard]] static std::expected<Target, Failure> hold(const CommandLine &command, int stdoutFd, int stderrFd,
                                                             bool stopAtExec = false);
    [[nodiscard]] static std::expected<Target, Failure> find(int pid);
    Target(Target &&) noexcept;
    Target &operator=(Target &&) noexcept;
    /// Ends a child that is still held; lets one that runs go on.
    ~Target();

    [[nodiscard]] int pid() const { return m_pid; }
    [[nodiscard]] bool isCommand() const { return m_isCommand; }
    /// Readable when the process has ended.
    [[nodiscard]] int pidFd() const { return m_pidFd.get(); }
    /// Lets the held child exec. Returns at once; startFd() becomes readable when the exec is done or has failed.
    void release();
    /// -1 when there is nothing to wait for.
    [[nodiscard]] int startFd() const { return m_held ? -1 : m_errorPipe.get(); }
    /// Call when startFd() is readable: whether the exec succeeded.
    [[nodiscard]] std::expected<void, Failure> started();
    /// After started(): whether it stands still at its first instruction, until go().
    [[nodiscard]] bool isStopped();
    void go();
    /// True once it has ended. The status of a command is then known.
    [[nodiscard]] bool ended();
    [[nodiscard]] std::optional<int> status() const { return m_status; }

private:
    Target() = default;
    int m_pid = 0;
    bool m_isCommand = false;
    bool m_held = false;
    bool m_ended = false;
    bool m_stopsAtExec = false; ///< it is traced until go()
    bool m_isStopped = false;
    std::optional<int> m_status;
    std::string m_name;
    UniqueFd m_pidFd;
    UniqueFd m_holdSocket; ///< one byte lets the child go
    UniqueFd m_errorPipe; ///< reading end; errno of a failed exec, or end of file
};

/// `pid` and all its descendants that live now, as /proc shows them.
[[nodiscard]] std::vector<uint32_t> processTree(int pid);

}
