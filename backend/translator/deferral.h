// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "translator/bundle.h"

#include <expected>
#include <map>
#include <optional>

/// Handlers whose statements the kernel cannot run: there the kernel records what such a handler reads of the traced program, and
/// the engine's interpreter runs its statements on that record, in the order of the hits.
namespace tapscope::translator {

/// What has to be recorded for the handler, or why that cannot be. `others` are deferred with it.
[[nodiscard]] std::expected<Deferral, script::DiagnosticNote> planDeferral(const Bundle &bundle, uint32_t handler,
                                                                           const std::map<uint32_t, Deferral> &others);

/// Handlers of which the statements have to run beside those of `deferrals`, since they would change each other's global
/// variables out of order. By handler, the one that it follows.
[[nodiscard]] std::map<uint32_t, uint32_t> followers(const Bundle &bundle, const std::map<uint32_t, Deferral> &deferrals);

/// What the kernel runs in place of the handler: one print of what `deferral` asks for, and before it the calls whose results it
/// has, with the functions in place.
[[nodiscard]] std::optional<ir::Function> recordingBody(Bundle &bundle, uint32_t handler, const Deferral &deferral,
                                                        script::Diagnostics &diagnostics);

}
