// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/gui/files/file_transfer.h"
#include "engine/session.h"

#include <QTimer>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

class QCheckBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace tapscope::app {

/// The files of the running script's procfs probes: reads them, once or again and again, and writes to them. Nothing is read
/// before the user wants it, as each time runs the script's handler.
class FilesPanel : public QWidget {
    Q_OBJECT

public:
    explicit FilesPanel(QWidget *parent = nullptr);

    /// A run begins: what the last one left is cleared.
    void begin();
    void setFiles(const std::vector<engine::OfferedFile> &files);
    /// The run is over, and the files are gone; what was read stays.
    void end();

    /// How many files the script that runs, or ran last, offers; one that is read and written counts once.
    [[nodiscard]] int count() const { return static_cast<int>(m_files.size()); }
    [[nodiscard]] QListWidget *list() const { return m_list; }
    [[nodiscard]] QPlainTextEdit *contents() const { return m_contents; }
    [[nodiscard]] QPushButton *readButton() const { return m_read; }
    [[nodiscard]] QCheckBox *againBox() const { return m_again; }
    [[nodiscard]] QLineEdit *line() const { return m_line; }
    [[nodiscard]] QPushButton *writeButton() const { return m_write; }
    [[nodiscard]] QLabel *note() const { return m_note; }

    static constexpr int againMs = 1000;

Q_SIGNALS:
    void countChanged();

protected:
    void changeEvent(QEvent *event) override;

private:
    struct File {
        QString name, readPath, writePath;
        QStringList points;
        QString contents;
        bool again = false, wasRead = false;
        std::optional<FileTransfer::Result> last;
        QString when; ///< the time of `last`
        std::unique_ptr<FileTransfer> transfer;
        [[nodiscard]] QStringList paths() const;
        QByteArray waiting; ///< to be written when the transfer under way has ended
    };
    [[nodiscard]] File *current() const;
    void read(File &file);
    void write();
    void onTransferred(File &file, const FileTransfer::Result &result);
    void readAgain();
    void showCurrent();
    void updateControls();
    [[nodiscard]] QString noteOf(const File &file) const;
    void retranslate();

    std::vector<std::unique_ptr<File>> m_files;
    bool m_running = false;
    QTimer m_timer;
    QStackedWidget *m_pages;
    QLabel *m_empty;
    QListWidget *m_list;
    QLabel *m_path;
    QToolButton *m_copyPath;
    QPushButton *m_read;
    QCheckBox *m_again;
    QLabel *m_note;
    QPlainTextEdit *m_contents;
    QLineEdit *m_line;
    QPushButton *m_write;
};

}
