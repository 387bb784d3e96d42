// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/probes/probes_model.h"

#include "editor/translated.h"

#include <QFont>
#include <QGuiApplication>
#include <QLocale>
#include <QPalette>

#include <algorithm>

namespace tapscope::app {

namespace {

/// A rate of fewer milliseconds jumps about.
constexpr uint64_t leastRatePeriodNs = 200'000'000;

}

void ProbesModel::setProbes(ProbeList probes)
{
    beginResetModel();
    m_rows.clear();
    for (ProbeFacts &probe : probes) {
        const auto row = std::ranges::find_if(m_rows, [&](const Row &known) {
            return probe.line > 0 && known.probe.line == probe.line && known.probe.point == probe.point;
        });
        if (row != m_rows.end()) {
            row->handlers.push_back(probe.handler);
            row->probe.places += probe.places;
        } else {
            Row &added = m_rows.emplace_back();
            added.handlers = {probe.handler};
            added.probe = std::move(probe);
        }
    }
    m_countedNs = 0;
    endResetModel();
}

void ProbesModel::setFailedPlaces(FailedPlaces failed)
{
    beginResetModel();
    for (Row &row : m_rows)
        row.failed.clear();
    for (FailedPlace &place : failed) {
        const auto row = std::ranges::find_if(m_rows, [&](const Row &each) {
            return std::ranges::find(each.handlers, place.handler) != each.handlers.end();
        });
        if (row != m_rows.end())
            row->failed.push_back(std::move(place));
    }
    endResetModel();
}

void ProbesModel::setCounters(const engine::Counters &counters, uint64_t nowNs)
{
    const bool rated = m_countedNs != 0 && nowNs >= m_countedNs + leastRatePeriodNs;
    for (Row &row : m_rows) {
        translator::HandlerCounters now;
        uint64_t missed = 0;
        size_t armed = 0, waiting = 0;
        for (const uint32_t handler : row.handlers) {
            if (handler >= counters.handlers.size())
                continue;
            const auto &part = counters.handlers[handler];
            now.hits += part.counters.hits;
            now.errors += part.counters.errors;
            now.ringFull += part.counters.ringFull;
            now.frameBusy += part.counters.frameBusy;
            now.lockBusy += part.counters.lockBusy;
            missed += part.missed;
            armed += part.armed ? 1 : 0;
            waiting += part.waits ? 1 : 0;
        }
        if (rated)
            row.rate = static_cast<double>(now.hits - std::min(now.hits, row.ratedHits)) * 1e9
                / static_cast<double>(nowNs - m_countedNs);
        if (rated || m_countedNs == 0)
            row.ratedHits = now.hits;
        row.counters = now;
        row.missed = missed;
        row.armed = armed > 0;
        row.waits = waiting > 0 && waiting == row.handlers.size();
        if (row.wish && armed == (*row.wish ? row.handlers.size() : 0))
            row.wish.reset();
    }
    if (rated || m_countedNs == 0)
        m_countedNs = nowNs;
    changed();
}

void ProbesModel::setRunning(bool running)
{
    m_running = running;
    if (!running) {
        for (Row &row : m_rows) {
            row.wish.reset();
            row.rate = 0;
        }
    }
    changed();
}

void ProbesModel::forgetWishes()
{
    for (Row &row : m_rows)
        row.wish.reset();
    changed();
}

void ProbesModel::clear()
{
    setProbes({});
}

void ProbesModel::changed()
{
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, Columns - 1));
}

ProbesModel::Totals ProbesModel::totals() const
{
    Totals totals;
    for (const Row &row : m_rows) {
        totals.hits += row.counters.hits;
        totals.lost += row.counters.ringFull + row.counters.frameBusy + row.counters.lockBusy + row.missed;
        totals.off += row.armed ? 0 : 1;
        totals.missed += row.failed.size();
    }
    return totals;
}

const ProbeFacts *ProbesModel::probe(const QModelIndex &index) const
{
    return index.isValid() && index.internalId() == 0 ? &m_rows[static_cast<size_t>(index.row())].probe : nullptr;
}

QModelIndex ProbesModel::probeAt(int line) const
{
    int found = -1;
    for (int row = 0; row < rowCount(); ++row) {
        const int begin = m_rows[static_cast<size_t>(row)].probe.line;
        if (begin > 0 && begin <= line && (found < 0 || begin >= m_rows[static_cast<size_t>(found)].probe.line))
            found = row;
    }
    return index(found, ProbeColumn);
}

bool ProbesModel::armed(const QModelIndex &index) const
{
    const Row &row = m_rows[static_cast<size_t>(index.row())];
    return row.wish.value_or(row.armed);
}

QModelIndex ProbesModel::index(int row, int column, const QModelIndex &parent) const
{
    if (row < 0 || column < 0 || column >= Columns || row >= rowCount(parent))
        return {};
    return createIndex(row, column, parent.isValid() ? quintptr(parent.row()) + 1 : quintptr{0});
}

QModelIndex ProbesModel::parent(const QModelIndex &child) const
{
    if (!child.isValid() || child.internalId() == 0)
        return {};
    return createIndex(static_cast<int>(child.internalId() - 1), 0, quintptr{0});
}

int ProbesModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return static_cast<int>(m_rows.size());
    if (parent.internalId() != 0 || parent.column() != 0)
        return 0;
    return static_cast<int>(m_rows[static_cast<size_t>(parent.row())].failed.size());
}

int ProbesModel::columnCount(const QModelIndex &) const
{
    return Columns;
}

Qt::ItemFlags ProbesModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractItemModel::flags(index);
    if (m_running && index.column() == ProbeColumn && probe(index))
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

uint64_t ProbesModel::number(const Row &row, int column) const
{
    const translator::HandlerCounters &counters = row.counters;
    switch (column) {
    case HitsColumn: return counters.hits;
    case RateColumn: return static_cast<uint64_t>(row.rate + 0.5);
    case PlacesColumn: return row.probe.places - std::min<uint64_t>(row.probe.places, row.failed.size());
    case ErrorsColumn: return counters.errors;
    case BufferColumn: return counters.ringFull;
    case NestedColumn: return counters.frameBusy;
    case LockedColumn: return counters.lockBusy;
    case MissedColumn: return row.missed;
    default: return 0;
    }
}

QString ProbesModel::text(const Row &row, int column) const
{
    const uint64_t value = number(row, column);
    switch (column) {
    case ProbeColumn: return row.probe.point;
    case PlacesColumn:
        if (row.probe.places == 0)
            return {};
        return row.failed.empty() ? QLocale().toString(row.probe.places)
                                  : tr("%1 of %2").arg(QLocale().toString(value), QLocale().toString(row.probe.places));
    case HitsColumn: return QLocale().toString(value);
    default: return value > 0 ? QLocale().toString(value) : QString();
    }
}

QVariant ProbesModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    if (index.internalId() != 0) {
        const FailedPlace &place = m_rows[index.internalId() - 1].failed[static_cast<size_t>(index.row())];
        const QString reason = editor::translated(place.reason);
        const QString text = place.place.isEmpty() ? tr("Not probed: %1").arg(reason)
                                                   : tr("%1 is not probed: %2").arg(place.place, reason);
        if ((role == Qt::DisplayRole || role == Qt::ToolTipRole) && index.column() == ProbeColumn)
            return text;
        return role == SortRole ? QVariant(index.row()) : QVariant();
    }
    const Row &row = m_rows[static_cast<size_t>(index.row())];
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return text(row, column);
    case SortRole:
        // As they stand in the script.
        return column == ProbeColumn ? QVariant::fromValue<quint64>(row.probe.handler)
                                     : QVariant::fromValue<quint64>(number(row, column));
    case Qt::CheckStateRole:
        return column == ProbeColumn ? QVariant(row.wish.value_or(row.armed) ? Qt::Checked : Qt::Unchecked) : QVariant();
    case Qt::TextAlignmentRole: return QVariant((column == ProbeColumn ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case Qt::FontRole: {
        QFont font;
        font.setItalic(row.wish.has_value());
        font.setBold(column >= ErrorsColumn && number(row, column) > 0);
        return font;
    }
    case Qt::ForegroundRole:
        return row.armed && !row.waits ? QVariant() : QGuiApplication::palette().brush(QPalette::Disabled, QPalette::Text);
    case Qt::ToolTipRole:
        if (column != ProbeColumn)
            return headerData(column, Qt::Horizontal, Qt::ToolTipRole);
        return row.wish          ? tr("%1\nThe engine was asked, and has not answered yet.").arg(row.probe.point)
            : row.waits          ? tr("%1\nIts condition does not hold now, so that it is not set.").arg(row.probe.point)
            : row.probe.line > 0 ? tr("%1\nLine %2").arg(row.probe.point).arg(row.probe.line)
                                 : row.probe.point;
    default: return {};
    }
}

bool ProbesModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::CheckStateRole || !(flags(index) & Qt::ItemIsUserCheckable))
        return false;
    Row &row = m_rows[static_cast<size_t>(index.row())];
    const bool wanted = value.toInt() == Qt::Checked;
    if (wanted == row.wish.value_or(row.armed))
        return false;
    row.wish = wanted;
    Q_EMIT dataChanged(index, index.siblingAtColumn(Columns - 1));
    for (const uint32_t handler : row.handlers)
        Q_EMIT armWanted(handler, wanted);
    return true;
}

QVariant ProbesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant((section == ProbeColumn ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role == Qt::DisplayRole) {
        switch (section) {
        case ProbeColumn: return tr("Probe");
        case HitsColumn: return tr("Hits");
        case RateColumn: return tr("Per second");
        case PlacesColumn: return tr("Places");
        case ErrorsColumn: return tr("Errors");
        case BufferColumn: return tr("Buffer full");
        case NestedColumn: return tr("Nested");
        case LockedColumn: return tr("Locked");
        case MissedColumn: return tr("Missed");
        default: return {};
        }
    }
    if (role != Qt::ToolTipRole)
        return {};
    switch (section) {
    case ProbeColumn: return tr("What is not ticked is taken off while the script runs on");
    case HitsColumn: return tr("How often the probe was hit");
    case RateColumn: return tr("Hits a second, of late");
    case PlacesColumn: return tr("Places that are probed, of those that the probe is about");
    case ErrorsColumn: return tr("Run-time errors in the probe's statements");
    case BufferColumn: return tr("Lost: the buffer was full. Print less, or count instead");
    case NestedColumn: return tr("Skipped: the probe was hit while another was at work on the same processor");
    case LockedColumn: return tr("Skipped: another processor held the variables that the probe changes");
    case MissedColumn:
        return tr("Skipped: the kernel has room for the returns of so many calls at once only, or was in another probe. "
                  ".maxactive(N) makes room for N calls");
    default: return {};
    }
}

QString ProbesModel::asText(const QModelIndexList &indexes) const
{
    const auto line = [this](const QModelIndex &row) {
        QStringList cells;
        for (int column = 0; column < Columns; ++column)
            cells << row.siblingAtColumn(column).data().toString();
        return cells.join(u'\t');
    };
    QStringList lines;
    QStringList head;
    for (int column = 0; column < Columns; ++column)
        head << headerData(column, Qt::Horizontal).toString();
    lines << head.join(u'\t');
    for (int row = 0; row < rowCount(); ++row) {
        const QModelIndex at = index(row, 0);
        if (indexes.isEmpty() || indexes.contains(at))
            lines << line(at);
        for (int child = 0; child < rowCount(at); ++child) {
            if (indexes.isEmpty() || indexes.contains(index(child, 0, at)))
                lines << u"  " + index(child, 0, at).data().toString();
        }
    }
    return lines.join(u'\n');
}

}
