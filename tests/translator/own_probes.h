// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "kernel_runner.h"

/// Probe on a function of this very program.
inline std::string on(const std::string &function, const std::string &body, const char *suffix = ".call")
{
    return "probe process(\"/proc/self/exe\").function(\"" + function + "\")" + suffix + " { " + body + " }\n";
}

inline int64_t field(const Record &record, size_t entry, size_t index)
{
    return entry < record.entries.size() ? record.entries[entry].at<int64_t>(index * 8) : -1;
}

/// Empty where handlers can be loaded and attached; else why a test of them is to be skipped, or "error: …".
inline std::string whyNotHere()
{
    if (geteuid() != 0)
        return "loading programs needs root";
    Translated probe("global n\n" + on("probed_sum", "n++"));
    KernelRunner runner(probe);
    if (runner.error.find("not permitted") != std::string::npos)
        return "this system does not let root load programs";
    if (!runner.error.empty())
        return "error: " + runner.error;
    return runner.attach() ? std::string() : "this kernel has no uprobe_multi: " + runner.error;
}
