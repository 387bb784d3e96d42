// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/assist/breadcrumb_bar.h"

#include "editor/assist/script_outline.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

namespace tapscope::editor {

namespace {

constexpr int mostCharacters = 48;

QString shortened(const std::string &utf8)
{
    const QString text = QString::fromStdString(utf8).simplified();
    QString shown = text.size() > mostCharacters ? text.left(mostCharacters - 1) + u'…' : text;
    return shown.replace(u'&', QStringLiteral("&&"));
}

}

BreadcrumbBar::BreadcrumbBar(ScriptOutline *outline, QWidget *parent)
    : QWidget(parent)
    , m_outline(outline)
    , m_layout(new QHBoxLayout(this))
{
    m_layout->setContentsMargins(6, 1, 6, 1);
    m_layout->setSpacing(0);
    // As wide as there is room: a long probe point doesn't widen the window.
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    setAccessibleName(tr("Where the cursor is"));
    connect(outline, &ScriptOutline::caretMoved, this, &BreadcrumbBar::fill);
    fill();
}

void BreadcrumbBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        setAccessibleName(tr("Where the cursor is"));
        fill();
    }
}

QStringList BreadcrumbBar::texts() const
{
    QStringList texts;
    for (int i = 0; i < m_layout->count(); ++i) {
        if (const auto *button = qobject_cast<QToolButton *>(m_layout->itemAt(i)->widget()))
            texts << button->text();
    }
    return texts;
}

void BreadcrumbBar::fill()
{
    while (QLayoutItem *item = m_layout->takeAt(0)) {
        if (item->widget()) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    const auto button = [this](const QString &text, const QString &name) {
        auto *made = new QToolButton(this);
        made->setText(text);
        made->setAccessibleName(name);
        made->setToolTip(name);
        made->setAutoRaise(true);
        made->setFocusPolicy(Qt::NoFocus);
        m_layout->addWidget(made);
        return made;
    };
    auto *all = button(tr("Script"), tr("All probes, functions and variables of the script"));
    connect(all, &QToolButton::clicked, this, &BreadcrumbBar::showAll);
    for (const services::OutlineItem &item : m_outline->around()) {
        auto *arrow = new QLabel(QStringLiteral("›"), this);
        arrow->setForegroundRole(QPalette::PlaceholderText);
        m_layout->addWidget(arrow);
        auto *crumb = button(shortened(item.name),
                             outlineKind(item.kind) + QStringLiteral(": ") + QString::fromStdString(item.name));
        connect(crumb, &QToolButton::clicked, this, [this, item] { m_outline->goTo(item); });
    }
    m_layout->addStretch(1);
}

void BreadcrumbBar::showAll()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const services::OutlineItem &item : m_outline->items())
        menu->addAction(outlineLetter(item.kind) + QStringLiteral("   ") + shortened(item.name), this,
                        [this, item] { m_outline->goTo(item); });
    if (menu->isEmpty())
        menu->addAction(tr("The script declares nothing yet"))->setEnabled(false);
    menu->popup(mapToGlobal(QPoint(0, height())));
}

}
