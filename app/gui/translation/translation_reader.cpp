// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/translation/translation_reader.h"

namespace tapscope::app {

TranslationReader::TranslationReader(QObject *parent) : QObject(parent)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &TranslationReader::start);
}

TranslationReader::~TranslationReader()
{
    m_session.reset();
}

void TranslationReader::schedule(engine::Options options, bool settle)
{
    cancel();
    options.lastPass = 3;
    m_waiting = std::move(options);
    m_timer.start(settle ? typingDelayMs : 0);
}

void TranslationReader::cancel()
{
    m_waiting.reset();
    m_timer.stop();
    if (!m_session || m_stale)
        return;
    m_stale = true;
    m_session->stop();
}

void TranslationReader::start()
{
    // The one under way is told to end; its end starts the next.
    if (m_session || !m_waiting)
        return;
    m_stale = false;
    m_sources = nullptr;
    m_program = nullptr;
    m_problems.clear();
    m_made.reset();
    engine::Options options = std::move(*m_waiting);
    m_waiting.reset();
    m_session = std::make_unique<engine::Session>(std::move(options), static_cast<engine::Listener &>(*this));
}

void TranslationReader::finish(const engine::Outcome &outcome)
{
    m_session.reset();
    if (!m_stale) {
        if (m_made) {
            Q_EMIT translated(m_made);
        } else {
            if (m_problems.empty() && !outcome.message.empty()) {
                editor::Problem problem;
                problem.diagnostic.message = outcome.message;
                problem.inScript = false;
                m_problems.push_back(std::move(problem));
            }
            Q_EMIT failed(m_problems);
        }
    }
    m_made.reset();
    if (m_waiting && !m_timer.isActive())
        start();
}

// From here on: the session's thread.

void TranslationReader::onDiagnostic(const script::Diagnostic &diagnostic)
{
    if (diagnostic.severity != script::Severity::Error)
        return;
    editor::Problem found;
    found.diagnostic = diagnostic;
    m_problems.push_back(m_sources ? editor::located(diagnostic, *m_sources) : std::move(found));
}

void TranslationReader::onTranslation(const translator::Listing &listing)
{
    if (m_sources && m_program)
        m_made = std::make_shared<const Translation>(makeTranslation(listing, *m_program, *m_sources));
}

void TranslationReader::onFinished(const engine::Outcome &outcome)
{
    // This object outlives the session; a call that is still queued when it goes is dropped.
    QMetaObject::invokeMethod(this, [this, outcome] { finish(outcome); }, Qt::QueuedConnection);
}

}
