// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "views/live/live_trace.h"

#include <QElapsedTimer>

#include <algorithm>
#include <limits>

namespace tapscope::views {

using trace::EventBatch;

namespace {

constexpr size_t eventsPerStep = 1024; ///< between two looks at the clock
constexpr size_t mostEmpty = 16;

}

LiveTrace::LiveTrace(QObject *parent) : QObject(parent), m_rows(m_tree)
{
    m_timer.setInterval(tickMs);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &LiveTrace::tick);
    m_timer.start();
}

std::unique_ptr<EventBatch> LiveTrace::takeEmpty()
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_empty.empty()) {
            auto batch = std::move(m_empty.back());
            m_empty.pop_back();
            return batch;
        }
    }
    return std::make_unique<EventBatch>();
}

void LiveTrace::push(std::unique_ptr<EventBatch> batch)
{
    m_backlog.fetch_add(batch->events.size(), std::memory_order_relaxed);
    const std::lock_guard lock(m_mutex);
    m_queue.push_back({std::move(batch), {}, trace::ConsoleStore::Mark::None});
}

void LiveTrace::pushText(std::string text, trace::ConsoleStore::Mark mark)
{
    const std::lock_guard lock(m_mutex);
    m_queue.push_back({nullptr, std::move(text), mark});
}

void LiveTrace::finish()
{
    m_ending = true;
}

void LiveTrace::setPaused(bool paused)
{
    m_paused = paused;
    Q_EMIT changed();
}

void LiveTrace::clear()
{
    {
        const std::lock_guard lock(m_mutex);
        m_queue.clear();
    }
    m_current = {};
    m_next = 0;
    m_backlog = 0;
    m_applied = 0;
    m_paused = false;
    m_ending = false;
    m_tree.clear();
    m_rows.reset();
    m_console.clear();
    Q_EMIT cleared();
}

void LiveTrace::tick()
{
    if (m_paused)
        return;
    const bool any = apply(budgetMs);
    const bool over = m_ending && !m_current.batch && backlog() == 0;
    if (over) {
        m_ending = false;
        m_tree.finish(m_tree.now());
    }
    // Running calls grow older even when nothing is printed, but nobody reads that at 30 Hz; changes alone are announced.
    if (any || over)
        Q_EMIT changed();
    if (over)
        Q_EMIT completed();
}

void LiveTrace::drain()
{
    while (apply(std::numeric_limits<int>::max())) {}
    Q_EMIT changed();
}

bool LiveTrace::apply(int budget)
{
    QElapsedTimer clock;
    clock.start();
    bool any = false;
    do {
        if (!m_current.batch) {
            Item item;
            {
                const std::lock_guard lock(m_mutex);
                if (m_queue.empty())
                    return any;
                item = std::move(m_queue.front());
                m_queue.pop_front();
            }
            any = true;
            if (!item.batch) {
                if (item.mark == trace::ConsoleStore::Mark::None)
                    m_console.append(item.text);
                else
                    m_console.appendLine(item.text, item.mark);
                continue;
            }
            m_current = std::move(item);
            m_next = 0;
        }
        const auto &events = m_current.batch->events;
        const size_t end = std::min(events.size(), m_next + eventsPerStep);
        const std::span step(events.data() + m_next, end - m_next);
        m_tree.add(step);
        for (const trace::Event &event : step)
            m_console.append(event.text);
        m_applied += step.size();
        m_backlog.fetch_sub(step.size(), std::memory_order_relaxed);
        any = true;
        m_next = end;
        if (m_next == events.size()) {
            m_current.batch->clear();
            const std::lock_guard lock(m_mutex);
            if (m_empty.size() < mostEmpty)
                m_empty.push_back(std::move(m_current.batch));
            m_current = {};
        }
    } while (clock.elapsed() < budget);
    return any;
}

}
