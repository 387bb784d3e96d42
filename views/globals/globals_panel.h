// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "trace/globals.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QToolButton;
class QTreeView;

namespace tapscope::views {

class GlobalsModel;

/// The script's global variables while it runs: filter, sort, copy, reset.
class GlobalsPanel : public QWidget {
    Q_OBJECT

public:
    explicit GlobalsPanel(QWidget *parent = nullptr);

    [[nodiscard]] GlobalsModel *model() const { return m_model; }
    [[nodiscard]] QTreeView *view() const { return m_view; }
    [[nodiscard]] QLineEdit *filterField() const { return m_filter; }
    [[nodiscard]] QToolButton *resetButton() const { return m_reset; }

    void setGlobals(const trace::Globals &globals);
    /// A run begins: what the last one left is cleared.
    void begin();
    /// The run is over; its last values stay.
    void end();

Q_SIGNALS:
    /// A variable is to be changed.
    void editWanted(const tapscope::trace::GlobalEdit &edit);
    /// The variables are to be put back to what they were at the start.
    void resetWanted();

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void retranslate();
    void showColumns(const trace::Globals &globals);
    void copy() const;
    void updateActions();

    GlobalsModel *m_model;
    QTreeView *m_view;
    QLineEdit *m_filter;
    QToolButton *m_reset;
    QAction *m_copy, *m_edit, *m_delete;
    QString m_emptyText;
    bool m_expanded = false; ///< the arrays of this run were opened once
};

}
