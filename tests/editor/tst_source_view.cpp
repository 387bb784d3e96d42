// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/probe_list.h"
#include "debuginfo/disassembly.h"
#include "editor/source/disassembly_strip.h"
#include "editor/source/script_probes.h"
#include "editor/source/source_area.h"
#include "editor/source/source_map.h"
#include "editor/source/source_pane.h"
#include "editor/source/source_view.h"

#include <QSignalSpy>
#include <QTest>

using namespace tapscope;
using namespace tapscope::editor;
using namespace Qt::StringLiterals;
using Mark = SourceView::Mark;

namespace {

const std::atomic<bool> goOn = false;
const QString bin = QStringLiteral(TAPSCOPE_BINARY_DIR "/bin/");
const QString source = QStringLiteral(TAPSCOPE_SOURCE_DIR "/resources/demo/teahouse.cpp");

/// The line of the source that holds a text, from 1.
int lineOf(const QByteArray &text)
{
    QFile file(source);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray all = file.readAll();
    const qsizetype at = all.indexOf(text);
    return at < 0 ? 0 : static_cast<int>(all.left(at).count('\n')) + 1;
}

QByteArray applied(QByteArray script, const ScriptEdit &edit)
{
    return script.replace(static_cast<qsizetype>(edit.begin), static_cast<qsizetype>(edit.end - edit.begin), edit.text);
}

SourcePlace place(uint32_t line, const char *function = "brew")
{
    return {"/tmp/tea", function, "/src/tea.cpp", line, 100, {}};
}

}

class TestSourceView : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_home;
    std::shared_ptr<CodeIndexes> m_indexes = std::make_shared<CodeIndexes>();

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_home.isValid());
        qputenv("XDG_CACHE_HOME", m_home.path().toLocal8Bit());
        if (!QFileInfo::exists(bin + u"teahouse"_s))
            QSKIP("the demonstration program has not been built");
    }

    void statementsOfAScript_data()
    {
        QTest::addColumn<QByteArray>("pattern");
        QTest::addColumn<QList<int>>("covered");
        QTest::newRow("one line") << QByteArray("brew@tea.cpp:120") << QList{120};
        QTest::newRow("range") << QByteArray("brew@tea.cpp:120-122") << QList{120, 121, 122};
        QTest::newRow("list") << QByteArray("brew@tea.cpp:110,120-121") << QList{110, 120, 121};
        QTest::newRow("relative") << QByteArray("brew@tea.cpp+10") << QList{110};
        QTest::newRow("all") << QByteArray("*@*/tea.cpp:*") << QList{100, 110, 120, 121, 122, 130};
        QTest::newRow("another function") << QByteArray("stir@tea.cpp:*") << QList<int>{};
        QTest::newRow("another file") << QByteArray("brew@coffee.cpp:*") << QList<int>{};
    }
    void statementsOfAScript()
    {
        QFETCH(QByteArray, pattern);
        QFETCH(QList<int>, covered);
        for (const QByteArray head : {"process(\"/tmp/tea\")", "process"}) {
            const auto statements = scriptStatements("probe " + head + ".statement(\"" + pattern + "\") { }\n");
            QCOMPARE(statements.size(), size_t(1));
            QList<int> found;
            for (const uint32_t line : {100U, 110U, 120U, 121U, 122U, 130U}) {
                if (covers(statements[0], place(line), "/tmp/tea"))
                    found << static_cast<int>(line);
            }
            QCOMPARE(found, covered);
        }
        QVERIFY(
            !covers(scriptStatements("probe process(\"/tmp/other\").statement(\"*@tea.cpp:*\") { }")[0], place(120), "/tmp/tea"));
    }

    void linesAreAddedAndRemoved()
    {
        const QByteArray before = "probe begin { println(1) }\n";
        const QByteArray one = applied(before, addStatement(before, place(120), {}));
        QCOMPARE(one,
                 before
                     + "\nprobe process(\"/tmp/tea\").statement(\"brew@tea.cpp:120\") {\n"
                       "    printf(\"%d %s %s\\n\", tid(), pp(), $$vars)\n}\n");
        const QByteArray two = applied(one, addStatement(one, place(125), {}));
        QVERIFY(two.contains("brew@tea.cpp:120\"),\n      process(\"/tmp/tea\").statement(\"brew@tea.cpp:125\") {"));
        const QByteArray three = applied(two, addStatement(two, place(130, "*"), {}));
        QCOMPARE(scriptStatements(three).size(), size_t(3));
        // In any order, back to the beginning.
        for (const QList<uint32_t> &order : {QList<uint32_t>{120, 125, 130}, {130, 125, 120}, {125, 120, 130}}) {
            QByteArray script = three;
            for (const uint32_t line : order) {
                const auto edit = removeStatement(script, place(line, line == 130 ? "*" : "brew"), {});
                QVERIFY(edit);
                script = applied(script, *edit);
            }
            QCOMPARE(script, before);
        }
        // What the user wrote as a range stays.
        QVERIFY(!removeStatement("probe process(\"/tmp/tea\").statement(\"brew@tea.cpp:120-130\") { }", place(125), {}));
        QVERIFY(!removeStatement(before, place(120), {}));
    }

    void linesOfAKernel()
    {
        const SourcePlace read{{}, "vfs_read", "fs/read_write.c", 461, 450, "kernel"};
        const QByteArray one = applied({}, addStatement({}, read, {}));
        QVERIFY2(one.startsWith("probe kernel.statement(\"vfs_read@fs/read_write.c:461\") {"), one.constData());
        QVERIFY(covers(scriptStatements(one).at(0), read, {}));
        SourcePlace later = read;
        later.line = 468;
        const QByteArray two = applied(one, addStatement(one, later, {}));
        QVERIFY2(two.contains(",\n      kernel.statement(\"vfs_read@fs/read_write.c:468\") {"), two.constData());
        QVERIFY(covers(scriptStatements("probe kernel.statement(\"vfs_read@read_write.c+11\") { }").at(0), read, {}));
        // A module's and a program's lines are not the kernel's.
        SourcePlace ofModule = read;
        ofModule.head = "module(\"nfs\")";
        QVERIFY(!covers(scriptStatements(one).at(0), ofModule, {}));
        QVERIFY(covers(scriptStatements("probe module(\"n*\").statement(\"*@*:*\") { }").at(0), ofModule, {}));
        QVERIFY(!covers(scriptStatements("probe process(\"/x\").statement(\"*@*:*\") { }").at(0), read, {}));
        const auto edit = removeStatement(two, read, {});
        QVERIFY(edit);
        QCOMPARE(scriptStatements(applied(two, *edit)).size(), size_t(1));
    }

    void sourceMapRemembers()
    {
        QTemporaryDir home;
        QVERIFY(QDir(home.path()).mkpath(u"tree/src"_s));
        for (const char *name : {"/tree/src/a.c", "/tree/src/b.c"}) {
            QFile file(home.path() + QLatin1StringView(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
        SourceMap map;
        QVERIFY(map.find(u"/build/1/src/a.c"_s).isEmpty());
        map.learn(u"/build/1/src/a.c"_s, home.filePath(u"tree/src/a.c"_s));
        QCOMPARE(map.find(u"/build/1/src/a.c"_s), home.filePath(u"tree/src/a.c"_s));
        QCOMPARE(map.find(u"/build/1/src/b.c"_s), home.filePath(u"tree/src/b.c"_s));
        QVERIFY(map.find(u"/build/2/src/b.c"_s).isEmpty());
        QCOMPARE(SourceMap::fromLines(map.toLines()).rules(), map.rules());
        // Relative names count from the folder of the build, a kernel's from its release.
        map.learn(u"src/a.c"_s, home.filePath(u"tree/src/a.c"_s), u"kernel 6.1.0"_s);
        QCOMPARE(map.find(u"src/b.c"_s, {}, u"kernel 6.1.0"_s), home.filePath(u"tree/src/b.c"_s));
        QVERIFY(map.find(u"src/b.c"_s, {}, u"kernel 6.2.0"_s).isEmpty());
        // A file of another name is a rule for itself.
        map.learn(u"x.c"_s, home.filePath(u"tree/src/b.c"_s));
        QCOMPARE(map.find(u"x.c"_s), home.filePath(u"tree/src/b.c"_s));
    }

    void gutterShowsWhereProbesGo()
    {
        SourceArea area(m_indexes);
        area.resize(700, 500);
        area.show();
        SourcePane *pane = area.showSource({bin + u"teahouse"_s, {}}, source, lineOf("void Pot::pour(int cups)"));
        QVERIFY(pane->missingBar()->isHidden());
        QCOMPARE(pane->view()->currentLine(), lineOf("void Pot::pour(int cups)"));
        QVERIFY(pane->view()->text().contains(u"A teahouse to trace"_s));
        QTRY_VERIFY_WITH_TIMEOUT(pane->isReady(), 20'000);
        const int code = lineOf("served += cups;");
        const int comment = lineOf("// keeps the work");
        QCOMPARE(pane->view()->mark(code), Mark::Possible);
        QCOMPARE(pane->view()->mark(1), Mark::None);
        QCOMPARE(pane->view()->mark(lineOf("class Pot {")), Mark::None);
        Q_UNUSED(comment)

        // A click sets it in the script, and the gutter follows the script.
        QByteArray script = "probe begin { }\n";
        area.setScript(script, {});
        connect(&area, &SourceArea::editWanted, &area, [&](const ScriptEdit &edit) {
            script = applied(script, edit);
            area.setScript(script, {});
        });
        pane->view()->goToLine(code);
        Q_EMIT pane->view()->toggleWanted(code);
        QVERIFY(script.contains("statement(\"pour@teahouse.cpp:" + QByteArray::number(code) + "\")"));
        QTRY_COMPARE(pane->view()->mark(code), Mark::Set);
        Q_EMIT pane->view()->toggleWanted(code);
        QCOMPARE(script, QByteArray("probe begin { }\n"));
        QTRY_COMPARE(pane->view()->mark(code), Mark::Possible);
        QVERIFY(!area.toggle(pane, 1));

        QSignalSpy notOurs(&area, &SourceArea::notOurs);
        area.setScript("probe process(\"" + bin.toUtf8() + "teahouse\").statement(\"pour@teahouse.cpp:*\") { }", {});
        QTRY_COMPARE(pane->view()->mark(code), Mark::Set);
        QVERIFY(area.toggle(pane, code));
        QCOMPARE(notOurs.count(), 1);
    }

    void gutterIsClicked()
    {
        SourceArea area(m_indexes);
        area.resize(700, 500);
        area.show();
        const int code = lineOf("served += cups;");
        SourcePane *pane = area.showSource({bin + u"teahouse"_s, {}}, source, code);
        QTRY_VERIFY_WITH_TIMEOUT(pane->isReady(), 20'000);
        QSignalSpy edits(&area, &SourceArea::editWanted);
        const auto y = static_cast<int>(
            pane->view()->SendScintilla(QsciScintilla::SCI_POINTYFROMPOSITION, 0UL,
                                        pane->view()->SendScintilla(QsciScintilla::SCI_POSITIONFROMLINE,
                                                                    static_cast<unsigned long>(code - 1))));
        QTest::mouseClick(pane->view()->viewport(), Qt::LeftButton, {}, QPoint(pane->view()->marginWidth(0) + 5, y + 5));
        QCOMPARE(edits.count(), 1);
    }

    void gutterIsTheList_data()
    {
        QTest::addColumn<QString>("program");
        QTest::newRow("plain") << u"teahouse"_s;
        QTest::newRow("optimised, with copies") << u"teahouse-stripped"_s;
    }
    void gutterIsTheList()
    {
        QFETCH(QString, program);
        SourceReader reader(m_indexes);
        const SourceLines lines = reader.lines({bin + program, {}}, source, goOn);
        std::set<int> shown;
        for (const auto &[line, places] : lines.places)
            shown.insert(line);
        const auto listedLines = [&](const QString &wanted) {
            script::SourceSet sources;
            script::Diagnostics diagnostics;
            const QString text = u"probe process(\"%1\").statement(\"*@teahouse.cpp:%2\") { }"_s.arg(bin + program, wanted);
            const script::FileId file = sources.add("list", text.toStdString());
            const analysis::Options options;
            const script::Ast ast = analysis::parse(sources, file, options, diagnostics);
            std::set<int> out;
            for (const analysis::ListedPoint &point : analysis::listPoints(sources, ast, options, {}, diagnostics)) {
                const QString end = QString::fromStdString(point.text).section(u':', -1);
                out.insert(end.left(end.indexOf(u'"')).toInt());
            }
            return out;
        };
        const std::set<int> listed = listedLines(u"1-999"_s);
        QVERIFY(listed.size() > 20);
        QVERIFY(std::ranges::includes(shown, listed));
        // Of lines that share an address a list of all has one only; each for itself can be probed.
        for (const int line : shown) {
            if (!listed.contains(line))
                QVERIFY2(listedLines(QString::number(line)) == std::set<int>{line}, qPrintable(QString::number(line)));
        }
    }

    void inlinedCopiesAreHalf()
    {
        SourceArea area(m_indexes);
        SourcePane *pane = area.showSource({bin + u"teahouse-stripped"_s, {}}, source, 1);
        QTRY_VERIFY_WITH_TIMEOUT(pane->isReady(), 20'000);
        int half = 0;
        for (const auto &[line, places] : pane->lines().places)
            half += pane->view()->mark(line) == Mark::Inlined ? 1 : 0;
        QVERIFY2(half > 0, "an optimised program has lines that are in copies only");
    }

    void missingSourceStillLists()
    {
        SourceArea area(m_indexes);
        area.resize(700, 500);
        SourceReader reader(m_indexes);
        Background worker(u"test"_s);
        SourcePane pane(&worker, &reader, {bin + u"teahouse"_s, {}}, source);
        pane.resize(700, 500);
        pane.show();
        QTRY_VERIFY_WITH_TIMEOUT(pane.isReady(), 20'000);
        pane.view()->setText({}, u"teahouse.cpp"_s);
        const int code = lineOf("served += cups;");
        QCOMPARE(pane.view()->mark(code), Mark::Possible);
        QVERIFY(pane.view()->text(code - 1).startsWith(u"tea::Pot::pour  0x"_s));
        QVERIFY(pane.placeOf(code));

        // Asked for, answered, and remembered.
        SourcePane *asked = area.showSource({bin + u"teahouse"_s, {}}, u"/nowhere/demo/teahouse.cpp"_s, 3);
        QVERIFY(!asked->missingBar()->isHidden());
        QSignalSpy changed(&area, &SourceArea::mapChanged);
        Q_EMIT asked->located(u"/nowhere/demo/teahouse.cpp"_s, source);
        QCOMPARE(changed.count(), 1);
        QVERIFY(asked->missingBar()->isHidden());
        QVERIFY(asked->view()->text().contains(u"A teahouse to trace"_s));
        QTRY_VERIFY(asked->isReady());
        QVERIFY(!asked->lines().problem.isEmpty());
    }

    void machineCodeBesideTheLine()
    {
        SourceArea area(m_indexes);
        area.resize(700, 700);
        area.show();
        const int code = lineOf("served += cups;");
        SourcePane *pane = area.showSource({bin + u"teahouse"_s, {}}, source, code);
        pane->setStripShown(true);
        QTRY_VERIFY_WITH_TIMEOUT(!pane->strip()->disassembly()->code().empty(), 20'000);
        const DisassemblyModel *model = pane->strip()->disassembly();
        const int row = model->currentRow();
        QVERIFY(row >= 0);
        QCOMPARE(model->code()[static_cast<size_t>(row)].line, code);
        QCOMPARE(model->index(row, DisassemblyModel::MarkColumn).data().toString(), u"○"_s);
        const auto bytes = debuginfo::disassemble((bin + u"teahouse"_s).toStdString(), model->code().front().address, 64);
        QVERIFY(bytes && !bytes->empty());
        QCOMPARE(model->code().front().text.toStdString(), bytes->front().text);
    }

    void hoverTellsVariables()
    {
        SourceReader reader(m_indexes);
        const SourceLines lines = reader.lines({bin + u"teahouse-stripped"_s, {}}, source, goOn);
        QVERIFY(!lines.places.empty());
        bool anyVariable = false, anyGone = false, anyCopy = false, anyNearest = false;
        for (const auto &[line, places] : lines.places) {
            const QString text = reader.describe(lines, line, false);
            QVERIFY(text.contains(u"0x"_s));
            anyVariable = anyVariable || text.contains(u"<code>$"_s);
            anyGone = anyGone || text.contains(u"<s><code>$"_s);
            anyNearest = anyNearest || text.contains(u"it is there in line"_s);
            anyCopy = anyCopy || text.contains(QRegularExpression(u"inlined into \\w+, line \\d+"_s));
        }
        QVERIFY(anyVariable);
        QVERIFY(anyGone);
        QVERIFY(anyCopy);
        QVERIFY(anyNearest);
    }
};

QTEST_MAIN(TestSourceView)
#include "tst_source_view.moc"
