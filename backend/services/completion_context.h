// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/document.h"

#include <string>
#include <vector>

namespace tapscope::services {

/// What kind of thing can be written at a place of a script.
struct CompletionContext {
    enum class Place : uint8_t {
        None, ///< comments, numbers, places for names that are new
        TopLevel,
        ProbePoint, ///< a component
        ProbeArgument, ///< inside of the string of component `argumentOf`
        Body, ///< a statement or an expression
        Directive, ///< in a format, behind its %
        AtWord,
        TargetVariable,
        Member,
        Type, ///< long or string
        Condition, ///< between %( and %?
        TypeName, ///< the second argument of @cast
    };
    Place place = Place::None;
    uint32_t replaceBegin = 0;
    uint32_t replaceEnd = 0;
    /// The complete components before the cursor, those with the argument at hand too.
    std::vector<script::ProbeComponent> components;
    std::string argumentOf;
    std::string argument; ///< as far as the cursor
    bool argumentClosed = false;
    std::string typeOwner; ///< where @cast is to look for the type, if that is written
    /// "$a->b" before the arrow.
    std::string base;
    /// Of an enclosing @count(…) and its like, or the function whose arguments these are.
    std::string enclosing;
    bool afterIn = false; ///< an array is wanted
    bool atStatement = false; ///< a statement can begin here
    const Declaration *declaration = nullptr;
};

[[nodiscard]] CompletionContext completionContext(const Document &document, uint32_t offset);

/// The probe points of a declaration, as written; empty when it is no probe.
[[nodiscard]] std::string pointsOf(const Document &document, const Declaration &declaration);

/// Index of the opening parenthesis around token `index` (exclusive), not going before `first`; the number of tokens when there
/// is none.
[[nodiscard]] size_t openingParenthesis(const std::vector<script::Token> &tokens, size_t index, size_t first);

}
