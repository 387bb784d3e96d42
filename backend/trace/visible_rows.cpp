// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "trace/visible_rows.h"

#include "trace/ranked_bitmap.h"
#include "trace/text_filter.h"

#include <algorithm>
#include <bit>

namespace tapscope::trace {

namespace {

/// What is known of one thread's calls, a bit each, in order of entry (which is depth-first order, so a subtree is a range).
struct ThreadRows {
    RankedBitmap visible;
    Bitmap parents; ///< has children
    Bitmap collapsed; ///< as the user left it
    Bitmap collapsedInFilter; ///< the same while a filter is on: matches are shown open at first
    Bitmap kept; ///< with a filter: matches, or has a match below
    bool isCollapsed = false;
    bool isCollapsedInFilter = false;
};

}

struct VisibleRows::Impl {
    const CallTree &tree;
    std::vector<ThreadRows> threads;
    TextFilter filter;
    bool expandNew = true;
    mutable std::vector<uint64_t> rowsBefore; ///< rows above each thread's, and the total; empty when out of date

    explicit Impl(const CallTree &callTree) : tree(callTree) {}

    [[nodiscard]] bool filtering() const { return !filter.text().empty(); }
    [[nodiscard]] const CallTree::Thread &thread(uint32_t t) const { return tree.threads()[t]; }
    [[nodiscard]] Bitmap &collapsed(ThreadRows &rows) const { return filtering() ? rows.collapsedInFilter : rows.collapsed; }
    [[nodiscard]] const Bitmap &collapsed(const ThreadRows &rows) const
    {
        return filtering() ? rows.collapsedInFilter : rows.collapsed;
    }
    [[nodiscard]] bool threadCollapsed(const ThreadRows &rows) const
    {
        return filtering() ? rows.isCollapsedInFilter : rows.isCollapsed;
    }
    /// A thread's own row is shown unless a filter leaves nothing of it.
    [[nodiscard]] bool threadShown(const ThreadRows &rows) const
    {
        return !filtering() || rows.kept.firstSet(0, rows.kept.size()) < rows.kept.size();
    }
    [[nodiscard]] size_t subtreeEnd(uint32_t t, size_t call) const
    {
        const size_t end = thread(t).calls[call].subtreeEnd;
        const size_t known = threads[t].visible.bits().size();
        return end == 0 ? known : std::min(end, known);
    }
    [[nodiscard]] bool matches(uint32_t t, size_t call) const
    {
        const Call &c = thread(t).calls[call];
        return filter.matchesFunction(tree, c.function) || filter.matchesString(tree, c.arguments);
    }
    [[nodiscard]] bool childrenShown(uint32_t t, CallIndex call) const
    {
        const ThreadRows &rows = threads[t];
        return call == noCall ? !threadCollapsed(rows) : rows.visible.test(call) && !collapsed(rows).test(call);
    }
    bool append(uint32_t t);
    void keepWithAncestors(uint32_t t, size_t call);
    void showRange(uint32_t t, size_t begin, size_t end);
    void hideRange(uint32_t t, size_t begin, size_t end);
    void refilter();
    const std::vector<uint64_t> &offsets() const;
};

const std::vector<uint64_t> &VisibleRows::Impl::offsets() const
{
    if (rowsBefore.size() != threads.size() + 1) {
        rowsBefore.assign(1, 0);
        for (const ThreadRows &rows : threads)
            rowsBefore.push_back(rowsBefore.back() + (threadShown(rows) ? 1 + rows.visible.count() : 0));
    }
    return rowsBefore;
}

/// Shows calls [begin, end), whose parents' children are shown, but what is below collapsed calls. Word by word, so that a range
/// of millions costs little: only collapsed calls with children are looked at one by one.
void VisibleRows::Impl::showRange(uint32_t t, size_t begin, size_t end)
{
    ThreadRows &rows = threads[t];
    rows.visible.fill(begin, end, true);
    const Bitmap &closed = collapsed(rows);
    size_t at = begin;
    while (at < end) {
        uint64_t word = closed.word(at / 64) & rows.parents.word(at / 64) & (~uint64_t{0} << (at % 64));
        if (word == 0) {
            at = (at / 64 + 1) * 64;
            continue;
        }
        at = at / 64 * 64 + static_cast<size_t>(std::countr_zero(word));
        if (at >= end)
            break;
        const size_t after = subtreeEnd(t, at);
        rows.visible.fill(at + 1, std::min(after, end), false);
        at = std::max(after, at + 1);
    }
    if (filtering())
        rows.visible.intersect(begin, end, rows.kept);
    rowsBefore.clear();
}

void VisibleRows::Impl::hideRange(uint32_t t, size_t begin, size_t end)
{
    threads[t].visible.fill(begin, end, false);
    rowsBefore.clear();
}

/// Marks a match and what it lies in as kept, and shows those of them that are not inside something collapsed.
void VisibleRows::Impl::keepWithAncestors(uint32_t t, size_t call)
{
    ThreadRows &rows = threads[t];
    std::vector<CallIndex> chain;
    for (auto c = static_cast<CallIndex>(call); c != noCall && !rows.kept.test(c); c = thread(t).calls[c].parent) {
        rows.kept.set(c, true);
        chain.push_back(c);
    }
    for (size_t i = chain.size(); i-- > 0;)
        rows.visible.set(chain[i], childrenShown(t, thread(t).calls[chain[i]].parent));
}

bool VisibleRows::Impl::append(uint32_t t)
{
    ThreadRows &rows = threads[t];
    const size_t known = rows.visible.bits().size();
    const size_t size = thread(t).calls.size();
    if (known == size)
        return false;
    rows.collapsed.resize(size, !expandNew);
    rows.parents.resize(size, false);
    if (filtering()) {
        rows.collapsedInFilter.resize(size, false);
        rows.kept.resize(size, false);
    }
    for (size_t i = known; i < size; ++i) {
        const CallIndex parent = thread(t).calls[i].parent;
        if (parent != noCall)
            rows.parents.set(parent, true);
        rows.visible.append(!filtering() && childrenShown(t, parent));
        if (filtering() && matches(t, i))
            keepWithAncestors(t, i);
    }
    rowsBefore.clear();
    return true;
}

void VisibleRows::Impl::refilter()
{
    for (uint32_t t = 0; t < threads.size(); ++t) {
        ThreadRows &rows = threads[t];
        const size_t size = rows.visible.bits().size();
        rows.kept.clear();
        rows.collapsedInFilter.clear();
        rows.isCollapsedInFilter = false;
        if (filtering()) {
            rows.kept.resize(size, false);
            rows.collapsedInFilter.resize(size, false);
            for (size_t i = 0; i < size; ++i) {
                if (!matches(t, i))
                    continue;
                for (auto c = static_cast<CallIndex>(i); c != noCall && !rows.kept.test(c); c = thread(t).calls[c].parent)
                    rows.kept.set(c, true);
            }
        }
        if (threadCollapsed(rows))
            hideRange(t, 0, size);
        else
            showRange(t, 0, size);
    }
    rowsBefore.clear();
}

VisibleRows::VisibleRows(const CallTree &tree) : m_impl(std::make_unique<Impl>(tree))
{
    update();
}

VisibleRows::~VisibleRows() = default;

bool VisibleRows::update()
{
    bool grew = m_impl->threads.size() != m_impl->tree.threads().size();
    if (grew) {
        const size_t before = m_impl->threads.size();
        m_impl->threads.resize(m_impl->tree.threads().size());
        for (size_t t = before; t < m_impl->threads.size(); ++t)
            m_impl->threads[t].isCollapsed = !m_impl->expandNew;
        m_impl->rowsBefore.clear();
    }
    for (uint32_t t = 0; t < m_impl->threads.size(); ++t)
        grew = m_impl->append(t) || grew;
    return grew;
}

void VisibleRows::reset()
{
    m_impl->threads.clear();
    m_impl->rowsBefore.clear();
    m_impl->filter.set(std::string(m_impl->filter.text()));
    update();
}

uint64_t VisibleRows::count() const
{
    return m_impl->offsets().back();
}

VisibleRows::Row VisibleRows::at(uint64_t row) const
{
    const std::vector<uint64_t> &before = m_impl->offsets();
    if (row >= before.back())
        return {};
    const auto after = std::upper_bound(before.begin(), before.end(), row);
    const auto t = static_cast<uint32_t>(after - before.begin() - 1);
    const uint64_t inThread = row - before[t];
    if (inThread == 0)
        return {t, noCall};
    return {t, static_cast<CallIndex>(m_impl->threads[t].visible.select(inThread - 1))};
}

uint64_t VisibleRows::rowOf(const Row &row) const
{
    const std::vector<uint64_t> &before = m_impl->offsets();
    if (row.thread >= m_impl->threads.size())
        return 0;
    const ThreadRows &rows = m_impl->threads[row.thread];
    CallIndex call = row.call;
    if (call != noCall && call >= rows.visible.bits().size())
        call = noCall;
    while (call != noCall && !rows.visible.test(call))
        call = m_impl->thread(row.thread).calls[call].parent;
    return before[row.thread] + (call == noCall ? 0 : 1 + rows.visible.rank(call));
}

bool VisibleRows::isExpanded(const Row &row) const
{
    if (row.thread >= m_impl->threads.size())
        return false;
    const ThreadRows &rows = m_impl->threads[row.thread];
    return row.call == noCall ? !m_impl->threadCollapsed(rows) : !m_impl->collapsed(rows).test(row.call);
}

bool VisibleRows::hasChildren(const Row &row) const
{
    if (row.thread >= m_impl->threads.size())
        return false;
    const ThreadRows &rows = m_impl->threads[row.thread];
    const size_t size = rows.visible.bits().size();
    if (row.call == noCall)
        return m_impl->filtering() ? m_impl->threadShown(rows) : size > 0;
    if (!rows.parents.test(row.call))
        return false;
    const size_t end = m_impl->subtreeEnd(row.thread, row.call);
    return !m_impl->filtering() || rows.kept.firstSet(size_t{row.call} + 1, end) < end;
}

void VisibleRows::setExpanded(const Row &row, bool expanded)
{
    if (row.thread >= m_impl->threads.size() || isExpanded(row) == expanded)
        return;
    ThreadRows &rows = m_impl->threads[row.thread];
    size_t begin = 0;
    size_t end = rows.visible.bits().size();
    if (row.call == noCall) {
        (m_impl->filtering() ? rows.isCollapsedInFilter : rows.isCollapsed) = !expanded;
    } else {
        if (row.call >= end)
            return;
        m_impl->collapsed(rows).set(row.call, !expanded);
        begin = size_t{row.call} + 1;
        end = m_impl->subtreeEnd(row.thread, row.call);
        if (!rows.visible.test(row.call))
            return; // what is below is hidden and stays so
    }
    if (expanded)
        m_impl->showRange(row.thread, begin, end);
    else
        m_impl->hideRange(row.thread, begin, end);
}

void VisibleRows::setExpandedBelow(const Row &row, bool expanded)
{
    if (row.thread >= m_impl->threads.size())
        return;
    ThreadRows &rows = m_impl->threads[row.thread];
    const size_t size = rows.visible.bits().size();
    if (row.call != noCall && row.call >= size)
        return;
    const size_t begin = row.call == noCall ? 0 : size_t{row.call} + 1;
    const size_t end = row.call == noCall ? size : m_impl->subtreeEnd(row.thread, row.call);
    m_impl->collapsed(rows).fill(begin, end, !expanded);
    if (row.call == noCall)
        (m_impl->filtering() ? rows.isCollapsedInFilter : rows.isCollapsed) = !expanded;
    else
        m_impl->collapsed(rows).set(row.call, !expanded);
    if (!expanded)
        m_impl->hideRange(row.thread, begin, end);
    else if (row.call == noCall || rows.visible.test(row.call))
        m_impl->showRange(row.thread, begin, end);
}

void VisibleRows::setExpandNew(bool expand)
{
    m_impl->expandNew = expand;
}

void VisibleRows::setFilter(std::string text)
{
    if (text == m_impl->filter.text())
        return;
    m_impl->filter.set(std::move(text));
    m_impl->refilter();
}

const std::string &VisibleRows::filter() const
{
    return m_impl->filter.text();
}

bool VisibleRows::matchesFilter(const Row &row) const
{
    return m_impl->filtering() && row.thread < m_impl->threads.size() && row.call != noCall
        && row.call < m_impl->thread(row.thread).calls.size() && m_impl->matches(row.thread, row.call);
}

}
