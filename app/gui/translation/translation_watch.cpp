// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/translation/translation_watch.h"

#include "app/gui/assistance.h"
#include "app/gui/document_area.h"
#include "app/gui/main_window.h"
#include "app/gui/translation/translation_column.h"
#include "app/gui/translation/translation_panel.h"
#include "app/gui/translation/translation_reader.h"
#include "editor/editor_pane.h"
#include "editor/scintilla_calls.h"
#include "editor/script_editor.h"

namespace tapscope::app {

using editor::EditorPane;

TranslationWatch::TranslationWatch(MainWindow *window, TranslationPanel *panel,
                                   std::function<std::optional<engine::Options>()> options)
    : QObject(window)
    , m_window(window)
    , m_options(std::move(options))
    , m_panel(panel)
    , m_reader(new TranslationReader(this))
{
    connect(window->documents(), &DocumentArea::paneAdded, this, &TranslationWatch::equip);
    connect(window->documents(), &DocumentArea::currentPaneChanged, this, &TranslationWatch::renew);
    connect(m_panel, &TranslationPanel::placeWanted, this,
            [this](const QString &path, int line, int column) { m_window->assistance()->goTo(path, line, column); });
    connect(m_reader, &TranslationReader::translated, this, [this](const std::shared_ptr<const Translation> &translation) {
        m_current = true;
        m_panel->setTranslation(translation);
        m_followed = {-1, -1};
        followCaret();
    });
    connect(m_reader, &TranslationReader::failed, this, [this](const editor::Problems &problems) {
        m_current = true;
        m_panel->setProblems(problems);
    });
}

void TranslationWatch::setWatched(bool watched)
{
    if (watched == m_watched)
        return;
    m_watched = watched;
    if (!watched)
        m_reader->cancel();
    else if (!m_current)
        schedule(false);
    else
        followCaret();
}

void TranslationWatch::equip(EditorPane *pane)
{
    connect(pane->editor(), &QsciScintilla::textChanged, this, [this, pane] {
        if (pane != m_window->documents()->current())
            return;
        m_current = false;
        schedule(true);
    });
}

void TranslationWatch::renew()
{
    m_current = false;
    schedule(false);
}

void TranslationWatch::schedule(bool settle)
{
    EditorPane *pane = m_window->documents()->current();
    if (pane != m_pane) {
        m_pane = pane;
        m_panel->clear();
    }
    if (!pane || !pane->isScript() || pane->isReference()) {
        m_reader->cancel();
        m_panel->clear();
        m_pane.clear();
        return;
    }
    if (!m_watched)
        return;
    auto options = m_options();
    if (!options)
        return;
    m_panel->setBusy(true);
    m_reader->schedule(std::move(*options), settle);
}

void TranslationWatch::followCaret()
{
    const EditorPane *pane = m_window->documents()->current();
    if (!m_watched || !m_current || !pane || pane != m_pane)
        return;
    const std::pair now(editor::send(pane->editor(), QsciScintilla::SCI_GETSELECTIONSTART),
                        editor::send(pane->editor(), QsciScintilla::SCI_GETSELECTIONEND));
    // Some signals come twice; in between, something may have been selected in the panel.
    if (now == m_followed)
        return;
    m_followed = now;
    m_panel->selectInScript(static_cast<uint32_t>(now.first), static_cast<uint32_t>(now.second));
}

}
