// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/program.h"
#include "translator/ir.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace tapscope::engine {

/// One argument of a print, as the script's type says.
struct FormatArgument {
    FormatArgument() = default;
    FormatArgument(int64_t value) : number(value) {}
    FormatArgument(std::string_view value) : text(value), isText(true) {}

    int64_t number = 0;
    std::string_view text;
    bool isText = false;
};

/// Width and precision of a conversion once those from arguments are known; -1 is none.
struct FieldSize {
    int32_t width = -1;
    int32_t precision = -1;
    bool leftAlign = false;
};

/// Longest field that a width can ask for: what a handler of stap can print at all.
inline constexpr int32_t maxFieldWidth = 8192;

/// Field sizes of `piece`, with the argument values that its `*` take (ignored when it has none).
[[nodiscard]] FieldSize fieldSize(const analysis::FormatPiece &piece, int64_t widthArgument, int64_t precisionArgument);

/// Appends one converted value, without the piece's literal.
void appendValue(std::string &out, const analysis::FormatPiece &piece, const FieldSize &size, const FormatArgument &value);

/// Appends what the script's printf prints. Arguments lie in order, those of `*` before their value; missing ones are 0 or "".
void appendFormat(std::string &out, std::span<const analysis::FormatPiece> pieces, std::span<const FormatArgument> arguments);

/// Appends what a print of the program prints: inner texts are cut at `longest` bytes, as the values they stand for are.
void appendFormat(std::string &out, const translator::ir::PrintFormat &format, std::span<const FormatArgument> arguments,
                  size_t longest);

/// Cuts the inner texts of a print while its pieces are appended one by one.
class TextCutter {
public:
    TextCutter(std::span<const translator::ir::PrintFormat::InnerText> texts, size_t longest) : m_texts(texts), m_longest(longest)
    {}

    /// To be called before each piece and after the last one. True if `out` lost something.
    bool beforePiece(std::string &out);

private:
    std::span<const translator::ir::PrintFormat::InnerText> m_texts;
    size_t m_longest;
    size_t m_next = 0, m_piece = 0, m_start = 0;
};

/// Appends a decimal number: the fast path of %d.
void appendDecimal(std::string &out, int64_t value);
/// Appends "0x" and hexadecimal digits.
void appendHex(std::string &out, uint64_t value);
/// Appends "%6d name(tid):" and `spaces` blanks: what thread_indent returns. With an empty name: what indent returns.
void appendIndent(std::string &out, int64_t microseconds, std::string_view name, int64_t tid, int64_t spaces);

}
