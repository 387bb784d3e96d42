// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFont>

namespace tapscope::editor {

/// The desktop's fixed-width font, with fixed-width CJK fonts behind it.
[[nodiscard]] QFont codeFont();

}
