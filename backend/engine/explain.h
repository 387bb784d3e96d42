// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "engine/bpf/helper_link.h"
#include "engine/session.h"
#include "script/diagnostic.h"
#include "translator/bundle.h"

#include <optional>
#include <vector>

/// Failures of the kernel and of the helper, told at the script's lines.
namespace tapscope::engine {

/// Where a verifier's log stopped: the script range of the last "; text @ file:line" in it.
[[nodiscard]] std::optional<script::Range> verifierPosition(std::string_view log, const script::SourceSet &sources);

/// What the helper refused to load.
[[nodiscard]] script::Diagnostic explainLoad(const bpf::HelperError &error, const translator::Bundle &bundle,
                                             const script::SourceSet &sources);

/// A failure to start the helper, or anything else that stands against the whole script.
[[nodiscard]] script::Diagnostic explainFailure(std::string_view id, const Failure &failure, const script::Range &range);

/// Places that could not be probed, one diagnostic for each handler and reason: warnings, or errors when nothing was attached.
[[nodiscard]] std::vector<script::Diagnostic> explainAttach(const protocol::Attached &attached, const translator::Bundle &bundle);

/// A warning: the memory of a process cannot be watched (WatchedMemory::Failure).
[[nodiscard]] script::Diagnostic explainUnwatched(uint32_t handler, int error, const translator::Bundle &bundle);

/// The same place by place.
[[nodiscard]] std::vector<MissedPlace> missedPlaces(const protocol::Attached &attached, const translator::Bundle &bundle);

}
