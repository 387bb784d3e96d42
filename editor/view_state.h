// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QJsonObject>

namespace tapscope::editor {

class ScriptEditor;

/// Where the user was in a script: caret, scroll position, closed folds, bookmarks. Lines that are gone when it is restored
/// are left out.
[[nodiscard]] QJsonObject viewState(const ScriptEditor &editor);
void restoreViewState(ScriptEditor &editor, const QJsonObject &state);

}
