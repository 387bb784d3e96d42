// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "script/diagnostic.h"
#include "script/lexer.h"
#include "script/macro.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tapscope::script {

/// The token stream that the parser sees: macros are expanded, then conditionals are decided. Problems of tokens that
/// survive are told here; junk is dropped.
class Preprocessor {
public:
    Preprocessor(Lexer &lexer, const ParseOptions &options, Diagnostics &diagnostics);

    /// The next token; at the end, End again and again. An End with a problem is one that an unclosed construct caused.
    [[nodiscard]] Token next();

    /// Adds to `diagnostic` how the token came out of macros.
    void explain(const Token &token, Diagnostic &diagnostic) const;

    /// Names of the file's own macros so far, with their @.
    [[nodiscard]] std::vector<std::string> macroNames() const;

    /// The macros that the file itself defines.
    [[nodiscard]] MacroTable takeMacros() { return std::move(m_macros); }

private:
    using Tokens = std::shared_ptr<const std::vector<Token>>;
    /// What a macro's body sees: its arguments, and the environment in which these are to be expanded.
    struct Environment {
        const Macro *macro = nullptr;
        std::map<std::string, Tokens, std::less<>> arguments;
        std::shared_ptr<const Environment> caller;
    };
    using EnvironmentPtr = std::shared_ptr<const Environment>;
    /// A list of tokens that is being read.
    struct Frame {
        Tokens tokens;
        size_t at = 0;
        EnvironmentPtr environment;
        /// Of a macro's body: the place of use, which all its tokens get.
        std::optional<Range> use;
        uint32_t expansion = noExpansion;
    };
    struct Expansion {
        std::string macro;
        Range use;
        uint32_t outer = noExpansion;
    };
    struct Condition {
        Range opening;
        bool inElse = false;
    };
    /// A value in a condition.
    struct Operand {
        enum class Kind : uint8_t { Version, Symbol, Flag, Config, String, Number } kind = Kind::String;
        std::string text;
        int64_t number = 0;
        bool hasNumber = false;
        Range range;
    };

    [[nodiscard]] Token raw();
    [[nodiscard]] Token expanded();
    [[nodiscard]] const Macro *findMacro(std::string_view name) const;
    void define(const Token &word);
    [[nodiscard]] bool readParameters(Macro &macro);
    [[nodiscard]] bool isActive(const Macro *macro) const;
    [[nodiscard]] static Token placeholder(Token token);
    void use(const Token &word, const Macro &macro);
    [[nodiscard]] std::optional<std::vector<Tokens>> readArguments(const Token &word, const Macro &macro, Range &whole);
    void report(Token &token);

    void condition(const Token &opening);
    void skipBranch(const Token &opening);
    [[nodiscard]] bool evaluate(std::vector<Token> &tokens, const Token &opening);
    [[nodiscard]] std::optional<Operand> operand(const Token &token);
    [[nodiscard]] std::optional<bool> compare(const Operand &left, const Token &op, const Operand &right);
    Diagnostic &error(const Token &token, std::string_view id, Text message, Text nextStep = {});

    Lexer &m_lexer;
    const ParseOptions &m_options;
    Diagnostics &m_diagnostics;
    std::vector<Frame> m_frames;
    std::vector<Token> m_pushedBack;
    MacroTable m_macros;
    std::vector<Expansion> m_expansions;
    std::vector<Condition> m_conditions;
    std::vector<bool> m_told;
    size_t m_work = 0;
    bool m_incomplete = false;
    bool m_exhausted = false;
};

}
