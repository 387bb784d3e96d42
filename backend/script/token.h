// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "script/source.h"

#include <cstdint>
#include <string_view>

namespace tapscope::script {

enum class TokenKind : uint8_t {
    End, ///< behind the last token; its range is the empty end of the file
    Identifier, ///< also $x, $$vars and the bare $ that asks for a pretty print
    Keyword,
    AtWord, ///< @name
    Number,
    String,
    Operator,
    EmbeddedC,
    Junk, ///< bytes that mean nothing; always carries a problem
};

constexpr uint32_t noProblem = UINT32_MAX;
/// The problem of a token that stands in for something already complained of.
constexpr uint32_t toldProblem = UINT32_MAX - 1;
constexpr uint32_t noExpansion = UINT32_MAX;

/// One word of the script. `text` is the spelling; of a string the unescaped value, of embedded C the code between its
/// braces. It lives as long as the SourceSet and the lexer (or MacroLibrary) that made it.
struct Token {
    TokenKind kind = TokenKind::End;
    /// First on its line.
    bool startsLine = false;
    /// No white space or comment between it and the token before.
    bool adjacent = false;
    /// What the lexer has to say about this token, told only if the token is used (not in a dropped branch).
    uint32_t problem = noProblem;
    /// Which macro use it comes from.
    uint32_t expansion = noExpansion;
    /// Where it stands in the script; of a token out of a macro's body the place of the macro's use.
    Range range;
    /// Where a token out of a macro's body is written; set when `expansion` is.
    Range spelled;
    std::string_view text;
    int64_t number = 0;

    [[nodiscard]] bool is(std::string_view spelling) const
    {
        return text == spelling && (kind == TokenKind::Operator || kind == TokenKind::Keyword);
    }
    [[nodiscard]] bool isKeyword(std::string_view spelling) const { return kind == TokenKind::Keyword && text == spelling; }
};

/// A comment with its markers.
struct Comment {
    Range range;
    /// Nothing but blanks before it on its line.
    bool startsLine = false;
};

}
