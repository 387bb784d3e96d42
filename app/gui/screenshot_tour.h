// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QTimer>

namespace tapscope::app {

class MainWindow;

/// Shows a run to somebody who has no display: pictures of the window while it is live and at its end, in each language, and the
/// first rows of the tree as text. Ends the program.
class ScreenshotTour : public QObject {
    Q_OBJECT

public:
    ScreenshotTour(MainWindow *window, QString folder);

    /// `demo`: runs the demonstration; else what the window holds.
    void begin(bool demo);

private:
    void look();
    void take(const QString &moment);
    void end(int status);

    MainWindow *m_window;
    QString m_folder;
    QTimer m_watch;
    QTimer m_limit;
    bool m_liveTaken = false;
    bool m_finished = false;
    bool m_failed = false;
    int m_finishedTicks = 0;
    int m_liveTicks = 0;
};

}
