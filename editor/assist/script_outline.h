// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/outline.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace tapscope::editor {

class LanguageClient;
class ScriptEditor;

/// The declarations of a script and those around the caret, kept up to date while it is written.
class ScriptOutline : public QObject {
    Q_OBJECT

public:
    ScriptOutline(ScriptEditor *editor, LanguageClient *client);

    [[nodiscard]] const std::vector<services::OutlineItem> &items() const { return m_items; }
    /// Outermost first.
    [[nodiscard]] const std::vector<services::OutlineItem> &around() const { return m_around; }
    /// Index of the item the caret is in; -1: in none.
    [[nodiscard]] int current() const;
    void goTo(const services::OutlineItem &item);

Q_SIGNALS:
    void changed();
    void caretMoved();

private:
    void ask();

    ScriptEditor *m_editor;
    LanguageClient *m_client;
    QTimer m_rest;
    std::vector<services::OutlineItem> m_items;
    std::vector<services::OutlineItem> m_around;
    bool m_stale = true;
};

/// A letter for what a line of the outline is, and its name for those who can't see it.
[[nodiscard]] QString outlineLetter(services::OutlineItem::Kind kind);
[[nodiscard]] QString outlineKind(services::OutlineItem::Kind kind);

}
