// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/browser/system_nodes.h"

#include "analysis/probe_list.h"
#include "editor/browser/program_nodes.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace tapscope::editor {

using Kind = ProbeNode::Kind;
using Group = ProbeNode::Group;

namespace {

QByteArray contentsOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The container's name as far as its control group tells it; "container" when only its own file systems give it away.
QString containerOf(const QString &folder)
{
    const QString groups = QString::fromUtf8(contentsOf(folder + QStringLiteral("/cgroup")));
    for (const char *runtime : {"docker", "libpod", "kubepods", "containerd", "lxc", "machine.slice"}) {
        const qsizetype at = groups.indexOf(QLatin1StringView(runtime));
        if (at < 0)
            continue;
        const QString last = groups.mid(at).section(u'\n', 0, 0).section(u'/', -1);
        return QLatin1StringView(runtime) + u' ' + last.section(u'-', -1).section(u'.', 0, 0).left(12);
    }
    const QString own = QFile::symLinkTarget(QStringLiteral("/proc/1/ns/pid"));
    const QString its = QFile::symLinkTarget(folder + QStringLiteral("/ns/pid"));
    return !own.isEmpty() && !its.isEmpty() && own != its ? BrowserText::tr("container") : QString();
}

/// "vfs.*" when all aliases of a subject begin so.
QString commonPattern(const TapsetSubject &subject)
{
    QString first;
    for (const TapsetEntry &entry : subject.entries) {
        if (entry.isFunction)
            continue;
        const QString word = entry.name.section(u'.', 0, 0);
        if (!entry.name.contains(u'.') || (!first.isEmpty() && word != first))
            return {};
        first = word;
    }
    return first.isEmpty() ? QString() : first + QStringLiteral(".*");
}

ProbeNode event(const QString &pattern, const QString &meaning)
{
    ProbeNode node;
    node.kind = Kind::Event;
    node.text = pattern;
    node.name = pattern;
    node.pattern = pattern;
    node.detail = meaning;
    return node;
}

}

ProbeNodes processNodes()
{
    ProbeNodes out;
    std::map<QString, ProbeNode> programs; // one file may run often
    for (const QFileInfo &folder : QDir(QStringLiteral("/proc")).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        bool isNumber = false;
        const int pid = folder.fileName().toInt(&isNumber);
        const QString program = isNumber ? QFile::symLinkTarget(folder.filePath() + QStringLiteral("/exe")) : QString();
        if (!isNumber || pid == QCoreApplication::applicationPid())
            continue;
        QByteArray command = contentsOf(folder.filePath() + QStringLiteral("/cmdline"));
        if (command.isEmpty()) // a kernel thread
            continue;
        command.replace('\0', ' ');
        QString path = program;
        if (path.endsWith(QStringLiteral(" (deleted)")))
            path = folder.filePath() + QStringLiteral("/exe");
        // Programs in containers are reached through the process's root.
        if (!path.isEmpty() && !QFileInfo::exists(path))
            path = folder.filePath() + QStringLiteral("/root") + program;
        ProbeNode node;
        if (!path.isEmpty()) {
            const auto [known, isNew] = programs.try_emplace(path);
            if (isNew)
                known->second = ProgramNodes::program(path);
            node = known->second;
        }
        node.kind = Kind::Process;
        node.pid = pid;
        const QString name = QString::fromUtf8(contentsOf(folder.filePath() + QStringLiteral("/comm"))).trimmed();
        node.text = QString::number(pid) + u' ' + (name.isEmpty() ? program.section(u'/', -1) : name);
        const QString container = containerOf(folder.filePath());
        if (!container.isEmpty())
            node.badges |= Badge::Container;
        node.detail = folder.owner() + QStringLiteral("  ") + QString::fromUtf8(command).trimmed();
        node.toolTip = QString::fromUtf8(command).trimmed() + u'\n'
            + (program.isEmpty() ? BrowserText::tr("Its program cannot be read.") : program) + u'\n'
            + BrowserText::tr("User: %1").arg(folder.owner())
            + (container.isEmpty() ? QString() : u'\n' + BrowserText::tr("Container: %1").arg(container));
        if (program.isEmpty())
            node.hasChildren = false;
        else
            node.pattern = u"process(" + QString::number(pid) + u").function(\"*\").call";
        out.push_back(std::move(node));
    }
    std::ranges::sort(out, std::greater{}, &ProbeNode::pid);
    return out;
}

ProbeNodes tapsetSubjectNodes(const std::vector<TapsetSubject> &tapset)
{
    ProbeNodes out;
    for (const TapsetSubject &subject : tapset) {
        ProbeNode node;
        node.group = Group::TapsetSubject;
        node.text = subject.name;
        node.name = subject.name;
        node.detail = subject.documentation.section(u'\n', 0, 0);
        node.toolTip = subject.documentation;
        node.file = subject.path;
        node.hasChildren = true;
        node.pattern = commonPattern(subject);
        out.push_back(std::move(node));
    }
    return out;
}

ProbeNodes tapsetEntryNodes(const TapsetSubject &subject)
{
    ProbeNodes out;
    for (const TapsetEntry &entry : subject.entries) {
        ProbeNode node;
        node.kind = entry.isFunction ? Kind::TapsetFunction : Kind::Alias;
        node.text = entry.name;
        node.name = entry.name;
        node.detail = entry.isFunction ? entry.signature : u"= " + entry.signature;
        node.toolTip = entry.documentation;
        node.file = subject.path;
        node.line = entry.line;
        if (!entry.isFunction)
            node.pattern = entry.name;
        out.push_back(std::move(node));
    }
    return out;
}

bool canRun(const char *form)
{
    static const std::vector<std::string> forms = analysis::listProbeTypes();
    return std::ranges::find(forms, form) != forms.end();
}

ProbeNodes timerNodes()
{
    ProbeNodes out{event(QStringLiteral("timer.s(1)"), BrowserText::tr("every second")),
                   event(QStringLiteral("timer.ms(100)"), BrowserText::tr("every 100 milliseconds")),
                   event(QStringLiteral("timer.us(500)"), BrowserText::tr("every 500 microseconds")),
                   event(QStringLiteral("timer.hz(10)"), BrowserText::tr("ten times a second")),
                   event(QStringLiteral("timer.ms(100).randomize(20)"), BrowserText::tr("every 80 to 120 milliseconds"))};
    if (canRun("timer.profile"))
        out.push_back(event(QStringLiteral("timer.profile"),
                            BrowserText::tr("a thousand times a second on each processor, to see what runs there")));
    return out;
}

ProbeNodes perfNodes(const std::vector<TapsetSubject> &tapset)
{
    // Those of which most scripts are about come first.
    ProbeNodes out{
        event(QStringLiteral("perf.sw.cpu_clock"), BrowserText::tr("at a steady rate on each processor")),
        event(QStringLiteral("perf.sw.page_faults"), BrowserText::tr("when memory is touched that is not there yet")),
        event(QStringLiteral("perf.sw.context_switches"), BrowserText::tr("when a processor goes over to another thread")),
        event(QStringLiteral("perf.sw.cpu_migrations"), BrowserText::tr("when a thread goes over to another processor")),
        event(QStringLiteral("perf.hw.cpu_cycles"), BrowserText::tr("after so many cycles")),
        event(QStringLiteral("perf.hw.instructions"), BrowserText::tr("after so many instructions")),
        event(QStringLiteral("perf.hw.cache_misses"), BrowserText::tr("after so many accesses that no cache could serve")),
        event(QStringLiteral("perf.hw.branch_misses"), BrowserText::tr("after so many wrongly guessed branches"))};
    const std::vector<TapsetEntry> none;
    const auto subject = std::ranges::find(tapset, QStringLiteral("perf"), &TapsetSubject::name);
    for (const TapsetEntry &entry : subject == tapset.end() ? none : subject->entries) {
        if (std::ranges::find(out, entry.name, &ProbeNode::name) != out.end() || entry.isFunction)
            continue;
        // "perf.hw.bus_cycles fires after …"
        const QString meaning = entry.documentation.section(QStringLiteral(" fires "), 1);
        out.push_back(event(entry.name, meaning.endsWith(u'.') ? meaning.chopped(1) : meaning));
    }
    return out;
}

ProbeNodes scriptEventNodes()
{
    return {event(QStringLiteral("begin"), BrowserText::tr("before anything else")),
            event(QStringLiteral("end"), BrowserText::tr("when the run ends in good order")),
            event(QStringLiteral("error"), BrowserText::tr("in place of end, after an error")),
            event(QStringLiteral("never"), BrowserText::tr("at no time; its handler is checked all the same"))};
}

}
