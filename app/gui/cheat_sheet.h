// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDialog>

class QAction;

namespace tapscope::app {

/// All keys, made from the actions themselves: what is listed is what works.
class CheatSheet : public QDialog {
    Q_OBJECT

public:
    struct Group {
        QString title;
        QList<QAction *> actions;
    };
    explicit CheatSheet(const QList<Group> &groups, QWidget *parent = nullptr);
};

}
