// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/entry_point.h"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace tapscope::debuginfo {

namespace {

bool startsWith(std::span<const uint8_t> code, std::initializer_list<uint8_t> bytes)
{
    return code.size() >= bytes.size() && std::equal(bytes.begin(), bytes.end(), code.begin());
}

// The padding that compilers and the kernel use; only these exact forms are recognised there too.
bool isLongNop(std::span<const uint8_t> code)
{
    return startsWith(code, {0x66, 0x90}) || startsWith(code, {0x0f, 0x1f, 0x00}) || startsWith(code, {0x0f, 0x1f, 0x40, 0x00})
        || startsWith(code, {0x0f, 0x1f, 0x44, 0x00, 0x00}) || startsWith(code, {0x66, 0x0f, 0x1f, 0x44, 0x00, 0x00})
        || startsWith(code, {0x0f, 0x1f, 0x80, 0x00, 0x00, 0x00, 0x00})
        || startsWith(code, {0x0f, 0x1f, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00});
}

}

CostClass costOf(std::span<const uint8_t> code)
{
    if (code.empty())
        return CostClass::SingleStepped;
    const uint8_t first = code[0];
    const uint8_t second = code.size() > 1 ? code[1] : 0;
    const auto isPush = [](uint8_t byte) { return byte >= 0x50 && byte <= 0x57; };
    const bool push = isPush(first) || (first == 0x41 && isPush(second));
    const bool nop = first == 0x90 || (first == 0xf3 && second == 0x90) || isLongNop(code);
    const bool callOrJump = first == 0xe8 || first == 0xe9 || first == 0xeb;
    const bool conditionalJump = (first >= 0x70 && first <= 0x7f) || (first == 0x0f && second >= 0x80 && second <= 0x8f);
    return push || nop || callOrJump || conditionalJump ? CostClass::Emulated : CostClass::SingleStepped;
}

bool startsWithEndbr64(std::span<const uint8_t> code)
{
    return startsWith(code, {0xf3, 0x0f, 0x1e, 0xfa});
}

}
