// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFrame>

class QHBoxLayout;
class QLabel;

namespace tapscope::editor {

/// A message above the text with what can be done about it. It never takes the focus from the user who is typing.
class MessageBar : public QFrame {
    Q_OBJECT

public:
    explicit MessageBar(QWidget *parent = nullptr);

    struct Choice {
        QString text;
        QString toolTip;
        std::function<void()> what; ///< the bar closes first
    };
    /// Stands in front of what the bar said before, and in place of what it said of the same kind. `kind` names the message, so
    /// that it can be taken back; then the one before is shown again.
    void ask(const QString &kind, const QString &text, const QList<Choice> &choices);
    /// Forgets that kind of message.
    void takeBack(const QString &kind);
    [[nodiscard]] bool holds(const QString &kind) const;
    [[nodiscard]] QString text() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    struct Message {
        QString kind;
        QString text;
        QList<Choice> choices;
    };
    void restyle();
    void showLast();

    QLabel *m_text;
    QHBoxLayout *m_buttons;
    QList<Message> m_messages; ///< the last is shown
};

}
