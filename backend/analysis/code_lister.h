// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/probe_expansion.h"
#include "analysis/probe_list.h"
#include "debuginfo/index.h"
#include "debuginfo/kernel.h"
#include "debuginfo/kernel_files.h"
#include "debuginfo/visible_variables.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tapscope::analysis {

/// Probe points by their text, each once. Of the places that share a text only the variables that all have are kept.
class ListCollector {
public:
    void add(std::string text, std::vector<ListedPoint::Variable> variables);
    /// What is written behind all that is added from now on.
    void setSuffix(std::string_view suffix) { m_suffix = suffix; }
    [[nodiscard]] std::vector<ListedPoint> take();

private:
    std::map<std::string, std::vector<ListedPoint::Variable>> m_points;
    std::string_view m_suffix;
};

/// Lists functions, statements and tracepoints from indexes of debug information, without looking for where they would be probed.
class CodeLister {
public:
    CodeLister(Context &context, const ListSettings &settings, ListCollector &out)
        : m_context(context)
        , m_settings(settings)
        , m_out(out)
    {}

    /// Whether `point` is one that is listed here; what it means is then in the list, or it was reported that there is none.
    [[nodiscard]] bool list(const ExpandedPoint &point);

    /// A point in the libraries of programs as a point in each of those libraries, for what is not listed here: marks, linkage
    /// stubs. What begins with `plainHead` is to be shown with `head` instead.
    struct LibraryPoint {
        ExpandedPoint point;
        std::string plainHead;
        std::string head;
    };
    [[nodiscard]] std::vector<LibraryPoint> inLibraries(const ExpandedPoint &point);

private:
    /// An indexed file, and how its points begin.
    struct Source {
        std::shared_ptr<const debuginfo::Index> index;
        std::string head; ///< "kernel", "module(\"nfs\")", "process(\"/usr/bin/ls\")"
        bool kernel = false;
        std::string module = {}; ///< the kernel's; empty: its image
        std::shared_ptr<debuginfo::VisibleVariables> variables;
    };
    struct Request;

    bool listKernel(const ExpandedPoint &point, const Request &request);
    bool listModules(const ExpandedPoint &point, const Request &request);
    bool listProcess(const ExpandedPoint &point, const Request &request);
    /// Files of the programs that a process component means.
    [[nodiscard]] std::vector<std::string> programsOf(const ExpandedPoint &point);
    bool listTracepoints(const ExpandedPoint &point);
    bool listCode(const ExpandedPoint &point, const Request &request, const std::vector<Source *> &sources);
    size_t listFunctions(const Request &request, Source &source);
    size_t listStatements(const Request &request, Source &source);
    size_t listAddress(const Request &request, Source &source);
    size_t listLabels(const Request &request, Source &source);
    size_t listCallees(const Request &request, Source &source);
    Source *open(const ExpandedPoint &point, const std::string &path, const std::string &head);
    Source *kernelSource(const ExpandedPoint &point);
    /// Null where variables are not asked for or not known.
    debuginfo::VisibleVariables *variablesOf(Source &source);
    debuginfo::VisibleVariables *shapesOf(Source &source);
    /// Whether a probe cannot go into the function: by its place in the image, and for the running kernel by what that says.
    [[nodiscard]] bool refused(const Source &source, const debuginfo::FunctionEntry &function);
    [[nodiscard]] debuginfo::IndexOptions indexOptions() const;

    Context &m_context;
    const ListSettings &m_settings;
    ListCollector &m_out;
    std::map<std::string, std::unique_ptr<Source>> m_sources; ///< by path
    std::optional<debuginfo::KernelFiles> m_kernelFiles;
    std::shared_ptr<const debuginfo::Kernel> m_running;
    bool m_runningAsked = false;
};

}
