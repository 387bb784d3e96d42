// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "views/calltree/call_facts.h"

#include <QAbstractTableModel>

#include <functional>
#include <vector>

namespace tapscope::views {

/// The visible rows of a call tree as a flat table: what tests read and screen readers speak. All changes of what is visible go
/// through it, so that it can say exactly which rows came and went.
class CallTreeModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column {
        CallColumn,
        ArgumentsColumn,
        ReturnsColumn,
        InclusiveColumn,
        SelfColumn,
        CountColumn,
        StartColumn,
        ThreadColumn,
        ColumnCount
    };
    enum Role { DepthRole = Qt::UserRole + 1, ExpandedRole, HasChildrenRole, MarksRole };
    using Row = trace::VisibleRows::Row;

    CallTreeModel(const trace::CallTree &tree, trace::VisibleRows &rows, QObject *parent = nullptr);

    /// Takes in what the tree has gained; returns whether rows were added.
    bool grow();
    /// After CallTree::clear.
    void reset();
    void setExpanded(const Row &row, bool expanded);
    void setExpandedBelow(const Row &row, bool expanded);
    void setFilter(const QString &text);
    [[nodiscard]] QString filter() const;

    [[nodiscard]] const CallFacts &facts() const { return m_facts; }
    [[nodiscard]] Row rowAt(int row) const;
    /// The row where a call (or its nearest shown ancestor) is.
    [[nodiscard]] int rowOf(const Row &row) const;
    [[nodiscard]] bool isExpanded(const Row &row) const { return m_rows->isExpanded(row); }
    [[nodiscard]] bool hasInner(const Row &row) const { return m_rows->hasChildren(row); }
    [[nodiscard]] bool matches(const Row &row) const { return m_rows->matchesFilter(row); }
    [[nodiscard]] int depth(const Row &row) const;
    [[nodiscard]] QString text(const Row &row, int column) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    [[nodiscard]] int total() const;
    [[nodiscard]] uint64_t underlying(int row) const;
    void noteThreadEnds();
    void changeBelow(const Row &row, const std::function<void()> &change);

    trace::VisibleRows *m_rows;
    CallFacts m_facts;
    int m_count = 0;
    /// Rows of each thread that have been announced. New rows come at a thread's end, so announced ones keep their order.
    std::vector<int> m_threadRows;
    bool m_announcing = false;
    /// While rows below `m_changeRow` are being announced: what must be added to a later row to find it in the changed rows.
    int m_changeRow = -1;
    int m_changeDelta = 0;
};

}
