// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/screenshot_tour.h"

#include "app/gui/language.h"
#include "app/gui/main_window.h"
#include "app/gui/phase_strip.h"
#include "app/gui/problems_panel.h"
#include "editor/translated.h"
#include "views/calltree/call_tree_panel.h"
#include "views/globals/globals_model.h"
#include "views/globals/globals_panel.h"
#include "views/live/live_trace.h"

#include <QCoreApplication>
#include <QDir>

#include <cstdio>

namespace tapscope::app {

namespace {

constexpr int lookMs = 100;
constexpr int liveTicks = 15; ///< the run is worth a picture after this long
constexpr int limitMs = 90'000;
constexpr int shownRows = 40;

void say(const QString &text)
{
    std::fputs((text + u'\n').toUtf8().constData(), stdout);
    std::fflush(stdout);
}

}

ScreenshotTour::ScreenshotTour(MainWindow *window, QString folder)
    : QObject(window)
    , m_window(window)
    , m_folder(std::move(folder))
{
    m_watch.setInterval(lookMs);
    connect(&m_watch, &QTimer::timeout, this, &ScreenshotTour::look);
    m_limit.setSingleShot(true);
    m_limit.setInterval(limitMs);
    connect(&m_limit, &QTimer::timeout, this, [this] {
        say(tr("The run did not end in time."));
        end(1);
    });
    connect(window->bridge(), &SessionBridge::finished, this, [this](const engine::Outcome &outcome) {
        m_finished = true;
        m_failed = outcome.kind == engine::Outcome::Kind::Failed;
    });
}

void ScreenshotTour::begin(bool demo)
{
    if (!QDir().mkpath(m_folder)) {
        say(tr("The folder %1 could not be made.").arg(m_folder));
        end(1);
        return;
    }
    m_limit.start();
    m_watch.start();
    if (demo && !m_window->runDemo()) {
        say(tr("The demonstration program was not found beside this program."));
        end(1);
    } else if (!demo) {
        m_window->run();
        if (!m_window->bridge()->running())
            end(1);
    }
}

void ScreenshotTour::look()
{
    const bool calls = m_window->callTree()->model()->rowCount() > 0;
    if (!m_liveTaken && !m_finished && m_window->bridge()->executing() && ++m_liveTicks >= liveTicks) {
        m_liveTaken = true;
        take(QStringLiteral("live"));
        m_window->raise("probes");
        take(QStringLiteral("hits"));
        m_window->raise("calltree");
        return;
    }
    // Some ticks more, until what was queued is shown.
    if (!m_finished || m_window->trace()->backlog() > 0 || ++m_finishedTicks < 5)
        return;
    m_watch.stop();
    take(QStringLiteral("end"));
    if (!calls && m_window->globals()->model()->rowCount() > 0) {
        m_window->raise("globals");
        take(QStringLiteral("globals"));
    }
    if (m_failed) {
        for (const editor::Problem &problem : m_window->problems()->problemsModel()->problems())
            say(editor::fullText(problem));
        say(m_window->phases()->text());
        end(1);
        return;
    }
    if (calls)
        say(QString());
    for (const QString &row : m_window->callTree()->textRows(shownRows))
        say(row);
    end(0);
}

void ScreenshotTour::take(const QString &moment)
{
    const QString before = currentLanguage();
    for (const QString &code : languages()) {
        setLanguage(code);
        // Twice: texts that change with the language change the layout, too.
        QCoreApplication::processEvents(QEventLoop::ExcludeUserInputEvents, 50);
        QCoreApplication::sendPostedEvents();
        const QString path = QDir(m_folder).absoluteFilePath(u"tapscope-" + moment + u'-' + code + u".png");
        say(m_window->grab().save(path) ? path : tr("%1 could not be written.").arg(path));
    }
    setLanguage(before);
    QCoreApplication::processEvents(QEventLoop::ExcludeUserInputEvents, 50);
}

void ScreenshotTour::end(int status)
{
    m_watch.stop();
    m_limit.stop();
    QMetaObject::invokeMethod(this, [status] { QCoreApplication::exit(status); }, Qt::QueuedConnection);
}

}
