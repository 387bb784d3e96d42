// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "views/calltree/call_tree_model.h"

#include <QAbstractScrollArea>
#include <QElapsedTimer>

#include <functional>
#include <optional>

class QHeaderView;

namespace tapscope::views {

/// Paints the visible part of a call tree, whatever its size: ten million rows cost as much as fifty. The current call stays
/// current and in place while rows come and go around it.
class CallTreeView : public QAbstractScrollArea {
    Q_OBJECT

public:
    using Row = trace::VisibleRows::Row;

    explicit CallTreeView(CallTreeModel *model, QWidget *parent = nullptr);

    [[nodiscard]] CallTreeModel *model() const { return m_model; }
    [[nodiscard]] QHeaderView *header() const { return m_header; }
    [[nodiscard]] std::optional<Row> current() const { return m_current; }
    void setCurrent(const Row &row, bool reveal = true);
    /// Whether the newest call is kept in sight.
    [[nodiscard]] bool follows() const { return m_follow; }
    [[nodiscard]] int rowHeight() const { return m_rowHeight; }
    [[nodiscard]] int firstVisibleRow() const;
    /// The current subtree as text, as copying gives it.
    [[nodiscard]] QString currentText() const;
    /// What the filter or the state of the run has to say when there is no row.
    void setEmptyText(const QString &text);

public Q_SLOTS:
    /// The tree has grown or its times have changed.
    void refresh();
    void setFollow(bool follow);
    void copy();
    void expand();
    void collapse();
    void expandBelow();
    void collapseBelow();
    void followHottest();
    void nextInTime();
    void previousInTime();

Q_SIGNALS:
    void currentChanged();
    void followChanged(bool follow);
    /// Enter or a double click: show where it is written.
    void activated(const tapscope::trace::VisibleRows::Row &row);
    void filterRequested(const QString &text);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void makeActions();
    void retranslate();
    void measure();
    void shareWidth();
    void chooseColumns(const QPoint &at);
    void updateRanges();
    void scrollToTail();
    void reveal(int row);
    void step(int rows);
    void announceCurrent();
    [[nodiscard]] int rowAtY(int y) const;
    [[nodiscard]] int visibleRows() const;
    [[nodiscard]] int indentOf(int depth, int columnWidth) const;
    [[nodiscard]] QRect arrowRect(const Row &row, const QRect &cell) const;
    void paintRow(QPainter &painter, int row, const QRect &line);
    void paintCallCell(QPainter &painter, const Row &row, const QRect &cell, const QColor &ink, const QColor &faint);
    void paintTimeCell(QPainter &painter, const Row &row, int column, const QRect &cell, bool selected);
    [[nodiscard]] QString rowToolTip(const Row &row) const;
    void keepingPlace(const std::function<void()> &change);

    CallTreeModel *m_model;
    QHeaderView *m_header;
    std::optional<Row> m_current;
    QString m_emptyText;
    int m_rowHeight = 20;
    int m_hovered = -1;
    bool m_follow = true;
    bool m_moving = false; ///< this view moves the scroll bar itself
    bool m_sharingWidth = false; ///< this view sets widths itself
    bool m_widthsChosen = false; ///< the user has set a width of calls or arguments
    uint32_t m_tailThread = 0;
    size_t m_tailCalls = 0;
    QElapsedTimer m_tailSince;
    struct NamedAction {
        QAction *action;
        const char *text;
        const char *toolTip;
    };
    std::vector<NamedAction> m_actions;
};

}
