// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/assist/outline_view.h"

#include "editor/assist/script_outline.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace tapscope::editor {

OutlineView::OutlineView(QWidget *parent) : QWidget(parent), m_field(new QLineEdit(this)), m_list(new QTreeWidget(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 0);
    layout->setSpacing(4);
    layout->addWidget(m_field);
    layout->addWidget(m_list, 1);
    m_field->setClearButtonEnabled(true);
    m_field->installEventFilter(this);
    m_list->setColumnCount(3);
    m_list->setHeaderHidden(true);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    m_list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    connect(m_field, &QLineEdit::textChanged, this, &OutlineView::filter);
    connect(m_list, &QTreeWidget::itemActivated, this, &OutlineView::go);
    connect(m_list, &QTreeWidget::itemClicked, this, &OutlineView::go);
    retranslate();
}

void OutlineView::retranslate()
{
    m_field->setPlaceholderText(tr("Search the outline"));
    m_field->setAccessibleName(tr("Search the outline"));
    m_list->setAccessibleName(tr("Outline"));
    fill();
}

void OutlineView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void OutlineView::setOutline(ScriptOutline *outline)
{
    if (m_outline == outline)
        return;
    if (m_outline)
        disconnect(m_outline, nullptr, this, nullptr);
    m_outline = outline;
    if (outline) {
        connect(outline, &ScriptOutline::changed, this, &OutlineView::fill);
        connect(outline, &ScriptOutline::caretMoved, this, &OutlineView::follow);
        connect(outline, &QObject::destroyed, this, &OutlineView::fill);
    }
    fill();
}

void OutlineView::fill()
{
    m_list->clear();
    if (!m_outline)
        return;
    for (const services::OutlineItem &item : m_outline->items()) {
        const QString name = QString::fromStdString(item.name).simplified();
        const QString detail = QString::fromStdString(item.detail).simplified();
        auto *row = new QTreeWidgetItem(m_list, {outlineLetter(item.kind), name, detail});
        row->setToolTip(1, outlineKind(item.kind) + QStringLiteral(": ") + name);
        row->setData(1, Qt::AccessibleTextRole, QString(outlineKind(item.kind) + QStringLiteral(", ") + name));
        row->setForeground(0, palette().color(QPalette::PlaceholderText));
        row->setForeground(2, palette().color(QPalette::PlaceholderText));
    }
    filter();
    follow();
}

void OutlineView::filter()
{
    for (int i = 0; i < m_list->topLevelItemCount(); ++i) {
        QTreeWidgetItem *row = m_list->topLevelItem(i);
        row->setHidden(!row->text(1).contains(m_field->text(), Qt::CaseInsensitive));
    }
}

void OutlineView::follow()
{
    if (!m_outline || m_list->hasFocus())
        return;
    const int current = m_outline->current();
    if (current >= 0 && current < m_list->topLevelItemCount())
        m_list->setCurrentItem(m_list->topLevelItem(current));
    else
        m_list->setCurrentItem(nullptr);
}

void OutlineView::go()
{
    const int row = m_list->indexOfTopLevelItem(m_list->currentItem());
    if (m_outline && row >= 0 && row < static_cast<int>(m_outline->items().size()))
        m_outline->goTo(m_outline->items()[static_cast<size_t>(row)]);
}

bool OutlineView::eventFilter(QObject *object, QEvent *event)
{
    if (object == m_field && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Up) {
            m_list->setFocus(Qt::OtherFocusReason);
            QCoreApplication::sendEvent(m_list, event);
            return true;
        }
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            for (int i = 0; i < m_list->topLevelItemCount() && (!m_list->currentItem() || m_list->currentItem()->isHidden());
                 ++i) {
                if (!m_list->topLevelItem(i)->isHidden())
                    m_list->setCurrentItem(m_list->topLevelItem(i));
            }
            go();
            return true;
        }
    }
    return QWidget::eventFilter(object, event);
}

}
