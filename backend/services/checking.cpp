// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "services/checking.h"

#include "services/analyzed_script.h"

namespace tapscope::services {

CheckedScript check(const Workspace &workspace, const Document &document, std::stop_token stop)
{
    CheckedScript out;
    const auto script = analyzed(workspace, document, stop);
    if (!script) {
        out.cancelled = true;
        return out;
    }
    out.diagnostics = script->diagnostics.all();
    for (script::Diagnostic &diagnostic : out.diagnostics) {
        const bool outside = diagnostic.range.file != 0 && diagnostic.range.file < script->sources.size();
        out.places.push_back(outside ? script->sources.where(diagnostic.range) : std::string());
        // Whoever reads them has the document alone.
        std::erase_if(diagnostic.notes, [](const script::DiagnosticNote &note) { return note.range.file != 0; });
        std::erase_if(diagnostic.fixIts, [](const script::FixIt &fix) { return fix.range.file != 0; });
        if (outside)
            diagnostic.range = {};
    }
    return out;
}

}
