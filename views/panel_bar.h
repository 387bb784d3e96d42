// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

namespace tapscope::views {

/// Lays `panel` out as all panels are: a bar of controls, and `view` in the room below. The bar, still empty, is the panel's.
inline QHBoxLayout *addBarAbove(QWidget *view, QWidget *panel)
{
    auto *layout = new QVBoxLayout(panel);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(8, 4, 8, 4);
    bar->setSpacing(10);
    layout->addLayout(bar);
    layout->addWidget(view, 1);
    return bar;
}

/// A field to search or filter by: it can be emptied, and is `characters` wide at most.
inline void makeSearchField(QLineEdit *field, int characters)
{
    field->setClearButtonEnabled(true);
    field->setMaximumWidth(characters * field->fontMetrics().averageCharWidth());
}

}
