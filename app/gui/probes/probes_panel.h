// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/gui/probes/probes_model.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QTreeView;

namespace tapscope::app {

/// The probes of the script that runs: what each has seen and lost, and a check box to take it off and put it back on.
class ProbesPanel : public QWidget {
    Q_OBJECT

public:
    explicit ProbesPanel(QWidget *parent = nullptr);

    [[nodiscard]] ProbesModel *model() const { return m_model; }
    [[nodiscard]] QTreeView *view() const { return m_view; }
    [[nodiscard]] QLineEdit *filterField() const { return m_filter; }
    [[nodiscard]] QLabel *summary() const { return m_summary; }

    /// A run begins: what the last one left is cleared.
    void begin();
    void setProbes(const ProbeList &probes);
    void setFailedPlaces(const FailedPlaces &places);
    void setCounters(const engine::Counters &counters);
    /// The run is over; its numbers stay.
    void end();

Q_SIGNALS:
    void armWanted(uint32_t handler, bool armed);
    /// A probe is to be shown in the script.
    void probeActivated(const tapscope::app::ProbeFacts &probe);

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void retranslate();
    void showSummary();
    void armAll(bool armed);
    void copy() const;

    ProbesModel *m_model;
    QSortFilterProxyModel *m_sorted;
    QTreeView *m_view;
    QLineEdit *m_filter;
    QLabel *m_summary;
    QAction *m_copy, *m_armAll, *m_disarmAll;
    QString m_emptyText;
};

}
