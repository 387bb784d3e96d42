// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tapscope::trace {

/// One column of an array's key. Numbers order before texts.
struct KeyColumn {
    bool isText = false;
    int64_t number = 0;
    std::string text;

    friend auto operator<=>(const KeyColumn &, const KeyColumn &) = default;
};

/// What `<<<` has gathered. The numbers below count mean nothing while count is 0.
struct Statistic {
    int64_t count = 0, sum = 0, minimum = 0, maximum = 0, average = 0;

    friend bool operator==(const Statistic &, const Statistic &) = default;
};

/// An element of an array, or the value of a scalar (whose key is empty): the variable's kind says which member counts.
struct GlobalValue {
    std::vector<KeyColumn> key;
    int64_t number = 0;
    std::string text;
    Statistic statistic;

    friend bool operator==(const GlobalValue &, const GlobalValue &) = default;
};

/// A global variable of the script at one moment.
struct GlobalVariable {
    enum class Kind : uint8_t { Number, Text, Statistic } kind = Kind::Number;
    std::string name;
    bool isArray = false;
    /// Elements in the array, which may be more than are listed.
    uint64_t size = 0;
    /// How many elements fit.
    uint64_t capacity = 0;
    /// A scalar's one value, or the elements with the largest values (texts: with the smallest keys), largest first.
    std::vector<GlobalValue> values;
};

/// What somebody wants of a variable while the script runs: a value for it (or for an element that is there), or none: the
/// element is deleted, the scalar emptied.
struct GlobalEdit {
    uint32_t variable = 0; ///< in Globals::variables
    std::vector<KeyColumn> key; ///< empty: the scalar
    std::optional<KeyColumn> value; ///< of the variable's kind; statistics take none
};

/// All global variables, read one after the other while the script runs: each is of its own moment.
struct Globals {
    uint64_t timeNs = 0; ///< since the session began
    std::vector<GlobalVariable> variables;
};

}
