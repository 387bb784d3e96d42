// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "on_terminal.h"

/// --monitor on a terminal.
class TestMonitor : public QObject {
    Q_OBJECT

private slots:
    void showsAndObeys();
};

void TestMonitor::showsAndObeys()
{
    e2e::OnTerminal run(
        {"--monitor", "-e",
         "global ticks, names probe timer.ms(5) { ticks++ names[\"x\"] <<< ticks if (ticks == 3) println(\"third tick\") } "
         "probe end { println(\"the end\") }"});
    QVERIFY(run.shows("hits/s"));
    QVERIFY(run.shows("[x] timer.ms(5)"));
    QVERIFY(run.shows("global variables"));
    QVERIFY(run.shows("ticks = "));
    QVERIFY(run.shows("names[\"x\"] = @count="));
    QVERIFY(run.shows("third tick"));
    run.press(" ");
    QVERIFY(run.shows("[ ] timer.ms(5)"));
    run.press(" ");
    QVERIFY(run.shows("[x] timer.ms(5)"));
    run.press("q");
    int status = -1;
    QVERIFY(run.ends(status));
    QVERIFY(WIFEXITED(status));
    QCOMPARE(WEXITSTATUS(status), 0);
    // Back on the ordinary screen, with all that was printed.
    const qsizetype back = run.rest().lastIndexOf("\033[?1049l");
    QVERIFY(back >= 0);
    QVERIFY(run.rest().indexOf("third tick", back) > back);
    QVERIFY(run.rest().indexOf("the end", back) > back);
}

QTEST_GUILESS_MAIN(TestMonitor)
#include "tst_monitor.moc"
