// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The script editor's fixes and its context menu.

#include "editor/problem_marks.h"
#include "editor/scintilla_calls.h"
#include "editor/script_editor.h"
#include "editor/translated.h"

#include <QContextMenuEvent>
#include <QMenu>

#include <algorithm>

namespace tapscope::editor {

bool ScriptEditor::applyFix(const script::FixIt &fix)
{
    const auto begin = static_cast<int>(fix.range.begin);
    const auto end = static_cast<int>(fix.range.end);
    if (fix.range.file != 0 || begin > end || end > length() || isReadOnly())
        return false;
    const UndoStep step(this);
    replaceBytes(this, begin, end, QByteArray::fromStdString(fix.replacement));
    send(this, SCI_GOTOPOS, begin + static_cast<int>(fix.replacement.size()));
    return true;
}

bool ScriptEditor::applyAction(const services::CodeAction &action)
{
    if (isReadOnly())
        return false;
    struct Change {
        int begin;
        int end;
        QByteArray text;
    };
    // All places first: what is changed here moves those that touch it, too.
    std::vector<Change> changes;
    for (const services::TextEdit &edit : action.edits) {
        changes.push_back({m_marks->moved(static_cast<int>(edit.begin)), m_marks->moved(static_cast<int>(edit.end)),
                           QByteArray::fromStdString(edit.text)});
        if (changes.back().begin > changes.back().end || changes.back().end > length())
            return false;
    }
    std::ranges::stable_sort(changes, std::greater(), &Change::begin);
    const UndoStep step(this);
    for (const Change &change : changes)
        replaceBytes(this, change.begin, change.end, change.text);
    return true;
}

std::vector<std::pair<QString, std::function<void()>>> ScriptEditor::fixes()
{
    std::vector<std::pair<QString, std::function<void()>>> out;
    // What mends several problems of a line at once is one choice.
    const auto add = [&out](QString title, const std::function<void()> &apply) {
        // Messages end in these words; here they begin a line. An & is no mnemonic.
        if (!title.isEmpty())
            title[0] = title[0].toUpper();
        title.replace(u'&', QStringLiteral("&&"));
        if (std::ranges::none_of(out, [&](const auto &other) { return other.first == title; }))
            out.emplace_back(title, apply);
    };
    auto hits = m_marks->at(position());
    if (hits.empty()) {
        int line = 0;
        int index = 0;
        getCursorPosition(&line, &index);
        hits = m_marks->onLine(line);
    }
    for (const auto &hit : hits) {
        for (const services::CodeAction &action : hit.problem->actions)
            add(translated(action.title), [this, action] { applyAction(action); });
        if (!hit.problem->actions.empty())
            continue;
        const int shift = hit.begin - static_cast<int>(hit.problem->diagnostic.range.begin);
        for (script::FixIt fix : hit.problem->diagnostic.fixIts) {
            fix.range.begin = static_cast<uint32_t>(std::max(0, static_cast<int>(fix.range.begin) + shift));
            fix.range.end = static_cast<uint32_t>(std::max(0, static_cast<int>(fix.range.end) + shift));
            add(translated(fix.label), [this, fix] { applyFix(fix); });
        }
    }
    return out;
}

void ScriptEditor::addFixActions(QMenu &menu)
{
    if (isReadOnly())
        return;
    for (const auto &[title, apply] : fixes())
        menu.addAction(title, this, apply);
}

bool ScriptEditor::applyFirstFix()
{
    const auto all = fixes();
    if (isReadOnly() || all.empty())
        return false;
    all.front().second();
    return true;
}

/// The marks in the margin are buttons: of the fixes where there are some, else of the bookmark.
void ScriptEditor::onMarginClicked(int line)
{
    const auto hits = isReadOnly() ? std::vector<ProblemMarks::Hit>() : m_marks->onLine(line);
    const auto fixable = std::ranges::find_if(hits, &ProblemMarks::canMend);
    if (fixable == hits.end()) {
        m_bookmarks->toggle(line);
        return;
    }
    send(this, SCI_GOTOPOS, fixable->begin);
    showFixes();
}

void ScriptEditor::showFixes()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addFixActions(*menu);
    if (menu->isEmpty())
        menu->addAction(tr("No fix is known for this place"))->setEnabled(false);
    else
        menu->setActiveAction(menu->actions().constFirst());
    menu->popup(viewport()->mapToGlobal(pointOf(position()) + QPoint(0, textHeight(0))));
}

void ScriptEditor::contextMenuEvent(QContextMenuEvent *event)
{
    const int at = event->reason() == QContextMenuEvent::Mouse
        ? static_cast<int>(send(this, SCI_POSITIONFROMPOINT, event->pos().x(), event->pos().y()))
        : position();
    // What the menu offers is about what was clicked, unless that is part of what is selected.
    if (at < send(this, SCI_GETSELECTIONSTART) || at > send(this, SCI_GETSELECTIONEND))
        send(this, SCI_GOTOPOS, at);
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addFixActions(*menu);
    if (!menu->isEmpty())
        menu->addSeparator();
    const bool writable = !isReadOnly();
    menu->addAction(tr("&Undo"), this, &QsciScintilla::undo)->setEnabled(isUndoAvailable() && writable);
    menu->addAction(tr("&Redo"), this, &QsciScintilla::redo)->setEnabled(isRedoAvailable() && writable);
    menu->addSeparator();
    menu->addAction(tr("Cu&t"), this, &QsciScintilla::cut)->setEnabled(hasSelectedText() && writable);
    menu->addAction(tr("&Copy"), this, &QsciScintilla::copy)->setEnabled(hasSelectedText());
    menu->addAction(tr("&Paste"), this, &QsciScintilla::paste)->setEnabled(writable && send(this, SCI_CANPASTE));
    menu->addAction(tr("&Delete"), this, &QsciScintilla::removeSelectedText)->setEnabled(hasSelectedText() && writable);
    menu->addAction(tr("Select &All"), this, [this] { selectAll(); });
    if (!m_contextActions.isEmpty())
        menu->addSeparator();
    for (QAction *action : std::as_const(m_contextActions))
        action ? menu->addAction(action) : (void)menu->addSeparator();
    Q_EMIT contextMenuShown(menu, at);
    menu->popup(event->reason() == QContextMenuEvent::Mouse ? event->globalPos()
                                                            : viewport()->mapToGlobal(pointOf(at) + QPoint(0, textHeight(0))));
}

}
