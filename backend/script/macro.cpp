// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "script/macro.h"

#include "script/parser.h"
#include "script/preprocessor.h"

namespace tapscope::script {

MacroLibrary::MacroLibrary() = default;
MacroLibrary::~MacroLibrary() = default;
MacroLibrary::MacroLibrary(MacroLibrary &&) noexcept = default;
MacroLibrary &MacroLibrary::operator=(MacroLibrary &&) noexcept = default;

void MacroLibrary::add(const SourceSet &sources, FileId file, const ParseOptions &options, Diagnostics &diagnostics)
{
    auto &lexer = *m_lexers.emplace_back(std::make_unique<Lexer>(sources, file, options));
    Preprocessor preprocessor(lexer, options, diagnostics);
    bool told = false;
    for (Token token = preprocessor.next(); token.kind != TokenKind::End; token = preprocessor.next()) {
        if (!told)
            diagnostics.error("not-a-macro", token.range, {TAPSCOPE_TEXT("Diagnostics", "a macro file holds @define only"), {}},
                              {TAPSCOPE_TEXT("Diagnostics", "put probes, functions and globals into a .stp file"), {}});
        told = true;
    }
    for (auto &[name, macro] : preprocessor.takeMacros()) {
        // Problems are numbered by the lexer of the file; the script's lexer has other ones.
        auto body = *macro.body;
        for (auto &token : body) {
            if (token.problem != noProblem && token.problem != toldProblem)
                diagnostics.add(lexer.problem(token.problem));
            token.problem = noProblem;
        }
        Macro kept = macro;
        kept.body = std::make_shared<const std::vector<Token>>(std::move(body));
        m_macros.insert_or_assign(name, std::move(kept));
    }
}

const Macro *MacroLibrary::find(std::string_view name) const
{
    const auto found = m_macros.find(name);
    return found == m_macros.end() ? nullptr : &found->second;
}

}
