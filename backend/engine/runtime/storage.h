// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/program.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tapscope::engine {

/// A value of the script, or one column of an array's key: the type of the variable says which member counts.
struct Cell {
    int64_t number = 0;
    std::string text;

    friend bool operator==(const Cell &, const Cell &) = default;
};
using Key = std::vector<Cell>;

/// What the script wants to know of one statistics global, beside what all of them keep.
struct StatisticPlan {
    StatisticPlan() = default;
    explicit StatisticPlan(const analysis::GlobalVariable &global);

    std::optional<analysis::HistogramKind> histogram;
    uint32_t shift = 0; ///< of @variance
    bool variance = false;
};

/// What <<< has gathered.
struct Statistics {
    int64_t count = 0, sum = 0, min = 0, max = 0;
    int64_t mean = 0, squares = 0; ///< for @variance, shifted: a running mean and the sum of squared distances from it
    std::vector<int64_t> buckets; ///< of the histogram

    void add(int64_t value, const StatisticPlan &plan = {});
    void merge(const Statistics &other);
    [[nodiscard]] int64_t variance(const StatisticPlan &plan) const;
};

struct Element {
    Key key;
    Cell value; ///< arrays of longs and strings
    Statistics statistics; ///< arrays of statistics
};

/// The script's global variables, by their index in analysis::Program::globals. An empty key means the scalar.
class Storage {
public:
    virtual ~Storage() = default;

    [[nodiscard]] virtual Cell load(uint32_t global, const Key &key) = 0;
    /// False: the array is full.
    [[nodiscard]] virtual bool store(uint32_t global, const Key &key, const Cell &value) = 0;
    /// Adds to a long; the value before, or nothing when the array is full.
    [[nodiscard]] virtual std::optional<int64_t> add(uint32_t global, const Key &key, int64_t value) = 0;
    /// Whether an array has the element.
    [[nodiscard]] virtual bool has(uint32_t global, const Key &key) = 0;
    virtual void erase(uint32_t global, const Key &key) = 0;
    /// Empties an array; sets a scalar to 0, "" or no values.
    virtual void clear(uint32_t global) = 0;
    /// <<<. False: the array is full.
    [[nodiscard]] virtual bool accumulate(uint32_t global, const Key &key, int64_t value) = 0;
    [[nodiscard]] virtual Statistics statistics(uint32_t global, const Key &key) = 0;
    /// A copy of an array, in the order of insertion where that is known.
    [[nodiscard]] virtual std::vector<Element> elements(uint32_t global) = 0;
};

}
