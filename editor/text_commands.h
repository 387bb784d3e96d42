// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace tapscope::editor {

class ScriptEditor;

/// What the Edit menu does to a script's text. Each is one step of undo; on read-only text nothing happens.
namespace commands {

/// Comments the selected lines, or takes their comment marks away if all have one.
void toggleComment(ScriptEditor &editor);
/// Sets the selected lines' indentation from the braces around them.
void indentSelection(ScriptEditor &editor);
/// The whole script as the formatter writes it; false when it can't be cut into tokens. The caret stays in its line.
bool format(ScriptEditor &editor);
void moveLines(ScriptEditor &editor, bool down);
void duplicate(ScriptEditor &editor);
void deleteLines(ScriptEditor &editor);
void joinLines(ScriptEditor &editor);

/// One more caret in the line above or below the last one, at its column.
void addCaret(ScriptEditor &editor, bool below);
/// Selects the word at the caret; if one is selected, its next occurrence, too.
void addNextOccurrence(ScriptEditor &editor);
void selectAllOccurrences(ScriptEditor &editor);
/// A caret at the end of each selected line.
void caretsInLines(ScriptEditor &editor);

void toggleFold(ScriptEditor &editor);
void foldAll(ScriptEditor &editor, bool fold);

}

}
