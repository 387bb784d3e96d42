// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QPointer>
#include <QWidget>

class QLineEdit;
class QTreeWidget;

namespace tapscope::editor {

class ScriptOutline;

/// The probes, functions, variables and macros of the script at hand as a list that can be searched; it follows the caret.
class OutlineView : public QWidget {
    Q_OBJECT

public:
    explicit OutlineView(QWidget *parent = nullptr);

    /// Null: no script.
    void setOutline(ScriptOutline *outline);
    [[nodiscard]] QTreeWidget *list() const { return m_list; }
    [[nodiscard]] QLineEdit *field() const { return m_field; }

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void fill();
    void filter();
    void follow();
    void go();
    void retranslate();

    QLineEdit *m_field;
    QTreeWidget *m_list;
    QPointer<ScriptOutline> m_outline;
};

}
