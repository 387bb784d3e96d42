// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "views/calltree/call_tree_view.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QToolButton;

namespace tapscope::views {

class LiveTrace;

/// The call tree with its filter box, the way back to the newest call, and what is waiting to be shown.
class CallTreePanel : public QWidget {
    Q_OBJECT

public:
    explicit CallTreePanel(LiveTrace *trace, QWidget *parent = nullptr);

    [[nodiscard]] CallTreeView *view() const { return m_view; }
    [[nodiscard]] CallTreeModel *model() const { return m_model; }
    [[nodiscard]] QLineEdit *filterField() const { return m_filter; }
    [[nodiscard]] QToolButton *followButton() const { return m_followButton; }
    /// Whether a run that may fill the tree is under way; changes what an empty tree says.
    void setRunning(bool running);
    /// The tree as indented rows of text, for the first `lines` rows.
    [[nodiscard]] QStringList textRows(int lines) const;

public Q_SLOTS:
    void setFilter(const QString &text);

protected:
    void changeEvent(QEvent *event) override;

private:
    void onChanged();
    void applyFilter();
    void retranslate();
    void showCounts();

    LiveTrace *m_trace;
    CallTreeModel *m_model;
    CallTreeView *m_view;
    QLineEdit *m_filter;
    QLabel *m_counts;
    QToolButton *m_followButton;
    QTimer m_filterDelay;
    bool m_running = false;
};

}
