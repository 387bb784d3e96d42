// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/phase_strip.h"

#include "views/time_text.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QTime>
#include <QToolButton>

namespace tapscope::app {

using engine::Phase;
using State = engine::PhaseReport::State;

PhaseStrip::PhaseStrip(QWidget *parent) : QWidget(parent), m_clock(new QLabel(this)), m_idle(new QLabel(this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(10, 1, 12, 1);
    layout->setSpacing(2);
    layout->addWidget(m_idle);
    for (size_t i = 0; i < steps; ++i) {
        Step &step = m_steps[i];
        if (i > 0) {
            step.arrow = new QLabel(QStringLiteral("▸"), this);
            step.arrow->setForegroundRole(QPalette::PlaceholderText);
            layout->addWidget(step.arrow);
        }
        step.button = new QToolButton(this);
        step.button->setAutoRaise(true);
        step.button->setFocusPolicy(Qt::TabFocus);
        step.button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        connect(step.button, &QToolButton::clicked, this, [this, i] {
            if (m_steps[i].report && m_steps[i].report->state == State::Failed)
                Q_EMIT problemsWanted();
        });
        layout->addWidget(step.button);
    }
    layout->addStretch(1);
    layout->addWidget(m_clock);
    m_tick.setInterval(250);
    connect(&m_tick, &QTimer::timeout, this, [this] {
        m_clock->setText(QTime(0, 0).addMSecs(static_cast<int>(m_since.elapsed())).toString(QStringLiteral("hh:mm:ss")));
    });
    setFixedHeight(fontMetrics().height() + 14);
    updateAll();
}

QString PhaseStrip::name(size_t step) const
{
    switch (static_cast<Phase>(step)) {
    case Phase::Parse: return tr("parse");
    case Phase::Resolve: return tr("resolve");
    case Phase::Translate: return tr("translate");
    case Phase::Load: return tr("load");
    case Phase::Attach: return tr("attach");
    case Phase::Run: return tr("run");
    case Phase::Detach: return tr("detach");
    }
    return {};
}

void PhaseStrip::reset()
{
    for (Step &step : m_steps)
        step.report.reset();
    m_tick.stop();
    m_clock->clear();
    updateAll();
}

void PhaseStrip::show(const engine::PhaseReport &report)
{
    const auto step = static_cast<size_t>(report.phase);
    if (step >= steps)
        return;
    m_steps[step].report = report;
    if (report.phase == Phase::Run && report.state == State::Running && !m_tick.isActive()) {
        m_since.start();
        m_clock->setText(QStringLiteral("00:00:00"));
        m_tick.start();
    } else if (report.phase == Phase::Detach || (report.phase == Phase::Run && report.state != State::Running)) {
        m_tick.stop();
    }
    updateAll();
}

void PhaseStrip::setFinished(const engine::Outcome &outcome)
{
    m_tick.stop();
    for (Step &step : m_steps) {
        if (step.report && step.report->state == State::Running)
            step.report->state = outcome.kind == engine::Outcome::Kind::Failed ? State::Failed : State::Done;
    }
    updateAll();
}

void PhaseStrip::updateAll()
{
    bool any = false;
    for (size_t i = 0; i < steps; ++i) {
        update(i);
        any = any || m_steps[i].report;
    }
    m_idle->setText(tr("Ready. Ctrl+B checks the script, Ctrl+R runs it."));
    m_idle->setForegroundRole(QPalette::PlaceholderText);
    m_idle->setVisible(!any);
}

void PhaseStrip::update(size_t step)
{
    Step &of = m_steps[step];
    of.button->setVisible(of.report.has_value());
    if (of.arrow)
        of.arrow->setVisible(of.report.has_value());
    if (!of.report)
        return;
    const engine::PhaseReport &report = *of.report;
    const bool failed = report.state == State::Failed;
    QString text = (failed                               ? QStringLiteral("✕ ")
                        : report.state == State::Running ? QStringLiteral("● ")
                                                         : QString())
        + name(step);
    const bool counted = (report.phase == Phase::Attach || report.phase == Phase::Detach) && report.total > 0;
    if (counted)
        text += u' ' + QString::number(report.done) + u'/' + QString::number(report.total);
    if (report.phase == Phase::Resolve && report.state == State::Running && report.total > 0)
        text += QStringLiteral(" %1 %").arg(report.done * 100 / report.total);
    if (report.elapsedNs > 0 && report.state == State::Done)
        text += u' ' + views::durationText(report.elapsedNs);
    of.button->setText(text);
    of.button->setToolTip(failed ? tr("Failed. Click to see why") : QString::fromStdString(report.detail));
    of.button->setCursor(failed ? Qt::PointingHandCursor : Qt::ArrowCursor);
    QFont font = this->font();
    font.setBold(failed || report.state == State::Running);
    font.setUnderline(failed);
    of.button->setFont(font);
    QPalette colors = palette();
    if (failed) {
        const bool dark = colors.color(QPalette::Window).lightness() < 128;
        colors.setColor(QPalette::ButtonText, dark ? QColor(0xff, 0x8a, 0x80) : QColor(0xb8, 0x1d, 0x1d));
    }
    of.button->setPalette(colors);
}

QString PhaseStrip::text() const
{
    QStringList parts;
    for (const Step &step : m_steps) {
        if (step.report)
            parts << step.button->text();
    }
    return parts.join(QStringLiteral(" ▸ "));
}

void PhaseStrip::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        updateAll();
}

}
