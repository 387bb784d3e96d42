// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/dwarf_die.h"
#include "debuginfo/location.h"

#include <optional>
#include <string>
#include <unordered_map>

namespace tapscope::debuginfo {

/// A type (nullopt: void) as reading and printing need it. Names are written like in script listings: "char const*",
/// "struct item*", "int (*) (struct dentry*, umode_t)", "struct iovec[]".
[[nodiscard]] TypeInfo readType(const std::optional<Dwarf_Die> &type);

/// Types that were read, by their DIE: a program has far fewer types than variables. For one Dwarf, not thread-safe.
class TypeCache {
public:
    [[nodiscard]] const TypeInfo &read(const std::optional<Dwarf_Die> &type);

private:
    std::unordered_map<const void *, TypeInfo> m_types;
};

[[nodiscard]] uint64_t sizeOfType(const std::optional<Dwarf_Die> &type, int depth = 0);

}
