// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QList>

#include <vector>

namespace tapscope::editor {

/// Two texts side by side, line by line: a line that stands on one side only has an empty place on the other.
struct DiffRow {
    static constexpr int none = -1;
    int left = none; ///< line of the first text, from 0
    int right = none;

    friend bool operator==(const DiffRow &, const DiffRow &) = default;
};

/// The shortest way from one text to the other (Myers); with more than about 2,000 differing lines what differs in the middle
/// is taken as wholly replaced.
[[nodiscard]] std::vector<DiffRow> diffLines(const QList<QByteArray> &left, const QList<QByteArray> &right);

}
