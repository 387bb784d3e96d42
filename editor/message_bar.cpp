// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/message_bar.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include <algorithm>

namespace tapscope::editor {

MessageBar::MessageBar(QWidget *parent) : QFrame(parent), m_text(new QLabel(this)), m_buttons(new QHBoxLayout)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(10, 6, 10, 6);
    layout->addWidget(m_text, 1);
    layout->addLayout(m_buttons);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    setAutoFillBackground(true);
    setFrameShape(QFrame::NoFrame);
    restyle();
    hide();
}

QString MessageBar::text() const
{
    return isHidden() ? QString() : m_text->text();
}

void MessageBar::restyle()
{
    QPalette colors = palette();
    const QColor paper = colors.color(QPalette::ToolTipBase);
    if (colors.color(QPalette::Window) == paper)
        return;
    colors.setColor(QPalette::Window, paper);
    colors.setColor(QPalette::WindowText, colors.color(QPalette::ToolTipText));
    setPalette(colors);
}

void MessageBar::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::ParentChange || event->type() == QEvent::ApplicationPaletteChange) {
        setPalette(QPalette());
        restyle();
    }
}

void MessageBar::ask(const QString &kind, const QString &text, const QList<Choice> &choices)
{
    m_messages.removeIf([&](const Message &message) { return message.kind == kind; });
    m_messages.append({kind, text, choices});
    showLast();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void MessageBar::takeBack(const QString &kind)
{
    if (m_messages.removeIf([&](const Message &message) { return message.kind == kind; }) > 0)
        showLast();
}

bool MessageBar::holds(const QString &kind) const
{
    return std::ranges::any_of(m_messages, [&](const Message &message) { return message.kind == kind; });
}

void MessageBar::showLast()
{
    while (QLayoutItem *item = m_buttons->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    if (m_messages.isEmpty()) {
        hide();
        return;
    }
    const Message &message = m_messages.constLast();
    m_text->setText(message.text);
    setAccessibleName(message.text);
    for (const Choice &choice : message.choices) {
        auto *button = new QPushButton(choice.text, this);
        button->setToolTip(choice.toolTip);
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this, [this, kind = message.kind, what = choice.what] {
            takeBack(kind);
            if (what)
                what();
        });
        m_buttons->addWidget(button);
    }
    show();
}

}
