// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "script/foreign.h"

#include "script/display_width.h"

#include <algorithm>
#include <array>

namespace tapscope::script {

namespace {

/// The printable ASCII characters from '!' on: full-width forms have the same order from U+FF01 on.
constexpr std::string_view printable
    = "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";

struct Lookalike {
    uint32_t codePoint;
    std::string_view ascii;
};
constexpr std::array<Lookalike, 24> lookalikes{{
    {0xd7, "*"},   {0xf7, "/"},    {0x2010, "-"},  {0x2011, "-"},  {0x2012, "-"}, {0x2013, "-"}, {0x2014, "-"},   {0x2192, "->"},
    {0x2212, "-"}, {0x2260, "!="}, {0x2264, "<="}, {0x2265, ">="}, {0x3001, ","}, {0x3002, "."}, {0x3008, "<"},   {0x3009, ">"},
    {0x300a, "<"}, {0x300b, ">"},  {0x3010, "["},  {0x3011, "]"},  {0x3014, "("}, {0x3015, ")"}, {0x2026, "..."}, {0x201a, ","},
}};
constexpr std::array<uint32_t, 10> blanks{0x85, 0xa0, 0x1680, 0x200b, 0x200c, 0x200d, 0x2028, 0x2029, 0x3000, 0xfeff};

}

Foreign classifyForeign(std::string_view text, size_t offset)
{
    if (offset >= text.size() || static_cast<unsigned char>(text[offset]) < 0x80)
        return {};
    const auto [codePoint, bytes] = characterAt(text, offset);
    if (codePoint == 0xfffd || codePoint < 0xa0)
        return {codePoint == 0x85 ? Foreign::Blank : Foreign::Invalid, bytes, {}};
    if (std::ranges::find(blanks, codePoint) != blanks.end() || (codePoint >= 0x2000 && codePoint <= 0x200a))
        return {Foreign::Blank, bytes, " "};
    if (codePoint == 0x201c || codePoint == 0x201d || codePoint == 0x201e || codePoint == 0xff02)
        return {codePoint == 0x201d ? Foreign::CloseQuote : Foreign::OpenQuote, bytes, "\""};
    if (codePoint == 0x2018 || codePoint == 0x2019 || codePoint == 0xff07 || codePoint == 0x300c || codePoint == 0x300d)
        return {codePoint == 0x2019 || codePoint == 0x300d ? Foreign::CloseQuote : Foreign::OpenQuote, bytes, "\""};
    if (codePoint >= 0xff01 && codePoint <= 0xff5e)
        return {Foreign::Punctuation, bytes, printable.substr(codePoint - 0xff01, 1)};
    if (const auto found = std::ranges::find(lookalikes, codePoint, &Lookalike::codePoint); found != lookalikes.end())
        return {Foreign::Punctuation, bytes, found->ascii};
    const bool symbol = (codePoint >= 0x2000 && codePoint <= 0x2bff) || (codePoint >= 0x3000 && codePoint <= 0x303f)
        || (codePoint >= 0xe000 && codePoint <= 0xf8ff) || (codePoint >= 0xff00 && codePoint <= 0xffef) || codePoint >= 0x1f000
        || (codePoint < 0xc0 && codePoint != 0xaa && codePoint != 0xb5 && codePoint != 0xba);
    return {symbol ? Foreign::Invalid : Foreign::Letter, bytes, {}};
}

}
