// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/status_line.h"

#include "app/gui/machine.h"
#include "views/live/live_trace.h"
#include "views/time_text.h"

#include <QEvent>
#include <QLabel>

namespace tapscope::app {

namespace {

constexpr int measureMs = 500;

}

StatusLine::StatusLine(const views::LiveTrace *trace, QWidget *parent)
    : QStatusBar(parent)
    , m_trace(trace)
    , m_helper(new QLabel(this))
    , m_kernel(new QLabel(this))
    , m_place(new QLabel(this))
    , m_rate(new QLabel(this))
    , m_lost(new QLabel(this))
{
    for (QLabel *label : {m_place, m_rate, m_lost, m_kernel, m_helper}) {
        label->setContentsMargins(8, 0, 8, 0);
        addPermanentWidget(label);
    }
    m_timer.setInterval(measureMs);
    connect(&m_timer, &QTimer::timeout, this, &StatusLine::measure);
    m_timer.start();
    m_since.start();
    refreshMachine();
}

void StatusLine::setPlace(int line, int column, int selected, int carets)
{
    m_line = line;
    m_column = column;
    m_selected = selected;
    m_carets = carets;
    QString text = line > 0 ? tr("Line %1, column %2").arg(line).arg(column) : QString();
    if (line > 0 && carets > 1)
        text += QStringLiteral(" · ") + tr("%1 cursors").arg(carets);
    if (line > 0 && selected > 0)
        text += QStringLiteral(" · ") + tr("%1 selected").arg(selected);
    m_place->setText(text);
}

void StatusLine::setCounters(const engine::Counters &counters)
{
    m_counters = counters;
    showAll();
}

void StatusLine::resetCounters()
{
    m_counters = {};
    m_seen = 0;
    m_eventsPerSecond = 0;
    showAll();
}

void StatusLine::measure()
{
    const uint64_t seen = m_trace->applied() + m_trace->backlog();
    const auto ms = static_cast<uint64_t>(std::max<qint64>(1, m_since.restart()));
    const uint64_t rate = seen >= m_seen ? (seen - m_seen) * 1000 / ms : 0;
    m_seen = seen;
    if (rate != m_eventsPerSecond) {
        m_eventsPerSecond = rate;
        showAll();
    }
}

void StatusLine::refreshMachine()
{
    const MachineFact helper = Machine::helper();
    const QString sign = helper.state == MachineFact::State::Good ? QStringLiteral("● ")
        : helper.state == MachineFact::State::Limited             ? QStringLiteral("◐ ")
                                                                  : QStringLiteral("○ ");
    m_helper->setText(sign + helper.text);
    m_helper->setToolTip(helper.nextStep);
    m_kernel->setText(Machine::kernelRelease());
    m_kernel->setToolTip(tr("Release of the kernel"));
    showAll();
}

void StatusLine::showAll()
{
    m_rate->setText(tr("%1 events/s").arg(views::countText(m_eventsPerSecond)));
    const uint64_t events = m_trace->applied() + m_trace->backlog();
    m_rate->setToolTip(tr("%1 event(s) in this run", nullptr, views::pluralOf(events)).arg(views::countText(events)));
    const uint64_t lost = m_counters.lost + m_counters.skipped;
    m_lost->setText(tr("lost %1").arg(views::countText(lost)));
    m_lost->setToolTip(lost == 0 ? tr("No event of this run was lost")
                                 : tr("%1 did not fit into the buffer, %2 probe hits were skipped")
                                       .arg(views::countText(m_counters.lost), views::countText(m_counters.skipped)));
    QFont font = m_lost->font();
    font.setBold(lost > 0);
    m_lost->setFont(font);
    setPlace(m_line, m_column, m_selected, m_carets);
}

void StatusLine::changeEvent(QEvent *event)
{
    QStatusBar::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        refreshMachine();
}

}
