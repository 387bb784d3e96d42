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
    /// Replaces what the bar said before. `kind` names the message, so that it can be taken back.
    void ask(const QString &kind, const QString &text, const QList<Choice> &choices);
    /// Hides the bar if it shows that kind of message.
    void takeBack(const QString &kind);
    [[nodiscard]] const QString &kind() const { return m_kind; }
    [[nodiscard]] QString text() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    void restyle();

    QLabel *m_text;
    QHBoxLayout *m_buttons;
    QString m_kind;
};

}
