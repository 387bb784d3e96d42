// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/text.h"
#include "base/unique_fd.h"
#include "helper/protocol_channel.h"

#include <sys/types.h>

#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace tapscope::protocol {

/// How the helper gets its rights.
enum class LaunchMethod : uint8_t { Privileged, FileCapabilities, Polkit, Sudo };

struct LaunchOptions {
    /// Makes the helper work as on a kernel without uprobe_multi, kprobe_multi and sessions (tests and benchmarks).
    bool withoutMulti = false;
    /// The script may change what it traces; the helper keeps the right to load such programs, if an administrator starts it.
    bool guru = false;
};

/// The running helper. Going away hangs up (the helper then detaches and exits) and reaps it, waiting at most two seconds.
class Launched {
public:
    Launched() = default;
    Launched(Launched &&other) noexcept;
    Launched &operator=(Launched &&other) noexcept;
    ~Launched();

    Channel channel;
    LaunchMethod method = LaunchMethod::Privileged;
    pid_t pid = -1; ///< of the started program: the helper, or the sudo that runs it
    UniqueFd pidfd; ///< readable when it has ended
    UniqueFd errors; ///< a memory file: its standard error

    /// The exit status as wait(2) gives it, when the process has ended within `timeoutMs`.
    std::optional<int> waitForEnd(int timeoutMs);
    /// What it wrote to its standard error, for a message when it ended unexpectedly.
    [[nodiscard]] std::string errorText() const;
    /// Why the helper ended before it answered (an authorisation that was refused, a program that could not be run …).
    [[nodiscard]] Failure whyEnded();

private:
    void finish();

    bool m_reaped = false;
    int m_status = 0;
};

/// Starts the helper the way the situation allows: directly when this process already has the rights or the file has
/// capabilities, else through polkit when somebody can be asked, else through sudo when it asks nothing. The Failure names the
/// command that gives the helper its rights, and what that costs.
[[nodiscard]] std::expected<Launched, Failure> launchHelper(const std::string &path, const LaunchOptions &options = {});

/// The capabilities the helper needs on this kernel, as setcap writes them: "cap_bpf,cap_perfmon=ep" …;
/// `forPerfEvents`: for profiles and probes inside of kernel functions too.
[[nodiscard]] std::string neededCapabilities(bool forPerfEvents = false);

/// Hello, and its answer: what every connection begins with. Waits 10 s, or 3 minutes when somebody is being asked for a
/// password; the channel's cancel descriptor ends that. Failure tells why nothing came.
[[nodiscard]] std::expected<Features, Failure> greet(Launched &helper, int timeoutMs = -1);

/// A helper's refusal in the user's words. Verifier refusals are the engine's to explain (it knows the script's lines).
[[nodiscard]] Failure explain(const Failed &failed);

}
