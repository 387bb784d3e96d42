// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "trace/console_store.h"

#include <QAbstractScrollArea>

namespace tapscope::views {

/// Shows the lines of a console store: millions of them, of which only the visible ones are laid out. Follows the end until the
/// user scrolls away from it.
class ConsoleView : public QAbstractScrollArea {
    Q_OBJECT

public:
    explicit ConsoleView(const trace::ConsoleStore &store, QWidget *parent = nullptr);

    [[nodiscard]] bool follows() const { return m_follow; }
    [[nodiscard]] int lineHeight() const { return m_lineHeight; }
    [[nodiscard]] QString selectedText() const;
    [[nodiscard]] bool hasSelection() const { return m_anchor.line != m_cursor.line || m_anchor.column != m_cursor.column; }
    void setEmptyText(const QString &text);

    /// Selects the next (or previous) line that holds `text`, case-insensitively, and shows it; false when there is none.
    bool find(const QString &text, bool forward = true);

public Q_SLOTS:
    void refresh();
    void setFollow(bool follow);
    void copy();
    void selectAll();

Q_SIGNALS:
    void followChanged(bool follow);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void changeEvent(QEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    /// A place in the text: number of the line among all ever printed, and UTF-16 units in what is shown of it.
    struct Place {
        uint64_t line = 0;
        int column = 0;
        friend auto operator<=>(const Place &, const Place &) = default;
    };
    void measure();
    void retranslate();
    void updateRanges();
    [[nodiscard]] QString shown(uint64_t line) const;
    [[nodiscard]] Place placeAt(const QPoint &point) const;
    [[nodiscard]] std::pair<Place, Place> selection() const;

    const trace::ConsoleStore *m_store;
    QString m_emptyText;
    Place m_anchor, m_cursor;
    int m_lineHeight = 16;
    int m_widest = 0;
    bool m_follow = true;
    bool m_moving = false;
    uint64_t m_dropped = 0;
    QAction *m_copy, *m_selectAll;
};

}
