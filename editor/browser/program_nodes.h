// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/module.h"
#include "editor/browser/probe_node.h"

#include <atomic>
#include <map>
#include <memory>
#include <string>

namespace tapscope::editor {

/// What programs and libraries hold: source files, functions, lines, marks, calls of libraries. For one thread.
class ProgramNodes {
public:
    /// Without children read: what the row of a program says.
    [[nodiscard]] static ProbeNode program(const QString &path);
    /// Children of a program, and of the groups, files and functions below one.
    [[nodiscard]] ProbeNodes children(const ProbeNode &node, const std::atomic<bool> &cancelled);
    /// What is below `node` for all that it stands for: variables with their types, cost, address.
    [[nodiscard]] ProbeNodes details(const ProbeNode &node);

    struct Contents {
        std::shared_ptr<const debuginfo::Module> module;
        QString failure; ///< why there is no module
        std::vector<debuginfo::Function> functions; ///< by address
        std::vector<debuginfo::Function> inlined; ///< instances, when they have been read
        bool functionsRead = false;
        bool inlinedRead = false;
    };
    /// The module of a program, opened once.
    Contents &contents(const QString &path);
    const std::vector<debuginfo::Function> &functions(const QString &path);

private:
    ProbeNodes groups(const ProbeNode &program);
    ProbeNodes files(const ProbeNode &group);
    ProbeNodes functionsOf(const ProbeNode &file, const std::atomic<bool> &cancelled);
    ProbeNodes symbols(const ProbeNode &group);
    ProbeNodes lines(const ProbeNode &function);
    ProbeNodes marks(const ProbeNode &node);
    ProbeNodes stubs(const ProbeNode &group);
    ProbeNodes libraries(const ProbeNode &group);
    const std::vector<debuginfo::Function> &inlined(const QString &path);

    std::map<QString, Contents> m_contents;
};

/// Absolute paths of the libraries that a program needs, directly or through others, as the loader would find them by its
/// configuration; of those that a process has mapped when `pid` is given.
[[nodiscard]] QStringList librariesOf(const QString &program, int pid = 0);

/// `process("path")`, ready for what follows.
[[nodiscard]] QString processPoint(const QString &path);

}
