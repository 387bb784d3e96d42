// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace tapscope::bench {

/// The same thing measured several times.
class Figures {
public:
    /// Runs that failed have a negative value and are left out.
    void add(double value)
    {
        if (value >= 0)
            m_values.insert(std::ranges::upper_bound(m_values, value), value);
    }
    [[nodiscard]] bool empty() const { return m_values.empty(); }
    [[nodiscard]] double median() const { return empty() ? 0 : m_values[m_values.size() / 2]; }
    [[nodiscard]] double least() const { return empty() ? 0 : m_values.front(); }
    [[nodiscard]] double most() const { return empty() ? 0 : m_values.back(); }

private:
    std::vector<double> m_values; ///< sorted
};

/// A row of a table: median, range, and times `base` where there is one.
inline void printRow(const std::string &name, const Figures &figures, double base = 0)
{
    if (figures.empty()) {
        std::printf("  %-52s      not measured\n", name.c_str());
        return;
    }
    std::printf("  %-52s %9.1f  (%.1f .. %.1f)", name.c_str(), figures.median(), figures.least(), figures.most());
    if (base > 0)
        std::printf("   %.2f times", figures.median() / base);
    std::printf("\n");
}

/// What else the machine does, by which the figures are to be judged.
inline void printLoad()
{
    double load = 0;
    ::getloadavg(&load, 1);
    std::printf("Medians (least .. most); load average of the machine: %.1f\n", load);
}

}
