// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/context.h"

namespace tapscope::analysis {

/// Warns of globals and functions that are of no use, and of globals that are read but never set.
void reportUnused(Context &context);

/// Reports functions that change an array through which the calling loop is going.
void checkCallsInLoops(Context &context, const Effects &effects);

/// Adds the `probe end` that prints what the script collected in globals without ever reading it. The program's types are known.
void addEndPrint(Context &context, Program &program);

}
