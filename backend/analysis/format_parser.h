// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/program.h"

#include <string>
#include <string_view>
#include <vector>

namespace tapscope::analysis {

/// What is wrong with a format, at bytes [begin, end) of it.
struct FormatProblem {
    size_t begin = 0, end = 0;
    Text message;
    Text nextStep;
};

/// A format taken apart; pieces[i] came from bytes [spans[i].first, spans[i].second).
struct ParsedFormat {
    std::vector<FormatPiece> pieces;
    std::vector<std::pair<size_t, size_t>> spans;
    std::vector<FormatProblem> problems;
};

/// Takes a printf format apart: %[one flag][width or *][.precision or .*][l]conversion.
[[nodiscard]] ParsedFormat parseFormat(std::string_view format);

/// Where byte `at` of a string literal's value stands in its source text (which begins with the opening quote and may hold
/// escapes and several adjacent literals). Maps every byte and the end; empty when text and value don't agree.
[[nodiscard]] std::vector<uint32_t> literalOffsets(std::string_view source, std::string_view value);

}
