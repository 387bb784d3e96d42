// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace tapscope::helper {

/// What a process of this program does after setting up.
enum class Sandbox {
    Links, ///< bpf(2) and perf events only
    TraceEvents, ///< the same, and reads below the trace directory
    Watcher, ///< reads and writes of open files
};

/// From here on every system call outside of the list, by any thread there is, ends the process. False when the kernel has no
/// seccomp filters.
bool enterSandbox(Sandbox what);

}
