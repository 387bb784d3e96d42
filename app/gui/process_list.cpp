// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/process_list.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace tapscope::app {

std::vector<ProcessEntry> processList()
{
    std::vector<ProcessEntry> processes;
    const QFileInfoList folders = QDir(QStringLiteral("/proc")).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QFileInfo &folder : folders) {
        bool isNumber = false;
        const int pid = folder.fileName().toInt(&isNumber);
        if (!isNumber || pid == QCoreApplication::applicationPid())
            continue;
        QFile line(folder.filePath() + QStringLiteral("/cmdline"));
        if (!line.open(QIODevice::ReadOnly))
            continue;
        const QByteArray command = line.readAll();
        if (command.isEmpty()) // a kernel thread
            continue;
        QFile name(folder.filePath() + QStringLiteral("/comm"));
        QString shown = name.open(QIODevice::ReadOnly) ? QString::fromUtf8(name.readAll()).trimmed() : QString();
        if (shown.isEmpty())
            shown = QString::fromUtf8(command.left(command.indexOf('\0')));
        processes.push_back({pid, shown, folder.owner()});
    }
    std::ranges::sort(processes, std::greater{}, &ProcessEntry::pid);
    return processes;
}

}
