// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/kernel.h"
#include "debuginfo/kernel_files.h"
#include "editor/browser/probe_node.h"
#include "editor/code_indexes.h"
#include "editor/source/variable_reader.h"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace tapscope::editor {

/// What a kernel offers: source files, functions, modules, tracepoints, system calls. The running one by its debuginfo, BTF and
/// symbols; another one by its debuginfo. For one thread.
class KernelNodes {
public:
    /// `kernel` as debuginfo::findKernelFiles takes it; empty: the running one.
    KernelNodes(std::string kernel, std::shared_ptr<CodeIndexes> indexes, VariableReader &variables);

    [[nodiscard]] ProbeNodes children(const ProbeNode &node, const std::atomic<bool> &cancelled);
    /// Variables, fields and what else can be read; of nodes that no index knows.
    [[nodiscard]] ProbeNodes details(const ProbeNode &node);

    struct Names {
        std::vector<std::string> functions; ///< each once, by name
        std::vector<std::string> modules; ///< of the functions; empty for the kernel itself
        std::vector<std::pair<QString, QString>> tracepoints; ///< subsystem (or empty) and name
        IndexPtr index; ///< null without debuginfo
    };
    [[nodiscard]] Names names(const std::atomic<bool> &cancelled);
    /// A row for a function by its name.
    [[nodiscard]] static ProbeNode named(const std::string &name, const std::string &module, const IndexPtr &index,
                                         const QString &image);

    /// The functions that call one of the kernel or a module, in all its files.
    [[nodiscard]] ProbeNodes callers(const debuginfo::Index &index, const ProbeNode &function,
                                     const std::atomic<bool> &cancelled);

    [[nodiscard]] const debuginfo::KernelFiles &files() const { return m_files; }
    [[nodiscard]] bool isRunning() const { return m_kernelName.empty(); }

private:
    bool read(const std::atomic<bool> &cancelled);
    void readRunning();
    void readIndexed();
    void readTracepoints();
    bool openImage(const std::atomic<bool> &cancelled);
    [[nodiscard]] ProbeNode functionNode(const debuginfo::KernelFunction &function);
    [[nodiscard]] ProbeNodes kernel(const ProbeNode &node, const std::atomic<bool> &cancelled);
    [[nodiscard]] ProbeNodes sources(const ProbeNode &node, const std::atomic<bool> &cancelled);
    [[nodiscard]] ProbeNodes prefixes(const QString &module);
    [[nodiscard]] ProbeNodes functionsWithPrefix(const ProbeNode &node);
    [[nodiscard]] ProbeNodes modules();
    [[nodiscard]] ProbeNodes module(const ProbeNode &node, const std::atomic<bool> &cancelled);
    [[nodiscard]] ProbeNodes tracepointSystems();
    [[nodiscard]] ProbeNodes tracepointsOf(const ProbeNode &node);
    [[nodiscard]] ProbeNodes syscalls();
    [[nodiscard]] std::vector<PlaceVariable> tracepointArguments(const QString &name);
    [[nodiscard]] std::vector<PlaceVariable> syscallArguments(const QString &name);

    std::string m_kernelName;
    std::shared_ptr<CodeIndexes> m_indexes;
    VariableReader &m_variables;
    debuginfo::KernelFiles m_files;
    bool m_read = false;
    IndexPtr m_index; ///< of the image, when there is debuginfo and it has been opened
    QString m_failure; ///< why there is none
    std::vector<debuginfo::KernelFunction> m_functions; ///< by name
    std::shared_ptr<const debuginfo::Kernel> m_kernel; ///< null when nothing can be read, and for another kernel
    std::set<QString> m_blacklist;
    std::map<QString, std::vector<QString>> m_tracepoints; ///< by subsystem, or by first word where that is not known
    bool m_subsystemsKnown = false;
};

}
