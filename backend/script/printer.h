// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "script/ast.h"
#include "script/parser.h"

#include <string>
#include <string_view>

namespace tapscope::script {

/// One expression or statement in the form of stap -p1: operands in parentheses.
[[nodiscard]] std::string print(const Expression &expression, PrintStyle style = PrintStyle::Readable);
[[nodiscard]] std::string print(const Statement &statement, PrintStyle style = PrintStyle::Readable);

/// `value` as a literal of the language, with its quotes.
[[nodiscard]] std::string quoted(std::string_view value);

[[nodiscard]] std::string_view spelling(BinaryOperator op);

}
