// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

class QAction;
class QKeySequenceEdit;
class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;

namespace tapscope::app {

class ActionSet;

/// All commands with their keys, to be found and changed.
class KeyList : public QWidget {
    Q_OBJECT

public:
    explicit KeyList(ActionSet *actions, QWidget *parent = nullptr);

    [[nodiscard]] QLineEdit *field() const { return m_field; }
    [[nodiscard]] QTreeWidget *list() const { return m_list; }
    [[nodiscard]] QKeySequenceEdit *editor() const { return m_editor; }
    [[nodiscard]] QLabel *note() const { return m_note; }
    void select(const QAction *action);
    /// Gives the selected command the key that was typed, taking it from whoever had it.
    void assign();

    /// Without mnemonics and dots.
    static QString plainText(const QString &text);

private:
    [[nodiscard]] QAction *selected() const;
    void filter();
    void showKeys();
    void showSelected();
    void give(QAction *action, const QList<QKeySequence> &keys);

    ActionSet *m_actions;
    QLineEdit *m_field;
    QTreeWidget *m_list;
    QKeySequenceEdit *m_editor;
    QPushButton *m_set, *m_clear, *m_reset;
    QLabel *m_note;
};

}
