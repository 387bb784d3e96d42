// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "engine/session.h"

#include <QObject>
#include <QPointer>

#include <functional>
#include <optional>
#include <utility>

namespace tapscope::editor {
class EditorPane;
}

namespace tapscope::app {

class MainWindow;
class TranslationPanel;
class TranslationReader;

/// Keeps the panel on the script at hand, for as long as it is in sight.
class TranslationWatch : public QObject {
    Q_OBJECT

public:
    /// `options`: how the script at hand would be run.
    TranslationWatch(MainWindow *window, TranslationPanel *panel, std::function<std::optional<engine::Options>()> options);

    [[nodiscard]] TranslationPanel *panel() const { return m_panel; }
    [[nodiscard]] TranslationReader *reader() const { return m_reader; }
    /// Somebody can see the panel, or no longer: whether translating is worth while.
    void setWatched(bool watched);
    /// The caret or the selection of the script at hand has moved.
    void followCaret();
    /// The script at hand, its target or its arguments are others.
    void renew();

private:
    void equip(editor::EditorPane *pane);
    void schedule(bool settle);

    MainWindow *m_window;
    std::function<std::optional<engine::Options>()> m_options;
    TranslationPanel *m_panel;
    TranslationReader *m_reader;
    bool m_watched = false;
    bool m_current = false; ///< what is shown is of the text as it is
    std::pair<qint64, qint64> m_followed{-1, -1}; ///< the selection that was shown last
    QPointer<editor::EditorPane> m_pane; ///< whose translation is shown or awaited
};

}
