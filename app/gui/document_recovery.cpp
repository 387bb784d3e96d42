// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/document_recovery.h"

#include "app/gui/document_area.h"
#include "editor/editor_pane.h"
#include "editor/message_bar.h"
#include "editor/script_editor.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QSaveFile>
#include <QStandardPaths>
#include <QThreadPool>

namespace tapscope::app {

using editor::EditorPane;

namespace {

/// One thread, so that copies of one script are written in their order.
QThreadPool &writer()
{
    static QThreadPool pool;
    pool.setMaxThreadCount(1);
    return pool;
}

}

QString DocumentRecovery::standardFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericStateLocation) + QStringLiteral("/tapscope/unsaved");
}

DocumentRecovery::DocumentRecovery(DocumentArea *documents, QString folder)
    : QObject(documents)
    , m_documents(documents)
    , m_folder(std::move(folder))
    , m_session(QString::number(QCoreApplication::applicationPid()) + u'-'
                + QString::number(QRandomGenerator::system()->generate(), 16))
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(delayMs);
    connect(&m_timer, &QTimer::timeout, this, &DocumentRecovery::store);
    connect(documents, &DocumentArea::paneAdded, this, &DocumentRecovery::watch);
    connect(documents, &DocumentArea::paneClosed, this, &DocumentRecovery::forget);
}

DocumentRecovery::~DocumentRecovery()
{
    writer().waitForDone();
    // Whoever ends the program in order has been asked about every script.
    for (const QString &file : std::as_const(m_files))
        QFile::remove(file);
}

void DocumentRecovery::watch(EditorPane *pane)
{
    connect(pane->editor(), &QsciScintilla::textChanged, this, [this] {
        if (!m_timer.isActive())
            m_timer.start();
    });
    connect(pane, &EditorPane::titleChanged, this, [this, pane] {
        if (!pane->isModified())
            forget(pane);
    });
    connect(pane, &QObject::destroyed, this, [this, pane] { m_files.remove(pane); });
}

QString DocumentRecovery::fileOf(EditorPane *pane)
{
    QString &file = m_files[pane];
    if (file.isEmpty())
        file = m_folder + u'/' + m_session + u'-' + QString::number(++m_next) + QStringLiteral(".json");
    return file;
}

void DocumentRecovery::store()
{
    if (!m_lock) {
        // Texts may be secret: nobody else is to read them.
        if (!QDir().mkpath(m_folder))
            return;
        QFile::setPermissions(m_folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        m_lock = std::make_unique<QLockFile>(m_folder + u'/' + m_session + QStringLiteral(".lock"));
        m_lock->setStaleLockTime(0);
        if (!m_lock->tryLock(0)) {
            m_lock.reset();
            return;
        }
    }
    for (EditorPane *pane : m_documents->panes()) {
        if (!pane->isModified())
            continue;
        const QJsonObject record{{QStringLiteral("path"), pane->path()},
                                 {QStringLiteral("title"), pane->title()},
                                 {QStringLiteral("text"), QString::fromUtf8(pane->editor()->bytes())}};
        writer().start([record, path = fileOf(pane)] {
            QSaveFile file(path);
            if (file.open(QIODevice::WriteOnly)) {
                file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
                file.write(QJsonDocument(record).toJson(QJsonDocument::Compact));
                file.commit();
            }
        });
    }
}

void DocumentRecovery::flush()
{
    if (m_timer.isActive()) {
        m_timer.stop();
        store();
    }
    writer().waitForDone();
}

void DocumentRecovery::forget(EditorPane *pane)
{
    const QString file = m_files.take(pane);
    if (!file.isEmpty())
        writer().start([file] { QFile::remove(file); });
}

int DocumentRecovery::recover()
{
    int count = 0;
    const QDir folder(m_folder);
    for (const QString &name : folder.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
        const QString session = name.section(u'-', 0, 1);
        if (session == m_session)
            continue;
        QLockFile lock(folder.filePath(session + QStringLiteral(".lock")));
        lock.setStaleLockTime(0);
        if (!lock.tryLock(0))
            continue; // that program still runs
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QJsonObject record = QJsonDocument::fromJson(file.readAll()).object();
        file.close();
        const QString path = record[QStringLiteral("path")].toString();
        const QByteArray text = record[QStringLiteral("text")].toString().toUtf8();
        if (record.contains(QStringLiteral("text"))) {
            EditorPane *pane = path.isEmpty() || !QFileInfo(path).isReadable() ? nullptr : m_documents->openFile(path);
            if (!pane)
                pane = m_documents->newScript({},
                                              path.isEmpty() ? record[QStringLiteral("title")].toString()
                                                             : QFileInfo(path).fileName());
            pane->recover(text);
            pane->messages()->ask(
                QStringLiteral("recovered"),
                tr("Tapscope ended before “%1” was saved. This is its text from shortly before.").arg(pane->title()),
                {{tr("Keep"), tr("Goes on with this text; it is not saved yet"), {}},
                 {tr("Discard"), tr("Goes back to what was saved; undo brings this text back"),
                  [pane] { pane->path().isEmpty() ? pane->editor()->replaceText({}) : pane->reload(); }}});
            ++count;
        }
        store();
        writer().waitForDone();
        QFile::remove(file.fileName());
    }
    return count;
}

}
