// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFont>

namespace tapscope::editor {

/// The desktop's fixed-width font, with fixed-width CJK fonts behind it.
[[nodiscard]] QFont codeFont();

/// What the user wants instead; an empty family or 0 points: as the desktop has it.
void chooseCodeFont(const QString &family, int points);

}
