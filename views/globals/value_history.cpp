// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "views/globals/value_history.h"

namespace tapscope::views {

void ValueHistory::add(const trace::Globals &globals)
{
    ++m_reading;
    for (const trace::GlobalVariable &variable : globals.variables) {
        if (variable.kind == trace::GlobalVariable::Kind::Text)
            continue;
        Curves &curves = m_curves[variable.name];
        for (const trace::GlobalValue &value : variable.values) {
            Curve &curve = curves[value.key];
            curve.lastReading = m_reading;
            if (curve.readings.size() == length)
                curve.readings.removeFirst();
            curve.readings.append(variable.kind == trace::GlobalVariable::Kind::Statistic ? value.statistic.count : value.number);
        }
        // Deleted elements, and those that fell out of the list long ago, take no memory.
        std::erase_if(curves, [this](const auto &entry) { return entry.second.lastReading + length < m_reading; });
    }
}

void ValueHistory::clear()
{
    m_curves.clear();
    m_reading = 0;
}

QList<qint64> ValueHistory::of(const std::string &variable, const std::vector<trace::KeyColumn> &key) const
{
    const auto curves = m_curves.find(variable);
    if (curves == m_curves.end())
        return {};
    const auto curve = curves->second.find(key);
    return curve == curves->second.end() ? QList<qint64>() : curve->second.readings;
}

}
