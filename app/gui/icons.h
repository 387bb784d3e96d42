// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QIcon>

namespace tapscope::app {

/// One of the product's own icons; what is drawn in currentColor takes the palette's text colour, so it fits dark and light.
[[nodiscard]] QIcon icon(const QString &name);

}
