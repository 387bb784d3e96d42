// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/type_source.h"

#include <bit>

namespace tapscope::debuginfo {

bool placeBitField(Member &member, uint64_t bit, uint32_t bits)
{
    member.bitSize = bits;
    // The unit of its declared type, where it keeps within one; else the fewest bytes that hold it.
    const uint64_t unit = member.type.byteSize;
    if (std::has_single_bit(unit) && unit <= 8 && bit % (unit * 8) + bits <= unit * 8) {
        member.byteOffset = bit / (unit * 8) * unit;
        member.bitOffset = static_cast<uint32_t>(bit % (unit * 8));
        member.unitBytes = static_cast<uint8_t>(unit);
        return true;
    }
    member.byteOffset = bit / 8;
    member.bitOffset = static_cast<uint32_t>(bit % 8);
    const uint32_t bytes = (member.bitOffset + bits + 7) / 8;
    member.unitBytes = static_cast<uint8_t>(std::bit_ceil(bytes));
    return bytes <= 8;
}

}
