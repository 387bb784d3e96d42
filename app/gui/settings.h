// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QSettings>

#include <memory>

namespace tapscope::app {

/// The user's settings, in a file under the configuration folder (of the tests, in test mode).
[[nodiscard]] std::unique_ptr<QSettings> settings();

}
