// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/browser/kernel_nodes.h"
#include "editor/browser/name_catalog.h"
#include "editor/browser/program_nodes.h"
#include "editor/browser/system_nodes.h"

#include <atomic>
#include <optional>

namespace tapscope::editor {

/// Where the browser's rows come from. Everything that takes time is called on one thread; its caches live there.
class ProbeSource {
public:
    explicit ProbeSource(std::string tapsetDirectory, std::shared_ptr<CodeIndexes> indexes = std::make_shared<CodeIndexes>());

    /// What `setKernel` was last called with, the top of the tree says too.
    struct Top {
        QString target; ///< program of the run bar, or empty
        QStringList programs; ///< what the user has added
        QString kernel; ///< as debuginfo::findKernelFiles takes it; empty: the running one
    };
    /// The top of the tree: quick.
    [[nodiscard]] static ProbeNodes roots(const Top &top);
    /// Another kernel is browsed.
    void setKernel(const QString &kernel);

    [[nodiscard]] ProbeNodes children(const ProbeNode &node, const std::atomic<bool> &cancelled);
    /// What the row under the cursor is about: variables and fields with their types.
    [[nodiscard]] ProbeNodes details(const ProbeNode &node);
    /// The functions that call the one of a row.
    [[nodiscard]] ProbeNodes callers(const ProbeNode &function, const std::atomic<bool> &cancelled);
    /// All names that can be searched.
    [[nodiscard]] std::shared_ptr<const NameCatalog> names(const QStringList &programs, const std::atomic<bool> &cancelled);

    /// How many points a pattern of `stap -l` stands for.
    struct Count {
        size_t points = 0;
        QString problem; ///< why there are none
    };
    /// Uses nothing of this object but what never changes, so it can be called on another thread.
    [[nodiscard]] Count count(const QString &pattern, const QString &target, const QString &kernel,
                              const std::atomic<bool> &cancelled) const;

private:
    const std::vector<TapsetSubject> &tapset();
    ProbeNodes syscalls(const ProbeNode &group, const std::atomic<bool> &cancelled);
    ProbeNodes codeDetails(const ProbeNode &node);
    ProbeNodes aliasDetails(const ProbeNode &node);
    void addProgram(NameCatalog &catalog, const QString &path, const std::atomic<bool> &cancelled);
    void addKernel(NameCatalog &catalog, const std::atomic<bool> &cancelled);

    std::string m_tapsetDirectory;
    std::string m_kernelName; ///< as findKernelFiles takes it
    std::shared_ptr<CodeIndexes> m_indexes;
    VariableReader m_variables;
    ProgramNodes m_programs;
    std::unique_ptr<KernelNodes> m_kernel;
    std::optional<std::vector<TapsetSubject>> m_tapset;
};

}
