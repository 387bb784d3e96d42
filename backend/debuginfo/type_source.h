// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/location.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tapscope::debuginfo {

/// A member of a structure, union or class; a base class is a member without a name.
struct Member {
    std::string name;
    TypeInfo type;
    uint64_t byteOffset = 0; ///< in the structure; of a bit field: of the storage unit that is read
    uint32_t bitOffset = 0; ///< bit field: from the unit's lowest bit
    uint32_t bitSize = 0; ///< 0: no bit field
    uint8_t unitBytes = 0; ///< bit field: how much is read
    bool isBase = false; ///< a base class
};

struct Enumerator {
    std::string name;
    int64_t value = 0;
};

/// Leads from types to the types that they are made of. DWARF and BTF both can.
class TypeSource {
public:
    virtual ~TypeSource() = default;

    /// What a pointer points to, or an array is made of; nullopt for other types and for pointers to nothing known.
    [[nodiscard]] virtual std::optional<TypeInfo> targetOf(const TypeInfo &) const { return std::nullopt; }
    /// Members in order; empty for types without, and for those that are only declared.
    [[nodiscard]] virtual std::vector<Member> membersOf(const TypeInfo &) const { return {}; }
    [[nodiscard]] virtual std::vector<Enumerator> enumeratorsOf(const TypeInfo &) const { return {}; }
    /// The value of an enumerator of any enumeration, with or without a name.
    [[nodiscard]] virtual std::optional<int64_t> enumeratorNamed(std::string_view) const { return std::nullopt; }
    /// A type by its name, with or without "struct", "union", "enum" or "class" before it; the complete one.
    [[nodiscard]] virtual std::optional<TypeInfo> findType(std::string_view) const { return std::nullopt; }
    /// Names of types, for "did you mean".
    [[nodiscard]] virtual std::vector<std::string> typeNames() const { return {}; }
};

/// Puts a bit field, whose first bit is `bit` of its structure, where it can be read at once. False: it is too wide for that.
[[nodiscard]] bool placeBitField(Member &member, uint64_t bit, uint32_t bits);

}
