// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/background.h"
#include "editor/browser/probe_source.h"

#include <QAbstractItemModel>

#include <memory>
#include <vector>

namespace tapscope::editor {

/// The browser's tree. Children are read by a worker when a row is opened; until then the row has one child that says so.
class ProbeTreeModel : public QAbstractItemModel {
    Q_OBJECT

public:
    enum Role { NodeRole = Qt::UserRole + 1, DetailRole, BadgesRole, LoadingRole };

    /// `source` is only used on `worker`'s thread and must live as long as that.
    ProbeTreeModel(Background *worker, ProbeSource *source, QObject *parent = nullptr);
    ~ProbeTreeModel() override;

    /// Replaces the top; what was open is forgotten.
    void setRoots(ProbeNodes roots);
    /// Reads the children of a row again.
    void reload(const QModelIndex &index);
    [[nodiscard]] const ProbeNode *node(const QModelIndex &index) const;
    [[nodiscard]] bool isLoading(const QModelIndex &index) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex & = {}) const override { return 1; }
    QVariant data(const QModelIndex &index, int role) const override;
    bool hasChildren(const QModelIndex &parent = {}) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QStringList mimeTypes() const override { return {QStringLiteral("text/plain")}; }
    QMimeData *mimeData(const QModelIndexList &indexes) const override;

Q_SIGNALS:
    /// The children of a row have come.
    void loaded(const QModelIndex &index);

private:
    struct Item;
    [[nodiscard]] Item *itemAt(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex indexOf(const Item *item) const;
    void receive(uint64_t id, ProbeNodes nodes);
    [[nodiscard]] Item *find(Item *from, uint64_t id) const;

    Background *m_worker;
    ProbeSource *m_source;
    std::unique_ptr<Item> m_root;
    uint64_t m_lastId = 0;
};

/// What a hover says: documentation, pattern, meaning of the badges.
[[nodiscard]] QString nodeToolTip(const ProbeNode &node);

}
