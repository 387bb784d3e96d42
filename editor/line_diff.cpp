// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/line_diff.h"

#include <algorithm>

namespace tapscope::editor {

namespace {

constexpr int mostEdits = 2'000;

/// The furthest-reaching paths of each number of edits, kept for the way back. Empty when there are too many.
std::vector<std::vector<int>> paths(const QList<QByteArray> &left, const QList<QByteArray> &right, int from, int leftEnd,
                                    int rightEnd)
{
    const int n = leftEnd - from;
    const int m = rightEnd - from;
    const int most = std::min(n + m, mostEdits);
    std::vector<std::vector<int>> trace;
    std::vector<int> reach(static_cast<size_t>(2 * most + 3), 0);
    const auto at = [&](int k) -> int & { return reach[static_cast<size_t>(k + most + 1)]; };
    for (int edits = 0; edits <= most; ++edits) {
        for (int k = -edits; k <= edits; k += 2) {
            int x = k == -edits || (k != edits && at(k - 1) < at(k + 1)) ? at(k + 1) : at(k - 1) + 1;
            while (x < n && x - k < m && x - k >= 0 && left[from + x] == right[from + x - k])
                ++x;
            at(k) = x;
        }
        trace.emplace_back(reach.begin() + (most + 1 - edits), reach.begin() + (most + 2 + edits));
        for (int k = -edits; k <= edits; k += 2) {
            if (at(k) >= n && at(k) - k >= m)
                return trace;
        }
    }
    return {};
}

}

std::vector<DiffRow> diffLines(const QList<QByteArray> &left, const QList<QByteArray> &right)
{
    std::vector<DiffRow> rows;
    auto leftEnd = static_cast<int>(left.size());
    auto rightEnd = static_cast<int>(right.size());
    int from = 0;
    while (from < leftEnd && from < rightEnd && left[from] == right[from]) {
        rows.push_back({from, from});
        ++from;
    }
    int same = 0;
    while (leftEnd > from && rightEnd > from && left[leftEnd - 1] == right[rightEnd - 1]) {
        --leftEnd;
        --rightEnd;
        ++same;
    }
    const auto trace = paths(left, right, from, leftEnd, rightEnd);
    if (trace.empty()) {
        for (int line = from; line < leftEnd; ++line)
            rows.push_back({line, DiffRow::none});
        for (int line = from; line < rightEnd; ++line)
            rows.push_back({DiffRow::none, line});
    } else {
        std::vector<DiffRow> back;
        int x = leftEnd - from;
        int y = rightEnd - from;
        for (auto edits = static_cast<int>(trace.size()) - 1; edits > 0; --edits) {
            const auto &reach = trace[static_cast<size_t>(edits - 1)];
            const auto at = [&](int k) {
                return k < -(edits - 1) || k > edits - 1 ? -1 : reach[static_cast<size_t>(k + edits - 1)];
            };
            const int k = x - y;
            const bool down = k == -edits || (k != edits && at(k - 1) < at(k + 1));
            const int beforeX = down ? at(k + 1) : at(k - 1);
            const int beforeY = beforeX - (down ? k + 1 : k - 1);
            while (x > beforeX && y > beforeY && x > 0 && y > 0 && (down ? y > beforeY + 1 : x > beforeX + 1)) {
                --x;
                --y;
                back.push_back({from + x, from + y});
            }
            if (down)
                back.push_back({DiffRow::none, from + --y});
            else
                back.push_back({from + --x, DiffRow::none});
        }
        while (x > 0 && y > 0) {
            --x;
            --y;
            back.push_back({from + x, from + y});
        }
        rows.insert(rows.end(), back.rbegin(), back.rend());
    }
    for (int i = 0; i < same; ++i)
        rows.push_back({leftEnd + i, rightEnd + i});
    return rows;
}

}
