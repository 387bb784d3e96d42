// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/background.h"

#include <QThread>

namespace tapscope::editor {

Background::Background(const QString &name, QObject *parent) : QObject(parent), m_thread(new QThread(this)), m_worker(new QObject)
{
    m_thread->setObjectName(name);
    m_worker->moveToThread(m_thread);
    connect(m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
}

Background::~Background()
{
    cancelAll();
    if (m_thread->isRunning()) {
        m_thread->quit();
        m_thread->wait();
    } else {
        delete m_worker;
    }
}

void Background::cancelAll()
{
    for (const auto &pending : m_pending) {
        if (const auto cancelled = pending.lock())
            cancelled->store(true);
    }
    m_pending.clear();
}

Cancelled Background::run(std::function<Then(const std::atomic<bool> &)> work)
{
    if (!m_thread->isRunning())
        m_thread->start(QThread::LowPriority);
    auto cancelled = std::make_shared<std::atomic<bool>>(false);
    std::erase_if(m_pending, [](const auto &pending) { return pending.expired(); });
    m_pending.push_back(cancelled);
    if (++m_running == 1)
        Q_EMIT busyChanged(true);
    // The worker's thread is ended before this object goes, so `this` outlives the queued calls.
    QMetaObject::invokeMethod(m_worker, [this, cancelled, work = std::move(work)] {
        Then then;
        if (!*cancelled)
            then = work(*cancelled);
        QMetaObject::invokeMethod(this, [this, cancelled, then = std::move(then)] {
            if (--m_running == 0)
                Q_EMIT busyChanged(false);
            if (then && !*cancelled)
                then();
        });
    });
    return cancelled;
}

}
