// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "views/calltree/call_tree_model.h"

#include "views/time_text.h"

#include <algorithm>
#include <climits>

namespace tapscope::views {

namespace {

QString fromView(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

}

CallTreeModel::CallTreeModel(const trace::CallTree &tree, trace::VisibleRows &rows, QObject *parent)
    : QAbstractTableModel(parent)
    , m_rows(&rows)
    , m_facts(tree)
{
    m_count = total();
    noteThreadEnds();
}

int CallTreeModel::total() const
{
    return static_cast<int>(std::min<uint64_t>(m_rows->count(), INT_MAX));
}

void CallTreeModel::noteThreadEnds()
{
    m_threadRows.clear();
    // A filter hides threads; then growth is announced as a reset and this isn't asked.
    if (!m_rows->filter().empty())
        return;
    const auto threads = static_cast<uint32_t>(m_facts.tree().threads().size());
    uint64_t begin = 0;
    for (uint32_t t = 0; t < threads && begin < m_rows->count(); ++t) {
        const uint64_t end = t + 1 < threads ? m_rows->rowOf({t + 1, trace::noCall}) : m_rows->count();
        if (end <= begin && t + 1 < threads)
            break; // the next thread isn't in the rows yet
        m_threadRows.push_back(static_cast<int>(end - begin));
        begin = end;
    }
}

bool CallTreeModel::grow()
{
    if (!m_rows->update())
        return false;
    if (!m_rows->filter().empty()) {
        beginResetModel();
        m_count = total();
        endResetModel();
        return true;
    }
    const std::vector<int> announced = m_threadRows;
    noteThreadEnds();
    const std::vector<int> now = std::exchange(m_threadRows, announced);
    m_threadRows.resize(now.size(), 0);
    m_announcing = true;
    int end = 0;
    for (size_t t = 0; t < now.size(); ++t) {
        end += m_threadRows[t];
        const int added = now[t] - m_threadRows[t];
        if (added <= 0)
            continue;
        beginInsertRows({}, end, end + added - 1);
        m_threadRows[t] = now[t];
        m_count += added;
        end += added;
        endInsertRows();
    }
    m_announcing = false;
    if (m_count != total()) { // not of the append-only kind after all
        beginResetModel();
        m_count = total();
        noteThreadEnds();
        endResetModel();
    }
    return true;
}

void CallTreeModel::reset()
{
    beginResetModel();
    m_rows->reset();
    m_count = total();
    noteThreadEnds();
    endResetModel();
}

void CallTreeModel::changeBelow(const Row &row, const std::function<void()> &change)
{
    grow();
    const int at = rowOf(row);
    change();
    const int delta = total() - m_count;
    m_changeRow = at;
    m_changeDelta = delta;
    if (delta > 0) {
        beginInsertRows({}, at + 1, at + delta);
        m_count += delta;
        m_changeRow = -1;
        noteThreadEnds();
        endInsertRows();
    } else if (delta < 0) {
        beginRemoveRows({}, at + 1, at - delta);
        m_count += delta;
        m_changeRow = -1;
        noteThreadEnds();
        endRemoveRows();
    }
    m_changeRow = -1;
    if (at < m_count)
        Q_EMIT dataChanged(index(at, 0), index(at, ColumnCount - 1));
}

void CallTreeModel::setExpanded(const Row &row, bool expanded)
{
    changeBelow(row, [&] { m_rows->setExpanded(row, expanded); });
}

void CallTreeModel::setExpandedBelow(const Row &row, bool expanded)
{
    changeBelow(row, [&] { m_rows->setExpandedBelow(row, expanded); });
}

void CallTreeModel::setFilter(const QString &text)
{
    beginResetModel();
    m_rows->setFilter(text.toStdString());
    m_rows->update();
    m_count = total();
    noteThreadEnds();
    endResetModel();
}

QString CallTreeModel::filter() const
{
    return QString::fromStdString(m_rows->filter());
}

/// An announced row's place in the rows as they are now.
uint64_t CallTreeModel::underlying(int row) const
{
    if (m_changeRow >= 0 && row > m_changeRow) {
        if (m_changeDelta < 0 && row <= m_changeRow - m_changeDelta)
            return m_rows->count(); // on its way out
        return static_cast<uint64_t>(row + m_changeDelta);
    }
    if (!m_announcing)
        return static_cast<uint64_t>(row);
    int before = 0;
    for (uint32_t t = 0; t < m_threadRows.size(); ++t) {
        if (row < before + m_threadRows[t])
            return m_rows->rowOf({t, trace::noCall}) + static_cast<uint64_t>(row - before);
        before += m_threadRows[t];
    }
    return m_rows->count();
}

CallTreeModel::Row CallTreeModel::rowAt(int row) const
{
    return m_rows->at(underlying(row));
}

int CallTreeModel::rowOf(const Row &row) const
{
    return static_cast<int>(std::min<uint64_t>(m_rows->rowOf(row), INT_MAX));
}

int CallTreeModel::depth(const Row &row) const
{
    return m_facts.isThread(row) ? 0 : m_facts.call(row).depth + 1;
}

QString CallTreeModel::text(const Row &row, int column) const
{
    const trace::CallTree &tree = m_facts.tree();
    const trace::CallTree::Thread &thread = m_facts.thread(row);
    if (m_facts.isThread(row)) {
        switch (column) {
        case CallColumn: {
            const QString name = thread.execname.empty() ? tr("thread") : QString::fromStdString(thread.execname);
            return name + u' '
                + (thread.pid == thread.tid || thread.pid == 0
                       ? QString::number(thread.tid)
                       : QString::number(thread.pid) + u'/' + QString::number(thread.tid));
        }
        case InclusiveColumn: return durationText(m_facts.inclusiveNs(row));
        case CountColumn: return countText(m_facts.count(row));
        case StartColumn: return momentText(m_facts.start(row));
        case ThreadColumn: return QString::number(thread.tid);
        default: return {};
        }
    }
    const trace::Call &call = m_facts.call(row);
    switch (column) {
    case CallColumn: return fromView(tree.functionName(call.function));
    case ArgumentsColumn: return fromView(tree.string(call.arguments)).trimmed();
    case ReturnsColumn: return fromView(tree.string(call.result)).trimmed();
    case InclusiveColumn: return durationText(m_facts.inclusiveNs(row)) + (call.end == 0 ? QStringLiteral("…") : QString());
    case SelfColumn: return durationText(m_facts.selfNs(row));
    case CountColumn: return countText(m_facts.count(row));
    case StartColumn: return momentText(call.start);
    case ThreadColumn: return QString::number(thread.tid);
    default: return {};
    }
}

int CallTreeModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_count;
}

int CallTreeModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant CallTreeModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_count)
        return {};
    const uint64_t at = underlying(index.row());
    if (at >= m_rows->count())
        return {};
    const Row row = m_rows->at(at);
    switch (role) {
    case Qt::DisplayRole: return text(row, index.column());
    case Qt::ToolTipRole: {
        const QString marks = m_facts.marksExplained(row);
        return marks.isEmpty() ? QVariant() : marks;
    }
    case Qt::TextAlignmentRole:
        return index.column() < InclusiveColumn ? int(Qt::AlignLeft | Qt::AlignVCenter) : int(Qt::AlignRight | Qt::AlignVCenter);
    case DepthRole: return depth(row);
    case ExpandedRole: return m_rows->isExpanded(row);
    case HasChildrenRole: return m_rows->hasChildren(row);
    case MarksRole: return m_facts.marks(row);
    default: return {};
    }
}

QVariant CallTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return section < InclusiveColumn ? int(Qt::AlignLeft | Qt::AlignVCenter) : int(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::DisplayRole) {
        switch (section) {
        case CallColumn: return tr("Call");
        case ArgumentsColumn: return tr("Arguments");
        case ReturnsColumn: return tr("Returns");
        case InclusiveColumn: return tr("Inclusive");
        case SelfColumn: return tr("Self");
        case CountColumn: return tr("Count");
        case StartColumn: return tr("Start");
        default: return tr("Thread");
        }
    }
    if (role == Qt::ToolTipRole) {
        switch (section) {
        case CallColumn: return tr("The function that was called");
        case ArgumentsColumn: return tr("What the script printed behind the function's name when it was entered");
        case ReturnsColumn: return tr("What the script printed when the function returned");
        case InclusiveColumn: return tr("Time from call to return. The bar is its share of the caller's time");
        case SelfColumn:
            return tr("Time outside of the calls that were traced below it. The bar is its share of the caller's time");
        case CountColumn: return tr("Calls in this subtree, this one included");
        case StartColumn: return tr("When it was called, since the session began");
        default: return tr("Number of the thread (tid)");
        }
    }
    return {};
}

}
