// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/browser/probe_node.h"

#include <QList>

namespace tapscope::editor {

/// What can be written into a script for a row of the browser.
enum class Snippet : uint8_t {
    Call, ///< say when it is hit, with what
    CallAndReturn, ///< an indented tree of calls and returns
    Latency, ///< a histogram of the time from call to return
    Statements, ///< every line of it
    Callers, ///< how often which function calls it
};

[[nodiscard]] QList<Snippet> snippetsFor(const ProbeNode &node);
/// What a menu says.
[[nodiscard]] QString snippetTitle(Snippet snippet, const ProbeNode &node);
/// Script text that can stand behind `script`: names of globals that are taken there are avoided. For a function of the tapset,
/// a call of it. Empty when the node offers no such thing.
[[nodiscard]] QString snippetText(Snippet snippet, const ProbeNode &node, const QString &script = {});
/// A probe on any pattern that a user wrote.
[[nodiscard]] QString patternSnippet(const QString &pattern);

}
