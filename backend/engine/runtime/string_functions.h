// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// The string functions of the script language, as stap's tapset defines them.
namespace tapscope::engine {

/// `length` bytes from `start`; "" when start lies outside.
[[nodiscard]] std::string_view substr(std::string_view text, int64_t start, int64_t length);
/// The leading number; base 0 goes by its prefix. Neither blanks nor a plus sign are skipped; large numbers wrap.
[[nodiscard]] int64_t strtol(std::string_view text, int64_t base);
[[nodiscard]] std::string strReplace(std::string_view text, std::string_view search, std::string_view replacement);

/// At most `length` bytes of the text with what is not printable ASCII, quotes and backslashes written as escape sequences.
/// With `quoted` in double quotes, behind which three dots say that some of the text did not fit.
[[nodiscard]] std::string escapedText(std::string_view text, size_t length, bool quoted);

/// tokenize(): remembers the text between calls; "" goes on with it.
class Tokenizer {
public:
    [[nodiscard]] std::string next(std::string_view text, std::string_view delimiters);

private:
    std::string m_text;
    size_t m_position = 0;
};

}
