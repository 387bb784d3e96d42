// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

/// Marks a pattern for translators (lupdate reads it as QT_TRANSLATE_NOOP); yields the pattern unchanged.
#define TAPSCOPE_TEXT(context, pattern) pattern

namespace tapscope {

/// A sentence for the user: an English pattern with %1 … %9, and what stands in their places. The pattern is the key
/// under which the interface finds the translation, so it must be a literal (static storage), marked with TAPSCOPE_TEXT.
struct Text {
    std::string_view pattern;
    std::vector<std::string> arguments;

    [[nodiscard]] std::string english() const;
    [[nodiscard]] bool empty() const { return pattern.empty(); }
    friend bool operator==(const Text &, const Text &) = default;
};

/// Fills %1 … %9 of `pattern` (which may be a translation); a place without an argument stays as it is.
[[nodiscard]] std::string fill(std::string_view pattern, const std::vector<std::string> &arguments);

/// Why something outside the script could not be done: what happened, and what the user can do about it.
struct Failure {
    Text what;
    Text nextStep;
};

}
