// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "trace/call_tree.h"
#include "trace/visible_rows.h"

#include <QString>

#include <optional>

namespace tapscope::views {

/// What the columns and keys of the call tree ask of one row. A running call's times reach to the newest event.
class CallFacts {
public:
    using Row = trace::VisibleRows::Row;

    explicit CallFacts(const trace::CallTree &tree) : m_tree(&tree) {}

    [[nodiscard]] const trace::CallTree &tree() const { return *m_tree; }
    [[nodiscard]] bool isThread(const Row &row) const { return row.call == trace::noCall; }
    [[nodiscard]] const trace::CallTree::Thread &thread(const Row &row) const { return m_tree->threads()[row.thread]; }
    [[nodiscard]] const trace::Call &call(const Row &row) const { return thread(row).calls[row.call]; }
    [[nodiscard]] bool isRunning(const Row &row) const;

    [[nodiscard]] uint64_t start(const Row &row) const;
    [[nodiscard]] uint64_t inclusiveNs(const Row &row) const;
    [[nodiscard]] uint64_t selfNs(const Row &row) const;
    /// Calls in the subtree, this one included.
    [[nodiscard]] uint64_t count(const Row &row) const;
    /// Share of the caller's time (of the thread's, for its outermost calls), 0 to 1.
    [[nodiscard]] double shareOfParent(const Row &row) const;

    [[nodiscard]] std::optional<Row> parent(const Row &row) const;
    [[nodiscard]] std::optional<Row> hottestChild(const Row &row) const;
    /// The next or previous call in time, over all threads.
    [[nodiscard]] std::optional<Row> nextInTime(const Row &row) const;
    [[nodiscard]] std::optional<Row> previousInTime(const Row &row) const;

    /// Signs of what was not seen or is not certain, e.g. ◌; and what they mean, a sentence a line.
    [[nodiscard]] QString marks(const Row &row) const;
    [[nodiscard]] QString marksExplained(const Row &row) const;

private:
    [[nodiscard]] uint64_t endOf(const trace::Call &call) const;
    [[nodiscard]] trace::CallIndex subtreeEnd(const Row &row) const;

    const trace::CallTree *m_tree;
};

}
