// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/kernel.h"
#include "editor/browser/probe_node.h"
#include "editor/browser/tapset_docs.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace tapscope::editor {

/// What the running kernel offers: functions, modules, tracepoints, system calls. For one thread.
class KernelNodes {
public:
    [[nodiscard]] ProbeNodes children(const ProbeNode &node);
    [[nodiscard]] ProbeNodes details(const ProbeNode &node);

    struct Names {
        std::vector<std::string> functions;
        std::vector<std::pair<QString, QString>> tracepoints; ///< subsystem (or empty) and name
    };
    [[nodiscard]] Names names();

private:
    void read();
    [[nodiscard]] bool isBlacklisted(const QString &name) const { return m_blacklist.contains(name); }
    [[nodiscard]] ProbeNode functionNode(const debuginfo::KernelFunction &function) const;
    [[nodiscard]] ProbeNodes prefixes(const ProbeNode &node, const QString &module);
    [[nodiscard]] ProbeNodes functionsWithPrefix(const ProbeNode &node);
    [[nodiscard]] ProbeNodes modules();
    [[nodiscard]] ProbeNodes tracepointSystems();
    [[nodiscard]] ProbeNodes tracepointsOf(const ProbeNode &node);
    [[nodiscard]] ProbeNodes syscalls();

    bool m_read = false;
    std::vector<debuginfo::KernelFunction> m_functions; ///< by name
    std::shared_ptr<const debuginfo::Kernel> m_kernel; ///< null when nothing can be read
    std::set<QString> m_blacklist;
    std::map<QString, std::vector<QString>> m_tracepoints; ///< by subsystem, or by first word where that is not known
    bool m_subsystemsKnown = false;
};

/// The fields of a tracepoint in tracefs as name and type; empty where it cannot be read.
[[nodiscard]] std::vector<std::pair<QString, QString>> tracepointFields(const QString &subsystem, const QString &name);

/// The processes of this machine but kernel threads and this program; newest first.
[[nodiscard]] ProbeNodes processNodes();

/// The tapset: its subjects, and what one holds.
[[nodiscard]] ProbeNodes tapsetSubjectNodes(const std::vector<TapsetSubject> &tapset);
[[nodiscard]] ProbeNodes tapsetEntryNodes(const TapsetSubject &subject);

/// Whether a form of probe point ("timer.profile", "perf.type(number).config(number)") can run; what cannot is not offered.
[[nodiscard]] bool canRun(const char *form);

/// Timers, perf events and the script's own events: complete points with a word on each.
[[nodiscard]] ProbeNodes timerNodes();
[[nodiscard]] ProbeNodes perfNodes();
[[nodiscard]] ProbeNodes scriptEventNodes();

}
