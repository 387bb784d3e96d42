// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "script/display_width.h"

#include <algorithm>
#include <array>

namespace tapscope::script {

namespace {

struct Span {
    uint32_t first;
    uint32_t last;
};

constexpr std::array<Span, 9> zeroWidth{{{0x0300, 0x036f},
                                         {0x0483, 0x0489},
                                         {0x0591, 0x05bd},
                                         {0x200b, 0x200f},
                                         {0x202a, 0x202e},
                                         {0x20d0, 0x20ff},
                                         {0xfe00, 0xfe0f},
                                         {0xfe20, 0xfe2f},
                                         {0xfeff, 0xfeff}}};
constexpr std::array<Span, 12> wide{{{0x1100, 0x115f},
                                     {0x2e80, 0x303e},
                                     {0x3041, 0x33ff},
                                     {0x3400, 0x4dbf},
                                     {0x4e00, 0x9fff},
                                     {0xa000, 0xa4cf},
                                     {0xac00, 0xd7a3},
                                     {0xf900, 0xfaff},
                                     {0xfe30, 0xfe6f},
                                     {0xff01, 0xff60},
                                     {0x1f300, 0x1faff},
                                     {0x20000, 0x3fffd}}};

bool isIn(const auto &spans, uint32_t codePoint)
{
    return std::ranges::any_of(spans, [&](const Span &span) { return codePoint >= span.first && codePoint <= span.last; });
}

}

Character characterAt(std::string_view text, size_t offset)
{
    constexpr Character broken{0xfffd, 1};
    const auto byte = [&](size_t i) { return static_cast<uint32_t>(static_cast<unsigned char>(text[i])); };
    const uint32_t lead = byte(offset);
    if (lead < 0x80)
        return {lead, 1};
    const uint32_t length = lead >= 0xf0 && lead < 0xf5 ? 4
        : lead >= 0xe0 && lead < 0xf0                   ? 3
        : lead >= 0xc2 && lead < 0xe0                   ? 2
                                                        : 0;
    if (length == 0 || offset + length > text.size())
        return broken;
    uint32_t codePoint = lead & (0xffU >> (length + 1));
    for (uint32_t i = 1; i < length; ++i) {
        if ((byte(offset + i) & 0xc0) != 0x80)
            return broken;
        codePoint = codePoint << 6 | (byte(offset + i) & 0x3f);
    }
    const bool overlong = (length == 3 && codePoint < 0x800) || (length == 4 && codePoint < 0x10000);
    const bool surrogate = codePoint >= 0xd800 && codePoint <= 0xdfff;
    return overlong || surrogate || codePoint > 0x10ffff ? broken : Character{codePoint, length};
}

uint32_t displayWidth(uint32_t codePoint)
{
    if (codePoint < 0x300)
        return 1;
    return isIn(zeroWidth, codePoint) ? 0 : isIn(wide, codePoint) ? 2 : 1;
}

}
