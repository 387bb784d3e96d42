// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <vector>

namespace tapscope::app {

struct ProcessEntry {
    int pid = 0;
    QString name;
    QString user;
};

/// The processes with a program of their own (no kernel threads, not this one), newest first.
[[nodiscard]] std::vector<ProcessEntry> processList();

}
