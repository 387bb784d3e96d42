// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "script/source.h"
#include "script/token.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace tapscope::services {

using script::Range;

/// What a name in a script stands for.
enum class NameKind : uint8_t {
    Global,
    Local,
    Parameter,
    Function,
    Macro, ///< its name has the @
    Operator, ///< @count, @cast …
    ProbeComponent,
    TargetVariable, ///< its name has the $
    Member,
};

constexpr uint32_t noDeclaration = UINT32_MAX;

/// A name at one place of the script.
struct Occurrence {
    Range range;
    std::string_view name;
    NameKind kind = NameKind::Local;
    uint32_t declaration = noDeclaration; ///< index of the declaration around it
    bool definition = false; ///< where the name is introduced; of a local its first use
    bool write = false;
};

/// A probe, function, global … at the top of the script, from its first word to its last.
struct Declaration {
    enum class Kind : uint8_t { Probe, Alias, Function, Global, Macro, EmbeddedC };
    Kind kind = Kind::Probe;
    Range range;
    Range nameRange; ///< of probes all their points, of `global` the first name
    std::optional<Range> body; ///< with its braces; open at the end of the declaration when the closing one is missing
    uint32_t firstToken = 0; ///< indexes into the tokens
    uint32_t endToken = 0;
    uint32_t bodyToken = 0; ///< of the opening brace, or `endToken`
    bool closed = false; ///< the body has its closing brace
};

/// What is declared in a script and which names are where. Made from the script's words alone, so that a script that is being
/// typed has a model too. Refers to the tokens' text.
class ScriptModel {
public:
    ScriptModel() = default;
    explicit ScriptModel(std::span<const script::Token> tokens);

    [[nodiscard]] const std::vector<Declaration> &declarations() const { return m_declarations; }
    /// In the order of the text.
    [[nodiscard]] const std::vector<Occurrence> &occurrences() const { return m_occurrences; }

    /// The name that `offset` touches (its end counts), or null.
    [[nodiscard]] const Occurrence *occurrenceAt(uint32_t offset) const;
    /// The declaration that `offset` is in, or null between them.
    [[nodiscard]] const Declaration *declarationAt(uint32_t offset) const;
    /// All places of what `name` stands for, itself too; members and probe components only where they are spelled the same.
    [[nodiscard]] std::vector<const Occurrence *> sameName(const Occurrence &name) const;

private:
    std::vector<Declaration> m_declarations;
    std::vector<Occurrence> m_occurrences;
};

}
