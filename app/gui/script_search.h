// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QHash>
#include <QString>
#include <QStringList>

#include <atomic>
#include <vector>

namespace tapscope::app {

/// Where a text is looked for.
struct SearchedScripts {
    QStringList folders; ///< with what is below them, not very deep
    QHash<QString, QByteArray> open; ///< what is in the window counts, not the file
};

struct FoundLine {
    QString path;
    int line = 0;
    int column = 0;
    QString text;
};

/// The lines of scripts that hold a text, open scripts first. Capitals only count if `text` has some.
[[nodiscard]] std::vector<FoundLine> searchScripts(const SearchedScripts &in, const QString &text, size_t most,
                                                   const std::atomic<bool> &cancelled);

}
