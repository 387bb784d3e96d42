// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/kernel_probe_cost.h"

#include <QString>

namespace tapscope::editor {

/// "ftrace", "jump" or "trap"; empty when it is not known.
[[nodiscard]] QString costWord(const debuginfo::KernelProbeCost &cost);
/// What a probe there costs and why; empty when it is not known.
[[nodiscard]] QString costSentence(const debuginfo::KernelProbeCost &cost);

}
