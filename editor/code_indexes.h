// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/index.h"
#include "editor/code_file.h"

#include <QObject>

#include <atomic>
#include <map>
#include <memory>
#include <mutex>

namespace tapscope::editor {

/// The indexes of debug information that are open, shared by all threads. A file that has been built anew is opened again.
class CodeIndexes : public QObject {
    Q_OBJECT

public:
    struct Opened {
        std::shared_ptr<const debuginfo::Index> index; ///< null: `failure` says why
        QString failure;
    };
    /// May take seconds the first time; called on any thread but the GUI's. A failure without words: it was cancelled.
    [[nodiscard]] Opened open(const CodeFile &code, const std::atomic<bool> &cancelled);
    /// Only when it is open already; never waits for long.
    [[nodiscard]] std::shared_ptr<const debuginfo::Index> known(const CodeFile &code);

Q_SIGNALS:
    /// Debug information is being read, from any thread; 100: no longer.
    void progressed(const QString &path, int percent);

private:
    struct Entry {
        std::mutex mutex;
        std::shared_ptr<const debuginfo::Index> index;
        QString failure;
        std::pair<qint64, qint64> version; ///< size and time of the file
    };
    std::shared_ptr<Entry> entryOf(const CodeFile &code);

    std::mutex m_mutex;
    std::map<QString, std::shared_ptr<Entry>> m_entries;
};

}
