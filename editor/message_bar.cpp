// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/message_bar.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

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
    m_kind = kind;
    m_text->setText(text);
    setAccessibleName(text);
    while (QLayoutItem *item = m_buttons->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (const Choice &choice : choices) {
        auto *button = new QPushButton(choice.text, this);
        button->setToolTip(choice.toolTip);
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this, [this, what = choice.what] {
            hide();
            m_kind.clear();
            if (what)
                what();
        });
        m_buttons->addWidget(button);
    }
    show();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void MessageBar::takeBack(const QString &kind)
{
    if (m_kind != kind)
        return;
    hide();
    m_kind.clear();
}

}
