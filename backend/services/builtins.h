// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/text.h"

#include <span>
#include <string_view>

namespace tapscope::services {

/// A word of the language itself, with what it is good for.
struct Builtin {
    std::string_view name;
    std::string_view form; ///< how it is written: "@count(statistic)"; arguments are between the parentheses
    std::string_view result; ///< "long", "string" or empty
    Text meaning;
};

[[nodiscard]] std::span<const Builtin> keywordsExplained();
/// Words with an @.
[[nodiscard]] std::span<const Builtin> operatorsExplained();
/// print, printf and their kin, which are no library functions.
[[nodiscard]] std::span<const Builtin> printFunctions();
/// $$vars and its kin.
[[nodiscard]] std::span<const Builtin> targetWords();
/// What can follow a % in a format.
[[nodiscard]] std::span<const Builtin> formatDirectives();
/// What %( … %? can ask about.
[[nodiscard]] std::span<const Builtin> conditionWords();
/// Components of probe points.
[[nodiscard]] std::span<const Builtin> pointComponents();

/// The entry of that name in any of the lists, or null.
[[nodiscard]] const Builtin *findBuiltin(std::span<const Builtin> list, std::string_view name);

/// Whether an @ word summarises a statistic.
[[nodiscard]] bool isStatisticOperator(std::string_view name);

}
