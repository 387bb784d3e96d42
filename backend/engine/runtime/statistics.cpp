// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/runtime/storage.h"

#include <algorithm>

namespace tapscope::engine {

namespace {

// All arithmetic is of 64 bits and wraps, as that of handlers in the kernel, so that both say the same of any numbers.
uint64_t raw(int64_t value)
{
    return static_cast<uint64_t>(value);
}

uint64_t divided(uint64_t value, uint64_t positive)
{
    return raw(static_cast<int64_t>(value) / static_cast<int64_t>(positive));
}

void move(int64_t &to, uint64_t by)
{
    to = static_cast<int64_t>(raw(to) + by);
}

}

StatisticPlan::StatisticPlan(const analysis::GlobalVariable &global)
    : histogram(global.histogram)
    , shift(global.varianceShift.value_or(0))
    , variance(global.varianceShift.has_value())
{}

void Statistics::add(int64_t value, const StatisticPlan &plan)
{
    const uint64_t scaled = raw(value) << plan.shift;
    min = count == 0 ? value : std::min(min, value);
    max = count == 0 ? value : std::max(max, value);
    move(count, 1);
    move(sum, raw(value));
    // Welford's way to a variance, in integers: the mean moves by the whole part of the distance over the count.
    if (plan.variance && count == 1) {
        mean = static_cast<int64_t>(scaled);
    } else if (plan.variance) {
        const uint64_t distance = scaled - raw(mean);
        move(mean, divided(distance, raw(count)));
        move(squares, distance * (scaled - raw(mean)));
    }
    if (plan.histogram) {
        buckets.resize(plan.histogram->bucketCount());
        ++buckets[plan.histogram->bucketOf(value)];
    }
}

void Statistics::merge(const Statistics &other)
{
    if (other.count == 0)
        return;
    min = count == 0 ? other.min : std::min(min, other.min);
    max = count == 0 ? other.max : std::max(max, other.max);
    if (count == 0) {
        mean = other.mean;
        squares = other.squares;
    } else {
        const uint64_t distance = raw(other.mean) - raw(mean);
        const uint64_t all = raw(count) + raw(other.count);
        move(squares, raw(other.squares) + distance * distance * raw(count) / all * raw(other.count));
        mean = static_cast<int64_t>(divided(raw(mean) * raw(count) + raw(other.mean) * raw(other.count), all));
    }
    move(count, raw(other.count));
    move(sum, raw(other.sum));
    if (buckets.size() < other.buckets.size())
        buckets.resize(other.buckets.size());
    for (size_t i = 0; i < other.buckets.size(); ++i)
        move(buckets[i], raw(other.buckets[i]));
}

int64_t Statistics::variance(const StatisticPlan &plan) const
{
    if (count < 2)
        return 0;
    // The mean above drifts by what its whole steps cut off; the sum is exact, and what is between them is put back.
    const uint64_t others = raw(count) - 1;
    const uint64_t drift = raw(mean) - divided(raw(sum) << plan.shift, raw(count));
    const uint64_t around = divided(raw(squares), others) * others;
    const uint64_t scaled = divided(around + drift * drift * raw(count), others);
    return static_cast<int64_t>(scaled) >> std::min(2 * plan.shift, 63U);
}

}
