// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QColor>

namespace tapscope::editor {

/// From 1 (the same) to 21 (black on white), as accessibility rules count it.
[[nodiscard]] double contrast(const QColor &a, const QColor &b);

/// The colour, lighter or darker as far as it must be to be read well on a ground.
[[nodiscard]] QColor readable(const QColor &color, const QColor &ground);

}
