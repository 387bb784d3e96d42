// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/gui/probes/probe_facts.h"
#include "engine/session.h"

#include <QAbstractItemModel>

#include <optional>

namespace tapscope::app {

/// The probes of the script that runs, as they are written, with their hits and losses; below each the places that could not be
/// probed. A check box takes a probe off and puts it back on.
class ProbesModel : public QAbstractItemModel {
    Q_OBJECT

public:
    enum Column {
        ProbeColumn,
        HitsColumn,
        RateColumn,
        PlacesColumn,
        ErrorsColumn,
        BufferColumn,
        NestedColumn,
        LockedColumn,
        MissedColumn,
        Columns
    };
    /// What a column is sorted by.
    static constexpr int SortRole = Qt::UserRole;

    using QAbstractItemModel::QAbstractItemModel;

    void setProbes(ProbeList probes);
    void setFailedPlaces(FailedPlaces failed);
    void setCounters(const engine::Counters &counters, uint64_t nowNs);
    /// Only a script that runs can be asked for something.
    void setRunning(bool running);
    /// What was asked for is not going to be done.
    void forgetWishes();
    void clear();

    struct Totals {
        uint64_t hits = 0, lost = 0, off = 0, missed = 0;
    };
    [[nodiscard]] Totals totals() const;
    /// Null for the row of a failed place.
    [[nodiscard]] const ProbeFacts *probe(const QModelIndex &index) const;
    /// The probe that a line of the script belongs to: the last that begins there or before; invalid when there is none.
    [[nodiscard]] QModelIndex probeAt(int line) const;
    [[nodiscard]] bool armed(const QModelIndex &index) const;
    [[nodiscard]] QString asText(const QModelIndexList &indexes) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    void armWanted(uint32_t handler, bool armed);

private:
    struct Row {
        ProbeFacts probe;
        std::vector<uint32_t> handlers; ///< places whose variables lie elsewhere have a handler of their own
        FailedPlaces failed;
        translator::HandlerCounters counters;
        uint64_t missed = 0; ///< by the kernel
        bool armed = true;
        bool waits = false; ///< for its condition
        std::optional<bool> wish; ///< asked for, and not yet told to be done
        uint64_t ratedHits = 0; ///< when the rate was counted last
        double rate = 0; ///< hits a second
    };
    [[nodiscard]] uint64_t number(const Row &row, int column) const;
    [[nodiscard]] QString text(const Row &row, int column) const;
    void changed();

    std::vector<Row> m_rows;
    uint64_t m_countedNs = 0;
    bool m_running = false;
};

}
