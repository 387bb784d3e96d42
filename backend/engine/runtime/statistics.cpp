// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/runtime/storage.h"

#include <algorithm>

namespace tapscope::engine {

namespace {

__extension__ typedef __int128 Wide;

int64_t wrapped(Wide value)
{
    return static_cast<int64_t>(static_cast<uint64_t>(value));
}

}

StatisticPlan::StatisticPlan(const analysis::GlobalVariable &global)
    : histogram(global.histogram)
    , shift(global.varianceShift.value_or(0))
    , variance(global.varianceShift.has_value())
{}

void Statistics::add(int64_t value, const StatisticPlan &plan)
{
    const auto scaled = static_cast<int64_t>(static_cast<uint64_t>(value) << plan.shift);
    min = count == 0 ? value : std::min(min, value);
    max = count == 0 ? value : std::max(max, value);
    count = wrapped(Wide{count} + 1);
    sum = wrapped(Wide{sum} + value);
    // Welford's way to a variance, in integers: the mean moves by the whole part of the distance over the count.
    if (plan.variance && count == 1) {
        mean = scaled;
    } else if (plan.variance) {
        const Wide distance = Wide{scaled} - mean;
        mean = wrapped(mean + distance / count);
        squares = wrapped(squares + distance * (Wide{scaled} - mean));
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
    const Wide distance = Wide{other.mean} - mean;
    min = count == 0 ? other.min : std::min(min, other.min);
    max = count == 0 ? other.max : std::max(max, other.max);
    if (count == 0) {
        mean = other.mean;
        squares = other.squares;
    } else {
        const Wide all = Wide{count} + other.count;
        squares = wrapped(Wide{squares} + other.squares + distance * distance * count / all * other.count);
        mean = wrapped((Wide{mean} * count + Wide{other.mean} * other.count) / all);
    }
    count = wrapped(Wide{count} + other.count);
    sum = wrapped(Wide{sum} + other.sum);
    if (buckets.size() < other.buckets.size())
        buckets.resize(other.buckets.size());
    for (size_t i = 0; i < other.buckets.size(); ++i)
        buckets[i] = wrapped(Wide{buckets[i]} + other.buckets[i]);
}

int64_t Statistics::variance(const StatisticPlan &plan) const
{
    if (count < 2)
        return 0;
    // The mean above drifts by what its whole steps cut off; the sum is exact, and what is between them is put back.
    const Wide exactMean = (static_cast<Wide>(sum) << plan.shift) / count;
    const Wide drift = Wide{mean} - exactMean;
    const Wide around = (Wide{squares} / (count - 1)) * (count - 1);
    return wrapped(((around + drift * drift * count) / (count - 1)) >> (2 * plan.shift));
}

}
