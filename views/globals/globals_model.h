// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "trace/globals.h"
#include "views/globals/value_history.h"

#include <QAbstractItemModel>

namespace tapscope::views {

/// The script's global variables, each array with its elements below it. Readings replace values where they stand: what is
/// selected and expanded stays so.
class GlobalsModel : public QAbstractItemModel {
    Q_OBJECT

public:
    enum Column {
        NameColumn,
        ValueColumn,
        CountColumn,
        AverageColumn,
        MinimumColumn,
        MaximumColumn,
        SumColumn,
        TrendColumn,
        Columns
    };
    /// QList<qint64>: the last readings of the row's value.
    static constexpr int TrendRole = Qt::UserRole;

    using QAbstractItemModel::QAbstractItemModel;

    void setGlobals(trace::Globals globals);
    void clear();
    /// Shows only elements whose key, and variables whose name, contain the text (in any case).
    void setFilter(const QString &text);
    [[nodiscard]] bool isEmpty() const { return m_shown.empty(); }
    /// Values can be changed while the script runs.
    void setEditable(bool editable);
    /// An element of an array, or a scalar: what can be emptied.
    [[nodiscard]] bool canDelete(const QModelIndex &index) const;
    /// Asks for an element to be deleted, or a scalar to be emptied.
    void remove(const QModelIndex &index);
    /// Header and the rows of `indexes` (all rows, when there are none) with tabs between the columns.
    [[nodiscard]] QString asText(const QModelIndexList &indexes) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

Q_SIGNALS:
    /// The user wants a value changed; the next reading shows whether it was.
    void editWanted(const tapscope::trace::GlobalEdit &edit);

private:
    /// A variable that passes the filter, and its values that do, in the order in which they are shown.
    struct Shown {
        size_t variable = 0;
        std::vector<size_t> values;
    };
    struct Place {
        const trace::GlobalVariable *variable = nullptr;
        const trace::GlobalValue *value = nullptr; ///< null: the row of an array
    };
    [[nodiscard]] trace::GlobalEdit editOf(const QModelIndex &index) const;
    [[nodiscard]] Place placeOf(const QModelIndex &index) const;
    [[nodiscard]] QString text(const Place &place, int column) const;
    [[nodiscard]] std::vector<Shown> shown() const;
    void replace(trace::Globals globals);

    trace::Globals m_globals;
    std::vector<Shown> m_shown;
    ValueHistory m_history;
    QString m_filter;
    bool m_editable = false;
    int m_sortColumn = ValueColumn;
    Qt::SortOrder m_sortOrder = Qt::DescendingOrder;
};

}
