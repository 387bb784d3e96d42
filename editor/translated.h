// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/text.h"

#include <QString>

namespace tapscope::editor {

/// A backend text in the language of the interface.
[[nodiscard]] QString translated(const Text &text);

}
