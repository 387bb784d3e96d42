// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/browser/probe_tree_model.h"

#include "editor/browser/probe_snippets.h"

#include <QMimeData>

namespace tapscope::editor {

struct ProbeTreeModel::Item {
    enum class State : uint8_t { Unread, Loading, Read };

    ProbeNode node;
    Item *parent = nullptr;
    int row = 0;
    uint64_t id = 0;
    State state = State::Unread;
    std::vector<std::unique_ptr<Item>> children;
    std::unique_ptr<Item> placeholder; ///< stands for children that are being read
};

namespace {

constexpr Badge allBadges[] = {Badge::Inlined,        Badge::NoReturn, Badge::Blacklisted,
                               Badge::NeedsDebugInfo, Badge::Slow,     Badge::Container};

}

QString nodeToolTip(const ProbeNode &node)
{
    QStringList lines;
    const QString &first = node.toolTip.isEmpty() ? node.detail : node.toolTip;
    if (!first.isEmpty())
        lines << first;
    for (const Badge badge : allBadges) {
        if (node.badges & badge)
            lines << badgeText(badge) + QStringLiteral(": ") + badgeMeaning(badge);
    }
    if (!node.pattern.isEmpty())
        lines << node.pattern;
    return lines.join(u'\n');
}

ProbeTreeModel::ProbeTreeModel(Background *worker, ProbeSource *source, QObject *parent)
    : QAbstractItemModel(parent)
    , m_worker(worker)
    , m_source(source)
    , m_root(std::make_unique<Item>())
{
    m_root->state = Item::State::Read;
}

ProbeTreeModel::~ProbeTreeModel() = default;

void ProbeTreeModel::setRoots(ProbeNodes roots)
{
    beginResetModel();
    m_root->children.clear();
    for (ProbeNode &node : roots) {
        auto item = std::make_unique<Item>();
        item->node = std::move(node);
        item->parent = m_root.get();
        item->row = static_cast<int>(m_root->children.size());
        item->id = ++m_lastId;
        m_root->children.push_back(std::move(item));
    }
    endResetModel();
}

ProbeTreeModel::Item *ProbeTreeModel::itemAt(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<Item *>(index.internalPointer()) : m_root.get();
}

QModelIndex ProbeTreeModel::indexOf(const Item *item) const
{
    return item == m_root.get() ? QModelIndex() : createIndex(item->row, 0, item);
}

const ProbeNode *ProbeTreeModel::node(const QModelIndex &index) const
{
    return index.isValid() ? &itemAt(index)->node : nullptr;
}

bool ProbeTreeModel::isLoading(const QModelIndex &index) const
{
    return itemAt(index)->state == Item::State::Loading;
}

QModelIndex ProbeTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    const Item *of = itemAt(parent);
    if (column != 0 || row < 0)
        return {};
    if (of->placeholder)
        return row == 0 ? createIndex(0, 0, of->placeholder.get()) : QModelIndex();
    return row < static_cast<int>(of->children.size()) ? createIndex(row, 0, of->children[static_cast<size_t>(row)].get())
                                                       : QModelIndex();
}

QModelIndex ProbeTreeModel::parent(const QModelIndex &index) const
{
    return index.isValid() ? indexOf(itemAt(index)->parent) : QModelIndex();
}

int ProbeTreeModel::rowCount(const QModelIndex &parent) const
{
    const Item *of = itemAt(parent);
    return of->placeholder ? 1 : static_cast<int>(of->children.size());
}

bool ProbeTreeModel::hasChildren(const QModelIndex &parent) const
{
    const Item *of = itemAt(parent);
    return of == m_root.get() || !of->children.empty() || (of->state != Item::State::Read && of->node.hasChildren);
}

bool ProbeTreeModel::canFetchMore(const QModelIndex &parent) const
{
    const Item *of = itemAt(parent);
    return of->state == Item::State::Unread && of->node.hasChildren;
}

void ProbeTreeModel::fetchMore(const QModelIndex &parent)
{
    Item *of = itemAt(parent);
    if (of->state != Item::State::Unread || !of->node.hasChildren)
        return;
    of->state = Item::State::Loading;
    beginInsertRows(parent, 0, 0);
    of->placeholder = std::make_unique<Item>();
    of->placeholder->parent = of;
    of->placeholder->state = Item::State::Read;
    of->placeholder->node.kind = ProbeNode::Kind::Fact;
    of->placeholder->node.text = tr("Loading…");
    endInsertRows();
    m_worker->run([this, node = of->node, id = of->id, source = m_source](const std::atomic<bool> &cancelled) {
        ProbeNodes nodes = source->children(node, cancelled);
        return Background::Then([this, id, nodes = std::move(nodes)] { receive(id, nodes); });
    });
}

ProbeTreeModel::Item *ProbeTreeModel::find(Item *from, uint64_t id) const
{
    if (from->id == id)
        return from;
    for (const auto &child : from->children) {
        if (Item *found = find(child.get(), id))
            return found;
    }
    return nullptr;
}

void ProbeTreeModel::receive(uint64_t id, ProbeNodes nodes)
{
    Item *of = find(m_root.get(), id);
    if (!of || of->state != Item::State::Loading)
        return;
    const QModelIndex parent = indexOf(of);
    beginRemoveRows(parent, 0, 0);
    of->placeholder.reset();
    endRemoveRows();
    of->state = Item::State::Read;
    if (!nodes.empty()) {
        beginInsertRows(parent, 0, static_cast<int>(nodes.size()) - 1);
        for (ProbeNode &node : nodes) {
            auto item = std::make_unique<Item>();
            item->node = std::move(node);
            item->parent = of;
            item->row = static_cast<int>(of->children.size());
            item->id = ++m_lastId;
            of->children.push_back(std::move(item));
        }
        endInsertRows();
    }
    Q_EMIT loaded(parent);
}

void ProbeTreeModel::reload(const QModelIndex &index)
{
    Item *of = itemAt(index);
    if (!index.isValid() || of->state != Item::State::Read || !of->node.hasChildren)
        return;
    if (!of->children.empty()) {
        beginRemoveRows(index, 0, static_cast<int>(of->children.size()) - 1);
        of->children.clear();
        endRemoveRows();
    }
    of->state = Item::State::Unread;
    fetchMore(index);
}

QVariant ProbeTreeModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Item *item = itemAt(index);
    const ProbeNode &node = item->node;
    switch (role) {
    case Qt::DisplayRole: return node.text;
    case Qt::AccessibleTextRole: return node.detail.isEmpty() ? node.text : node.text + QStringLiteral(", ") + node.detail;
    case Qt::ToolTipRole: return nodeToolTip(node);
    case NodeRole: return QVariant::fromValue(node);
    case DetailRole: return node.detail;
    case BadgesRole: return node.badges.toInt();
    case LoadingRole: return item->parent && item->parent->placeholder.get() == item;
    default: return {};
    }
}

Qt::ItemFlags ProbeTreeModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractItemModel::flags(index);
    const ProbeNode *of = node(index);
    if (of && (!of->pattern.isEmpty() || of->kind == ProbeNode::Kind::TapsetFunction))
        flags |= Qt::ItemIsDragEnabled;
    return flags;
}

QMimeData *ProbeTreeModel::mimeData(const QModelIndexList &indexes) const
{
    auto *data = new QMimeData;
    QString text;
    for (const QModelIndex &index : indexes)
        text += snippetText(Snippet::Call, *node(index));
    data->setText(text);
    return data;
}

}
