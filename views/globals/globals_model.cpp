// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "views/globals/globals_model.h"

#include <QFont>
#include <QLocale>

#include <algorithm>
#include <compare>
#include <set>
#include <utility>

namespace tapscope::views {

using trace::GlobalValue;
using trace::GlobalVariable;
using Kind = trace::GlobalVariable::Kind;

namespace {

QString keyText(const GlobalValue &value)
{
    QStringList columns;
    for (const trace::KeyColumn &column : value.key)
        columns << (column.isText ? u'"' + QString::fromStdString(column.text) + u'"' : QString::number(column.number));
    return columns.join(QStringLiteral(", "));
}

QString numberText(qint64 number)
{
    return QLocale().toString(number);
}

/// How two values of one variable stand to each other in a column.
std::strong_ordering compare(Kind kind, const GlobalValue &a, const GlobalValue &b, int column)
{
    const trace::Statistic &left = a.statistic, &right = b.statistic;
    switch (column) {
    case GlobalsModel::NameColumn: return a.key <=> b.key;
    case GlobalsModel::ValueColumn:
    case GlobalsModel::TrendColumn:
        if (kind == Kind::Text)
            return a.text <=> b.text;
        return kind == Kind::Number ? a.number <=> b.number : left.count <=> right.count;
    case GlobalsModel::CountColumn: return left.count <=> right.count;
    case GlobalsModel::AverageColumn: return left.average <=> right.average;
    case GlobalsModel::MinimumColumn: return left.minimum <=> right.minimum;
    case GlobalsModel::MaximumColumn: return left.maximum <=> right.maximum;
    case GlobalsModel::SumColumn: return left.sum <=> right.sum;
    default: return std::strong_ordering::equal;
    }
}

}

std::vector<GlobalsModel::Shown> GlobalsModel::shown() const
{
    std::vector<Shown> all;
    for (size_t i = 0; i < m_globals.variables.size(); ++i) {
        const GlobalVariable &variable = m_globals.variables[i];
        const bool named = QString::fromStdString(variable.name).contains(m_filter, Qt::CaseInsensitive);
        Shown one{i, {}};
        if (variable.isArray) {
            for (size_t value = 0; value < variable.values.size(); ++value) {
                if (named || keyText(variable.values[value]).contains(m_filter, Qt::CaseInsensitive))
                    one.values.push_back(value);
            }
            std::ranges::sort(one.values, [&](size_t a, size_t b) {
                const GlobalValue &left = variable.values[a], &right = variable.values[b];
                const auto order = compare(variable.kind, left, right, m_sortColumn);
                if (order == 0)
                    return left.key < right.key;
                return m_sortOrder == Qt::AscendingOrder ? order < 0 : order > 0;
            });
        }
        if (named || !one.values.empty())
            all.push_back(std::move(one));
    }
    return all;
}

/// Selection and current row follow their keys to where these stand now.
void GlobalsModel::replace(trace::Globals globals)
{
    Q_EMIT layoutAboutToBeChanged();
    const QModelIndexList before = persistentIndexList();
    struct Held {
        std::string variable;
        std::vector<trace::KeyColumn> key;
        bool isElement = false;
    };
    std::vector<Held> held;
    held.reserve(static_cast<size_t>(before.size()));
    for (const QModelIndex &index : before) {
        const Place place = placeOf(index);
        const bool isElement = index.internalId() != 0;
        held.push_back({place.variable->name, isElement ? place.value->key : std::vector<trace::KeyColumn>(), isElement});
    }
    m_globals = std::move(globals);
    m_shown = shown();
    QModelIndexList after;
    for (size_t i = 0; i < held.size(); ++i) {
        QModelIndex now;
        for (size_t row = 0; row < m_shown.size() && !now.isValid(); ++row) {
            const GlobalVariable &variable = m_globals.variables[m_shown[row].variable];
            if (variable.name != held[i].variable)
                continue;
            const int column = before[static_cast<qsizetype>(i)].column();
            if (!held[i].isElement) {
                now = createIndex(static_cast<int>(row), column, quintptr{0});
                break;
            }
            const auto &values = m_shown[row].values;
            const auto found = std::ranges::find_if(values,
                                                    [&](size_t value) { return variable.values[value].key == held[i].key; });
            if (found != values.end())
                now = createIndex(static_cast<int>(found - values.begin()), column, quintptr{row + 1});
        }
        after << now;
    }
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged();
}

void GlobalsModel::setGlobals(trace::Globals globals)
{
    m_history.add(globals);
    replace(std::move(globals));
}

void GlobalsModel::clear()
{
    beginResetModel();
    m_globals = {};
    m_shown.clear();
    m_history.clear();
    endResetModel();
}

void GlobalsModel::setFilter(const QString &text)
{
    m_filter = text;
    replace(m_globals);
}

void GlobalsModel::sort(int column, Qt::SortOrder order)
{
    m_sortColumn = column;
    m_sortOrder = order;
    replace(m_globals);
}

QModelIndex GlobalsModel::index(int row, int column, const QModelIndex &parent) const
{
    if (row < 0 || column < 0 || column >= Columns || row >= rowCount(parent))
        return {};
    return createIndex(row, column, parent.isValid() ? quintptr(parent.row()) + 1 : quintptr{0});
}

QModelIndex GlobalsModel::parent(const QModelIndex &child) const
{
    if (!child.isValid() || child.internalId() == 0)
        return {};
    return createIndex(static_cast<int>(child.internalId() - 1), 0, quintptr{0});
}

int GlobalsModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return static_cast<int>(m_shown.size());
    if (parent.internalId() != 0 || parent.column() != 0 || static_cast<size_t>(parent.row()) >= m_shown.size())
        return 0;
    return static_cast<int>(m_shown[static_cast<size_t>(parent.row())].values.size());
}

int GlobalsModel::columnCount(const QModelIndex &) const
{
    return Columns;
}

GlobalsModel::Place GlobalsModel::placeOf(const QModelIndex &index) const
{
    const bool isElement = index.internalId() != 0;
    const Shown &row = m_shown[isElement ? index.internalId() - 1 : static_cast<size_t>(index.row())];
    const GlobalVariable &variable = m_globals.variables[row.variable];
    if (isElement)
        return {&variable, &variable.values[row.values[static_cast<size_t>(index.row())]]};
    return {&variable, variable.isArray || variable.values.empty() ? nullptr : &variable.values.front()};
}

void GlobalsModel::setEditable(bool editable)
{
    m_editable = editable;
}

Qt::ItemFlags GlobalsModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractItemModel::flags(index);
    if (!m_editable || !index.isValid() || index.column() != ValueColumn)
        return flags;
    const Place place = placeOf(index);
    return place.value && place.variable->kind != Kind::Statistic ? flags | Qt::ItemIsEditable : flags;
}

trace::GlobalEdit GlobalsModel::editOf(const QModelIndex &index) const
{
    const bool isElement = index.internalId() != 0;
    const Shown &row = m_shown[isElement ? index.internalId() - 1 : static_cast<size_t>(index.row())];
    return {static_cast<uint32_t>(row.variable), isElement ? placeOf(index).value->key : std::vector<trace::KeyColumn>(), {}};
}

bool GlobalsModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !(flags(index) & Qt::ItemIsEditable))
        return false;
    trace::GlobalEdit edit = editOf(index);
    if (placeOf(index).variable->kind == Kind::Text) {
        edit.value = trace::KeyColumn{true, 0, value.toString().toStdString()};
    } else {
        bool isNumber = false;
        const qint64 number = value.toString().trimmed().toLongLong(&isNumber, 0);
        if (!isNumber)
            return false;
        edit.value = trace::KeyColumn{false, number, {}};
    }
    Q_EMIT editWanted(edit);
    return true;
}

bool GlobalsModel::canDelete(const QModelIndex &index) const
{
    return m_editable && index.isValid() && placeOf(index).value;
}

void GlobalsModel::remove(const QModelIndex &index)
{
    if (canDelete(index))
        Q_EMIT editWanted(editOf(index));
}

QString GlobalsModel::text(const Place &place, int column) const
{
    const auto &[variable, value] = place;
    if (column == NameColumn) {
        const bool isElement = variable->isArray && value;
        return isElement ? u'[' + keyText(*value) + u']' : QString::fromStdString(variable->name);
    }
    if (!value) {
        if (column != ValueColumn)
            return {};
        const QString size
            = tr("%1 of %2 elements").arg(numberText(qint64(variable->size)), numberText(qint64(variable->capacity)));
        return variable->values.size() < variable->size
            ? tr("%1, the largest %2 shown").arg(size, numberText(qint64(variable->values.size())))
            : size;
    }
    if (variable->kind != Kind::Statistic) {
        if (column != ValueColumn)
            return {};
        return variable->kind == Kind::Text ? u'"' + QString::fromStdString(value->text) + u'"' : numberText(value->number);
    }
    const trace::Statistic &statistic = value->statistic;
    if (column == CountColumn)
        return numberText(statistic.count);
    if (statistic.count == 0)
        return {};
    switch (column) {
    case AverageColumn: return numberText(statistic.average);
    case MinimumColumn: return numberText(statistic.minimum);
    case MaximumColumn: return numberText(statistic.maximum);
    case SumColumn: return numberText(statistic.sum);
    default: return {};
    }
}

QVariant GlobalsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Place place = placeOf(index);
    switch (role) {
    case Qt::DisplayRole: return text(place, index.column());
    case Qt::EditRole:
        if (!place.value || index.column() != ValueColumn)
            return {};
        return place.variable->kind == Kind::Text ? QString::fromStdString(place.value->text)
                                                  : QString::number(place.value->number);
    case Qt::ToolTipRole:
        return index.column() == TrendColumn ? tr("How the value went: the last %n reading(s)", nullptr, ValueHistory::length)
                                             : text(place, index.column());
    case Qt::TextAlignmentRole:
        return index.column() == NameColumn || place.variable->kind == Kind::Text || !place.value
            ? QVariant(Qt::AlignLeft | Qt::AlignVCenter)
            : QVariant(Qt::AlignRight | Qt::AlignVCenter);
    case Qt::FontRole:
        if (index.internalId() == 0 && index.column() == NameColumn) {
            QFont font;
            font.setBold(true);
            return font;
        }
        return {};
    case TrendRole:
        if (index.column() == TrendColumn && place.value)
            return QVariant::fromValue(m_history.of(place.variable->name, place.value->key));
        return {};
    default: return {};
    }
}

QVariant GlobalsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NameColumn: return tr("Variable");
    case ValueColumn: return tr("Value");
    case CountColumn: return tr("Count");
    case AverageColumn: return tr("Average");
    case MinimumColumn: return tr("Minimum");
    case MaximumColumn: return tr("Maximum");
    case SumColumn: return tr("Sum");
    case TrendColumn: return tr("Trend");
    default: return {};
    }
}

QString GlobalsModel::asText(const QModelIndexList &indexes) const
{
    std::set<std::pair<quintptr, int>> wanted;
    for (const QModelIndex &index : indexes)
        wanted.emplace(index.internalId(), index.row());
    // In the order in which they are shown, whatever the order of the selection was.
    QModelIndexList rows;
    const auto take = [&](const QModelIndex &row) {
        if (wanted.empty() || wanted.contains({row.internalId(), row.row()}))
            rows << row;
    };
    for (int variable = 0; variable < rowCount(); ++variable) {
        const QModelIndex top = index(variable, 0);
        take(top);
        for (int value = 0; value < rowCount(top); ++value)
            take(index(value, 0, top));
    }
    QStringList lines;
    const auto line = [](auto cell) {
        QStringList cells;
        for (int column = 0; column < TrendColumn; ++column)
            cells << cell(column);
        while (!cells.isEmpty() && cells.last().isEmpty())
            cells.removeLast();
        return cells.join(u'\t');
    };
    lines << line([this](int column) { return headerData(column, Qt::Horizontal).toString(); });
    for (const QModelIndex &row : std::as_const(rows))
        lines << line([this, &row](int column) { return data(row.siblingAtColumn(column)).toString(); });
    return lines.join(u'\n') + u'\n';
}

}
