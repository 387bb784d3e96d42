// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QToolButton;

namespace tapscope::views {

class ConsoleView;
class LiveTrace;

/// The console with its find field and the way back to its end.
class ConsolePanel : public QWidget {
    Q_OBJECT

public:
    explicit ConsolePanel(LiveTrace *trace, QWidget *parent = nullptr);

    [[nodiscard]] ConsoleView *view() const { return m_view; }
    [[nodiscard]] QLineEdit *findField() const { return m_find; }
    /// Where the user types for the script; to be seen while it reads what is typed.
    [[nodiscard]] QLineEdit *inputField() const { return m_input; }
    void setInputShown(bool shown);

Q_SIGNALS:
    /// A line with its end.
    void inputGiven(const QString &line);

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();
    void showCounts();
    void find(bool forward);

    LiveTrace *m_trace;
    ConsoleView *m_view;
    QLineEdit *m_find;
    QLabel *m_counts;
    QToolButton *m_follow;
    QLineEdit *m_input;
};

}
