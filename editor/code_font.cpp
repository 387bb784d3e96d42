// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/code_font.h"

#include <QFontDatabase>

namespace tapscope::editor {

namespace {

QString chosenFamily;
int chosenPoints = 0;

}

void chooseCodeFont(const QString &family, int points)
{
    chosenFamily = family;
    chosenPoints = points;
}

QFont codeFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    QStringList families;
    if (!chosenFamily.isEmpty())
        families << chosenFamily;
    families << font.family();
    for (const QString &family : {QStringLiteral("DejaVu Sans Mono"), QStringLiteral("Noto Sans Mono CJK SC"),
                                  QStringLiteral("Noto Sans CJK SC"), QStringLiteral("WenQuanYi Micro Hei Mono")}) {
        if (QFontDatabase::hasFamily(family))
            families << family;
    }
    font.setFamilies(families);
    font.setStyleHint(QFont::Monospace);
    font.setFixedPitch(true);
    if (chosenPoints > 0)
        font.setPointSize(chosenPoints);
    else if (font.pointSizeF() < 10)
        font.setPointSizeF(10);
    return font;
}

}
