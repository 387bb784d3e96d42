// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>

/// Entries of split units are in files of their own: their handles hold which unit of the program's file, counted from 0 in the
/// order of .debug_info, is the skeleton, and the offset in the other file.
namespace tapscope::debuginfo {

inline constexpr uint64_t splitFlag = uint64_t(1) << 63;
inline constexpr unsigned splitShift = 36;

[[nodiscard]] inline constexpr uint64_t splitHandle(uint64_t unit, uint64_t offset)
{
    return splitFlag | (unit << splitShift & (splitFlag - 1)) | offset;
}
[[nodiscard]] inline constexpr bool isSplitHandle(uint64_t handle)
{
    return (handle & splitFlag) != 0;
}
[[nodiscard]] inline constexpr uint64_t splitUnit(uint64_t handle)
{
    return (handle & (splitFlag - 1)) >> splitShift;
}
[[nodiscard]] inline constexpr uint64_t splitOffset(uint64_t handle)
{
    return handle & ((uint64_t(1) << splitShift) - 1);
}

}
