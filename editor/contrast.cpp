// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/contrast.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tapscope::editor {

namespace {

/// What small text needs by the accessibility rules.
constexpr double leastContrast = 4.5;
constexpr int steps = 20;

double luminance(const QColor &color)
{
    const auto linear = [](double part) { return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

QColor mixed(const QColor &from, const QColor &to, double share)
{
    const auto part = [share](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * share)); };
    return {part(from.red(), to.red()), part(from.green(), to.green()), part(from.blue(), to.blue())};
}

}

double contrast(const QColor &a, const QColor &b)
{
    const std::pair<double, double> parts = std::minmax(luminance(a), luminance(b));
    return (parts.second + 0.05) / (parts.first + 0.05);
}

QColor readable(const QColor &color, const QColor &ground)
{
    const QColor far = contrast(ground, Qt::white) > contrast(ground, Qt::black) ? Qt::white : Qt::black;
    QColor out = color;
    for (int step = 1; step <= steps && contrast(out, ground) < leastContrast; ++step)
        out = mixed(color, far, double(step) / steps);
    return out;
}

}
