// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QStringList>

namespace tapscope::app {

/// The languages of the interface by code; "en" is always there.
[[nodiscard]] QStringList languages();
/// A language's name in itself.
[[nodiscard]] QString languageName(const QString &code);
/// The best of languages() for this desktop.
[[nodiscard]] QString desktopLanguage();
/// Changes the language of everything that is shown, at once. Widgets get LanguageChange.
void setLanguage(const QString &code);
[[nodiscard]] QString currentLanguage();

}
