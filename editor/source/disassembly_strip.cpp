// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/source/disassembly_strip.h"

#include "editor/code_font.h"
#include "editor/source/probe_cost_words.h"
#include "editor/source/source_text.h"

#include <QEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QPalette>

#include <algorithm>

namespace tapscope::editor {

void DisassemblyModel::setCode(std::vector<DisassembledLine> code)
{
    beginResetModel();
    m_code = std::move(code);
    endResetModel();
}

int DisassemblyModel::widestAddress() const
{
    return m_code.empty() ? 8 : static_cast<int>(QString::number(m_code.back().shown, 16).size());
}

void DisassemblyModel::setCurrent(int line, std::set<uint64_t> places, std::set<uint64_t> probed)
{
    m_line = line;
    m_places = std::move(places);
    m_probed = std::move(probed);
    if (!m_code.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int DisassemblyModel::currentRow() const
{
    auto row = std::ranges::find_if(m_code, [this](const DisassembledLine &each) { return m_places.contains(each.address); });
    if (row == m_code.end())
        row = std::ranges::find(m_code, m_line, &DisassembledLine::line);
    return row == m_code.end() || m_line == 0 ? -1 : static_cast<int>(row - m_code.begin());
}

int DisassemblyModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_code.size());
}

QVariant DisassemblyModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const DisassembledLine &at = m_code[static_cast<size_t>(index.row())];
    const bool isPlace = m_places.contains(at.address);
    const bool isProbed = m_probed.contains(at.address);
    if (role == Qt::BackgroundRole && m_line > 0 && at.line == m_line) {
        QColor color = QGuiApplication::palette().color(QPalette::Highlight);
        color.setAlpha(45);
        return color;
    }
    if (role == Qt::FontRole) {
        QFont font = codeFont();
        font.setBold(isPlace || isProbed);
        return font;
    }
    if (role == Qt::ToolTipRole) {
        QStringList words;
        if (index.column() == InstructionColumn)
            words << at.text.simplified();
        if (isPlace || isProbed)
            words << (isProbed ? SourceText::tr("A probe of the script is here.")
                               : SourceText::tr("A probe of the line goes here."));
        if (index.column() == AddressColumn && !at.section.isEmpty())
            words << SourceText::tr("Counted from the beginning of %1 in the module's file.").arg(at.section);
        if (at.kernelCost)
            words << costSentence(*at.kernelCost);
        else if (at.isRefused)
            words << SourceText::tr("The kernel may refuse a probe on this instruction.");
        else
            words << (at.isSlow ? SourceText::tr("A probe here makes the kernel single-step the instruction.")
                                : SourceText::tr("The kernel emulates this instruction: a probe here is cheap."));
        return words.join(u'\n');
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case MarkColumn: return isProbed ? QStringLiteral("●") : isPlace ? QStringLiteral("○") : QString();
    case AddressColumn: return QString::number(at.shown, 16);
    case InstructionColumn: return at.text;
    case LineColumn: {
        // Once where it begins.
        const bool begins = index.row() == 0 || m_code[static_cast<size_t>(index.row()) - 1].line != at.line;
        return at.line > 0 && begins ? QString::number(at.line) : QString();
    }
    case CostColumn:
        if (at.kernelCost)
            return costWord(*at.kernelCost);
        return at.isRefused ? SourceText::tr("refused") : at.isSlow ? SourceText::tr("stepped") : SourceText::tr("emulated");
    default: return {};
    }
}

QVariant DisassemblyModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case AddressColumn: return SourceText::tr("Address");
    case InstructionColumn: return SourceText::tr("Instruction");
    case LineColumn: return SourceText::tr("Line");
    case CostColumn: return SourceText::tr("Probe cost");
    default: return {};
    }
}

DisassemblyStrip::DisassemblyStrip(QWidget *parent) : QTreeView(parent), m_model(new DisassemblyModel(this))
{
    setModel(m_model);
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(SourceText::tr("Machine instructions"));
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(DisassemblyModel::InstructionColumn, QHeaderView::Stretch);
    header()->moveSection(DisassemblyModel::LineColumn, 0);
    connect(m_model, &QAbstractItemModel::modelReset, this, &DisassemblyStrip::fitColumns);
    connect(this, &QTreeView::activated, this, [this](const QModelIndex &index) {
        const int line = m_model->code()[static_cast<size_t>(index.row())].line;
        if (line > 0)
            Q_EMIT lineWanted(line);
    });
}

void DisassemblyStrip::fitColumns()
{
    const QFontMetrics metrics(codeFont());
    const auto width = [&](const QString &text) { return metrics.horizontalAdvance(text) + 14; };
    setColumnWidth(DisassemblyModel::MarkColumn, width(QStringLiteral("●")));
    setColumnWidth(DisassemblyModel::AddressColumn,
                   std::max(width(QString(m_model->widestAddress(), u'0')),
                            header()->sectionSizeHint(DisassemblyModel::AddressColumn)));
    int cost = header()->sectionSizeHint(DisassemblyModel::CostColumn);
    for (int row = 0; row < m_model->rowCount(); ++row)
        cost = std::max(cost, width(m_model->index(row, DisassemblyModel::CostColumn).data().toString()));
    setColumnWidth(DisassemblyModel::CostColumn, cost);
    setColumnWidth(DisassemblyModel::LineColumn, width(QStringLiteral("000000")));
}

void DisassemblyStrip::reveal()
{
    const int row = m_model->currentRow();
    if (row >= 0) {
        scrollTo(m_model->index(row, 0), QAbstractItemView::PositionAtCenter);
        setCurrentIndex(m_model->index(row, 0));
    }
}

void DisassemblyStrip::changeEvent(QEvent *event)
{
    QTreeView::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        setAccessibleName(SourceText::tr("Machine instructions"));
        viewport()->update();
        Q_EMIT m_model->headerDataChanged(Qt::Horizontal, 0, DisassemblyModel::ColumnCount - 1);
    }
}

}
