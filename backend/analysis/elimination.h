// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/context.h"

namespace tapscope::analysis {

/// Warns of probes and statements that nobody would notice, and removes them when Options::withoutEffect says so: assignments to
/// variables that are never read, expressions for nothing, handlers with nothing left, functions that nothing calls any more.
/// The program has no errors; what its globals are used for is known better afterwards.
void eliminate(Context &context, Program &program);

}
