// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "engine/session.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include <array>

class QLabel;
class QToolButton;

namespace tapscope::app {

/// parse 3 ms ▸ resolve 41 ms ▸ … : how far a run is and what each step took. A step that failed is a link to the problems.
class PhaseStrip : public QWidget {
    Q_OBJECT

public:
    explicit PhaseStrip(QWidget *parent = nullptr);

    void reset();
    void show(const engine::PhaseReport &report);
    void setFinished(const engine::Outcome &outcome);
    [[nodiscard]] QString text() const;

Q_SIGNALS:
    void problemsWanted();

protected:
    void changeEvent(QEvent *event) override;

private:
    static constexpr size_t steps = 7;
    struct Step {
        QToolButton *button = nullptr;
        QLabel *arrow = nullptr;
        std::optional<engine::PhaseReport> report;
    };
    void update(size_t step);
    void updateAll();
    [[nodiscard]] QString name(size_t step) const;

    std::array<Step, steps> m_steps;
    QLabel *m_clock;
    QLabel *m_idle;
    QTimer m_tick;
    QElapsedTimer m_since;
};

}
