// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a user of the editor waits for, as pixels: the whole pane, painted into a window of the offscreen platform.

#include "editor/assist/assistant.h"
#include "editor/assist/completion_popup.h"
#include "editor/editor_pane.h"
#include "editor/live_checker.h"
#include "editor/script_editor.h"
#include "support/large_inputs.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QKeyEvent>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <vector>

using namespace tapscope;
using editor::EditorPane;

namespace {

class Times {
public:
    explicit Times(const char *name) : m_name(name) {}
    ~Times()
    {
        std::ranges::sort(m_ms);
        std::printf("%-48s %4zu times   median %8.2f ms   longest %8.2f ms\n", m_name, m_ms.size(), m_ms[m_ms.size() / 2],
                    m_ms.back());
    }
    void measure(const std::function<void()> &what)
    {
        QElapsedTimer timer;
        timer.start();
        what();
        m_ms.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }

private:
    const char *m_name;
    std::vector<double> m_ms;
};

services::WorkspaceOptions withTapset()
{
    services::WorkspaceOptions options;
    options.analysis.tapsetDirectories = {TAPSCOPE_SOURCE_DIR "/tapset"};
    return options;
}

void waitFor(const std::function<bool()> &done)
{
    while (!done())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
}

void show(EditorPane &pane)
{
    pane.resize(1200, 900);
    pane.show();
    QCoreApplication::processEvents();
}

void type(QWidget *into, int key, const QString &text)
{
    QKeyEvent press(QEvent::KeyPress, key, Qt::NoModifier, text);
    QCoreApplication::sendEvent(into, &press);
    QKeyEvent release(QEvent::KeyRelease, key, Qt::NoModifier, text);
    QCoreApplication::sendEvent(into, &release);
}

QString write(const QTemporaryDir &folder, const QString &name, const std::string &text)
{
    QFile file(folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly))
        return {};
    file.write(text.data(), static_cast<qint64>(text.size()));
    return file.fileName();
}

void openLargeFile(const QTemporaryDir &folder)
{
    const QString path = write(folder, QStringLiteral("large.stp"), bench::longScript(50'000));
    Times opening("open 50,000 lines, until they are painted");
    for (int i = 0; i < 10; ++i) {
        opening.measure([&] {
            EditorPane pane;
            pane.resize(1200, 900);
            if (!pane.read(path).isEmpty())
                std::exit(1);
            pane.show();
            pane.grab();
        });
    }
}

void typeIntoLargeFile(const QTemporaryDir &folder)
{
    EditorPane pane;
    if (!pane.read(write(folder, QStringLiteral("typed.stp"), bench::longScript(50'000))).isEmpty())
        std::exit(1);
    show(pane);
    pane.editor()->goTo(25'000, 1);
    pane.grab();
    Times typing("a key in the middle of 50,000 lines, painted");
    for (int i = 0; i < 100; ++i) {
        typing.measure([&] {
            type(pane.editor(), Qt::Key_X, QStringLiteral("x"));
            pane.editor()->viewport()->repaint();
        });
    }
}

void keyToSquiggle(const QTemporaryDir &folder)
{
    EditorPane pane;
    pane.setWorkspace(std::make_shared<services::Workspace>(withTapset()));
    if (!pane.read(write(folder, QStringLiteral("checked.stp"), bench::longScript(1000) + "probe end { }\n")).isEmpty())
        std::exit(1);
    show(pane);
    pane.editor()->goTo(pane.editor()->lines() - 1, 13);
    bool checked = false;
    QObject::connect(pane.checker(), &editor::LiveChecker::checked, &pane, [&] { checked = true; });
    Times squiggle("a key to its squiggle in 1,000 lines, less 300 ms");
    for (int i = 0; i < 30; ++i) {
        squiggle.measure([&] {
            checked = false;
            type(pane.editor(), Qt::Key_X, QStringLiteral("x"));
            pane.checker()->checkNow();
            waitFor([&] { return checked; });
            pane.editor()->viewport()->repaint();
        });
        if (pane.liveProblems().empty())
            std::exit(1);
    }
}

void proposals(const QTemporaryDir &folder)
{
    services::WorkspaceOptions options = withTapset();
    const auto module = std::make_shared<const bench::ManyFunctions>();
    options.analysis.openModule =
        [module](const std::string &) -> std::expected<std::shared_ptr<const debuginfo::Module>, Failure> { return module; };
    EditorPane pane;
    pane.setWorkspace(std::make_shared<services::Workspace>(options));
    if (!pane.read(write(folder, QStringLiteral("many.stp"), "probe process(\"/many\").function(\"hand42\") { }\n")).isEmpty())
        std::exit(1);
    show(pane);
    auto *completer = pane.assistant().completer;
    Times list("the list of 100,000 proposals, asked for and painted");
    for (int i = 0; i < 20; ++i) {
        pane.editor()->goTo(1, 39);
        list.measure([&] {
            completer->complete(true);
            waitFor([&] { return completer->popup()->isVisible(); });
            completer->popup()->grab();
        });
        if (completer->popup()->model()->rowCount() == 0)
            std::exit(1);
        if (i < 19)
            completer->popup()->hide();
    }
    Times narrowing("one more letter narrows it");
    for (int i = 0; i < 20; ++i) {
        narrowing.measure([&] {
            type(pane.editor(), i % 2 ? Qt::Key_Backspace : Qt::Key_1, i % 2 ? QString() : QStringLiteral("1"));
            completer->popup()->grab();
        });
    }
}

}

int main(int argc, char **argv)
{
    QStandardPaths::setTestModeEnabled(true);
    const QApplication application(argc, argv);
    const QTemporaryDir folder;
    openLargeFile(folder);
    typeIntoLargeFile(folder);
    keyToSquiggle(folder);
    proposals(folder);
    return 0;
}
