// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/gui/appearance.h"
#include "app/gui/language.h"
#include "app/gui/main_window.h"
#include "app/gui/settings.h"
#include "views/live/live_trace.h"

#include <QDir>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

namespace tapscope::tests {

/// A home for windows under test: settings, caches and files of the user's own are neither read nor written.
class WindowHome {
public:
    /// In English, on light ground, and as if never started before.
    [[nodiscard]] bool enter()
    {
        QStandardPaths::setTestModeEnabled(true);
        for (const char *name : {"XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"})
            qputenv(name, m_folder.filePath(QString::fromLatin1(name)).toLocal8Bit());
        qputenv("HOME", m_folder.path().toLocal8Bit());
        app::setLanguage(QStringLiteral("en"));
        app::setAppearance(app::Appearance::Light);
        return m_folder.isValid();
    }

    [[nodiscard]] QString path() const { return m_folder.path(); }
    [[nodiscard]] QString filePath(const QString &name) const { return m_folder.filePath(name); }

    /// The path of a new file; empty if it could not be written.
    [[nodiscard]] QString write(const QString &name, const QByteArray &text) const
    {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() ? file.fileName() : QString();
    }

private:
    QTemporaryDir m_folder;
};

/// With the focus, so that keys reach it.
inline bool showActive(app::MainWindow &window)
{
    window.resize(1280, 820);
    window.show();
    window.activateWindow();
    return QTest::qWaitForWindowActive(&window);
}

/// What the window's console holds.
inline QString consoleText(const app::MainWindow &window)
{
    QString text;
    const auto &store = window.trace()->console();
    for (uint64_t i = 0; i < store.lineCount(); ++i)
        text += QString::fromUtf8(store.line(i).text.data(), static_cast<qsizetype>(store.line(i).text.size())) + u'\n';
    return text;
}

/// A row of a test's data for each language, light and dark.
inline void addLooks()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<bool>("dark");
    for (const QString &language : app::languages()) {
        QTest::addRow("%s light", qPrintable(language)) << language << false;
        QTest::addRow("%s dark", qPrintable(language)) << language << true;
    }
}

/// One language and ground for as long as it lives, for pictures to be looked at.
class Look {
public:
    Look(const QString &language, bool dark)
        : m_suffix(u'-' + language + (dark ? QStringLiteral("-dark.png") : QStringLiteral("-light.png")))
    {
        app::setLanguage(language);
        app::setAppearance(dark ? app::Appearance::Dark : app::Appearance::Light);
        QDir().mkpath(m_folder);
    }
    ~Look()
    {
        app::setLanguage(QStringLiteral("en"));
        app::setAppearance(app::Appearance::Light);
    }
    Q_DISABLE_COPY_MOVE(Look)

    [[nodiscard]] bool take(QWidget &widget, const QString &name) const
    {
        // Layouts in each other settle one after the other.
        for (int round = 0; round < 5; ++round)
            QCoreApplication::processEvents();
        return widget.grab().save(m_folder + name + m_suffix);
    }

private:
    const QString m_folder = QStringLiteral(TAPSCOPE_BINARY_DIR "/screenshots/");
    QString m_suffix;
};

}
