// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QObject>

class QDockWidget;

namespace tapscope::app {

class MainWindow;

/// Named arrangements of the window's parts. Each keeps what the user makes of it until it is reset.
class Layouts : public QObject {
    Q_OBJECT

public:
    enum class Kind { Write, Trace, Source };
    static constexpr int version = 2;

    explicit Layouts(MainWindow *window);

    [[nodiscard]] Kind current() const { return m_current; }
    void show(Kind kind);
    /// Puts the parts of the current arrangement back where they were at first.
    void reset();
    /// The part with the focus fills the window, or gives the room back.
    void toggleMaximised();
    [[nodiscard]] bool maximised() const { return !m_before.isEmpty(); }

    void store();
    void restore();

private:
    void arrange();
    void giveRoomBack();
    [[nodiscard]] QDockWidget *focusedDock() const;

    MainWindow *m_window;
    Kind m_current = Kind::Write;
    QByteArray m_before; ///< the state before something was maximised
};

}
