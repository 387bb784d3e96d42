// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "trace/call_tree.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace tapscope::trace {

/// Which rows of a call tree are shown, given what is expanded: a bitmap over the calls in order of entry with counts by block,
/// so that row ↔ call is found in microseconds among ten million calls and appending is cheap. Row 0 of a thread is the thread
/// itself.
class VisibleRows {
public:
    struct Row {
        uint32_t thread = 0;
        CallIndex call = noCall; ///< noCall: the thread's own row
    };

    explicit VisibleRows(const CallTree &tree);
    ~VisibleRows();

    /// Takes in calls and threads that the tree has gained; returns whether rows were added.
    bool update();
    /// Forgets all state (after CallTree::clear).
    void reset();

    [[nodiscard]] uint64_t count() const;
    [[nodiscard]] Row at(uint64_t row) const;
    /// Row of a call; of its nearest shown ancestor when it is hidden.
    [[nodiscard]] uint64_t rowOf(const Row &row) const;

    [[nodiscard]] bool isExpanded(const Row &row) const;
    [[nodiscard]] bool hasChildren(const Row &row) const;
    void setExpanded(const Row &row, bool expanded);
    /// Expands or collapses a row and all below it.
    void setExpandedBelow(const Row &row, bool expanded);
    /// Whether calls that arrive are expanded at once (the default).
    void setExpandNew(bool expand);

    /// Shows only calls whose function or arguments contain `text` (case-insensitive), with their ancestors. Empty: all.
    void setFilter(std::string text);
    [[nodiscard]] const std::string &filter() const;
    [[nodiscard]] bool matchesFilter(const Row &row) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}
