// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace tapscope::app {

enum class Appearance { Desktop, Light, Dark };

/// Light, dark, or as the desktop says. Works at once, with every style.
void setAppearance(Appearance appearance);

}
