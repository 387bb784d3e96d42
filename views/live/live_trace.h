// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "trace/call_tree.h"
#include "trace/console_store.h"
#include "trace/event_batch.h"
#include "trace/visible_rows.h"

#include <QObject>
#include <QTimer>

#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

namespace tapscope::views {

/// What one run has shown so far. Batches come from any thread into a queue; the GUI thread applies them some milliseconds at a
/// time, so that it never freezes however fast the program is.
class LiveTrace : public QObject {
    Q_OBJECT

public:
    static constexpr int tickMs = 33;
    static constexpr int budgetMs = 6;

    explicit LiveTrace(QObject *parent = nullptr);

    [[nodiscard]] const trace::CallTree &tree() const { return m_tree; }
    [[nodiscard]] trace::VisibleRows &rows() { return m_rows; }
    [[nodiscard]] trace::ConsoleStore &console() { return m_console; }

    /// An empty batch to fill, from any thread; one that was used before when there is one.
    [[nodiscard]] std::unique_ptr<trace::EventBatch> takeEmpty();
    /// Queues a batch, from any thread.
    void push(std::unique_ptr<trace::EventBatch> batch);
    /// Queues text that goes to the console alone (messages of the session, output of the command), from any thread.
    void pushText(std::string text, trace::ConsoleStore::Mark mark = trace::ConsoleStore::Mark::None);
    /// The run is over: calls that are still open are closed when everything has been applied.
    void finish();

    /// Events that wait to be shown.
    [[nodiscard]] uint64_t backlog() const { return m_backlog.load(std::memory_order_relaxed); }
    [[nodiscard]] uint64_t applied() const { return m_applied; }
    /// Paused: the program runs on, the display stands still.
    void setPaused(bool paused);
    [[nodiscard]] bool paused() const { return m_paused; }
    void clear();
    /// Applies everything that is queued, however long it takes.
    void drain();

Q_SIGNALS:
    /// Events have been applied.
    void changed();
    void cleared();
    /// All is applied and the run is over.
    void completed();

private:
    struct Item {
        std::unique_ptr<trace::EventBatch> batch;
        std::string text;
        trace::ConsoleStore::Mark mark = trace::ConsoleStore::Mark::None;
    };
    void tick();
    bool apply(int budgetMs);

    trace::CallTree m_tree;
    trace::VisibleRows m_rows;
    trace::ConsoleStore m_console;
    QTimer m_timer;

    std::mutex m_mutex; ///< guards m_queue, m_empty
    std::deque<Item> m_queue;
    std::vector<std::unique_ptr<trace::EventBatch>> m_empty;
    std::atomic<uint64_t> m_backlog{0};

    Item m_current;
    size_t m_next = 0; ///< in m_current's events
    uint64_t m_applied = 0;
    bool m_paused = false;
    bool m_ending = false;
};

}
