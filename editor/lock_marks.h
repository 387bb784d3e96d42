// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QStringList>

#include <vector>

class QsciScintilla;

namespace tapscope::editor {

/// Global variables that probes change together, so that only one of these probes runs at a time.
struct SharedGlobals {
    QStringList names;
    std::vector<std::pair<int, int>> ranges; ///< of their declarations, in bytes: begin, end
    std::vector<int> probeLines; ///< from 1
};

/// Marks the declarations of variables that are locked, and says what that means for the probes.
class LockMarks : public QObject {
    Q_OBJECT

public:
    explicit LockMarks(QsciScintilla *editor);

    /// Of the last translation of the text.
    void setLocks(std::vector<SharedGlobals> locks);
    /// As rich text; empty where nothing is locked.
    [[nodiscard]] QString textAt(int position) const;
    /// For another palette.
    void restyle();

private:
    QsciScintilla *m_editor;
    std::vector<SharedGlobals> m_locks;
};

}
