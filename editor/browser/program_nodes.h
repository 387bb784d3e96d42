// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/module.h"
#include "editor/browser/probe_node.h"
#include "editor/code_indexes.h"

#include <atomic>
#include <map>
#include <memory>
#include <string>

namespace tapscope::editor {

/// What programs and libraries hold: source files, functions, lines, marks, calls of libraries. For one thread.
class ProgramNodes {
public:
    explicit ProgramNodes(std::shared_ptr<CodeIndexes> indexes) : m_indexes(std::move(indexes)) {}

    /// Without children read: what the row of a program says.
    [[nodiscard]] static ProbeNode program(const QString &path);
    /// Children of a program, and of the groups, files and functions below one.
    [[nodiscard]] ProbeNodes children(const ProbeNode &node, const std::atomic<bool> &cancelled);
    /// The arguments of a mark.
    [[nodiscard]] ProbeNodes markArguments(const ProbeNode &mark);

private:
    [[nodiscard]] std::shared_ptr<const debuginfo::Module> module(const debuginfo::Index &index);
    ProbeNodes groups(const ProbeNode &program, const debuginfo::Index &index);
    ProbeNodes marks(const ProbeNode &node, const debuginfo::Index &index);
    ProbeNodes stubs(const ProbeNode &group, const debuginfo::Index &index);
    ProbeNodes libraries(const ProbeNode &group);

    struct Opened {
        std::string buildId;
        std::shared_ptr<const debuginfo::Module> module;
    };
    std::shared_ptr<CodeIndexes> m_indexes;
    std::map<std::string, Opened> m_modules; ///< by path
};

}
