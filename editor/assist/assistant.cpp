// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/assist/assistant.h"

#include "editor/script_editor.h"

namespace tapscope::editor {

Assistant::Assistant(ScriptEditor *editor)
    : client(new LanguageClient(editor))
    , completer(new Completer(editor, client))
    , arguments(new ArgumentHints(editor, client))
    , hover(new HoverTips(editor, client))
    , navigator(new Navigator(editor, client))
    , outline(new ScriptOutline(editor, client))
{}

}
