// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/translated.h"

#include <QCoreApplication>

namespace tapscope::editor {

QString translated(const Text &text)
{
    if (text.empty())
        return {};
    const std::string pattern(text.pattern);
    QString words = QCoreApplication::translate("Diagnostics", pattern.c_str());
    if (words == QLatin1StringView(pattern))
        words = QCoreApplication::translate("Services", pattern.c_str());
    return QString::fromStdString(fill(words.toStdString(), text.arguments));
}

}
