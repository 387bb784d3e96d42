// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/action_set.h"
#include "app/gui/appearance.h"
#include "app/gui/document_area.h"
#include "app/gui/exploration.h"
#include "app/gui/kernel_dialog.h"
#include "app/gui/language.h"
#include "app/gui/locator.h"
#include "app/gui/machine.h"
#include "app/gui/main_window.h"
#include "app/gui/settings.h"
#include "editor/browser/probe_browser.h"
#include "editor/browser/probe_list_model.h"
#include "editor/browser/probe_tree_model.h"
#include "editor/editor_pane.h"
#include "editor/live_checker.h"
#include "editor/script_editor.h"
#include "editor/source/disassembly_strip.h"
#include "editor/source/source_area.h"
#include "editor/source/source_pane.h"
#include "editor/source/source_view.h"
#include "window_home.h"

#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QProcess>
#include <QPushButton>
#include <QRandomGenerator>
#include <QScopeGuard>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace tapscope;
using namespace Qt::StringLiterals;

/// Browsing probe points and sources in the real window.
class TestExploration : public QObject {
    Q_OBJECT

private:
    tests::WindowHome m_home;
    const QString m_teahouse = QStringLiteral(TAPSCOPE_BINARY_DIR "/bin/teahouse");
    const QString m_source = QStringLiteral(TAPSCOPE_SOURCE_DIR "/resources/demo/teahouse.cpp");

    int lineOf(const QByteArray &text)
    {
        QFile file(m_source);
        if (!file.open(QIODevice::ReadOnly))
            return 0;
        const QByteArray all = file.readAll();
        return static_cast<int>(all.left(all.indexOf(text)).count('\n')) + 1;
    }

    static QByteArray script(app::MainWindow &window)
    {
        auto *pane = window.documents()->current();
        return pane ? pane->editor()->bytes() : QByteArray();
    }

    static int topRow(editor::ProbeBrowser *browser, editor::ProbeNode::Group group)
    {
        for (int row = 0; row < browser->model()->rowCount(); ++row) {
            if (browser->model()->node(browser->model()->index(row, 0))->group == group)
                return row;
        }
        return -1;
    }

    /// Opens rows by their texts and chooses the last.
    static QModelIndex open(editor::ProbeBrowser *browser, const QStringList &path)
    {
        QModelIndex at;
        for (const QString &text : path) {
            if (at.isValid()) {
                browser->tree()->setExpanded(at, true);
                if (!QTest::qWaitFor([&] { return browser->model()->rowCount(at) > 0 && !browser->model()->isLoading(at); },
                                     20'000))
                    return {};
            }
            QModelIndex next;
            for (int row = 0; row < browser->model()->rowCount(at); ++row) {
                const QModelIndex child = browser->model()->index(row, 0, at);
                if (child.data().toString() == text)
                    next = child;
            }
            if (!next.isValid()) {
                qWarning() << text << "is not in the tree";
                return {};
            }
            at = next;
        }
        browser->tree()->setCurrentIndex(at);
        browser->tree()->scrollTo(at, QAbstractItemView::PositionAtCenter);
        return at;
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!QFileInfo::exists(m_teahouse))
            QSKIP("the demonstration program has not been built");
        // The index of a kernel takes long to make.
        const QByteArray cache = qgetenv("XDG_CACHE_HOME").isEmpty() ? (QDir::homePath() + u"/.cache"_s).toLocal8Bit()
                                                                     : qgetenv("XDG_CACHE_HOME");
        QVERIFY(m_home.enter());
        if (!qEnvironmentVariableIsEmpty("TAPSCOPE_DEBUG_ROOT"))
            qputenv("XDG_CACHE_HOME", cache);
    }

    void doubleClickWritesAProbe()
    {
        app::MainWindow window;
        window.show();
        window.runBar()->setTarget(app::RunBar::Target::Command);
        window.runBar()->setCommand(m_teahouse + u" --orders 3"_s);
        editor::ProbeBrowser *browser = window.exploration()->browser();
        QTRY_COMPARE(browser->target(), m_teahouse);
        const QModelIndex brew = open(browser, {u"teahouse"_s, u"Source files"_s, u"teahouse.cpp"_s, u"tea::brew"_s});
        QVERIFY(brew.isValid());
        Q_EMIT browser->tree()->doubleClicked(brew);
        QVERIFY2(script(window).contains(".function(\"brew@teahouse.cpp\").call {"), script(window).constData());
        window.exploration()->insert(*browser->current(), editor::Snippet::Latency);
        QVERIFY(script(window).contains("global brew_ns, brew_since, brew_depth"));
        auto *pane = window.documents()->current();
        QTRY_VERIFY(!pane->checker()->busy());
        QVERIFY(pane->liveProblems().empty());
        window.documents()->current()->editor()->setModified(false);
    }

    void keySetsAndClearsALine()
    {
        app::MainWindow window;
        window.resize(1400, 900);
        window.show();
        window.documents()->newScript("probe begin { }\n");
        const int line = lineOf("served += cups;");
        window.exploration()->showSource({m_teahouse, {}}, m_source, line);
        editor::SourcePane *pane = window.exploration()->sources()->current();
        QVERIFY(pane);
        QTRY_VERIFY_WITH_TIMEOUT(pane->isReady(), 20'000);
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QTest::keyClick(pane->view(), Qt::Key_F9);
        const QByteArray point = "statement(\"pour@teahouse.cpp:" + QByteArray::number(line) + "\")";
        QVERIFY2(script(window).contains(point), script(window).constData());
        QTRY_COMPARE(pane->view()->mark(line), editor::SourceView::Mark::Set);
        QTest::keyClick(pane->view(), Qt::Key_F9);
        QCOMPARE(script(window), QByteArray("probe begin { }\n"));
        // What is typed in the script is seen in the gutter.
        window.documents()->current()->editor()->append(
            u"probe process(\"%1\").statement(\"*@teahouse.cpp:%2\") { }\n"_s.arg(m_teahouse).arg(line));
        QTRY_COMPARE(pane->view()->mark(line), editor::SourceView::Mark::Set);
        window.documents()->current()->editor()->setModified(false);
    }

    void locatorFindsAndRuns()
    {
        app::MainWindow window;
        window.resize(1400, 900);
        window.show();
        window.runBar()->setTarget(app::RunBar::Target::Command);
        window.runBar()->setCommand(m_teahouse);
        app::Locator *locator = window.exploration()->locator();
        QTRY_VERIFY_WITH_TIMEOUT(window.exploration()->browser()->catalog()
                                     && window.exploration()->browser()->target() == m_teahouse
                                     && !window.exploration()->browser()->busy(),
                                 30'000);
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QTest::keyClick(&window, Qt::Key_K, Qt::ControlModifier);
        QVERIFY(locator->isVisible());
        QVERIFY(locator->results()->rowCount() >= 6); // the prefixes
        const auto firstIs = [&](const QString &text) {
            const auto *node = locator->results()->node(locator->list()->currentIndex());
            return node && node->text == text;
        };
        // A line of a file.
        QTest::keyClicks(locator->field(), u"l teahouse.cpp:120"_s);
        QTRY_VERIFY(firstIs(u"teahouse.cpp"_s));
        QTest::keyClick(locator->field(), Qt::Key_Return);
        QVERIFY(!locator->isVisible());
        editor::SourcePane *pane = window.exploration()->sources()->current();
        QVERIFY(pane);
        QCOMPARE(pane->view()->currentLine(), 120);
        // A mark, straight into the script.
        locator->open();
        locator->field()->setText(u"m poured"_s);
        QTRY_VERIFY(firstIs(u"poured"_s));
        QTest::keyClick(locator->field(), Qt::Key_Return, Qt::ControlModifier);
        QVERIFY2(script(window).contains(".provider(\"teahouse\").mark(\"poured\")"), script(window).constData());
        // A command.
        locator->open();
        locator->field()->setText(u"> welcome"_s);
        QTRY_VERIFY(firstIs(u"Welcome Page"_s));
        QTest::keyClick(locator->field(), Qt::Key_Return);
        QCOMPARE(window.windowTitle(), u"Tapscope"_s);
        window.documents()->current()->editor()->setModified(false);
    }

    void kernelIsChosen()
    {
        app::KernelDialog dialog({});
        QVERIFY(dialog.isAcceptable());
        QVERIFY(dialog.list()->count() >= 1);
        dialog.field()->setText(m_home.filePath(u"nothing"_s));
        QVERIFY(!dialog.isAcceptable());
        dialog.field()->setText(m_teahouse); // any image will do
        QVERIFY(dialog.isAcceptable());
        dialog.accept();
        QCOMPARE(dialog.result(), int(QDialog::Accepted));
        QCOMPARE(dialog.kernel(), m_teahouse);
        app::KernelDialog again(m_teahouse);
        QCOMPARE(again.kernel(), m_teahouse);
        QVERIFY(again.list()->currentItem());
        // It is remembered, and the tree is of it.
        app::settings()->setValue(u"browser/kernel"_s, m_teahouse);
        app::MainWindow window;
        QCOMPARE(window.exploration()->browser()->kernel(), m_teahouse);
        app::settings()->remove(u"browser/kernel"_s);
    }

    void kernelLines_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<bool>("dark");
        QTest::addColumn<QStringList>("path");
        QTest::addColumn<QByteArray>("point");
        for (const QString &language : app::languages()) {
            const bool dark = language != u"en"_s;
            const auto add = [&](const char *name, const QStringList &path, const QByteArray &point) {
                QTest::addRow("%s %s", name, qPrintable(language)) << language << dark << path << point;
            };
            add("vfs_read", {u"fs"_s, u"read_write.c"_s, u"vfs_read"_s}, "kernel.statement(\"vfs_read@fs/read_write.c:");
            add("__tcp_ack_snd_check", {u"net"_s, u"ipv4"_s, u"tcp_input.c"_s, u"__tcp_ack_snd_check"_s},
                "kernel.statement(\"__tcp_ack_snd_check@net/ipv4/tcp_input.c:");
            add("nfs_file_read", {u"nfs"_s, u"fs/nfs"_s, u"file.c"_s, u"nfs_file_read"_s},
                "module(\"nfs\").statement(\"nfs_file_read@fs/nfs/file.c:");
        }
    }
    /// With a kernel's debug package unpacked to $TAPSCOPE_DEBUG_ROOT, and its source to $TAPSCOPE_KERNEL_SOURCE.
    void kernelLines()
    {
        const QString root = qEnvironmentVariable("TAPSCOPE_DEBUG_ROOT");
        if (root.isEmpty())
            QSKIP("needs the debug package of a kernel");
        QFETCH(QString, language);
        QFETCH(bool, dark);
        QFETCH(QStringList, path);
        QFETCH(QByteArray, point);
        const tests::Look look(language, dark);
        app::MainWindow window;
        window.resize(1500, 900);
        window.resetLayout();
        window.show();
        window.documents()->newScript();
        editor::ProbeBrowser *browser = window.exploration()->browser();
        browser->setKernel(root);
        editor::SourceArea *sources = window.exploration()->sources();
        if (const QString source = qEnvironmentVariable("TAPSCOPE_KERNEL_SOURCE"); !source.isEmpty()) {
            editor::SourceMap map;
            const QString release = browser->model()
                                        ->index(topRow(browser, editor::ProbeNode::Group::Kernel), 0)
                                        .data(editor::ProbeTreeModel::DetailRole)
                                        .toString();
            map.learn(u"fs/open.c"_s, source + u"/fs/open.c"_s, u"kernel "_s + release);
            sources->setMap(map);
        }
        const auto group = point.startsWith("module") ? editor::ProbeNode::Group::Modules : editor::ProbeNode::Group::Kernel;
        const QString top = browser->model()->index(topRow(browser, group), 0).data().toString();
        const QModelIndex function = open(browser, QStringList{top} + path);
        QVERIFY(function.isValid());
        const QString name = browser->current()->name;
        browser->tree()->setExpanded(function, true);
        QVERIFY(
            QTest::qWaitFor([&] { return browser->model()->rowCount(function) > 1 && !browser->model()->isLoading(function); },
                            20'000));
        const QModelIndex line = browser->model()->index(2, 0, function);
        browser->tree()->setCurrentIndex(line);
        browser->tree()->scrollTo(function, QAbstractItemView::PositionAtTop);
        QVERIFY2(browser->pattern()->text().startsWith(QString::fromLatin1(point)), qPrintable(browser->pattern()->text()));
        const editor::ProbeNode node = *browser->current();
        window.exploration()->showSource(node.code(), node.file, node.line);
        editor::SourcePane *pane = sources->current();
        QVERIFY(QTest::qWaitFor([&] { return pane->isReady(); }, 20'000));
        QCOMPARE(pane->view()->mark(node.line), editor::SourceView::Mark::Possible);
        for (const int row : {1, 3, 4}) { // below the row of the callers
            const int at = browser->model()->index(row, 0, function).data().toString().toInt();
            QVERIFY(sources->toggle(pane, at));
            QVERIFY(QTest::qWaitFor([&] { return pane->view()->mark(at) == editor::SourceView::Mark::Set; }, 20'000));
        }
        QVERIFY2(script(window).contains(point), script(window).constData());
        pane->setStripShown(true);
        QVERIFY(QTest::qWaitFor([&] { return !browser->busy(); }, 60'000));
        QCOMPARE(browser->count()->text().contains(u'1'), true);
        const editor::DisassemblyModel *code = pane->strip()->disassembly();
        QVERIFY(QTest::qWaitFor([&] { return !code->code().empty(); }, 60'000));
        // Of the kernel's own code, too, it is told what a probe costs.
        QVERIFY(code->code().front().kernelCost.has_value());
        QVERIFY(!code->index(0, editor::DisassemblyModel::CostColumn).data().toString().isEmpty());
        QVERIFY(!code->index(0, editor::DisassemblyModel::CostColumn).data(Qt::ToolTipRole).toString().isEmpty());
        QVERIFY(look.take(window, u"kernel-"_s + name));
        window.documents()->current()->editor()->setModified(false);
    }

    /// A server that takes the question and says nothing: asking it can be stopped, and nobody waits for it at the end.
    void silentServerIsLeft()
    {
        const int silent = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        QVERIFY(::bind(silent, reinterpret_cast<sockaddr *>(&address), length) == 0 && ::listen(silent, 8) == 0);
        QVERIFY(::getsockname(silent, reinterpret_cast<sockaddr *>(&address), &length) == 0);
        int question = -1;
        const auto asked = [&] { return (question = ::accept4(silent, nullptr, nullptr, SOCK_CLOEXEC)) >= 0; };
        QTemporaryDir directory;
        const QString program = directory.filePath(u"prog"_s);
        const QString source = QStringLiteral(TAPSCOPE_SOURCE_DIR "/tests/data/lists");
        QProcess compiler;
        compiler.start(u"gcc"_s,
                       {u"-g"_s, u"-Wl,--build-id"_s, u"-ffile-prefix-map="_s + source + u"=/nowhere/build"_s, u"-o"_s, program,
                        source + u"/prog.c"_s});
        QVERIFY(compiler.waitForFinished(60'000) && compiler.exitCode() == 0);
        qputenv("DEBUGINFOD_CACHE_PATH", directory.filePath(u"cache"_s).toLocal8Bit());
        qputenv("DEBUGINFOD_URLS", "http://127.0.0.1:" + QByteArray::number(ntohs(address.sin_port)));
        qputenv("DEBUGINFOD_TIMEOUT", "3600");
        const auto restored = qScopeGuard([&] {
            ::close(question);
            ::close(silent);
            qunsetenv("DEBUGINFOD_URLS");
            qunsetenv("DEBUGINFOD_TIMEOUT");
        });
        app::MainWindow window;
        window.resize(1200, 800);
        window.show();
        window.exploration()->showSource({program, {}}, u"/nowhere/build/prog.c"_s, 12);
        editor::SourcePane *pane = window.exploration()->sources()->current();
        QVERIFY(pane);
        auto *ask = pane->findChild<QPushButton *>(u"askServer"_s);
        auto *stop = pane->findChild<QPushButton *>(u"stopAsking"_s);
        QVERIFY(ask && stop);
        QVERIFY(QTest::qWaitFor([&] { return stop->isVisible() && asked(); }, 20'000));
        QVERIFY(!ask->isEnabled());
        stop->click();
        QVERIFY(!stop->isVisible() && ask->isEnabled());
        // The next question is asked, so the first has been left; the window goes while that is under way.
        ask->click();
        QVERIFY(stop->isVisible());
        ::close(question);
        QVERIFY(QTest::qWaitFor(asked, 20'000));
    }

    void serverHasTheText_data() { tests::addLooks(); }
    /// The source was compiled elsewhere; a real debuginfod server of this test's own has it in an archive.
    void serverHasTheText()
    {
        const QString server = QStandardPaths::findExecutable(u"debuginfod"_s);
        if (server.isEmpty())
            QSKIP("the debuginfod server is not installed");
        QFETCH(QString, language);
        QFETCH(bool, dark);
        QTemporaryDir directory;
        const QDir home(directory.path());
        const auto run = [&](const QString &command, const QStringList &arguments) {
            QProcess process;
            process.setWorkingDirectory(directory.path());
            process.start(command, arguments);
            return process.waitForFinished(60'000) && process.exitCode() == 0;
        };
        const QString source = QStringLiteral(TAPSCOPE_SOURCE_DIR "/tests/data/lists");
        QVERIFY(home.mkpath(u"package/nowhere/build"_s) && home.mkpath(u"files"_s));
        QVERIFY(QFile::copy(source + u"/prog.c"_s, home.filePath(u"package/nowhere/build/prog.c"_s)));
        QVERIFY(run(u"gcc"_s,
                    {u"-g"_s, u"-Wl,--build-id"_s, u"-ffile-prefix-map="_s + source + u"=/nowhere/build"_s,
                     u"-fdebug-prefix-map="_s + directory.path() + u"=/nowhere/build"_s, u"-o"_s, u"package/nowhere/build/prog"_s,
                     source + u"/prog.c"_s}));
        QVERIFY(run(u"tar"_s, {u"-C"_s, u"package"_s, u"-cf"_s, u"files/prog.tar"_s, u"./nowhere"_s}));
        // Not beside its source, where that would be found.
        const QString program = home.filePath(u"prog"_s);
        QVERIFY(QFile::copy(home.filePath(u"package/nowhere/build/prog"_s), program));
        qputenv("DEBUGINFOD_CACHE_PATH", home.filePath(u"cache"_s).toLocal8Bit());
        const int port = 20'000 + static_cast<int>(QRandomGenerator::global()->bounded(20'000));
        const auto restored = qScopeGuard([] { qunsetenv("DEBUGINFOD_URLS"); });

        const tests::Look look(language, dark);
        const auto show = [&](app::MainWindow &window) {
            window.resize(1200, 800);
            window.show();
            window.exploration()->showSource({program, {}}, u"/nowhere/build/prog.c"_s, 12);
            editor::SourcePane *pane = window.exploration()->sources()->current();
            return pane && QTest::qWaitFor([&] { return pane->isReady(); }, 20'000) ? pane : nullptr;
        };
        const auto button = [](editor::SourcePane *pane) { return pane->findChild<QPushButton *>(u"askServer"_s); };
        // Nobody is asked unless the user's environment says so.
        {
            app::MainWindow window;
            editor::SourcePane *pane = show(window);
            QVERIFY(pane && button(pane) && !button(pane)->isVisible());
        }
        // The server is not there yet: it is said, and can be asked again.
        qputenv("DEBUGINFOD_URLS", "http://127.0.0.1:" + QByteArray::number(port));
        app::MainWindow window;
        editor::SourcePane *pane = show(window);
        QVERIFY(pane && button(pane));
        QVERIFY(QTest::qWaitFor([&] { return button(pane)->isVisible() && button(pane)->isEnabled(); }, 20'000));
        QVERIFY(pane->view()->text().contains(u"fact  0x"_s));
        QVERIFY(look.take(window, u"source-no-server"_s));
        QProcess process;
        QProcessEnvironment alone = QProcessEnvironment::systemEnvironment();
        alone.remove(u"DEBUGINFOD_URLS"_s); // it would ask itself
        process.setProcessEnvironment(alone);
        process.start(server,
                      {u"-Z"_s, u".tar"_s, u"-d"_s, u":memory:"_s, u"-p"_s, QString::number(port), home.filePath(u"files"_s)});
        QVERIFY(process.waitForStarted());
        // A negative answer is kept for a while, so each try has a cache of its own.
        int tries = 0;
        const bool found = QTest::qWaitFor(
            [&] {
                if (button(pane)->isVisible() && button(pane)->isEnabled()) {
                    qputenv("DEBUGINFOD_CACHE_PATH", home.filePath(u"cache%1"_s.arg(++tries)).toLocal8Bit());
                    button(pane)->click();
                }
                return pane->view()->text().contains(u"static int fact(int n)"_s);
            },
            30'000);
        process.kill();
        process.waitForFinished();
        QVERIFY(found);
        QVERIFY(!button(pane)->isVisible());
        QVERIFY(look.take(window, u"source-from-server"_s));
    }

    void machineSaysWhatIsMissing()
    {
        QCOMPARE(app::Machine::debugInfoCommand(u"debian "_s, u"6.1.0-56-amd64"_s),
                 u"sudo apt install linux-image-6.1.0-56-amd64-dbg"_s);
        QCOMPARE(app::Machine::debugInfoCommand(u"ubuntu debian"_s, u"6.8.0-31-generic"_s),
                 u"sudo apt install linux-image-6.8.0-31-generic-dbgsym"_s);
        QCOMPARE(app::Machine::debugInfoCommand(u"rocky rhel centos fedora"_s, u"5.14"_s),
                 u"sudo dnf debuginfo-install kernel-core-5.14"_s);
        QVERIFY(app::Machine::debugInfoCommand(u"unheard of"_s, u"1"_s).isEmpty());
        // No package brings the debuginfo of a kernel that somebody built.
        QVERIFY(m_home.write(u"linux-image-6.1.0-56-amd64.list"_s, "/boot/vmlinuz\n").endsWith(u".list"_s));
        QVERIFY(app::Machine::isPackaged(u"6.1.0-56-amd64"_s, m_home.path()));
        QVERIFY(!app::Machine::isPackaged(u"6.18.44-own"_s, m_home.path()));
        QVERIFY(app::Machine::isPackaged(u"6.18.44-own"_s, m_home.filePath(u"nowhere"_s)));
        for (const app::MachineFact &fact : app::Machine::kernelFacts()) {
            QVERIFY(!fact.text.isEmpty());
            QVERIFY2(fact.state == app::MachineFact::State::Good || !fact.nextStep.isEmpty(), qPrintable(fact.text));
        }
    }

    void screenshots_data() { tests::addLooks(); }
    void screenshots()
    {
        QFETCH(QString, language);
        QFETCH(bool, dark);
        const tests::Look look(language, dark);
        app::MainWindow window;
        window.resize(1500, 900);
        window.resetLayout();
        window.show();
        window.documents()->newScript();
        window.runBar()->setTarget(app::RunBar::Target::Command);
        window.runBar()->setCommand(m_teahouse + u" --orders 3"_s);
        editor::ProbeBrowser *browser = window.exploration()->browser();
        QTRY_COMPARE(browser->target(), m_teahouse);
        QTRY_VERIFY_WITH_TIMEOUT(browser->catalog() && !browser->busy(), 30'000);
        browser->tree()->setExpanded(browser->model()->index(0, 0), true);
        QTRY_VERIFY(browser->model()->rowCount(browser->model()->index(0, 0)) > 2);
        const QModelIndex files = browser->model()->index(0, 0, browser->model()->index(0, 0));
        browser->tree()->setExpanded(files, true);
        QTRY_VERIFY(browser->model()->rowCount(files) > 0 && !browser->model()->isLoading(files));
        const QString first = browser->model()->index(0, 0).data().toString();
        const QModelIndex brew = open(browser, {first, files.data().toString(), u"teahouse.cpp"_s, u"tea::brew"_s});
        QVERIFY(brew.isValid());
        window.exploration()->insert(*browser->current(), editor::Snippet::CallAndReturn);
        QTRY_VERIFY(!browser->busy());
        QVERIFY(look.take(window, u"browser"_s));

        window.exploration()->showSource({m_teahouse, {}}, m_source, lineOf("void Pot::pour(int cups)"));
        editor::SourcePane *pane = window.exploration()->sources()->current();
        QTRY_VERIFY_WITH_TIMEOUT(pane->isReady(), 20'000);
        for (const char *text : {"served += cups;", "level -= cups;"})
            window.exploration()->sources()->toggle(pane, lineOf(text));
        pane->setStripShown(true);
        pane->goToLine(lineOf("served += cups;"));
        QTRY_VERIFY(!pane->strip()->disassembly()->code().empty());
        QTRY_VERIFY(pane->view()->mark(lineOf("served += cups;")) == editor::SourceView::Mark::Set);
        QTest::keyClicks(browser->filter(), u"f ta"_s);
        QTRY_VERIFY(browser->results()->isVisible() && !browser->busy());
        QCoreApplication::processEvents();
        QVERIFY(look.take(window, u"source"_s));
        app::Locator *locator = window.exploration()->locator();
        locator->open();
        locator->field()->setText(u"po"_s);
        QTRY_VERIFY(!locator->busy() && locator->results()->rowCount() > 5);
        QCoreApplication::processEvents();
        QVERIFY(look.take(*locator, u"locator"_s));
        locator->hide();
        window.documents()->current()->editor()->setModified(false);
    }
};

QTEST_MAIN(TestExploration)
#include "tst_exploration.moc"
