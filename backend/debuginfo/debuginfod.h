// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace tapscope::debuginfo {

/// Whether debug information that is missing here may be asked for from servers. Default: when DEBUGINFOD_URLS names some.
enum class DownloadPolicy : uint8_t { ByEnvironment, Never };
void setDownloadPolicy(DownloadPolicy policy);

/// Told now and then while something is fetched, with bytes (`total` 0: not known yet), from the thread that asked. Returns
/// whether to go on.
using DownloadObserver = std::function<bool(const std::string &what, uint64_t done, uint64_t total)>;
/// For all that is fetched from now on.
void setDownloadObserver(DownloadObserver observer);

[[nodiscard]] bool mayDownload();

/// Path of the debug file with that build-id (hexadecimal), from the library's cache or from a server; nullopt when there is
/// none, when it was stopped, and when elfutils' debuginfod library is not installed.
[[nodiscard]] std::optional<std::string> downloadDebugFile(const std::string &buildId);
/// A source file of that program, by its path in the debug information. `observer` is asked besides that for all.
[[nodiscard]] std::optional<std::string> downloadSource(const std::string &buildId, const std::string &path,
                                                        const DownloadObserver &observer = {});

}
