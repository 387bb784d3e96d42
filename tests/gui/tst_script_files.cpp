// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/action_set.h"
#include "app/gui/document_area.h"
#include "app/gui/files/files_panel.h"
#include "window_home.h"

#include <QCheckBox>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <sys/stat.h>

using namespace tapscope;
using app::FileTransfer;

namespace {

constexpr int waitMs = 20'000;

const QByteArray talkingScript
    = "global level = 3, reads\n"
      "probe procfs(\"level\").read { reads++ $value = sprintf(\"level %d, read %d\\n\", level, reads) }\n"
      "probe procfs(\"level\").write { level = strtol($value, 10) }\n"
      "probe procfs(\"order\").write { print(\"ordered \" . $value) if ($value == \"end\\n\") exit() }\n";

}

/// The panel of the files that a running script offers.
class TestScriptFiles : public QObject {
    Q_OBJECT

private:
    tests::WindowHome m_home;

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_home.enter());
        QLocale::setDefault(QLocale::c());
    }
    void init() { app::settings()->clear(); }

    void readsAndWrites()
    {
        app::MainWindow window;
        window.show();
        window.documents()->newScript(talkingScript);
        window.runBar()->setTarget(app::RunBar::Target::None);
        const app::FilesPanel &panel = *window.files();
        QSignalSpy finished(window.bridge(), &app::SessionBridge::finished);
        window.run();
        QTRY_COMPARE_WITH_TIMEOUT(panel.count(), 2, waitMs);
        QCOMPARE(window.dock("files")->windowTitle(), QStringLiteral("Files (2)"));
        (*window.actionSet())["showFiles"]->trigger();
        QTRY_VERIFY(panel.contents()->isVisible());

        // Nothing is read before it is wanted.
        const auto choose = [&](const QString &name) {
            panel.list()->setCurrentItem(panel.list()->findItems(name, Qt::MatchExactly).value(0));
        };
        choose(QStringLiteral("level"));
        QCOMPARE(panel.contents()->toPlainText(), QString());
        panel.readButton()->click();
        QTRY_COMPARE_WITH_TIMEOUT(panel.contents()->toPlainText(), QStringLiteral("level 3, read 1\n"), waitMs);
        QVERIFY2(panel.note()->text().contains(QStringLiteral("16 bytes read")), qPrintable(panel.note()->text()));

        // What is written shows at once.
        panel.line()->setText(QStringLiteral("77"));
        QTest::keyClick(panel.line(), Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(panel.contents()->toPlainText(), QStringLiteral("level 77, read 2\n"), waitMs);
        QVERIFY(panel.line()->text().isEmpty());
        {
            const tests::Look look(QStringLiteral("zh_CN"), false);
            QVERIFY(look.take(window, QStringLiteral("script-files")));
        }

        panel.againBox()->setChecked(true);
        QTRY_VERIFY_WITH_TIMEOUT(panel.contents()->toPlainText().contains(QStringLiteral("read 5")), waitMs);
        panel.againBox()->setChecked(false);

        choose(QStringLiteral("order"));
        QVERIFY(!panel.readButton()->isVisible());
        for (const char *word : {"tea", "end"}) {
            panel.line()->setText(QString::fromLatin1(word));
            panel.writeButton()->click();
        }
        QVERIFY(QTest::qWaitFor([&] { return finished.count() == 1; }, waitMs));
        QTRY_VERIFY2(tests::consoleText(window).contains(QStringLiteral("ordered tea")), qPrintable(tests::consoleText(window)));
        QVERIFY(!panel.writeButton()->isEnabled());
        choose(QStringLiteral("level"));
        QVERIFY(!panel.readButton()->isEnabled());
        QVERIFY(panel.contents()->toPlainText().contains(QStringLiteral("level 77")));
    }

    void aScriptWithoutFilesHasNone()
    {
        app::MainWindow window;
        window.show();
        window.documents()->newScript("probe begin { exit() }\n");
        window.runBar()->setTarget(app::RunBar::Target::None);
        QSignalSpy finished(window.bridge(), &app::SessionBridge::finished);
        window.files()->setFiles({{"procfs(\"old\").read", "old", "/nowhere/old", false}});
        window.run();
        QVERIFY(QTest::qWaitFor([&] { return finished.count() == 1; }, waitMs));
        QCOMPARE(window.files()->count(), 0);
        QCOMPARE(window.dock("files")->windowTitle(), QStringLiteral("Files"));
    }

    void missingFilesAreTold()
    {
        app::FilesPanel panel;
        panel.setFiles({{"procfs(\"gone\").read", "gone", "/nowhere/gone", false}});
        panel.readButton()->click();
        QTRY_VERIFY_WITH_TIMEOUT(panel.note()->text().contains(QStringLiteral("could not be read")), waitMs);
    }

    void aScriptThatDoesNotAnswerCanBeLeft()
    {
        const QTemporaryDir folder;
        const QByteArray path = folder.filePath(QStringLiteral("pipe")).toUtf8();
        QCOMPARE(::mkfifo(path.constData(), 0600), 0);
        FileTransfer transfer;
        QSignalSpy finished(&transfer, &FileTransfer::finished);
        transfer.read(QString::fromUtf8(path));
        QVERIFY(transfer.busy());
        transfer.cancel();
        QVERIFY(!transfer.busy());
        // It works again, and nothing comes of the one that was left.
        QFile::remove(QString::fromUtf8(path));
        QFile plain(QString::fromUtf8(path));
        QVERIFY(plain.open(QIODevice::WriteOnly));
        plain.write(QByteArray(FileTransfer::mostBytes + 1, 'x'));
        plain.close();
        transfer.read(QString::fromUtf8(path));
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, waitMs);
        const auto result = finished.at(0).at(0).value<FileTransfer::Result>();
        QVERIFY(result.cut);
        QCOMPARE(result.bytes.size(), FileTransfer::mostBytes);
    }
};

QTEST_MAIN(TestScriptFiles)
#include "tst_script_files.moc"
