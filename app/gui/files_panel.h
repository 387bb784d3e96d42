// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/gui/file_transfer.h"
#include "engine/session.h"

#include <QWidget>

#include <vector>

class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QToolButton;

namespace tapscope::app {

/// The files that a running script makes for its procfs probes: what one says is read here, and text is written to one.
class FilesPanel : public QWidget {
    Q_OBJECT

public:
    explicit FilesPanel(QWidget *parent = nullptr);

    /// A run begins: what the last one left is cleared.
    void begin();
    /// The run is over, and its files with it; what was read stays.
    void end();
    void setFiles(const std::vector<engine::ScriptFile> &files);

    [[nodiscard]] QComboBox *chooser() const { return m_files; }
    [[nodiscard]] QToolButton *readButton() const { return m_read; }
    [[nodiscard]] QLineEdit *writeField() const { return m_write; }
    [[nodiscard]] QPlainTextEdit *text() const { return m_text; }
    [[nodiscard]] QLabel *note() const { return m_note; }

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();
    void updateControls();
    void read();
    void write();
    void show(const FileTransfer::Result &result);
    [[nodiscard]] const engine::ScriptFile *chosen() const;

    QComboBox *m_files;
    QToolButton *m_read, *m_copy;
    QLineEdit *m_write;
    QPlainTextEdit *m_text;
    QLabel *m_note;
    FileTransfer m_transfer;
    bool m_writes = false; ///< what is under way
    std::vector<engine::ScriptFile> m_all;
};

}
