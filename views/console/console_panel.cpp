// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "views/console/console_panel.h"

#include "views/console/console_view.h"
#include "views/live/live_trace.h"
#include "views/panel_bar.h"
#include "views/time_text.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QShortcut>
#include <QToolButton>

namespace tapscope::views {

ConsolePanel::ConsolePanel(LiveTrace *trace, QWidget *parent)
    : QWidget(parent)
    , m_trace(trace)
    , m_view(new ConsoleView(trace->console(), this))
    , m_find(new QLineEdit(this))
    , m_counts(new QLabel(this))
    , m_follow(new QToolButton(this))
    , m_input(new QLineEdit(this))
{
    QHBoxLayout *bar = addBarAbove(m_view, this);
    bar->addWidget(m_find, 1);
    bar->addStretch(1);
    bar->addWidget(m_counts);
    bar->addWidget(m_follow);
    makeSearchField(m_find, 46);
    m_follow->setCheckable(true);
    m_follow->setChecked(true);
    setFocusProxy(m_view);
    layout()->addWidget(m_input);
    m_input->hide();
    connect(m_input, &QLineEdit::returnPressed, this, [this] {
        const QString line = m_input->text();
        m_input->clear();
        Q_EMIT inputGiven(line + u'\n');
    });

    connect(m_find, &QLineEdit::returnPressed, this, [this] { find(true); });
    connect(new QShortcut(QKeySequence(Qt::SHIFT | Qt::Key_Return), m_find, nullptr, nullptr, Qt::WidgetShortcut),
            &QShortcut::activated, this, [this] { find(false); });
    connect(m_view, &ConsoleView::followChanged, m_follow, &QToolButton::setChecked);
    connect(m_follow, &QToolButton::toggled, m_view, &ConsoleView::setFollow);
    connect(trace, &LiveTrace::changed, this, [this] {
        m_view->refresh();
        showCounts();
    });
    connect(trace, &LiveTrace::cleared, this, [this] {
        m_view->setFollow(true);
        m_view->refresh();
        showCounts();
    });
    retranslate();
}

void ConsolePanel::setInputShown(bool shown)
{
    if (m_input->isHidden() != shown)
        return;
    const bool hadFocus = m_input->hasFocus();
    m_input->clear();
    m_input->setVisible(shown);
    if (shown)
        m_input->setFocus(Qt::OtherFocusReason);
    else if (hadFocus)
        m_view->setFocus(Qt::OtherFocusReason);
}

void ConsolePanel::find(bool forward)
{
    if (!m_find->text().isEmpty() && !m_view->find(m_find->text(), forward))
        m_counts->setText(tr("“%1” was not found").arg(m_find->text()));
}

void ConsolePanel::showCounts()
{
    const auto &store = m_trace->console();
    QString text = store.lineCount() > 0
        ? tr("%1 line(s)", nullptr, pluralOf(store.lineCount())).arg(countText(store.lineCount()))
        : QString();
    if (store.droppedLines() > 0)
        text += QStringLiteral("  ·  ") + tr("the oldest %1 were let go").arg(countText(store.droppedLines()));
    m_counts->setText(text);
}

void ConsolePanel::retranslate()
{
    m_find->setPlaceholderText(tr("Find in the console"));
    m_find->setAccessibleName(tr("Find in the console"));
    m_input->setPlaceholderText(tr("Type for the script; Enter hands the line over"));
    m_input->setAccessibleName(tr("Input for the script"));
    m_follow->setText(tr("↓ Follow"));
    m_follow->setToolTip(tr("Keeps the newest line in sight. Scrolling up stops it"));
    m_view->setEmptyText(tr("What the script prints appears here."));
    showCounts();
}

void ConsolePanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

}
