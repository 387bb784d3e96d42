// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/appearance.h"

#include "app/gui/box_style.h"

#include <QApplication>
#include <QPalette>
#include <QStyle>
#include <QStyleHints>

namespace tapscope::app {

namespace {

QPalette lightPalette()
{
    QPalette palette(QColor(0xf5, 0xf6, 0xf7), QColor(0xf1, 0xf2, 0xf4));
    palette.setColor(QPalette::WindowText, QColor(0x1f, 0x23, 0x28));
    palette.setColor(QPalette::Text, QColor(0x1f, 0x23, 0x28));
    palette.setColor(QPalette::ButtonText, QColor(0x1f, 0x23, 0x28));
    palette.setColor(QPalette::Base, Qt::white);
    palette.setColor(QPalette::AlternateBase, QColor(0xf5, 0xf6, 0xf7));
    palette.setColor(QPalette::ToolTipBase, QColor(0xff, 0xff, 0xf2));
    palette.setColor(QPalette::ToolTipText, QColor(0x1f, 0x23, 0x28));
    palette.setColor(QPalette::PlaceholderText, QColor(0x6a, 0x70, 0x78));
    palette.setColor(QPalette::Highlight, QColor(0x2b, 0x78, 0xb8));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, QColor(0x1a, 0x5f, 0xb4));
    palette.setColor(QPalette::Mid, QColor(0xc4, 0xc8, 0xce));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, QColor(0xa0, 0xa5, 0xab));
    return palette;
}

QPalette darkPalette()
{
    QPalette palette(QColor(0x31, 0x36, 0x3b), QColor(0x2a, 0x2e, 0x32));
    palette.setColor(QPalette::WindowText, QColor(0xe6, 0xe8, 0xea));
    palette.setColor(QPalette::Text, QColor(0xe6, 0xe8, 0xea));
    palette.setColor(QPalette::ButtonText, QColor(0xe6, 0xe8, 0xea));
    palette.setColor(QPalette::Base, QColor(0x1f, 0x23, 0x27));
    palette.setColor(QPalette::AlternateBase, QColor(0x26, 0x2a, 0x2e));
    palette.setColor(QPalette::ToolTipBase, QColor(0x3a, 0x40, 0x46));
    palette.setColor(QPalette::ToolTipText, QColor(0xe6, 0xe8, 0xea));
    palette.setColor(QPalette::PlaceholderText, QColor(0x9a, 0xa0, 0xa6));
    palette.setColor(QPalette::Highlight, QColor(0x2f, 0x7f, 0xc1));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, QColor(0x6a, 0xb0, 0xf3));
    palette.setColor(QPalette::BrightText, QColor(0xff, 0x8a, 0x80));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, QColor(0x7d, 0x83, 0x88));
    return palette;
}

bool isDark()
{
    return QApplication::palette().color(QPalette::Window).lightness() < 128;
}

}

void setAppearance(Appearance appearance)
{
    if (!dynamic_cast<BoxStyle *>(QApplication::style()))
        QApplication::setStyle(new BoxStyle);
    QStyleHints *hints = QGuiApplication::styleHints();
    if (appearance == Appearance::Desktop) {
        hints->unsetColorScheme();
        QApplication::setPalette(QPalette());
        return;
    }
    const bool dark = appearance == Appearance::Dark;
    hints->setColorScheme(dark ? Qt::ColorScheme::Dark : Qt::ColorScheme::Light);
    QApplication::setPalette(QPalette());
    // Platforms without themes keep their one palette whatever is asked for.
    if (isDark() != dark || QGuiApplication::platformName() == QStringLiteral("offscreen"))
        QApplication::setPalette(dark ? darkPalette() : lightPalette());
}

}
