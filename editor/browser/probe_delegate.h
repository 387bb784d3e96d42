// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStyledItemDelegate>

namespace tapscope::editor {

/// Paints a row of the browser or the locator: the name (what was typed in it in bold), badges, and the quiet text behind.
class ProbeDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    /// What is being searched, for showing where it fits.
    void setTyped(const QString &typed) { m_typed = typed; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    int paintName(QPainter *painter, const QRect &rect, const QString &text, const QFont &font, const QColor &ink) const;

    QString m_typed;
};

}
