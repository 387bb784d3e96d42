// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "views/time_text.h"

#include <QLocale>

#include <algorithm>
#include <limits>

namespace tapscope::views {

QString durationText(uint64_t ns)
{
    struct Unit {
        double ns;
        QLatin1StringView name;
    };
    static constexpr Unit units[] = {{1e9, QLatin1StringView(" s")}, {1e6, QLatin1StringView(" ms")}};
    if (ns < 1000)
        return QString::number(ns) + QStringLiteral(" ns");
    double value = static_cast<double>(ns) / 1e3;
    QString name = QStringLiteral(" µs");
    for (const Unit &unit : units) {
        if (static_cast<double>(ns) >= unit.ns) {
            value = static_cast<double>(ns) / unit.ns;
            name = unit.name;
            break;
        }
    }
    return QLocale().toString(value, 'f', value < 10 ? 2 : 1) + name;
}

QString momentText(uint64_t ns)
{
    return QLocale().toString(static_cast<double>(ns) / 1e9, 'f', 6) + QStringLiteral(" s");
}

QString countText(uint64_t count)
{
    return QLocale().toString(static_cast<qulonglong>(count));
}

int pluralOf(uint64_t count)
{
    return static_cast<int>(std::min<uint64_t>(count, std::numeric_limits<int>::max()));
}

}
