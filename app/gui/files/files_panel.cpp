// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/files/files_panel.h"

#include "editor/code_font.h"

#include <QCheckBox>
#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QTime>
#include <QToolButton>

#include <algorithm>

namespace tapscope::app {

FilesPanel::FilesPanel(QWidget *parent)
    : QWidget(parent)
    , m_pages(new QStackedWidget(this))
    , m_empty(new QLabel(this))
    , m_list(new QListWidget(this))
    , m_path(new QLabel(this))
    , m_copyPath(new QToolButton(this))
    , m_read(new QPushButton(this))
    , m_again(new QCheckBox(this))
    , m_note(new QLabel(this))
    , m_contents(new QPlainTextEdit(this))
    , m_line(new QLineEdit(this))
    , m_write(new QPushButton(this))
{
    auto *page = new QWidget(this);
    auto *column = new QVBoxLayout(page);
    const auto row = [&](std::initializer_list<QWidget *> widgets) {
        auto *line = new QHBoxLayout;
        for (QWidget *widget : widgets)
            line->addWidget(widget);
        column->addLayout(line);
        return line;
    };
    column->setContentsMargins(8, 4, 8, 4);
    row({m_path, m_copyPath})->setStretch(0, 1);
    row({m_read, m_again, m_note})->setStretch(2, 1);
    column->addWidget(m_contents, 1);
    row({m_line, m_write})->setStretch(0, 1);

    auto *splitter = new QSplitter(this);
    splitter->addWidget(m_list);
    splitter->addWidget(page);
    splitter->setChildrenCollapsible(false);
    splitter->setStretchFactor(1, 1);
    const int digit = fontMetrics().averageCharWidth();
    splitter->setSizes({30 * digit, 100 * digit});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(splitter);

    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setMargin(24);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    m_list->setFrameShape(QFrame::NoFrame);
    m_contents->setReadOnly(true);
    m_contents->setLineWrapMode(QPlainTextEdit::NoWrap);
    // A path or a reason may be longer than the panel is wide.
    for (QLabel *label : {m_path, m_note}) {
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        label->setTextFormat(Qt::PlainText);
    }
    setFocusProxy(m_list);

    connect(m_list, &QListWidget::currentRowChanged, this, &FilesPanel::showCurrent);
    connect(m_list, &QListWidget::itemActivated, m_read, &QPushButton::click);
    connect(m_read, &QPushButton::clicked, this, [this] {
        if (File *file = current())
            read(*file);
    });
    connect(m_again, &QCheckBox::toggled, this, [this](bool on) {
        File *file = current();
        if (!file || file->again == on)
            return;
        file->again = on;
        if (on)
            read(*file);
    });
    connect(m_line, &QLineEdit::returnPressed, m_write, &QPushButton::click);
    connect(m_line, &QLineEdit::textChanged, this, &FilesPanel::updateControls);
    connect(m_write, &QPushButton::clicked, this, &FilesPanel::write);
    connect(m_copyPath, &QToolButton::clicked, this, [this] {
        if (const File *file = current())
            QGuiApplication::clipboard()->setText(file->paths().join(u'\n'));
    });
    m_timer.setInterval(againMs);
    connect(&m_timer, &QTimer::timeout, this, &FilesPanel::readAgain);
    retranslate();
    showCurrent();
}

void FilesPanel::begin()
{
    m_list->clear();
    m_files.clear();
    showCurrent();
    Q_EMIT countChanged();
}

void FilesPanel::setFiles(const std::vector<engine::OfferedFile> &files)
{
    begin();
    for (const engine::OfferedFile &each : files) {
        const QString name = QString::fromStdString(each.name);
        const auto known = std::ranges::find(m_files, name, [](const auto &file) { return file->name; });
        File &file = known != m_files.end() ? **known : *m_files.emplace_back(std::make_unique<File>());
        file.name = name;
        (each.isWritten ? file.writePath : file.readPath) = QString::fromStdString(each.path);
        file.points << QString::fromStdString(each.probePoint);
    }
    for (const auto &file : m_files) {
        file->transfer = std::make_unique<FileTransfer>();
        connect(file->transfer.get(), &FileTransfer::finished, this,
                [this, of = file.get()](const FileTransfer::Result &result) { onTransferred(*of, result); });
        auto *item = new QListWidgetItem(file->name, m_list);
        item->setToolTip(file->points.join(u'\n'));
    }
    m_running = !m_files.empty();
    m_timer.start();
    m_list->setCurrentRow(m_files.empty() ? -1 : 0);
    showCurrent();
    Q_EMIT countChanged();
}

void FilesPanel::end()
{
    m_running = false;
    m_timer.stop();
    for (const auto &file : m_files) {
        file->transfer->cancel();
        file->waiting.clear();
    }
    updateControls();
}

QStringList FilesPanel::File::paths() const
{
    QStringList all{readPath, writePath};
    all.removeAll(QString());
    return all;
}

FilesPanel::File *FilesPanel::current() const
{
    const auto row = static_cast<size_t>(m_list->currentRow());
    return row < m_files.size() ? m_files[row].get() : nullptr;
}

void FilesPanel::read(File &file)
{
    if (!m_running || file.readPath.isEmpty() || file.transfer->busy())
        return;
    file.transfer->read(file.readPath);
    updateControls();
}

void FilesPanel::write()
{
    File *file = current();
    if (!file || !m_running || file->writePath.isEmpty() || m_line->text().isEmpty())
        return;
    // As a shell's echo writes it.
    const QByteArray bytes = m_line->text().toUtf8() + '\n';
    m_line->clear();
    if (file->transfer->busy())
        file->waiting += bytes;
    else
        file->transfer->write(file->writePath, bytes);
    updateControls();
}

void FilesPanel::onTransferred(File &file, const FileTransfer::Result &result)
{
    file.last = result;
    file.when = QLocale().toString(QTime::currentTime(), QStringLiteral("HH:mm:ss"));
    const bool isRead = !file.readPath.isEmpty();
    if (!result.written && result.error.isEmpty()) {
        file.contents = QString::fromUtf8(result.bytes);
        file.wasRead = true;
    } else if (result.written && !isRead) {
        file.contents += QString::fromUtf8(result.bytes);
    }
    if (!file.waiting.isEmpty())
        file.transfer->write(file.writePath, std::exchange(file.waiting, {}));
    else if (result.written && file.wasRead)
        read(file); // what the user looks at may have changed by it
    if (&file == current())
        showCurrent();
}

void FilesPanel::readAgain()
{
    if (!isVisible())
        return;
    for (const auto &file : m_files) {
        if (file->again)
            read(*file);
    }
}

QString FilesPanel::noteOf(const File &file) const
{
    if (!m_running && !file.last)
        return tr("The script has ended, and its file is gone.");
    if (file.transfer->busy() && !file.last)
        return tr("Waiting for the script…");
    if (!file.last)
        return file.points.join(QStringLiteral(", "));
    const FileTransfer::Result &last = *file.last;
    if (last.unanswered)
        return tr("%1: the script did not answer within %n second(s).", nullptr, FileTransfer::limitMs / 1000).arg(file.when);
    if (!last.error.isEmpty())
        return (last.written ? tr("%1: the file could not be written: %2.") : tr("%1: the file could not be read: %2."))
            .arg(file.when, last.error);
    const int bytes = static_cast<int>(last.bytes.size());
    if (last.cut)
        return tr("%1: the first %n byte(s) were read; there is more.", nullptr, bytes).arg(file.when);
    return (last.written ? tr("%1: %n byte(s) written.", nullptr, bytes) : tr("%1: %n byte(s) read.", nullptr, bytes))
        .arg(file.when);
}

void FilesPanel::showCurrent()
{
    m_pages->setCurrentIndex(m_files.empty() ? 0 : 1);
    const File *file = current();
    m_path->setText(file ? file->paths().join(QStringLiteral("   ")) : QString());
    m_path->setToolTip(file ? file->points.join(u'\n') : QString());
    m_again->setChecked(file && file->again);
    m_contents->setFont(editor::codeFont());
    const QString text = file ? file->contents : QString();
    if (m_contents->toPlainText() != text) {
        const int at = m_contents->verticalScrollBar()->value();
        m_contents->setPlainText(text);
        m_contents->verticalScrollBar()->setValue(at);
    }
    updateControls();
}

void FilesPanel::updateControls()
{
    const File *file = current();
    const bool reads = file && !file->readPath.isEmpty();
    const bool writes = file && !file->writePath.isEmpty();
    m_contents->setPlaceholderText(reads ? tr("“Read” asks the script for the file's text.")
                                         : tr("What you write to the file is listed here."));
    m_read->setVisible(reads);
    m_again->setVisible(reads);
    m_read->setEnabled(reads && m_running && !file->transfer->busy());
    m_again->setEnabled(reads && m_running);
    m_line->setVisible(writes);
    m_write->setVisible(writes);
    m_line->setEnabled(m_running);
    m_write->setEnabled(m_running && !m_line->text().isEmpty());
    const QString note = file ? noteOf(*file) : QString();
    m_note->setText(note);
    m_note->setToolTip(note);
}

void FilesPanel::retranslate()
{
    m_empty->setText(tr("Files that a running script offers by procfs probes appear here, to read them and to write to them."));
    m_list->setAccessibleName(tr("The script's files"));
    m_contents->setAccessibleName(tr("What the file holds"));
    m_read->setText(tr("&Read"));
    m_read->setToolTip(tr("Opens the file, for which the script makes its text"));
    m_again->setText(tr("&Every second"));
    m_again->setToolTip(tr("Reads the file again every second while it can be seen"));
    m_line->setPlaceholderText(tr("A line to write to the file"));
    m_line->setAccessibleName(tr("A line to write to the file"));
    m_write->setText(tr("&Write"));
    m_write->setToolTip(tr("Writes the line, with a newline behind it, as echo would"));
    m_copyPath->setText(tr("Copy the Path"));
    m_copyPath->setToolTip(tr("Copies the file's path, for a program or a shell that reads or writes it"));
    updateControls();
}

void FilesPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

}
