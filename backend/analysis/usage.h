// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/context.h"

namespace tapscope::analysis {

/// Warns of globals and functions that are of no use, and of globals that are read but never set.
void reportUnused(Context &context);

/// Reports functions that change an array through which the calling loop is going.
void checkCallsInLoops(Context &context, const Effects &effects);

/// Adds a `probe end` for each global that the script collected something in without ever reading it, which prints it. The
/// program's types are known.
void addEndPrints(Context &context, Program &program);

}
