// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// What /proc and the C library know, for functions of handlers that run in this process.
namespace tapscope::engine {

/// Seconds west of UTC now, and the time zone's short name.
[[nodiscard]] int64_t secondsWestOfUtc();
[[nodiscard]] std::string timeZoneName();

/// Load averages over 1, 5 and 15 minutes (index 0 to 2) in units of 1/2048, as the kernel keeps them.
[[nodiscard]] std::optional<int64_t> loadAverage(int64_t index);

/// A field of /proc/PID/statm, in pages: 0 size, 1 resident, 2 shared, 3 text, 5 data and stack. Pid 0 is this process; 0 when
/// there is no such process.
[[nodiscard]] int64_t memoryPages(int64_t pid, int64_t field);

/// The name of a process; empty when there is none.
[[nodiscard]] std::string nameOfProcess(int64_t pid);

/// Nanoseconds: 0 when a thread was started (since the system was), 1 its own and 2 the kernel's processor time. 0 when there is
/// no such thread.
[[nodiscard]] int64_t threadTime(int64_t tid, int64_t what);

/// A line in the kernel's log, or (level -1) among its trace events. False: it cannot be written.
[[nodiscard]] bool writeKernelLog(int64_t level, std::string_view text);

/// Whether `pid` is `ancestor` or descends from it.
[[nodiscard]] bool descendsFrom(int64_t pid, int64_t ancestor);

/// Of the process at `index`, by number, among `target` and what descends from it: its parent's number << 32 | its own. 0: there
/// are no more.
[[nodiscard]] int64_t targetMember(int64_t target, int64_t index);

/// Has the shell run a command in the background; its output goes where this process's goes. False: could not be started.
bool runInBackground(const std::string &command);

}
