// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "engine/session.h"

#include <QElapsedTimer>
#include <QStatusBar>
#include <QTimer>

class QLabel;

namespace tapscope::views {
class LiveTrace;
}

namespace tapscope::app {

/// The status bar: helper, kernel, the place in the script, events a second, losses.
class StatusLine : public QStatusBar {
    Q_OBJECT

public:
    explicit StatusLine(const views::LiveTrace *trace, QWidget *parent = nullptr);

    /// `selected`: characters; `carets` beyond one are told.
    void setPlace(int line, int column, int selected = 0, int carets = 1);
    void setCounters(const engine::Counters &counters);
    void resetCounters();
    void refreshMachine();

protected:
    void changeEvent(QEvent *event) override;

private:
    void measure();
    void showAll();

    const views::LiveTrace *m_trace;
    QLabel *m_helper, *m_kernel, *m_place, *m_rate, *m_lost;
    QTimer m_timer;
    QElapsedTimer m_since;
    uint64_t m_seen = 0;
    uint64_t m_eventsPerSecond = 0;
    engine::Counters m_counters;
    int m_line = 0, m_column = 0, m_selected = 0, m_carets = 1;
};

}
