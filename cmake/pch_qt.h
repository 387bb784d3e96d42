// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QtWidgets>

#include <memory>
#include <optional>
#include <string>
#include <vector>
