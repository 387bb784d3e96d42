// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

namespace tapscope::editor {

class ScriptEditor;

/// The script from far away, beside its scroll bar: lines as strokes in their colours, problems and bookmarks at the edge, the
/// visible part as a frame. A click or drag scrolls.
class Minimap : public QWidget {
    Q_OBJECT

public:
    explicit Minimap(ScriptEditor *editor, QWidget *parent = nullptr);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] int visibleLines() const; ///< of the script, folds taken out
    [[nodiscard]] int firstShown() const; ///< a visible line; the map scrolls when the script is long
    void scrollTo(int y);
    void paintLine(QPainter &painter, int line, int y);

    ScriptEditor *m_editor;
};

}
