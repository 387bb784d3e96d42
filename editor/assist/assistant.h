// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/assist/argument_hints.h"
#include "editor/assist/completer.h"
#include "editor/assist/hover_tips.h"
#include "editor/assist/language_client.h"
#include "editor/assist/navigator.h"
#include "editor/assist/script_outline.h"

namespace tapscope::editor {

/// All that helps with writing one script.
struct Assistant {
    explicit Assistant(ScriptEditor *editor);

    LanguageClient *client; ///< all belong to the editor
    Completer *completer;
    ArgumentHints *arguments;
    HoverTips *hover;
    Navigator *navigator;
    ScriptOutline *outline;
};

}
