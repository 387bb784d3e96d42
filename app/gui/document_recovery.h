// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QHash>
#include <QLockFile>
#include <QObject>
#include <QTimer>

#include <memory>

namespace tapscope::editor {
class EditorPane;
}

namespace tapscope::app {

class DocumentArea;

/// Keeps copies of texts that are not saved, so that a crash or a power failure doesn't take them. Copies are written a moment
/// after the last key, on another thread, and removed when the script is saved or closed. What a program left that is no
/// longer there is offered at the next start.
class DocumentRecovery : public QObject {
    Q_OBJECT

public:
    static constexpr int delayMs = 1'500;

    DocumentRecovery(DocumentArea *documents, QString folder);
    ~DocumentRecovery() override;

    /// Where copies are kept unless told otherwise.
    [[nodiscard]] static QString standardFolder();
    /// Opens what programs that have ended left; gives the number of scripts.
    int recover();
    /// Writes what is waiting to be written, and waits for it.
    void flush();

private:
    void watch(editor::EditorPane *pane);
    void store();
    void forget(editor::EditorPane *pane);
    [[nodiscard]] QString fileOf(editor::EditorPane *pane);

    DocumentArea *m_documents;
    QString m_folder;
    QString m_session; ///< prefix of this program's copies
    std::unique_ptr<QLockFile> m_lock;
    QTimer m_timer;
    QHash<editor::EditorPane *, QString> m_files;
    int m_next = 0;
};

}
