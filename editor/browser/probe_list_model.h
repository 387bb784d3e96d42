// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/browser/probe_node.h"

#include <QAbstractListModel>

namespace tapscope::editor {

/// What a search found, best first; the same roles as the tree's.
class ProbeListModel : public QAbstractListModel {
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    void setNodes(ProbeNodes nodes);
    [[nodiscard]] const ProbeNode *node(const QModelIndex &index) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QStringList mimeTypes() const override { return {QStringLiteral("text/plain")}; }
    QMimeData *mimeData(const QModelIndexList &indexes) const override;

private:
    ProbeNodes m_nodes;
};

}
