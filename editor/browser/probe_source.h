// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/browser/kernel_sources.h"
#include "editor/browser/name_catalog.h"
#include "editor/browser/program_nodes.h"
#include "editor/browser/system_nodes.h"

#include <atomic>
#include <optional>

namespace tapscope::editor {

/// Where the browser's rows come from. Everything that takes time is called on one thread; its caches live there.
class ProbeSource {
public:
    /// `kernel` as debuginfo::Index::openKernel takes it; empty: the running one.
    explicit ProbeSource(std::string tapsetDirectory, std::string kernel = {})
        : m_tapsetDirectory(std::move(tapsetDirectory))
        , m_kernelSources(std::move(kernel))
    {}

    /// The top of the tree: quick. `target` is the program of the run bar, or empty; `programs` what the user has added.
    [[nodiscard]] static ProbeNodes roots(const QString &target, const QStringList &programs);

    [[nodiscard]] ProbeNodes children(const ProbeNode &node, const std::atomic<bool> &cancelled);
    /// What the row under the cursor is about: variables and fields with their types.
    [[nodiscard]] ProbeNodes details(const ProbeNode &node);
    /// All names that can be searched.
    [[nodiscard]] std::shared_ptr<const NameCatalog> names(const QStringList &programs, const std::atomic<bool> &cancelled);

    [[nodiscard]] ProgramNodes &programs() { return m_programs; }

private:
    const std::vector<TapsetSubject> &tapset();
    ProbeNodes syscalls(const ProbeNode &group);

    std::string m_tapsetDirectory;
    ProgramNodes m_programs;
    KernelNodes m_kernel;
    KernelSources m_kernelSources;
    std::optional<std::vector<TapsetSubject>> m_tapset;
};

/// How many points a pattern of `stap -l` stands for.
struct PatternCount {
    size_t points = 0;
    QString problem; ///< why there are none
};
[[nodiscard]] PatternCount countPoints(const QString &pattern, const std::string &tapsetDirectory, const QString &target,
                                       const std::atomic<bool> &cancelled);

}
