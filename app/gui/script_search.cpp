// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/script_search.h"

#include <QFile>
#include <QSet>

#include <algorithm>
#include <filesystem>

namespace tapscope::app {

namespace {

namespace fs = std::filesystem;

constexpr int deepest = 4;
constexpr int mostEntries = 20'000; ///< a home folder is not walked through to its end
constexpr qint64 largestFile = 4 << 20;

bool isScript(const fs::path &path)
{
    return path.extension() == ".stp" || path.extension() == ".stpm";
}

QStringList scriptsBelow(const QString &folder, const std::atomic<bool> &cancelled)
{
    QStringList out;
    std::error_code error;
    int seen = 0;
    fs::recursive_directory_iterator at(folder.toStdString(), fs::directory_options::skip_permission_denied, error);
    for (; !error && at != fs::recursive_directory_iterator() && ++seen < mostEntries && !cancelled; at.increment(error)) {
        const std::string name = at->path().filename().string();
        std::error_code none;
        if (at->is_directory(none) && (at.depth() >= deepest || name.starts_with('.')))
            at.disable_recursion_pending();
        else if (isScript(at->path()) && at->is_regular_file(none))
            out << QString::fromStdString(at->path().string());
    }
    out.sort();
    return out;
}

void searchText(const QString &path, const QByteArray &bytes, const QString &text, size_t most, std::vector<FoundLine> &out)
{
    const bool exact = std::ranges::any_of(text, [](QChar c) { return c.isUpper(); });
    const auto sensitivity = exact ? Qt::CaseSensitive : Qt::CaseInsensitive;
    const QString all = QString::fromUtf8(bytes);
    int line = 0;
    for (const QStringView each : QStringView(all).split(u'\n')) {
        ++line;
        const qsizetype column = each.indexOf(text, 0, sensitivity);
        if (column < 0)
            continue;
        if (out.size() >= most)
            return;
        out.push_back({path, line, static_cast<int>(column) + 1, each.trimmed().toString()});
    }
}

}

std::vector<FoundLine> searchScripts(const SearchedScripts &in, const QString &text, size_t most,
                                     const std::atomic<bool> &cancelled)
{
    std::vector<FoundLine> out;
    if (text.isEmpty())
        return out;
    QSet<QString> seen;
    QStringList open = in.open.keys();
    open.sort();
    for (const QString &path : std::as_const(open)) {
        seen << path;
        searchText(path, in.open[path], text, most, out);
    }
    for (const QString &folder : in.folders) {
        for (const QString &path : scriptsBelow(folder, cancelled)) {
            if (cancelled || out.size() >= most)
                return out;
            QFile file(path);
            if (seen.contains(path) || file.size() > largestFile || !file.open(QIODevice::ReadOnly))
                continue;
            seen << path;
            searchText(path, file.readAll(), text, most, out);
        }
    }
    return out;
}

}
