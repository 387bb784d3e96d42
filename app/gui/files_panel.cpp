// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/files_panel.h"

#include "views/panel_bar.h"
#include "views/time_text.h"

#include <QClipboard>
#include <QComboBox>
#include <QEvent>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QToolButton>

#include <cstring>

namespace tapscope::app {

FilesPanel::FilesPanel(QWidget *parent)
    : QWidget(parent)
    , m_files(new QComboBox(this))
    , m_read(new QToolButton(this))
    , m_copy(new QToolButton(this))
    , m_write(new QLineEdit(this))
    , m_text(new QPlainTextEdit(this))
    , m_note(new QLabel(this))
{
    QHBoxLayout *bar = views::addBarAbove(m_text, this);
    bar->addWidget(m_files, 2);
    bar->addWidget(m_copy);
    bar->addWidget(m_read);
    bar->addWidget(m_write, 1);
    bar->addStretch(1);
    bar->addWidget(m_note);
    m_text->setReadOnly(true);
    m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_files->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_files->setMinimumContentsLength(24);
    setFocusProxy(m_files);
    connect(m_files, &QComboBox::currentIndexChanged, this, &FilesPanel::updateControls);
    connect(m_read, &QToolButton::clicked, this, &FilesPanel::read);
    connect(m_write, &QLineEdit::returnPressed, this, &FilesPanel::write);
    connect(m_copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_files->currentText()); });
    connect(&m_transfer, &FileTransfer::finished, this, &FilesPanel::show);
    retranslate();
    updateControls();
}

void FilesPanel::begin()
{
    m_transfer.stop();
    m_all.clear();
    m_files->clear();
    m_text->clear();
    m_note->clear();
    updateControls();
}

void FilesPanel::end()
{
    m_transfer.stop();
    m_all.clear();
    m_files->clear();
    m_note->clear();
    updateControls();
}

void FilesPanel::setFiles(const std::vector<engine::ScriptFile> &files)
{
    m_all = files;
    m_files->clear();
    for (const engine::ScriptFile &file : files) {
        m_files->addItem(QString::fromStdString(file.path));
        m_files->setItemData(m_files->count() - 1, QString::fromStdString(file.probePoint), Qt::ToolTipRole);
    }
    updateControls();
}

const engine::ScriptFile *FilesPanel::chosen() const
{
    const auto index = static_cast<size_t>(m_files->currentIndex());
    return m_files->currentIndex() >= 0 && index < m_all.size() ? &m_all[index] : nullptr;
}

void FilesPanel::read()
{
    if (m_transfer.running()) {
        m_transfer.stop();
        m_note->clear();
    } else if (const engine::ScriptFile *file = chosen(); file && !file->isWritten) {
        m_writes = false;
        m_note->setText(tr("Waiting for the script…"));
        m_transfer.read(QString::fromStdString(file->path));
    }
    updateControls();
}

void FilesPanel::write()
{
    const engine::ScriptFile *file = chosen();
    if (!file || !file->isWritten || m_transfer.running())
        return;
    m_writes = true;
    m_note->setText(tr("Waiting for the script…"));
    m_transfer.write(QString::fromStdString(file->path), m_write->text().toUtf8() + '\n');
    updateControls();
}

void FilesPanel::show(const FileTransfer::Result &result)
{
    if (result.error != 0) {
        m_note->setText(QString::fromLocal8Bit(std::strerror(result.error)));
    } else if (m_writes) {
        m_write->clear();
        m_note->setText(tr("Written."));
    } else {
        m_text->setPlainText(QString::fromUtf8(result.bytes));
        const QString size = views::countText(static_cast<uint64_t>(result.bytes.size()));
        m_note->setText(result.isCut ? tr("The first %1 bytes; there is more.").arg(size) : tr("%1 bytes").arg(size));
    }
    updateControls();
}

void FilesPanel::updateControls()
{
    const engine::ScriptFile *file = chosen();
    const bool busy = m_transfer.running();
    m_files->setEnabled(file && !busy);
    m_copy->setEnabled(file);
    m_read->setVisible(!file || !file->isWritten || busy);
    m_read->setEnabled(file || busy);
    m_read->setText(busy ? tr("Stop") : tr("Read"));
    m_write->setVisible(file && file->isWritten);
    m_write->setEnabled(!busy);
}

void FilesPanel::retranslate()
{
    m_files->setAccessibleName(tr("The script's files"));
    m_files->setPlaceholderText(tr("Files of procfs probes"));
    m_copy->setText(tr("Copy Path"));
    m_read->setToolTip(tr("Asks the script for what is in the file"));
    m_write->setPlaceholderText(tr("Text for the script; Enter writes it"));
    m_write->setAccessibleName(tr("Text to be written to the file"));
    m_text->setAccessibleName(tr("What the file said"));
    m_text->setPlaceholderText(tr("While a script with procfs probes runs, its files can be read and written here."));
    updateControls();
}

void FilesPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

}
