// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/browser/probe_node.h"
#include "editor/browser/tapset_docs.h"

#include <vector>

namespace tapscope::editor {

/// The processes of this machine but kernel threads and this program; newest first.
[[nodiscard]] ProbeNodes processNodes();

/// The tapset: its subjects, and what one holds.
[[nodiscard]] ProbeNodes tapsetSubjectNodes(const std::vector<TapsetSubject> &tapset);
[[nodiscard]] ProbeNodes tapsetEntryNodes(const TapsetSubject &subject);

/// Whether a form of probe point ("timer.profile", "perf.type(number).config(number)") can run; what cannot is not offered.
[[nodiscard]] bool canRun(const char *form);

/// Timers, perf events and the script's own events: complete points with a word on each.
[[nodiscard]] ProbeNodes timerNodes();
[[nodiscard]] ProbeNodes perfNodes(const std::vector<TapsetSubject> &tapset);
[[nodiscard]] ProbeNodes scriptEventNodes();

}
