// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/probe_binder.h"
#include "analysis/target_scope.h"

namespace tapscope::analysis {

/// What $names mean at bound.sites[site], of those that `uses` has: by the debug information of the program or the kernel, by
/// BTF, by the notes of a marker, by a tracepoint's arguments. Globals are looked up only where they are used.
[[nodiscard]] TargetScope scopeAt(const BoundPoint &bound, size_t site, const TargetUses &uses);

/// Of a handler that uses no variables of its sites.
[[nodiscard]] TargetScope scopeWithoutVariables(ProbeKind kind);

}
