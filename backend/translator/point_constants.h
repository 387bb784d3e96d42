// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/program.h"
#include "translator/ir.h"

namespace tapscope::translator {

/// Puts in what is the same in all hits of a handler: whether its place is known, and, where there are `strings` to add to, what
/// pn(), ppfunc(), probe_type() and pnlabel() say. What differs from site to site is left.
void putPointConstants(ir::Function &body, const std::vector<ir::Foreach> &loops, const analysis::Program &program,
                       uint32_t handler, std::vector<std::string> *strings);

}
