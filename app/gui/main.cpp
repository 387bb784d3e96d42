// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/appearance.h"
#include "app/gui/document_area.h"
#include "app/gui/icons.h"
#include "app/gui/language.h"
#include "app/gui/main_window.h"
#include "app/gui/screenshot_tour.h"
#include "app/gui/settings.h"

#include <QApplication>
#include <QCommandLineParser>

#include <signal.h>

#include <cstdio>

using namespace tapscope;
using namespace Qt::StringLiterals;

namespace {

/// The language before anything is shown: it is only known after the options are.
QString wantedLanguage(int argc, char **argv)
{
    for (int i = 1; i < argc; ++i) {
        const QByteArrayView word(argv[i]);
        if (word == "--lang" && i + 1 < argc)
            return QString::fromLocal8Bit(argv[i + 1]);
        if (word.startsWith("--lang="))
            return QString::fromLocal8Bit(word.sliced(7));
    }
    return {};
}

bool has(int argc, char **argv, std::initializer_list<QByteArrayView> words)
{
    for (int i = 1; i < argc; ++i) {
        for (const QByteArrayView word : words) {
            const QByteArrayView argument(argv[i]);
            if (argument == word
                || (word.startsWith("--") && argument.startsWith(word) && argument.size() > word.size()
                    && argument[word.size()] == '='))
                return true;
        }
    }
    return false;
}

void describe(QCommandLineParser &parser)
{
    parser.setApplicationDescription(
        QCoreApplication::translate("Options", "An IDE for SystemTap scripts that runs them as eBPF."));
    parser.addPositionalArgument(QStringLiteral("FILE"), QCoreApplication::translate("Options", "Scripts to open."),
                                 QStringLiteral("[FILE…]"));
    parser.addOption({QStringLiteral("c"), QCoreApplication::translate("Options", "Trace this command."), QStringLiteral("CMD")});
    parser.addOption({QStringLiteral("x"), QCoreApplication::translate("Options", "Trace this process."), QStringLiteral("PID")});
    parser.addOption({QStringLiteral("run"), QCoreApplication::translate("Options", "Run the script at once.")});
    parser.addOption({QStringLiteral("demo"),
                      QCoreApplication::translate("Options", "Run the call-tree example on the demonstration program.")});
    parser.addOption({QStringLiteral("lang"), QCoreApplication::translate("Options", "Language of the interface: en or zh_CN."),
                      QStringLiteral("CODE")});
    parser.addOption(
        {QStringLiteral("screenshots"),
         QCoreApplication::translate(
             "Options",
             "Run (the demonstration, if no script is given), leave pictures of the window in DIR, print the tree, and exit."),
         QStringLiteral("DIR")});
    parser.addHelpOption();
    parser.addVersionOption();
}

QtMessageHandler defaultMessageHandler = nullptr;

/// The offscreen platform complains about every window's size hints: nothing that whoever asked for pictures can act on.
void handleMessage(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    if (!message.startsWith("This plugin does not support propagateSizeHints"_L1))
        defaultMessageHandler(type, context, message);
}

}

int main(int argc, char **argv)
{
    ::signal(SIGPIPE, SIG_IGN);
    QCoreApplication::setApplicationName(QStringLiteral("tapscope"));
    QCoreApplication::setApplicationVersion(QStringLiteral(TAPSCOPE_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("org.tapscope.Tapscope"));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Tapscope"));

    const bool noDisplay = qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY")
        && qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM");
    if (has(argc, argv, {"-h", "--help", "--help-all", "-v", "--version"})) {
        QCoreApplication application(argc, argv);
        app::setLanguage(wantedLanguage(argc, argv).isEmpty() ? app::desktopLanguage() : wantedLanguage(argc, argv));
        QCommandLineParser parser;
        describe(parser);
        parser.process(application);
        return 0;
    }
    if (noDisplay) {
        if (!has(argc, argv, {"--screenshots"})) {
            std::fputs("tapscope: there is no display. Use tapscope-cli in a terminal, or --screenshots DIR for pictures.\n",
                       stderr);
            return 1;
        }
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }

    if (qgetenv("QT_QPA_PLATFORM") == "offscreen")
        defaultMessageHandler = qInstallMessageHandler(handleMessage);
    QApplication application(argc, argv);
    QApplication::setWindowIcon(app::icon(QStringLiteral("tapscope")));
    const auto store = app::settings();
    const QString chosen = wantedLanguage(argc, argv);
    app::setLanguage(!chosen.isEmpty() ? chosen
                                       : store->value(QStringLiteral("window/language"), app::desktopLanguage()).toString());
    QCommandLineParser parser;
    describe(parser);
    parser.process(application);
    const bool screenshots = parser.isSet(QStringLiteral("screenshots"));
    app::setAppearance(screenshots ? app::Appearance::Light
                                   : static_cast<app::Appearance>(
                                         std::clamp(store->value(QStringLiteral("window/appearance"), 0).toInt(), 0, 2)));

    app::MainWindow window;
    const QStringList files = parser.positionalArguments();
    if (screenshots)
        window.resetLayout();
    else
        window.restoreDocuments();
    window.openFiles(files);
    if (parser.isSet(QStringLiteral("c"))) {
        window.runBar()->setTarget(app::RunBar::Target::Command);
        window.runBar()->setCommand(parser.value(QStringLiteral("c")));
    } else if (parser.isSet(QStringLiteral("x"))) {
        window.runBar()->setPid(parser.value(QStringLiteral("x")).toInt());
    }
    window.show();

    if (screenshots) {
        auto *tour = new app::ScreenshotTour(&window, parser.value(QStringLiteral("screenshots")));
        QMetaObject::invokeMethod(tour, [tour, demo = files.isEmpty()] { tour->begin(demo); }, Qt::QueuedConnection);
    } else if (parser.isSet(QStringLiteral("demo"))) {
        QMetaObject::invokeMethod(&window, [&window] { window.runDemo(); }, Qt::QueuedConnection);
    } else if (parser.isSet(QStringLiteral("run"))) {
        QMetaObject::invokeMethod(&window, [&window] { window.run(); }, Qt::QueuedConnection);
    }
    return QApplication::exec();
}
