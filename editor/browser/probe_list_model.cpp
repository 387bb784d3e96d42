// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/browser/probe_list_model.h"

#include "editor/browser/probe_snippets.h"
#include "editor/browser/probe_tree_model.h"

#include <QMimeData>

namespace tapscope::editor {

void ProbeListModel::setNodes(ProbeNodes nodes)
{
    beginResetModel();
    m_nodes = std::move(nodes);
    endResetModel();
}

const ProbeNode *ProbeListModel::node(const QModelIndex &index) const
{
    return index.isValid() && index.row() < static_cast<int>(m_nodes.size()) ? &m_nodes[static_cast<size_t>(index.row())]
                                                                             : nullptr;
}

int ProbeListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_nodes.size());
}

QVariant ProbeListModel::data(const QModelIndex &index, int role) const
{
    const ProbeNode *of = node(index);
    if (!of)
        return {};
    switch (role) {
    case Qt::DisplayRole: return of->text;
    case Qt::AccessibleTextRole: return of->detail.isEmpty() ? of->text : of->text + QStringLiteral(", ") + of->detail;
    case Qt::ToolTipRole: return nodeToolTip(*of);
    case ProbeTreeModel::NodeRole: return QVariant::fromValue(*of);
    case ProbeTreeModel::DetailRole: return of->detail;
    case ProbeTreeModel::BadgesRole: return of->badges.toInt();
    default: return {};
    }
}

Qt::ItemFlags ProbeListModel::flags(const QModelIndex &index) const
{
    return QAbstractListModel::flags(index) | Qt::ItemIsDragEnabled;
}

QMimeData *ProbeListModel::mimeData(const QModelIndexList &indexes) const
{
    auto *data = new QMimeData;
    QString text;
    for (const QModelIndex &index : indexes)
        text += snippetText(Snippet::Call, *node(index));
    data->setText(text);
    return data;
}

}
