// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

// What the kernel of this machine offers for tracing, what is missing, what that costs, and how to get it.

#include "app/gui/machine.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace tapscope::app {

namespace {

/// A value of /etc/os-release.
QString osRelease(const QString &key)
{
    for (const char *path : {"/etc/os-release", "/usr/lib/os-release"}) {
        QFile file(QString::fromLatin1(path));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        for (const QByteArray &line : file.readAll().split('\n')) {
            const QString text = QString::fromUtf8(line);
            if (text.startsWith(key + u'='))
                return text.mid(key.size() + 1).remove(u'"').trimmed();
        }
    }
    return {};
}

}

QString Machine::kernelDebugInfo(const QString &release)
{
    for (const QString &path :
         QStringList{u"/usr/lib/debug/boot/vmlinux-" + release, u"/usr/lib/debug/lib/modules/" + release + u"/vmlinux",
                     u"/lib/modules/" + release + u"/build/vmlinux", u"/boot/vmlinux-" + release}) {
        if (QFileInfo(path).isReadable())
            return path;
    }
    return {};
}

QString Machine::debugInfoCommand(const QString &distribution, const QString &release)
{
    const QStringList families = distribution.split(u' ', Qt::SkipEmptyParts);
    const auto is = [&](const char *name) { return families.contains(QLatin1StringView(name)); };
    if (is("ubuntu"))
        return u"sudo apt install linux-image-" + release + u"-dbgsym";
    if (is("debian"))
        return u"sudo apt install linux-image-" + release + u"-dbg";
    if (is("fedora") || is("rhel") || is("centos"))
        return u"sudo dnf debuginfo-install kernel-core-" + release;
    if (is("opensuse") || is("suse") || is("sles") || is("opensuse-tumbleweed"))
        return QStringLiteral("sudo zypper install kernel-default-debuginfo");
    if (is("arch"))
        return QStringLiteral("DEBUGINFOD_URLS=https://debuginfod.archlinux.org debuginfod-find debuginfo /usr/lib/modules/")
            + release + QStringLiteral("/vmlinuz");
    return {};
}

bool Machine::isPackaged(const QString &release, const QString &packages)
{
    const QDir known(packages);
    return !known.exists() || known.exists(u"linux-image-" + release + u".list")
        || known.exists(u"linux-image-unsigned-" + release + u".list");
}

std::vector<MachineFact> Machine::kernelFacts()
{
    using State = MachineFact::State;
    std::vector<MachineFact> facts;
    const QString release = kernelRelease();
    const bool btf = QFileInfo::exists(QStringLiteral("/sys/kernel/btf/vmlinux"));
    facts.push_back(
        {btf ? State::Good : State::Missing,
         btf ? tr("Linux %1 with BTF").arg(release) : tr("Linux %1 without BTF").arg(release),
         btf ? QString() : tr("Kernel functions cannot be typed. Use a kernel that is built with CONFIG_DEBUG_INFO_BTF."),
         {}});

    const QString image = kernelDebugInfo(release);
    const bool packaged = isPackaged(release);
    const QString command = !packaged
        ? QString()
        : debugInfoCommand(osRelease(QStringLiteral("ID")) + u' ' + osRelease(QStringLiteral("ID_LIKE")), release);
    if (!image.isEmpty())
        facts.push_back({State::Good, tr("Kernel debuginfo: %1").arg(image), {}, {}});
    else
        facts.push_back(
            {State::Limited, tr("No debuginfo of the kernel"),
             !packaged ? tr("Lines and local variables of the kernel cannot be probed; its functions and their parameters can. "
                            "This kernel "
                            "is none of the distribution's packages: copy the file vmlinux of its build to %1.")
                             .arg(u"/usr/lib/debug/boot/vmlinux-" + release)
                 : command.isEmpty()
                 ? tr("Lines and local variables of the kernel cannot be probed; its functions and their parameters can. "
                      "Install the debug package of this kernel from your distribution.")
                 : tr("Lines and local variables of the kernel cannot be probed; its functions and their parameters can. "
                      "To get it:"),
             command});

    const QDir sources(QStringLiteral("/sys/bus/event_source/devices"));
    const bool uprobes = sources.exists(QStringLiteral("uprobe"));
    facts.push_back({uprobes ? State::Good : State::Missing,
                     uprobes ? tr("Uprobes") : tr("No uprobes"),
                     uprobes ? QString() : tr("Programs cannot be probed. Use a kernel that is built with CONFIG_UPROBE_EVENTS."),
                     {}});
    const bool kprobes = sources.exists(QStringLiteral("kprobe"));
    facts.push_back({kprobes ? State::Good : State::Limited,
                     kprobes ? tr("Kprobes") : tr("No kprobes"),
                     kprobes ? QString()
                             : tr("Functions of the kernel cannot be probed by kprobes. Use a kernel that is built with "
                                  "CONFIG_KPROBE_EVENTS. Programs, tracepoints and timers are not concerned."),
                     {}});

    QFile lockdown(QStringLiteral("/sys/kernel/security/lockdown"));
    if (lockdown.open(QIODevice::ReadOnly)) {
        const QByteArray state = lockdown.readAll();
        const bool closed = state.contains("[confidentiality]");
        facts.push_back({closed ? State::Missing : State::Good,
                         closed ? tr("Kernel lockdown: confidentiality") : tr("Kernel lockdown does not hinder"),
                         closed
                             ? tr("The kernel refuses to let BPF programs read its memory and that of programs: probes fire, but "
                                  "variables cannot be read. Boot with lockdown=integrity or without it.")
                             : QString(),
                         {}});
    }
    return facts;
}

}
