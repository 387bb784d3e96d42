// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "script/ast.h"
#include "script/token.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tapscope::script {

class Diagnostics;
class Lexer;
struct ParseOptions;

/// @define NAME(parameters) %( body %).
struct Macro {
    /// With its @.
    Name name;
    bool hasParameters = false;
    std::vector<std::string> parameters;
    std::shared_ptr<const std::vector<Token>> body;
};

using MacroTable = std::map<std::string, Macro, std::less<>>;

/// The macros that *.stpm files of the tapset define for every script. The SourceSet that the files are in must outlive it.
class MacroLibrary {
public:
    MacroLibrary();
    ~MacroLibrary();
    MacroLibrary(MacroLibrary &&) noexcept;
    MacroLibrary &operator=(MacroLibrary &&) noexcept;

    /// Takes the definitions of one file; anything else in it is an error.
    void add(const SourceSet &sources, FileId file, const ParseOptions &options, Diagnostics &diagnostics);
    [[nodiscard]] const Macro *find(std::string_view name) const;
    [[nodiscard]] const MacroTable &all() const { return m_macros; }

private:
    MacroTable m_macros;
    /// Own the texts that the bodies' tokens refer to.
    std::vector<std::unique_ptr<Lexer>> m_lexers;
};

}
