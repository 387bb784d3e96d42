// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/code_indexes.h"

#include "editor/translated.h"

#include <QDateTime>
#include <QFileInfo>

#include <stop_token>

namespace tapscope::editor {

QString processPoint(const QString &path)
{
    QString escaped = path;
    escaped.replace(u'\\', QStringLiteral("\\\\")).replace(u'"', QStringLiteral("\\\""));
    return u"process(\"" + escaped + u"\")";
}

QString modulePoint(const QString &name)
{
    return u"module(\"" + name + u"\")";
}

QString CodeFile::point() const
{
    return head.isEmpty() ? processPoint(path) : head;
}

std::shared_ptr<CodeIndexes::Entry> CodeIndexes::entryOf(const CodeFile &code)
{
    const std::scoped_lock lock(m_mutex);
    auto &entry = m_entries[code.isKernel() ? u"kernel " + code.path : code.path];
    if (!entry)
        entry = std::make_shared<Entry>();
    return entry;
}

CodeIndexes::Opened CodeIndexes::open(const CodeFile &code, const std::atomic<bool> &cancelled)
{
    const auto entry = entryOf(code);
    const std::scoped_lock lock(entry->mutex);
    const QFileInfo file(code.path);
    const std::pair version(file.size(), file.lastModified().toMSecsSinceEpoch());
    if ((entry->index || !entry->failure.isEmpty()) && entry->version == version)
        return {entry->index, entry->failure};
    if (cancelled)
        return {};
    std::stop_source stop;
    int last = -1;
    debuginfo::IndexOptions options;
    options.stop = stop.get_token();
    options.progress = [&](uint64_t done, uint64_t total) {
        if (cancelled)
            stop.request_stop();
        const int percent = total > 0 ? static_cast<int>(std::min<uint64_t>(done * 100 / total, 99)) : 0;
        if (percent != last)
            Q_EMIT progressed(code.path, percent);
        last = percent;
    };
    const std::string path = code.path.toStdString();
    auto index = code.isKernel() ? debuginfo::Index::openKernel(path, options) : debuginfo::Index::open(path, options);
    if (last >= 0)
        Q_EMIT progressed(code.path, 100);
    if (!index && cancelled)
        return {};
    entry->version = version;
    entry->index = index ? *index : nullptr;
    entry->failure = index ? QString() : translated(index.error().what) + u' ' + translated(index.error().nextStep);
    return {entry->index, entry->failure};
}

std::shared_ptr<const debuginfo::Index> CodeIndexes::known(const CodeFile &code)
{
    const auto entry = entryOf(code);
    const std::unique_lock lock(entry->mutex, std::try_to_lock);
    return lock ? entry->index : nullptr;
}

}
