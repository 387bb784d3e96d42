// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/settings.h"

#include <QStandardPaths>

namespace tapscope::app {

std::unique_ptr<QSettings> settings()
{
    return std::make_unique<QSettings>(QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
                                           + QStringLiteral("/tapscope/tapscope.ini"),
                                       QSettings::IniFormat);
}

}
