// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/live_checker.h"

#include <QThread>

namespace tapscope::editor {

Problems check(const services::Workspace &workspace, const QString &path, const QByteArray &text, const std::stop_token &stop)
{
    const services::Document document(path.toStdString(), text.toStdString(), workspace.options()->analysis.parse);
    const services::CheckedScript checked = services::check(workspace, document, stop);
    Problems problems;
    for (size_t i = 0; i < checked.diagnostics.size() && !stop.stop_requested(); ++i)
        problems.push_back(located(checked, i, document));
    return problems;
}

LiveChecker::LiveChecker(QObject *parent)
    : QObject(parent)
    , m_thread(new QThread(this))
    , m_worker(new QObject)
    , m_workspace(std::make_shared<services::Workspace>())
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(typingDelayMs);
    connect(&m_timer, &QTimer::timeout, this, &LiveChecker::start);
    m_thread->setObjectName(QStringLiteral("check"));
    m_worker->moveToThread(m_thread);
    connect(m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
}

LiveChecker::~LiveChecker()
{
    m_stop.request_stop();
    if (m_thread->isRunning()) {
        m_thread->quit();
        m_thread->wait();
    } else {
        delete m_worker;
    }
}

void LiveChecker::setWorkspace(std::shared_ptr<services::Workspace> workspace)
{
    m_workspace = std::move(workspace);
    if (!m_path.isEmpty())
        schedule(m_path, m_text);
}

void LiveChecker::schedule(const QString &path, const QByteArray &text)
{
    m_path = path;
    m_text = text;
    ++m_revision;
    m_stop.request_stop();
    m_timer.start();
}

void LiveChecker::checkNow()
{
    if (m_timer.isActive()) {
        m_timer.stop();
        start();
    }
}

void LiveChecker::start()
{
    if (!m_thread->isRunning())
        m_thread->start(QThread::LowPriority);
    m_stop = std::stop_source();
    ++m_running;
    // The worker's thread is ended before this object goes, so `this` outlives the queued call.
    QMetaObject::invokeMethod(m_worker,
                              [this, stop = m_stop.get_token(), path = m_path, text = m_text, workspace = m_workspace,
                               revision = m_revision] {
                                  Problems problems;
                                  if (!stop.stop_requested())
                                      problems = check(*workspace, path, text, stop);
                                  QMetaObject::invokeMethod(this, [this, problems = std::move(problems), revision] {
                                      --m_running;
                                      if (revision == m_revision)
                                          Q_EMIT checked(problems);
                                  });
                              });
}

}
