// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "views/console/console_panel.h"
#include "views/console/console_view.h"
#include "views/live/live_trace.h"

#include <QTest>

using namespace tapscope;

class TestConsoleView : public QObject {
    Q_OBJECT

private:
    struct Fixture {
        views::LiveTrace trace;
        views::ConsolePanel panel{&trace};
        views::ConsoleView &view{*panel.view()};

        Fixture()
        {
            panel.resize(700, 300);
            panel.show();
            (void)QTest::qWaitForWindowExposed(&panel);
            view.setFocus();
        }
        void print(int from, int to)
        {
            std::string text;
            for (int i = from; i < to; ++i)
                text += "line " + std::to_string(i) + "\n";
            trace.pushText(text);
            trace.drain();
        }
    };

private Q_SLOTS:
    void followsUntilScrolled()
    {
        Fixture f;
        f.print(0, 1000);
        QScrollBar *bar = f.view.verticalScrollBar();
        QCOMPARE(bar->value(), bar->maximum());
        QTest::keyClick(&f.view, Qt::Key_PageUp);
        QVERIFY(!f.view.follows());
        const int before = bar->value();
        f.print(1000, 2000);
        QCOMPARE(bar->value(), before);
        QTest::keyClick(&f.view, Qt::Key_End);
        QVERIFY(f.view.follows());
    }

    void copyTakesWhatIsSelected()
    {
        Fixture f;
        f.trace.pushText("茶 one\ntab\there\nlast");
        f.trace.drain();
        QTest::keyClick(&f.view, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(&f.view, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("茶 one\ntab\there\nlast"));
    }

    void mouseSelects()
    {
        Fixture f;
        f.print(0, 3);
        const QPoint start(10, 6 + f.view.lineHeight());
        QTest::mousePress(f.view.viewport(), Qt::LeftButton, {}, start);
        QTest::mouseMove(f.view.viewport(), start + QPoint(2000, 0));
        QMouseEvent move(QEvent::MouseMove, QPointF(650, start.y()), f.view.viewport()->mapToGlobal(QPointF(650, start.y())),
                         Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(f.view.viewport(), &move);
        QCOMPARE(f.view.selectedText(), QStringLiteral("line 1"));
    }

    void findWrapsAround()
    {
        Fixture f;
        f.print(0, 5000);
        QVERIFY(f.view.find(QStringLiteral("LINE 4321")));
        QCOMPARE(f.view.selectedText(), QStringLiteral("line 4321"));
        QVERIFY(f.view.find(QStringLiteral("line 17")));
        QCOMPARE(f.view.selectedText(), QStringLiteral("line 17"));
        QVERIFY(!f.view.find(QStringLiteral("absent")));
    }

    void marksAndMillions()
    {
        Fixture f;
        f.trace.pushText("ERROR: no such thing", trace::ConsoleStore::Mark::Error);
        f.print(0, 1'000'000);
        QCOMPARE(f.trace.console().lineCount(), 1'000'001u);
        QVERIFY(!f.view.grab().isNull());
    }
};

QTEST_MAIN(TestConsoleView)
#include "tst_console_view.moc"
