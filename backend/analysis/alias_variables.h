// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/probe_expansion.h"

namespace tapscope::analysis {

/// Takes out of the bodies of the library's aliases what only sets variables that neither `body` nor the rest of them reads. So
/// an alias costs what a script uses of it, and what cannot be had here matters only to those who ask for it.
void dropUnreadAliasVariables(Context &context, ExpandedPoint &point, const script::Statement *body);

}
