// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "engine/session.h"
#include "helper/protocol.h"
#include "translator/bundle.h"

namespace tapscope::engine {

/// How many places the bundle's probes are put on, and which of them are slow on a kernel with these features.
[[nodiscard]] PlannedPlaces plannedPlaces(const translator::Bundle &bundle, const protocol::Features &features);

}
