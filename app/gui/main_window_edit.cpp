// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The main window's Edit menu: what is done in the script at hand.

#include "app/gui/action_set.h"
#include "app/gui/assistance.h"
#include "app/gui/document_area.h"
#include "app/gui/main_window.h"
#include "app/gui/settings.h"
#include "editor/assist/assistant.h"
#include "editor/bookmarks.h"
#include "editor/editor_pane.h"
#include "editor/find_bar.h"
#include "editor/minimap.h"
#include "editor/script_editor.h"
#include "editor/text_commands.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMenu>

namespace tapscope::app {

using editor::EditorPane;
using editor::ScriptEditor;
namespace commands = editor::commands;

namespace {

const QString minimapKey = QStringLiteral("editor/minimap");
const QString wrapKey = QStringLiteral("editor/wrap");
const QString blanksKey = QStringLiteral("editor/blanks");
const QString zoomKey = QStringLiteral("editor/zoom");

void applyViewSettings(EditorPane *pane)
{
    const auto store = settings();
    pane->editor()->zoomTo(std::clamp(store->value(zoomKey, 0).toInt(), -6, 20));
    pane->minimap()->setVisible(store->value(minimapKey, true).toBool());
    pane->editor()->setWrapMode(store->value(wrapKey, false).toBool() ? QsciScintilla::WrapWord : QsciScintilla::WrapNone);
    pane->editor()->setWrapVisualFlags(QsciScintilla::WrapFlagByText);
    pane->editor()->setWrapIndentMode(QsciScintilla::WrapIndentIndented);
    pane->editor()->setWhitespaceVisibility(store->value(blanksKey, false).toBool() ? QsciScintilla::WsVisible
                                                                                    : QsciScintilla::WsInvisible);
}

void goToBookmark(ScriptEditor *editor, bool forward)
{
    const int line = forward ? editor->bookmarks()->next(editor->currentLine())
                             : editor->bookmarks()->previous(editor->currentLine());
    if (line >= 0)
        editor->goTo(line + 1);
}

}

void MainWindow::makeEditActions()
{
    using Needs = EditAction::Needs;
    const auto add = [this](const ActionSet::Spec &spec, Needs needs, const std::function<void(EditorPane *)> &what) {
        QAction *action = m_actions->add(spec, [this, what] {
            if (EditorPane *pane = m_documents->current())
                what(pane);
        });
        m_editActions.push_back({action, needs});
    };
    const auto reads = [&](const ActionSet::Spec &spec, const std::function<void(EditorPane *)> &what) {
        add(spec, Needs::Text, what);
    };
    const auto asks = [&](const ActionSet::Spec &spec, const std::function<void(EditorPane *)> &what) {
        add(spec, Needs::Script, what);
    };
    const auto writes = [&](const ActionSet::Spec &spec, const std::function<void(EditorPane *)> &what) {
        add(spec, Needs::Writing, what);
    };
    const auto standard = [this](const ActionSet::Spec &spec, QKeySequence::StandardKey key) {
        QAction *action = m_actions->add(spec, [this, key] { sendKey(key); });
        // Every field and list knows these keys itself; the action is for the menu.
        action->setShortcutContext(Qt::WidgetShortcut);
    };

    m_actions->add({"undo", QT_TR_NOOP("&Undo"), QT_TR_NOOP("Takes the last change back"), "Ctrl+Z", "undo"}, [this] {
        if (EditorPane *pane = m_documents->current())
            pane->editor()->undo();
    });
    m_actions->add({"redo", QT_TR_NOOP("&Redo"), QT_TR_NOOP("Makes the change again"), "Ctrl+Shift+Z", "redo"}, [this] {
        if (EditorPane *pane = m_documents->current())
            pane->editor()->redo();
    });
    standard({"cut", QT_TR_NOOP("Cu&t"), QT_TR_NOOP("Takes what is selected away, to be pasted elsewhere"), "Ctrl+X"},
             QKeySequence::Cut);
    standard({"copy", QT_TR_NOOP("&Copy"), QT_TR_NOOP("Copies what is selected"), "Ctrl+C"}, QKeySequence::Copy);
    standard({"paste", QT_TR_NOOP("&Paste"), QT_TR_NOOP("Puts in what was cut or copied"), "Ctrl+V"}, QKeySequence::Paste);
    standard({"selectAll", QT_TR_NOOP("Select &All"), QT_TR_NOOP("Selects everything"), "Ctrl+A"}, QKeySequence::SelectAll);
    writes({"comment", QT_TR_NOOP("Toggle Co&mment"), QT_TR_NOOP("Comments the selected lines, or takes the comment away"),
            "Ctrl+/"},
           [](EditorPane *p) { commands::toggleComment(*p->editor()); });
    writes({"indent", QT_TR_NOOP("Fix &Indentation"), QT_TR_NOOP("Indents the selected lines by their braces"), "Ctrl+I"},
           [](EditorPane *p) { commands::indentSelection(*p->editor()); });
    writes({"format", QT_TR_NOOP("F&ormat Script"), QT_TR_NOOP("Sets indentation and blanks of the whole script by one rule"),
            "Ctrl+Shift+I"},
           [](EditorPane *p) { p->format(); });
    writes({"snippet", QT_TR_NOOP("Insert &Snippet…"),
            QT_TR_NOOP("Offers pieces of script to fill in; typing a snippet's name and Tab does the same"), "Ctrl+J"},
           [](EditorPane *p) { p->editor()->showSnippets(); });
    writes({"fix", QT_TR_NOOP("Show Fi&xes"), QT_TR_NOOP("Shows what would mend the problem under the cursor"), "Alt+Return"},
           [](EditorPane *p) { p->editor()->showFixes(); });
    writes({"mend", QT_TR_NOOP("Fix &It"), QT_TR_NOOP("Mends the problem under the cursor by the first fix, without asking"),
            "Ctrl+Return"},
           [](EditorPane *p) { p->mend(); });
    reads({"nextProblem", QT_TR_NOOP("Next &Problem"), QT_TR_NOOP("Goes to the next problem in the script"), "F8"},
          [](EditorPane *p) { p->editor()->goToNextProblem(true); });
    reads({"previousProblem", QT_TR_NOOP("Previous P&roblem"), QT_TR_NOOP("Goes to the problem before"), "Shift+F8"},
          [](EditorPane *p) { p->editor()->goToNextProblem(false); });

    writes({"complete", QT_TR_NOOP("&Complete"), QT_TR_NOOP("Proposes what can be written at the cursor"), "Ctrl+Space Alt+/"},
           [](EditorPane *p) { p->assistant().completer->complete(true); });
    writes({"arguments", QT_TR_NOOP("Show &Parameters"), QT_TR_NOOP("Shows the parameters of the call around the cursor"),
            "Ctrl+Shift+Space"},
           [](EditorPane *p) { p->assistant().arguments->show(); });
    asks({"describe", QT_TR_NOOP("&Describe"), QT_TR_NOOP("Tells what is known about the word at the cursor"), "Ctrl+F1"},
         [](EditorPane *p) { p->assistant().hover->describe(); });
    asks({"definition", QT_TR_NOOP("&Go to Definition"),
          QT_TR_NOOP(
              "Goes to where the name comes from: in the script, the library or the probed program; Ctrl+click does the same"),
          "F2"},
         [](EditorPane *p) { p->assistant().navigator->goToDefinition(p->editor()->position()); });
    asks({"references", QT_TR_NOOP("Find &Uses"), QT_TR_NOOP("Lists all places of the name in the script"), "Ctrl+Shift+U"},
         [](EditorPane *p) { p->assistant().navigator->findReferences(); });
    writes({"rename", QT_TR_NOOP("&Rename…"), QT_TR_NOOP("Gives the name another one everywhere in the script"), "Ctrl+Shift+R"},
           [](EditorPane *p) { p->assistant().navigator->askRename(); });
    m_actions->add({"back", QT_TR_NOOP("&Back"), QT_TR_NOOP("Goes back to where a name was followed from"), "Alt+Left"},
                   [this] { m_assistance->back(); });
    m_actions->add({"forward", QT_TR_NOOP("&Forward"), QT_TR_NOOP("Goes on to where a name was followed to"), "Alt+Right"},
                   [this] { m_assistance->forward(); });
    m_actions->add({"showOutline", QT_TR_NOOP("&Outline"), QT_TR_NOOP("Shows the script's probes, functions and variables"),
                    "Ctrl+Shift+O"},
                   [this] { m_assistance->showOutline(); });

    m_actions->add({"find", QT_TR_NOOP("&Find…"), QT_TR_NOOP("Searches the script, the console or the call tree"), "Ctrl+F",
                    "find"},
                   [this] { find(); });
    m_editActions.push_back({(*m_actions)["find"], Needs::Text});
    writes({"replace", QT_TR_NOOP("R&eplace…"), QT_TR_NOOP("Replaces text or expressions in the script or in what is selected"),
            "Ctrl+H"},
           [](EditorPane *p) { p->findBar()->open(true); });
    reads({"findNext", QT_TR_NOOP("Find &Next"), QT_TR_NOOP("Goes to the next match"), "F3"},
          [](EditorPane *p) { p->findBar()->findNext(); });
    reads({"findPrevious", QT_TR_NOOP("Find Pre&vious"), QT_TR_NOOP("Goes to the match before"), "Shift+F3"},
          [](EditorPane *p) { p->findBar()->findPrevious(); });
    reads({"line", QT_TR_NOOP("Go to &Line…"), QT_TR_NOOP("Goes to a line by its number"), "Ctrl+L"},
          [](EditorPane *p) { p->askForLine(); });
    m_actions->add({"backToEditor", QT_TR_NOOP("&Back to the Editor"), QT_TR_NOOP("Closes the find bar and goes on writing"),
                    "Esc"},
                   [this] { backToEditor(); });

    writes({"linesUp", QT_TR_NOOP("Move Lines &Up"), QT_TR_NOOP("Moves the selected lines up by one"), "Ctrl+Shift+Up"},
           [](EditorPane *p) { commands::moveLines(*p->editor(), false); });
    writes({"linesDown", QT_TR_NOOP("Move Lines &Down"), QT_TR_NOOP("Moves the selected lines down by one"), "Ctrl+Shift+Down"},
           [](EditorPane *p) { commands::moveLines(*p->editor(), true); });
    writes({"duplicate", QT_TR_NOOP("D&uplicate"), QT_TR_NOOP("Repeats the line, or what is selected"), "Ctrl+Shift+D"},
           [](EditorPane *p) { commands::duplicate(*p->editor()); });
    writes({"deleteLines", QT_TR_NOOP("D&elete Lines"), QT_TR_NOOP("Takes the selected lines away"), "Ctrl+Shift+K"},
           [](EditorPane *p) { commands::deleteLines(*p->editor()); });
    writes({"joinLines", QT_TR_NOOP("&Join Lines"), QT_TR_NOOP("Puts the next line, or the selected lines, into one line"),
            "Ctrl+Shift+J"},
           [](EditorPane *p) { commands::joinLines(*p->editor()); });

    reads({"caretAbove", QT_TR_NOOP("Add Cursor &Above"),
           QT_TR_NOOP("One more cursor, in the line above; Alt+click puts one anywhere"), "Ctrl+Alt+Up"},
          [](EditorPane *p) { commands::addCaret(*p->editor(), false); });
    reads({"caretBelow", QT_TR_NOOP("Add Cursor &Below"),
           QT_TR_NOOP("One more cursor, in the line below; Alt+Shift+arrows select a rectangle"), "Ctrl+Alt+Down"},
          [](EditorPane *p) { commands::addCaret(*p->editor(), true); });
    reads({"nextOccurrence", QT_TR_NOOP("Add &Next Occurrence"),
           QT_TR_NOOP("Selects the word; if one is selected, its next occurrence, too"), "Ctrl+D"},
          [](EditorPane *p) { commands::addNextOccurrence(*p->editor()); });
    reads({"allOccurrences", QT_TR_NOOP("Select A&ll Occurrences"), QT_TR_NOOP("Selects every occurrence of the word"),
           "Ctrl+Shift+L"},
          [](EditorPane *p) { commands::selectAllOccurrences(*p->editor()); });
    reads({"caretsInLines", QT_TR_NOOP("&Cursors at Line Ends"), QT_TR_NOOP("A cursor at the end of each selected line"),
           "Ctrl+Alt+L"},
          [](EditorPane *p) { commands::caretsInLines(*p->editor()); });

    reads({"fold", QT_TR_NOOP("&Fold or Unfold"), QT_TR_NOOP("Closes the block around the cursor, or opens it"), "Ctrl+Shift+["},
          [](EditorPane *p) { commands::toggleFold(*p->editor()); });
    reads({"foldAll", QT_TR_NOOP("Fold &All"), QT_TR_NOOP("Closes all blocks"), "Ctrl+Alt+["},
          [](EditorPane *p) { commands::foldAll(*p->editor(), true); });
    reads({"unfoldAll", QT_TR_NOOP("&Unfold All"), QT_TR_NOOP("Opens all blocks"), "Ctrl+Alt+]"},
          [](EditorPane *p) { commands::foldAll(*p->editor(), false); });

    reads({"bookmark", QT_TR_NOOP("&Toggle Bookmark"), QT_TR_NOOP("Marks the line to come back to it"), "Ctrl+M"},
          [](EditorPane *p) { p->editor()->bookmarks()->toggle(p->editor()->currentLine()); });
    reads({"nextBookmark", QT_TR_NOOP("&Next Bookmark"), QT_TR_NOOP("Goes to the next marked line"), "Ctrl+."},
          [](EditorPane *p) { goToBookmark(p->editor(), true); });
    reads({"previousBookmark", QT_TR_NOOP("&Previous Bookmark"), QT_TR_NOOP("Goes to the marked line before"), "Ctrl+,"},
          [](EditorPane *p) { goToBookmark(p->editor(), false); });
    reads({"clearBookmarks", QT_TR_NOOP("&Remove All Bookmarks"), QT_TR_NOOP("Takes all marks of this script away"),
           "Ctrl+Alt+M"},
          [](EditorPane *p) { p->editor()->bookmarks()->clear(); });

    const auto showAnew = [this] {
        for (EditorPane *pane : m_documents->panes())
            applyViewSettings(pane);
    };
    m_actions->addSetting({"minimap", QT_TR_NOOP("Show &Overview"), QT_TR_NOOP("Shows the script from far away, beside the text"),
                           "Ctrl+Alt+O"},
                          minimapKey, true, showAnew);
    m_actions->addSetting({"wrap", QT_TR_NOOP("&Wrap Long Lines"), QT_TR_NOOP("Breaks lines at the window's edge"), "Ctrl+Alt+W"},
                          wrapKey, false, showAnew);
    m_actions->addSetting({"blanks", QT_TR_NOOP("Show &Blanks"), QT_TR_NOOP("Shows spaces and tabulators"), "Ctrl+Alt+B"},
                          blanksKey, false, showAnew);
}

void MainWindow::fillEditMenu(QMenu *menu)
{
    const auto fill = [this](QMenu *of, std::initializer_list<const char *> names) {
        for (const char *name : names)
            *name ? of->addAction((*m_actions)[name]) : (void)of->addSeparator();
    };
    const auto sub = [&](const char *title, std::initializer_list<const char *> names) {
        QMenu *made = menu->addMenu(QString());
        m_menus.push_back({made, title});
        fill(made, names);
    };
    fill(menu,
         {"undo",
          "redo",
          "",
          "cut",
          "copy",
          "paste",
          "selectAll",
          "",
          "find",
          "replace",
          "findNext",
          "findPrevious",
          "findInScripts",
          "line",
          "",
          "fix",
          "mend",
          "nextProblem",
          "previousProblem",
          "",
          "comment",
          "indent",
          "format",
          "snippet",
          ""});
    sub(QT_TR_NOOP("&Assist"),
        {"complete", "arguments", "describe", "", "definition", "back", "forward", "references", "rename", "", "showOutline"});
    sub(QT_TR_NOOP("L&ines"), {"linesUp", "linesDown", "duplicate", "deleteLines", "joinLines"});
    sub(QT_TR_NOOP("&Cursors"), {"caretAbove", "caretBelow", "nextOccurrence", "allOccurrences", "caretsInLines"});
    sub(QT_TR_NOOP("Fol&ding"), {"fold", "foldAll", "unfoldAll"});
    sub(QT_TR_NOOP("Boo&kmarks"), {"bookmark", "nextBookmark", "previousBookmark", "clearBookmarks"});
    sub(QT_TR_NOOP("&Display"), {"minimap", "wrap", "blanks"});
    fill(menu, {"", "backToEditor"});
}

/// What a key would do where the focus is.
void MainWindow::sendKey(QKeySequence::StandardKey key)
{
    QWidget *at = QApplication::focusWidget();
    if (!at)
        return;
    const QKeySequence keys(key);
    for (QAction *action : at->actions()) {
        if (action->isEnabled() && action->shortcuts().contains(keys)) {
            action->trigger();
            return;
        }
    }
    QKeyEvent press(QEvent::KeyPress, keys[0].key(), keys[0].keyboardModifiers());
    QCoreApplication::sendEvent(at, &press);
}

void MainWindow::updateEditActions()
{
    EditorPane *pane = m_documents->current();
    const bool writable = pane && !pane->editor()->isReadOnly();
    for (const EditAction &edit : m_editActions) {
        const bool fits = edit.needs == EditAction::Needs::Writing ? writable
            : edit.needs == EditAction::Needs::Script              ? pane && pane->isScript()
                                                                   : pane != nullptr;
        edit.action->setEnabled(fits);
    }
    (*m_actions)["undo"]->setEnabled(writable && pane->editor()->isUndoAvailable());
    (*m_actions)["redo"]->setEnabled(writable && pane->editor()->isRedoAvailable());
}

void MainWindow::equipEditor(EditorPane *pane)
{
    applyViewSettings(pane);
    QList<QAction *> actions;
    for (const char *name :
         {"definition",     "references", "rename",    "describe", "complete",  "arguments", "",     "comment", "indent",
          "format",         "snippet",    "duplicate", "",         "find",      "replace",   "line", "",        "nextOccurrence",
          "allOccurrences", "",           "fold",      "foldAll",  "unfoldAll", "bookmark",  "",     "check",   "run"})
        actions << (*name ? (*m_actions)[name] : nullptr);
    pane->editor()->setContextActions(actions);
    connect(pane->editor(), &ScriptEditor::zoomed, this, [this, editor = pane->editor()] {
        settings()->setValue(zoomKey, editor->zoom());
        for (EditorPane *each : m_documents->panes())
            each->editor()->zoomTo(editor->zoom());
    });
    connect(pane, &EditorPane::saveWanted, this, [this, pane] { m_documents->save(pane); });
}

}
