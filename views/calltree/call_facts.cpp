// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "views/calltree/call_facts.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace tapscope::views {

using trace::Call;
using trace::CallIndex;
using trace::noCall;

namespace {

struct Mark {
    uint16_t flag;
    char16_t sign;
    const char *explanation;
};
constexpr Mark allMarks[] = {
    {trace::ReturnNotSeen, u'◌',
     QT_TRANSLATE_NOOP(
         "CallTree", "The return was not seen (an exception, longjmp, or a missed probe); its end is that of what came after.")},
    {trace::EntryNotSeen, u'◍',
     QT_TRANSLATE_NOOP("CallTree", "A return was seen without its call: the call began before tracing did.")},
    {trace::TailCall, u'↪', QT_TRANSLATE_NOOP("CallTree", "Entered by a jump: the caller had nothing left to do (a tail call).")},
    {trace::LostBefore, u'⚠', QT_TRANSLATE_NOOP("CallTree", "Events were lost right before this call.")},
    {trace::Truncated, u'✂', QT_TRANSLATE_NOOP("CallTree", "The text was cut: it was longer than the limit.")},
};

}

uint64_t CallFacts::endOf(const Call &call) const
{
    return std::max(call.start, call.end != 0 ? call.end : m_tree->now());
}

bool CallFacts::isRunning(const Row &row) const
{
    return isThread(row) ? !thread(row).open.empty() : call(row).end == 0;
}

uint64_t CallFacts::start(const Row &row) const
{
    if (!isThread(row))
        return call(row).start;
    return thread(row).calls.empty() ? 0 : thread(row).calls.front().start;
}

uint64_t CallFacts::inclusiveNs(const Row &row) const
{
    if (!isThread(row))
        return endOf(call(row)) - call(row).start;
    const auto &of = thread(row);
    if (of.calls.empty())
        return 0;
    uint64_t end = of.calls.back().start;
    // The last outermost call ends last.
    CallIndex last = static_cast<CallIndex>(of.calls.size() - 1);
    while (of.calls[last].parent != noCall)
        last = of.calls[last].parent;
    end = std::max(end, endOf(of.calls[last]));
    return end - of.calls.front().start;
}

uint64_t CallFacts::selfNs(const Row &row) const
{
    if (isThread(row))
        return 0;
    const Call &of = call(row);
    uint64_t children = of.childrenNs;
    if (of.end == 0) {
        // Its running child has not been added yet.
        const auto &open = thread(row).open;
        const auto next = std::ranges::upper_bound(open, row.call);
        if (next != open.end()) {
            const Call &child = thread(row).calls[*next];
            children += endOf(child) - child.start;
        }
    }
    const uint64_t inclusive = inclusiveNs(row);
    return inclusive > children ? inclusive - children : 0;
}

CallIndex CallFacts::subtreeEnd(const Row &row) const
{
    const auto &of = thread(row);
    const CallIndex end = isThread(row) ? 0 : of.calls[row.call].subtreeEnd;
    return end != 0 ? end : static_cast<CallIndex>(of.calls.size());
}

uint64_t CallFacts::count(const Row &row) const
{
    return isThread(row) ? thread(row).calls.size() : subtreeEnd(row) - row.call;
}

double CallFacts::shareOfParent(const Row &row) const
{
    const auto above = parent(row);
    if (!above)
        return 1;
    const uint64_t whole = inclusiveNs(*above);
    return whole == 0 ? 0 : std::min(1.0, static_cast<double>(inclusiveNs(row)) / static_cast<double>(whole));
}

std::optional<CallFacts::Row> CallFacts::parent(const Row &row) const
{
    if (isThread(row))
        return {};
    return Row{row.thread, call(row).parent};
}

std::optional<CallFacts::Row> CallFacts::hottestChild(const Row &row) const
{
    std::optional<Row> hottest;
    uint64_t most = 0;
    const CallIndex end = subtreeEnd(row);
    for (CallIndex child = isThread(row) ? 0 : row.call + 1; child < end;) {
        const Row candidate{row.thread, child};
        const uint64_t ns = inclusiveNs(candidate);
        if (!hottest || ns > most) {
            hottest = candidate;
            most = ns;
        }
        child = subtreeEnd(candidate);
    }
    return hottest;
}

std::optional<CallFacts::Row> CallFacts::nextInTime(const Row &row) const
{
    std::optional<Row> best;
    uint64_t bestStart = 0;
    const uint64_t from = start(row);
    for (uint32_t t = 0; t < m_tree->threads().size(); ++t) {
        const auto &calls = m_tree->threads()[t].calls;
        size_t low = 0;
        size_t high = calls.size();
        // The first call of thread t behind `row`; equal times go by thread, then by index.
        while (low < high) {
            const size_t middle = (low + high) / 2;
            const bool behind = calls[middle].start != from ? calls[middle].start > from
                : t != row.thread                           ? t > row.thread
                                                            : isThread(row) || middle > row.call;
            behind ? high = middle : low = middle + 1;
        }
        if (low < calls.size() && (!best || calls[low].start < bestStart)) {
            best = Row{t, static_cast<CallIndex>(low)};
            bestStart = calls[low].start;
        }
    }
    return best;
}

std::optional<CallFacts::Row> CallFacts::previousInTime(const Row &row) const
{
    std::optional<Row> best;
    uint64_t bestStart = 0;
    const uint64_t from = start(row);
    for (uint32_t t = 0; t < m_tree->threads().size(); ++t) {
        const auto &calls = m_tree->threads()[t].calls;
        size_t low = 0;
        size_t high = calls.size();
        while (low < high) {
            const size_t middle = (low + high) / 2;
            const bool before = calls[middle].start != from ? calls[middle].start < from
                : t != row.thread                           ? t < row.thread
                                                            : !isThread(row) && middle < row.call;
            before ? low = middle + 1 : high = middle;
        }
        if (low > 0 && (!best || calls[low - 1].start >= bestStart)) {
            best = Row{t, static_cast<CallIndex>(low - 1)};
            bestStart = calls[low - 1].start;
        }
    }
    return best;
}

QString CallFacts::marks(const Row &row) const
{
    if (isThread(row))
        return thread(row).lost > 0 ? QString(u'⚠') : QString();
    QString signs;
    for (const Mark &mark : allMarks) {
        if (call(row).flags & mark.flag)
            signs += mark.sign;
    }
    return signs;
}

QString CallFacts::marksExplained(const Row &row) const
{
    if (isThread(row)) {
        return thread(row).lost == 0
            ? QString()
            : QCoreApplication::translate("CallTree", "%n event(s) of this thread were lost.", nullptr,
                                          static_cast<int>(std::min<uint64_t>(thread(row).lost, INT_MAX)));
    }
    QStringList lines;
    for (const Mark &mark : allMarks) {
        if (call(row).flags & mark.flag)
            lines << QString(mark.sign) + QStringLiteral("  ") + QCoreApplication::translate("CallTree", mark.explanation);
    }
    return lines.join(u'\n');
}

}
