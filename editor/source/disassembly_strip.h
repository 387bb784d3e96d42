// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/source/source_reader.h"

#include <QAbstractTableModel>
#include <QTreeView>

#include <set>

namespace tapscope::editor {

/// Machine instructions beside the lines they come from. Those where a probe of the current line goes are marked.
class DisassemblyModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { MarkColumn, AddressColumn, InstructionColumn, LineColumn, CostColumn, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setCode(std::vector<DisassembledLine> code);
    /// The line that is read, the addresses of its places, and which of all places are probed.
    void setCurrent(int line, std::set<uint64_t> places, std::set<uint64_t> probed);
    [[nodiscard]] const std::vector<DisassembledLine> &code() const { return m_code; }
    /// Digits of the longest address.
    [[nodiscard]] int widestAddress() const;
    /// First row of the current line; -1 when it has none here.
    [[nodiscard]] int currentRow() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex & = {}) const override { return ColumnCount; }
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<DisassembledLine> m_code;
    int m_line = 0;
    std::set<uint64_t> m_places;
    std::set<uint64_t> m_probed;
};

class DisassemblyStrip : public QTreeView {
    Q_OBJECT

public:
    explicit DisassemblyStrip(QWidget *parent = nullptr);

    [[nodiscard]] DisassemblyModel *disassembly() const { return m_model; }
    /// Brings the current line's instructions into sight.
    void reveal();

Q_SIGNALS:
    void lineWanted(int line);

protected:
    void changeEvent(QEvent *event) override;

private:
    void fitColumns();

    DisassemblyModel *m_model;
};

}
