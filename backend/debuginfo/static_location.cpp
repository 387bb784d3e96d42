// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/location_lowering.h"

#include <dwarf.h>

#include <algorithm>
#include <cstring>
#include <utility>

/// Locations that need no expression: constants, and what lies at one address of the file.
namespace tapscope::debuginfo {

namespace {

using Op = LocationStep::Op;

constexpr std::string_view notLoaded = TAPSCOPE_TEXT(
    "Diagnostics", "its kernel module is not loaded, or its addresses are shown to root only (/sys/module/…/sections)");
constexpr std::string_view ofEachProcessor = TAPSCOPE_TEXT("Diagnostics", "each processor has its own, without a fixed address");

// The probed address may be told some bytes too low or too high: behind a breakpoint's byte, before a mark for indirect calls.
// Rounded to the nearest multiple it is right all the same.
constexpr int64_t halfOf(int64_t mask)
{
    return -mask / 2;
}

constexpr size_t mostConstantBytes = 256;

}

Location constantBytes(std::span<const uint8_t> bytes)
{
    Location whole{Location::Kind::Pieces, {}, {}};
    if (bytes.size() > mostConstantBytes)
        return unavailable(TAPSCOPE_TEXT("Diagnostics", "it is wider than 64 bits"));
    for (size_t at = 0; at == 0 || at < bytes.size(); at += sizeof(uint64_t)) {
        uint64_t value = 0;
        const size_t size = std::min(bytes.size() - at, sizeof value);
        std::memcpy(&value, bytes.data() + at, size);
        Location &piece = whole.pieces.emplace_back(
            Location{Location::Kind::Value, {{Op::Constant, static_cast<int64_t>(value)}}, {}});
        piece.bits = size * 8;
    }
    if (whole.pieces.size() > 1)
        return whole;
    whole.pieces.front().bits = 0;
    return std::move(whole.pieces.front());
}

Location lowerConstant(Dwarf_Attribute attribute)
{
    Dwarf_Block block;
    Dwarf_Sword number = 0;
    switch (dwarf_whatform(&attribute)) {
    case DW_FORM_block:
    case DW_FORM_block1:
    case DW_FORM_block2:
    case DW_FORM_block4:
    case DW_FORM_data16: {
        if (dwarf_formblock(&attribute, &block) != 0)
            return unavailable(TAPSCOPE_TEXT("Diagnostics", "its value is a constant that is not a number"));
        return constantBytes(std::span(block.data, block.length));
    }
    default:
        if (dwarf_formsdata(&attribute, &number) != 0)
            return unavailable(TAPSCOPE_TEXT("Diagnostics", "its value is a constant that is not a number"));
        return {Location::Kind::Value, {{Op::Constant, number}}, {}};
    }
}

Location unavailable(std::string_view reason, std::vector<std::string> arguments)
{
    return {Location::Kind::Unavailable, {}, {reason, std::move(arguments)}};
}

Location staticLocation(const LoweringContext &context, uint64_t address)
{
    if (context.loadedAddress) {
        const auto loaded = (*context.loadedAddress)(address);
        return loaded ? Location{Location::Kind::Memory, {{Op::Constant, static_cast<int64_t>(*loaded)}}, {}}
                      : unavailable(notLoaded);
    }
    const auto value = static_cast<int64_t>(address);
    if (context.fixedAddress)
        return {Location::Kind::Memory, {{Op::Constant, value}}, {}};
    std::vector<LocationStep> steps{{Op::LoadBias, static_cast<int64_t>(context.address)}};
    if (context.biasMask != -1) {
        if (value >= 0)
            return unavailable(ofEachProcessor);
        steps.insert(steps.end(),
                     {{Op::Constant, halfOf(context.biasMask)}, {Op::Add, 0}, {Op::Constant, context.biasMask}, {Op::And, 0}});
    }
    steps.insert(steps.end(), {{Op::Constant, value}, {Op::Add, 0}});
    return {Location::Kind::Memory, std::move(steps), {}};
}

}
