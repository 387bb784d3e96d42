// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/elf_file.h"
#include "editor/browser/program_nodes.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <gelf.h>

namespace tapscope::editor {

namespace {

struct Needs {
    QStringList names;
    QStringList folders; ///< of DT_RUNPATH or DT_RPATH
};

Needs needsOf(const QString &path)
{
    Needs out;
    const auto file = debuginfo::ElfFile::open(path.toStdString(), debuginfo::ElfFile::Purpose::Program);
    if (!file)
        return out;
    Elf *elf = (*file)->elf();
    for (Elf_Scn *section = nullptr; (section = elf_nextscn(elf, section));) {
        GElf_Shdr header;
        if (!gelf_getshdr(section, &header) || header.sh_type != SHT_DYNAMIC || header.sh_entsize == 0)
            continue;
        Elf_Data *data = elf_getdata(section, nullptr);
        for (size_t i = 0; data && i < header.sh_size / header.sh_entsize; ++i) {
            GElf_Dyn entry;
            if (!gelf_getdyn(data, static_cast<int>(i), &entry) || entry.d_tag == DT_NULL)
                break;
            if (entry.d_tag != DT_NEEDED && entry.d_tag != DT_RUNPATH && entry.d_tag != DT_RPATH)
                continue;
            const char *text = elf_strptr(elf, header.sh_link, entry.d_un.d_val);
            if (!text)
                continue;
            if (entry.d_tag == DT_NEEDED) {
                out.names << QString::fromLocal8Bit(text);
                continue;
            }
            for (QString folder : QString::fromLocal8Bit(text).split(u':', Qt::SkipEmptyParts))
                out.folders << folder.replace(QStringLiteral("$ORIGIN"), QFileInfo(path).path());
        }
    }
    return out;
}

/// The folders that the loader's configuration names, and its own.
QStringList loaderFolders()
{
    QStringList folders;
    for (const QFileInfo &file :
         QDir(QStringLiteral("/etc/ld.so.conf.d")).entryInfoList({QStringLiteral("*.conf")}, QDir::Files)) {
        QFile conf(file.filePath());
        if (!conf.open(QIODevice::ReadOnly))
            continue;
        for (const QByteArray &line : conf.readAll().split('\n')) {
            if (line.startsWith('/'))
                folders << QString::fromLocal8Bit(line.trimmed());
        }
    }
    for (const char *folder : {"/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64", "/usr/lib64", "/lib", "/usr/lib"})
        folders << QString::fromLatin1(folder);
    folders.removeDuplicates();
    return folders;
}

QStringList mappedBy(int pid)
{
    QStringList out;
    QFile maps(u"/proc/" + QString::number(pid) + u"/maps");
    if (!maps.open(QIODevice::ReadOnly))
        return out;
    for (const QByteArray &line : maps.readAll().split('\n')) {
        const qsizetype at = line.indexOf('/');
        const qsizetype rights = line.indexOf(' ');
        if (at > 0 && rights > 0 && line.mid(rights, 5).contains('x') && !line.endsWith(" (deleted)"))
            out << QString::fromLocal8Bit(line.mid(at));
    }
    out.removeDuplicates();
    return out;
}

}

QStringList librariesOf(const QString &program, int pid)
{
    if (pid > 0) {
        QStringList mapped = mappedBy(pid);
        mapped.removeAll(QFileInfo(program).canonicalFilePath());
        mapped.removeAll(program);
        if (!mapped.isEmpty())
            return mapped;
    }
    QStringList out;
    const QStringList standard = loaderFolders();
    QStringList waiting{program};
    QStringList seen;
    while (!waiting.isEmpty() && seen.size() < 500) {
        const QString path = waiting.takeFirst();
        const Needs needs = needsOf(path);
        for (const QString &name : needs.names) {
            if (seen.contains(name))
                continue;
            seen << name;
            for (const QString &folder : needs.folders + standard) {
                const QFileInfo file(folder + u'/' + name);
                if (!file.exists())
                    continue;
                out << file.canonicalFilePath();
                waiting << file.canonicalFilePath();
                break;
            }
        }
    }
    out.removeDuplicates();
    out.sort();
    return out;
}

}
