// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/index.h"
#include "editor/browser/probe_node.h"

#include <atomic>
#include <memory>

namespace tapscope::editor {

/// The kernel as its sources have it: directories, files, functions, lines. Only with its debuginfo. For one thread.
class KernelSources {
public:
    /// `kernel` is what debuginfo::Index::openKernel takes; empty: the running one.
    explicit KernelSources(std::string kernel = {}) : m_kernel(std::move(kernel)) {}

    [[nodiscard]] ProbeNodes children(const ProbeNode &node, const std::atomic<bool> &cancelled);

private:
    [[nodiscard]] ProbeNodes directory(const ProbeNode &node) const;
    [[nodiscard]] ProbeNodes functions(const ProbeNode &node) const;
    [[nodiscard]] ProbeNodes lines(const ProbeNode &node) const;

    std::string m_kernel;
    std::shared_ptr<const debuginfo::Index> m_index;
    QString m_failure;
};

}
