// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "trace/globals.h"

#include <QList>

#include <map>
#include <string>
#include <vector>

namespace tapscope::views {

/// The last readings of every value of the globals, for its small curve.
class ValueHistory {
public:
    /// Readings that are kept of a value.
    static constexpr int length = 60;

    void add(const trace::Globals &globals);
    void clear();
    /// Oldest first; empty for a value that was not seen. Numbers themselves, of statistics the count, nothing of texts.
    [[nodiscard]] QList<qint64> of(const std::string &variable, const std::vector<trace::KeyColumn> &key) const;

private:
    struct Curve {
        QList<qint64> readings;
        uint64_t lastReading = 0;
    };
    using Curves = std::map<std::vector<trace::KeyColumn>, Curve>;
    std::map<std::string, Curves, std::less<>> m_curves;
    uint64_t m_reading = 0;
};

}
