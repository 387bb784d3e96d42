// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/analyze.h"
#include "editor/browser/fuzzy_match.h"
#include "editor/browser/name_catalog.h"
#include "editor/browser/probe_browser.h"
#include "editor/browser/probe_source.h"
#include "editor/browser/probe_tree_model.h"
#include "editor/translated.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

#include <unistd.h>

#include <span>

using namespace tapscope;
using namespace tapscope::editor;
using namespace Qt::StringLiterals;
using Kind = ProbeNode::Kind;
using Group = ProbeNode::Group;

namespace {

const QString teahouse = QStringLiteral(TAPSCOPE_BINARY_DIR "/bin/teahouse");
const std::string tapset = TAPSCOPE_SOURCE_DIR "/tapset";
const std::atomic<bool> goOn = false;

const ProbeNode *named(const ProbeNodes &nodes, const QString &text)
{
    const auto found = std::ranges::find(nodes, text, &ProbeNode::text);
    return found == nodes.end() ? nullptr : &*found;
}

QStringList texts(const ProbeNodes &nodes)
{
    QStringList out;
    for (const ProbeNode &node : nodes)
        out << node.text;
    return out;
}

/// The errors that a script has.
QString errorsOf(const QString &script)
{
    script::SourceSet sources;
    script::Diagnostics diagnostics;
    const auto file = sources.add("snippet.stp", script.toStdString());
    const script::Ast ast = script::parse(sources, file, {}, diagnostics);
    analysis::Options options;
    options.tapsetDirectories = {tapset};
    if (!diagnostics.hasErrors())
        (void)analysis::analyze(sources, ast, options, diagnostics);
    QString out;
    for (const script::Diagnostic &diagnostic : diagnostics.all()) {
        if (diagnostic.severity == script::Severity::Error)
            out += QString::fromStdString(script::render(diagnostic, sources, false));
    }
    return out;
}

}

class TestProbeBrowser : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_home;
    std::shared_ptr<CodeIndexes> m_indexes = std::make_shared<CodeIndexes>();
    ProbeSource m_source{tapset, m_indexes};

    ProbeNodes children(const ProbeNode &node) { return m_source.children(node, goOn); }
    ProbeNode program() { return ProgramNodes::program(teahouse); }
    ProbeNode below(const ProbeNode &node, const QString &text)
    {
        const ProbeNodes nodes = children(node);
        const ProbeNode *found = named(nodes, text);
        if (!found)
            qWarning() << text << "is not among" << texts(nodes);
        return found ? *found : ProbeNode();
    }
    ProbeNode teahouseFile() { return below(below(program(), u"Source files"_s), u"teahouse.cpp"_s); }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_home.isValid());
        qputenv("XDG_CACHE_HOME", m_home.path().toLocal8Bit());
        if (!QFileInfo::exists(teahouse))
            QSKIP("the demonstration program has not been built");
    }

    void fuzzyFinds_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("best");
        QTest::newRow("starts of words") << u"tasc"_s << u"tcp_ack_snd_check"_s;
        QTest::newRow("as a whole") << u"tcp_ack"_s << u"tcp_ack"_s;
        QTest::newRow("in the middle") << u"read"_s << u"read"_s;
        QTest::newRow("capital letters") << u"VFSR"_s << u"vfs_read"_s;
        QTest::newRow("none") << u"xyzzy"_s << QString();
    }
    void fuzzyFinds()
    {
        QFETCH(QString, typed);
        QFETCH(QString, best);
        FuzzyNames names;
        for (const char *name : {"attach_task_cgroup", "tcp_ack_snd_check", "tcp_ack", "__tcp_ack_snd_check", "vfs_readv",
                                 "vfs_read", "thread_start", "bread", "read", "proc_reg_read"})
            names.add(name);
        size_t total = 0;
        const auto hits = names.search(typed.toStdString(), 5, &total);
        const auto first = hits.empty() ? std::string_view() : names.name(hits.front().index);
        QCOMPARE(QString::fromUtf8(first.data(), static_cast<qsizetype>(first.size())), best);
        QVERIFY(total >= hits.size());
    }

    void fuzzyShowsWhere()
    {
        QCOMPARE(fuzzyPlaces("vr", "vfs_read"), (std::vector<int>{0, 4}));
        QCOMPARE(fuzzyPlaces("read", "proc_reg_read"), (std::vector<int>{9, 10, 11, 12}));
        QVERIFY(fuzzyPlaces("z", "vfs_read").empty());
    }

    void queriesHavePrefixes()
    {
        QCOMPARE(NameCatalog::parse(u"f main"_s).prefix, QChar(u'f'));
        QCOMPARE(NameCatalog::parse(u"f main"_s).text, u"main"_s);
        QCOMPARE(NameCatalog::parse(u"main"_s).prefix, QChar());
        const auto line = NameCatalog::parse(u"l teahouse.cpp:85"_s);
        QCOMPARE(line.line, 85);
        QCOMPARE(line.text, u"teahouse.cpp"_s);
        QCOMPARE(NameCatalog::parse(u"tea::Pot"_s).text, u"tea::Pot"_s);
    }

    void programHasFilesFunctionsLines()
    {
        const ProbeNode file = teahouseFile();
        QCOMPARE(file.kind, Kind::SourceFile);
        QVERIFY(file.pattern.endsWith(u".function(\"*@teahouse.cpp\").call"_s));
        const ProbeNodes functions = children(file);
        const ProbeNode *brew = named(functions, u"tea::brew"_s);
        QVERIFY2(brew, qPrintable(texts(functions).join(u' ')));
        QVERIFY(brew->line > 0);
        const ProbeNodes lines = children(*brew);
        QVERIFY(lines.size() > 3);
        QCOMPARE(lines.front().kind, Kind::Callers);
        for (const ProbeNode &line : std::span(lines).subspan(1)) {
            QCOMPARE(line.kind, Kind::Statement);
            QVERIFY(line.line >= brew->line);
            QCOMPARE(line.pattern, processPoint(teahouse) + u".statement(\"brew@teahouse.cpp:%1\")"_s.arg(line.line));
        }
        const ProbeNodes variables = m_source.details(*brew);
        QVERIFY2(named(variables, u"$order"_s), qPrintable(texts(variables).join(u' ')));
    }

    void callersAreListed()
    {
        const ProbeNode brew = below(teahouseFile(), u"tea::brew"_s);
        const ProbeNode row = below(brew, u"Callers"_s);
        QCOMPARE(row.kind, Kind::Callers);
        const ProbeNodes callers = children(row);
        QVERIFY2(callers.size() >= 2, qPrintable(texts(callers).join(u' ')));
        QCOMPARE(callers.front().kind, Kind::Function);
        QVERIFY(callers.front().detail.contains(u"1 call"_s));
        QVERIFY(callers.front().hasChildren);
        QCOMPARE(callers.back().kind, Kind::Fact); // what cannot be known is said
        QCOMPARE(texts(m_source.callers(brew, goOn)), texts(callers));
        ProbeNode unknown;
        unknown.kind = Kind::KernelFunction;
        unknown.name = u"vfs_read"_s;
        QCOMPARE(m_source.callers(unknown, goOn).front().kind, Kind::Fact);
    }

    void badgesTellWhatIsSpecial()
    {
        const ProbeNodes functions = children(teahouseFile());
        const ProbeNode *closes = nullptr;
        for (const ProbeNode &function : functions) {
            if (function.badges & Badge::NoReturn)
                closes = &function;
        }
        QVERIFY2(closes, "a function that always throws never returns by itself");
        QVERIFY(!snippetsFor(*closes).contains(Snippet::CallAndReturn));
        QVERIFY(ProgramNodes::program(u"/bin/true"_s).badges & Badge::NeedsDebugInfo);
    }

    void programHasMarksStubsLibraries()
    {
        const ProbeNode provider = below(below(program(), u"Marks"_s), u"teahouse"_s);
        QVERIFY(named(children(provider), u"poured"_s));
        QVERIFY(named(children(below(program(), u"Calls of libraries"_s)), u"pthread_create"_s));
        const ProbeNodes libraries = children(below(program(), u"Libraries"_s));
        QVERIFY(std::ranges::any_of(libraries, [](const ProbeNode &node) { return node.text.startsWith(u"libc.so"_s); }));
    }

    void processesAreListed()
    {
        ProbeNode group;
        group.group = Group::Processes;
        QProcess sleeper;
        sleeper.start(teahouse, {u"--seconds"_s, u"60"_s});
        QVERIFY(sleeper.waitForStarted());
        const ProbeNodes processes = children(group);
        const auto found = std::ranges::find(processes, static_cast<int>(sleeper.processId()), &ProbeNode::pid);
        QVERIFY(found != processes.end());
        QCOMPARE(found->program, QFileInfo(teahouse).canonicalFilePath());
        QVERIFY(found->detail.contains(u"--seconds 60"_s));
        QVERIFY(!(found->badges & Badge::NeedsDebugInfo));
        sleeper.kill();
        sleeper.waitForFinished();
    }

    void kernelIsBrowsed()
    {
        ProbeNode group;
        group.group = Group::Kernel;
        const ProbeNode vfs = below(group, u"vfs_…"_s);
        if (vfs.text.isEmpty())
            QSKIP("the kernel shows no functions");
        const ProbeNodes functions = children(vfs);
        const ProbeNode *read = named(functions, u"vfs_read"_s);
        QVERIFY(read);
        QCOMPARE(read->pattern, u"kernel.function(\"vfs_read\").call"_s);
        if (!QFileInfo::exists(u"/sys/kernel/btf/vmlinux"_s))
            QSKIP("the kernel has no BTF");
        QVERIFY2(read->detail.startsWith(u"(struct file"_s) && read->detail.contains(u" file, "_s), qPrintable(read->detail));
        QVERIFY(named(m_source.details(*read), u"$file"_s));
        QVERIFY(named(m_source.details(*read), u"$return"_s));
        group.group = Group::Tracepoints;
        const ProbeNode sched = below(group, u"sched"_s);
        const ProbeNodes points = children(sched);
        const ProbeNode *change = named(points, u"sched_switch"_s);
        QVERIFY(change);
        QVERIFY2(change->detail.contains(u"struct task_struct"_s) && change->detail.contains(u" prev"_s),
                 qPrintable(change->detail));
        group.group = Group::Syscalls;
        QVERIFY(named(children(group), u"openat"_s));
    }

    void anotherKernelIsBrowsed()
    {
        // Any image with DWARF will do to open directories, files, functions and lines.
        ProbeSource source(tapset, m_indexes);
        source.setKernel(teahouse);
        ProbeNode at;
        at.group = Group::Kernel;
        const QString path = QStringLiteral(TAPSCOPE_SOURCE_DIR "/resources/demo");
        ProbeNodes rows = source.children(at, goOn);
        QCOMPARE(rows.front().group, Group::KernelNames);
        for (int depth = 0; depth < 12 && !named(rows, u"teahouse.cpp"_s); ++depth) {
            const auto next = std::ranges::find_if(rows, [&](const ProbeNode &row) {
                return row.kind == Kind::KernelDirectory && (path.startsWith(row.name) || row.name == u"/"_s);
            });
            QVERIFY2(next != rows.end(), qPrintable(texts(rows).join(u' ')));
            const ProbeNode into = *next;
            rows = source.children(into, goOn);
        }
        const ProbeNode *file = named(rows, u"teahouse.cpp"_s);
        QVERIFY(file);
        const ProbeNodes functions = source.children(*file, goOn);
        const ProbeNode *brew = named(functions, u"tea::brew"_s);
        QVERIFY2(brew, qPrintable(texts(functions).join(u' ')));
        QVERIFY(brew->pattern.startsWith(u"kernel.function(\"brew@"_s));
        QVERIFY(brew->code().isKernel());
        QVERIFY(named(source.details(*brew), u"$order"_s));
        const ProbeNodes lines = source.children(*brew, goOn);
        QVERIFY(lines.size() > 2);
        QVERIFY(lines[1].pattern.startsWith(u"kernel.statement(\"brew@"_s));
        QVERIFY(snippetsFor(*brew).contains(Snippet::Statements));
        QCOMPARE(source.count(lines[1].pattern, {}, teahouse, goOn).points, size_t(1));
        const auto names = source.names({}, goOn);
        const auto hits = names->search(NameCatalog::parse(u"k brew"_s), 3);
        QVERIFY(!hits.empty());
        QCOMPARE(hits.front().node.file, file->file);

        source.setKernel(u"/nonexistent/kernel"_s);
        const ProbeNodes none = source.children(at, goOn);
        QCOMPARE(none.size(), size_t(1));
        QCOMPARE(none.front().kind, Kind::Fact);
        QVERIFY(!none.front().detail.isEmpty());
    }

    void snippetsRun_data()
    {
        QTest::addColumn<Snippet>("snippet");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("call") << Snippet::Call << QByteArray("teahouse: brew");
        QTest::newRow("call and return") << Snippet::CallAndReturn << QByteArray("-> brew");
        QTest::newRow("latency") << Snippet::Latency << QByteArray("value |");
        QTest::newRow("statements") << Snippet::Statements << QByteArray("statement(\"brew@");
        QTest::newRow("callers") << Snippet::Callers << QByteArray("serve");
    }
    void snippetsRun()
    {
        const QString cli = QStringLiteral(TAPSCOPE_BINARY_DIR "/bin/tapscope-cli");
        if (::geteuid() != 0 || !QFileInfo::exists(cli))
            QSKIP("needs root, and the terminal command");
        QFETCH(Snippet, snippet);
        QFETCH(QByteArray, expected);
        const ProbeNodes functions = children(teahouseFile());
        const ProbeNode *brew = named(functions, u"tea::brew"_s);
        QVERIFY(brew);
        QProcess run;
        run.start(cli, {u"-c"_s, teahouse + u" --orders 5 --pause-us 0"_s, u"-e"_s, snippetText(snippet, *brew)});
        QVERIFY(run.waitForFinished(60'000));
        const QByteArray output = run.readAllStandardOutput();
        QVERIFY2(run.exitCode() == 0, run.readAllStandardError().constData());
        QVERIFY2(output.contains(expected), output.constData());
    }

    void tapsetIsDocumented()
    {
        ProbeNode group;
        group.group = Group::Tapset;
        const ProbeNode subject = below(group, u"indent"_s);
        const ProbeNodes entries = children(subject);
        const ProbeNode *function = named(entries, u"thread_indent"_s);
        QVERIFY(function);
        QCOMPARE(function->detail, u"(delta:long):string"_s);
        QVERIFY(function->toolTip.startsWith(u"thread_indent(delta) returns a prefix"_s));
        QVERIFY(!function->toolTip.contains(u"*/"_s));
    }

    void snippetsAnalyse_data()
    {
        QTest::addColumn<ProbeNode>("node");
        const auto add = [](const char *name, const ProbeNode &node) { QTest::newRow(name) << node; };
        add("program", program());
        const ProbeNode file = teahouseFile();
        add("file", file);
        const ProbeNodes functions = children(file);
        for (const ProbeNode &function : functions)
            QTest::addRow("function %s:%d", qPrintable(function.text), function.line) << function;
        if (const ProbeNode *brew = named(functions, u"tea::brew"_s))
            add("line", children(*brew)[1]);
        const ProbeNode marks = below(program(), u"Marks"_s);
        add("marks", marks);
        add("provider", children(marks).front());
        add("mark", children(children(marks).front()).front());
        const ProbeNode stubs = below(program(), u"Calls of libraries"_s);
        add("stubs", stubs);
        add("stub", children(stubs).front());
        add("symbol", children(below(program(), u"Functions without source"_s)).front());
        ProbeNode kernel;
        kernel.kind = Kind::KernelFunction;
        kernel.text = kernel.name = u"vfs_read"_s;
        kernel.pattern = u"kernel.function(\"vfs_read\").call"_s;
        add("kernel function", kernel);
        ProbeNode systemCalls;
        systemCalls.group = Group::Syscalls;
        if (const ProbeNodes calls = children(systemCalls); !calls.empty())
            add("system call", calls.front());
        for (const Group group : {Group::Timers, Group::ScriptEvents}) {
            ProbeNode node;
            node.group = group;
            for (const ProbeNode &event : children(node)) {
                QTest::addRow("%s", qPrintable(event.name)) << event;
            }
        }
    }
    void snippetsAnalyse()
    {
        QFETCH(ProbeNode, node);
        const QList<Snippet> snippets = snippetsFor(node);
        QVERIFY(!snippets.isEmpty());
        QString together;
        for (const Snippet snippet : snippets) {
            const QString text = snippetText(snippet, node, together);
            QVERIFY(!text.isEmpty());
            QCOMPARE(errorsOf(text), QString());
            together += text + u'\n';
        }
        // Twice the same: names of globals must not meet.
        together += snippetText(snippets.last(), node, together);
        QCOMPARE(errorsOf(together), QString());
    }

    void patternsAreCounted()
    {
        const auto count = [&](const QString &pattern, const QString &target = {}) {
            return m_source.count(pattern, target, {}, goOn);
        };
        QVERIFY(count(processPoint(teahouse) + u".function(\"*@teahouse.cpp\").call"_s).points >= 19);
        QCOMPARE(count(u"process.function(\"brew\").call"_s, teahouse).points, size_t(1));
        const ProbeSource::Count none = count(processPoint(teahouse) + u".function(\"nosuch\")"_s);
        QCOMPARE(none.points, size_t(0));
        QVERIFY(!none.problem.isEmpty());
    }

    void modelIsLazyAndSound()
    {
        ProbeSource source(tapset, m_indexes);
        Background worker(u"test"_s);
        ProbeTreeModel model(&worker, &source);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        tester.setUseFetchMore(false);
        model.setRoots(ProbeSource::roots({teahouse, {}, {}}));
        const QModelIndex top = model.index(0, 0);
        QCOMPARE(top.data().toString(), u"teahouse"_s);
        QVERIFY(model.hasChildren(top));
        QCOMPARE(model.rowCount(top), 0);
        model.fetchMore(top);
        QCOMPARE(model.rowCount(top), 1);
        QVERIFY(model.isLoading(top));
        QVERIFY(model.index(0, 0, top).data(ProbeTreeModel::LoadingRole).toBool());
        QSignalSpy loaded(&model, &ProbeTreeModel::loaded);
        QVERIFY(loaded.wait(20'000));
        QVERIFY(model.rowCount(top) >= 4);
        const std::unique_ptr<QMimeData> dragged(model.mimeData({top}));
        QVERIFY(dragged->text().startsWith(u"probe process("_s));
        // A new target while rows are on their way: they are for nobody.
        model.fetchMore(model.index(0, 0, top));
        model.setRoots(ProbeSource::roots({}));
        QTRY_VERIFY(!worker.busy());
        QCOMPARE(model.index(0, 0).data(ProbeTreeModel::NodeRole).value<ProbeNode>().group, Group::Processes);
    }

    void browserSearchesAndInserts()
    {
        ProbeBrowser browser(tapset, m_indexes);
        browser.resize(400, 600);
        browser.setTarget(teahouse);
        browser.show();
        QTRY_VERIFY_WITH_TIMEOUT(browser.catalog() && browser.catalog()->size() > 30, 30'000);
        QTest::keyClicks(browser.filter(), u"f brew"_s);
        QTRY_VERIFY(browser.results()->isVisible() && browser.current() && browser.current()->text == u"tea::brew"_s);
        QVERIFY(browser.pattern()->text().contains(u".function(\"brew@teahouse.cpp\").call"_s));
        QTRY_COMPARE(browser.count()->text(), u"Sets 1 probe(s)"_s);
        QSignalSpy wanted(&browser, &ProbeBrowser::insertWanted);
        QTest::keyClick(browser.filter(), Qt::Key_Return);
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(wanted.at(0).at(0).value<ProbeNode>().text, u"tea::brew"_s);
        browser.pattern()->setText(processPoint(teahouse) + u".function(\"*our\").call"_s);
        QTRY_COMPARE(browser.count()->text(), u"Sets 2 probe(s)"_s);
        QTest::keyClick(browser.filter(), Qt::Key_Escape);
        QVERIFY(browser.tree()->isVisible());
        QTest::keyClicks(browser.filter(), u"c brew"_s);
        QTRY_VERIFY(browser.results()->isVisible() && browser.current() && browser.current()->detail.contains(u"1 call"_s));
        QTest::keyClick(browser.filter(), Qt::Key_Escape);
        QVERIFY(browser.tree()->isVisible());
    }
};

QTEST_MAIN(TestProbeBrowser)
#include "tst_probe_browser.moc"
