// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtTest>

#include <bpf/bpf.h>

namespace e2e {

/// Ids of the BPF links that exist in this kernel; empty when this process may not ask.
inline QSet<uint> bpfLinks()
{
    QSet<uint> ids;
    __u32 id = 0;
    while (::bpf_link_get_next_id(id, &id) == 0)
        ids.insert(id);
    return ids;
}

/// Those of them that a process holds; other programs of this machine have theirs.
inline QSet<uint> bpfLinksOf(qint64 pid)
{
    QSet<uint> ids;
    const QDir descriptors(QStringLiteral("/proc/%1/fdinfo").arg(pid));
    for (const QString &each : descriptors.entryList(QDir::Files)) {
        QFile file(descriptors.filePath(each));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        for (const QByteArray &line : file.readAll().split('\n')) {
            if (line.startsWith("link_id:"))
                ids.insert(line.mid(8).trimmed().toUInt());
        }
    }
    return ids;
}

/// Lines of the kernel's list of uprobe events that are ours; empty where tracefs isn't mounted.
inline QByteArrayList uprobeEvents()
{
    QFile file(QStringLiteral("/sys/kernel/tracing/uprobe_events"));
    QByteArrayList ours;
    if (file.open(QIODevice::ReadOnly)) {
        const auto lines = file.readAll().split('\n');
        for (const QByteArray &line : lines) {
            if (line.contains("tapscope"))
                ours << line;
        }
    }
    return ours;
}

}
