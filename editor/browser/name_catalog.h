// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/browser/fuzzy_match.h"
#include "editor/browser/probe_node.h"

#include <QChar>

#include <functional>
#include <memory>

namespace tapscope::editor {

/// All names that the browser and the locator can find, by family. Made on a thread, then only read.
class NameCatalog {
public:
    enum class Family : uint8_t { Function, File, KernelFunction, Tracepoint, Mark, Syscall, Alias, TapsetFunction };
    static constexpr int familyCount = 8;

    /// Prefixes as in the locator: "f " functions, "l " files and lines, "t " tracepoints, "m " marks, "a " aliases and the rest
    /// of the tapset, "k " functions of the kernel, "s " system calls. Empty: all.
    struct Query {
        QChar prefix;
        QString text;
        int line = 0; ///< of "l file:line"
    };
    [[nodiscard]] static Query parse(const QString &typed);

    struct Hit {
        ProbeNode node;
        int score = 0;
    };
    /// Best first.
    [[nodiscard]] std::vector<Hit> search(const Query &query, size_t most, size_t *total = nullptr) const;

    [[nodiscard]] size_t size() const;

    /// For those who fill it. Nodes of many names are made only when they are shown.
    using Maker = std::function<ProbeNode(uint32_t)>;
    void add(Family family, FuzzyNames names, Maker maker);

private:
    struct Part {
        Family family;
        FuzzyNames names;
        Maker maker;
    };
    std::vector<Part> m_parts;
};

}
