// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/live_checker.h"

#include <QThread>

namespace tapscope::editor {

Problems check(const QString &path, const QByteArray &text, analysis::Options options, const std::atomic<bool> &cancelled)
{
    options.cancelled = &cancelled;
    script::SourceSet sources;
    const script::FileId file = sources.add(path.toStdString(), text.toStdString());
    script::Diagnostics diagnostics;
    const script::Ast ast = analysis::parse(sources, file, options, diagnostics);
    // Names of a broken script would only be complained of a second time.
    if (!diagnostics.hasErrors() && !cancelled)
        (void)analysis::analyze(sources, ast, options, diagnostics);
    Problems problems;
    for (const script::Diagnostic &diagnostic : diagnostics.all())
        problems.push_back(located(diagnostic, sources));
    return problems;
}

LiveChecker::LiveChecker(QObject *parent) : QObject(parent), m_thread(new QThread(this)), m_worker(new QObject)
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
    if (m_cancelled)
        m_cancelled->store(true);
    if (m_thread->isRunning()) {
        m_thread->quit();
        m_thread->wait();
    } else {
        delete m_worker;
    }
}

void LiveChecker::setOptions(analysis::Options options)
{
    m_options = std::move(options);
    if (!m_path.isEmpty())
        schedule(m_path, m_text);
}

void LiveChecker::schedule(const QString &path, const QByteArray &text)
{
    m_path = path;
    m_text = text;
    ++m_revision;
    if (m_cancelled)
        m_cancelled->store(true);
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
    m_cancelled = std::make_shared<std::atomic<bool>>(false);
    ++m_running;
    // The worker's thread is ended before this object goes, so `this` outlives the queued call.
    QMetaObject::invokeMethod(m_worker,
                              [this, cancelled = m_cancelled, path = m_path, text = m_text, options = m_options,
                               revision = m_revision] {
                                  Problems problems;
                                  if (!*cancelled)
                                      problems = check(path, text, options, *cancelled);
                                  QMetaObject::invokeMethod(this, [this, problems = std::move(problems), revision] {
                                      --m_running;
                                      if (revision == m_revision)
                                          Q_EMIT checked(problems);
                                  });
                              });
}

}
