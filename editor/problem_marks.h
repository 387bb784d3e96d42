// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/problem.h"

#include <QColor>
#include <QImage>
#include <QObject>

class QPainter;
class QPalette;
class QsciScintilla;

namespace tapscope::editor {

[[nodiscard]] QColor severityColor(script::Severity severity, const QPalette &palette);

/// Shows problems in an editor: squiggles below the text, marks in the margin, texts on hover. Shapes differ by severity, not
/// only colours.
class ProblemMarks : public QObject {
    Q_OBJECT

public:
    static constexpr int margin = 1;
    /// The margin has two places side by side: on the left problems, on the right the bulb and bookmarks.
    enum class Slot : uint8_t { Left, Right };
    /// An empty image of the margin whose painter draws in one of its places, 16 by 16.
    static QImage slotImage(const QsciScintilla &editor);
    static void enter(QPainter &painter, const QsciScintilla &editor, Slot slot);

    explicit ProblemMarks(QsciScintilla *editor);

    void setProblems(Problems problems);
    [[nodiscard]] const Problems &problems() const { return m_problems; }
    /// Those whose squiggle is now under or next to a byte position, with the squiggle's present range.
    struct Hit {
        const Problem *problem = nullptr;
        int begin = 0;
        int end = 0;
    };
    /// A fix for it is known.
    [[nodiscard]] static bool canMend(const Hit &hit);
    [[nodiscard]] std::vector<Hit> at(int position) const;
    [[nodiscard]] std::vector<Hit> onLine(int line) const;
    /// Where a byte of the checked text is after the edits since.
    [[nodiscard]] int moved(int position) const;

    /// What there is to say about a place, as a tool tip below it.
    void showHoverAt(int position);
    /// As rich text; empty if nothing is wrong there.
    [[nodiscard]] QString textAt(int position) const { return hoverText(at(position)); }

    /// Redefines colours and margin symbols, for palette and zoom.
    void restyle();

private:
    void showHover(int position, int x, int y);
    void showBulb();
    [[nodiscard]] QString hoverText(const std::vector<Hit> &hits) const;

    QsciScintilla *m_editor;
    Problems m_problems;
    /// Edits since setProblems: at byte, bytes added (negative: taken away).
    struct Edit {
        int position = 0;
        int delta = 0;
    };
    std::vector<Edit> m_edits;
};

}
