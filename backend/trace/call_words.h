// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string_view>

namespace tapscope::trace {

/// What a line of a call-tree script says behind its indentation: "-> name(arguments)", "<- name result".
struct CallWords {
    std::string_view arrow; ///< empty when there is none
    std::string_view function;
    std::string_view rest; ///< restOfCall of the text behind the function's name
};

/// Blanks and line ends cut off both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// What follows a function's name, without blanks and the colon, comma or equals sign that set it off.
[[nodiscard]] std::string_view restOfCall(std::string_view text);

/// What a function returned, from what its line says: "0x1" of "return=0x1" (the form of $$return), else the text itself.
[[nodiscard]] std::string_view returnedValue(std::string_view rest);

/// Splits the text behind an indentation. The name is the first word behind the arrow; it ends at a blank, an opening parenthesis
/// (but of "operator()") or the colon, equals sign or comma that ends the word.
[[nodiscard]] CallWords splitCall(std::string_view text);

}
