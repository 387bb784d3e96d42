// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/analyze.h"
#include "debuginfo/kernel.h"
#include "debuginfo/module.h"
#include "services/library_index.h"
#include "services/resolved_point.h"

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace tapscope::services {

struct AnalyzedScript;

/// What the services are to know besides the scripts.
struct WorkspaceOptions {
    analysis::Options analysis; ///< its `cancelled` is not used
    /// Into the user's language; must be safe on any thread. Default: English.
    std::function<std::string(const Text &)> translate;
};

/// What is shared by all documents and kept between questions: the script library, programs and their functions, the kernel.
/// Thread-safe.
class Workspace {
public:
    explicit Workspace(WorkspaceOptions options = {});
    ~Workspace();

    /// A change of target or library directories; what was found out for the old ones is forgotten.
    void setOptions(WorkspaceOptions options);
    [[nodiscard]] std::shared_ptr<const WorkspaceOptions> options() const;
    [[nodiscard]] std::string say(const Text &text) const;

    /// The script library; read again when a file of it has changed (looked at every few seconds).
    [[nodiscard]] std::shared_ptr<const LibraryIndex> library() const;

    /// The program at `path` (looked up in PATH without a slash; empty: the target); null when it can't be read.
    [[nodiscard]] std::shared_ptr<const debuginfo::Module> module(const std::string &path) const;
    /// Names of a module's functions, sorted.
    [[nodiscard]] std::shared_ptr<const std::vector<std::string>> functionNames(const std::string &path) const;
    /// Of the running kernel.
    [[nodiscard]] std::shared_ptr<const std::vector<std::string>> kernelFunctionNames() const;
    /// By name, without the subsystem.
    [[nodiscard]] std::shared_ptr<const std::vector<std::string>> tracepoints() const;

    /// What a probe point as written in a script means here; kept until options or library change. Null when given up.
    [[nodiscard]] std::shared_ptr<const ResolvedPoint> resolve(const std::string &point, std::stop_token stop) const;

    /// What `make` yields, kept for the latest documents; see analyzed().
    [[nodiscard]] std::shared_ptr<const AnalyzedScript> analysisOf(
        const Document &document, const std::function<std::shared_ptr<const AnalyzedScript>()> &make) const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}
