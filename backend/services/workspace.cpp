// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "services/workspace.h"

#include "analysis/probe_binder.h"
#include "services/point_resolver.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <list>
#include <map>
#include <mutex>

namespace tapscope::services {

namespace {

using Clock = std::chrono::steady_clock;
using Names = std::shared_ptr<const std::vector<std::string>>;

/// How long files and the kernel's lists are taken to be as they were.
constexpr std::chrono::seconds trusted{3};
constexpr size_t mostPoints = 64;
constexpr size_t mostAnalyses = 4;

/// The newest change in the directories and how many files there are: changes when the library does.
std::pair<std::filesystem::file_time_type, size_t> stampOf(const std::vector<std::string> &directories)
{
    std::filesystem::file_time_type newest{};
    size_t count = 0;
    for (const std::string &directory : directories) {
        std::error_code error;
        for (std::filesystem::recursive_directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
            std::error_code none;
            const auto time = at->last_write_time(none);
            if (!none)
                newest = std::max(newest, time);
            ++count;
        }
    }
    return {newest, count};
}

std::vector<std::string> sorted(std::vector<std::string> names)
{
    std::ranges::sort(names);
    const auto [first, last] = std::ranges::unique(names);
    names.erase(first, last);
    return names;
}

std::vector<std::string> readTracepoints()
{
    std::vector<std::string> out;
    for (const char *root : {"/sys/kernel/tracing", "/sys/kernel/debug/tracing"}) {
        std::ifstream in(std::string(root) + "/available_events");
        for (std::string line; std::getline(in, line);)
            out.push_back(std::move(line));
        if (!out.empty())
            break;
    }
    // Ordinary users may not read those, but the kernel's description of its types.
    if (out.empty()) {
        if (const auto kernel = analysis::runningKernelCached())
            out = (*kernel)->tracepointNames();
    }
    for (std::string &name : out)
        name = name.substr(name.find(':') + 1);
    return sorted(std::move(out));
}

}

struct Workspace::State {
    std::mutex mutex;
    std::shared_ptr<const WorkspaceOptions> options;

    std::mutex libraryMutex; ///< held while reading, so that two don't
    std::shared_ptr<const LibraryIndex> library;
    std::pair<std::filesystem::file_time_type, size_t> libraryStamp;
    Clock::time_point libraryLooked;

    struct ModuleNames {
        std::shared_ptr<const debuginfo::Module> module;
        Names names;
    };
    std::map<std::string, ModuleNames> moduleNames;
    std::shared_ptr<const debuginfo::Kernel> kernel;
    Names kernelNames;
    Names tracepoints;

    struct Point {
        std::string text;
        std::shared_ptr<const ResolvedPoint> point;
        std::shared_ptr<const WorkspaceOptions> options;
        std::shared_ptr<const LibraryIndex> library;
        Clock::time_point when;
    };
    std::list<Point> points; ///< the latest first

    struct Analysis {
        uint64_t document = 0;
        std::shared_ptr<const AnalyzedScript> script;
        std::shared_ptr<const WorkspaceOptions> options;
        std::shared_ptr<const LibraryIndex> library;
    };
    std::list<Analysis> analyses; ///< the latest first
};

Workspace::Workspace(WorkspaceOptions options) : m_state(std::make_unique<State>())
{
    setOptions(std::move(options));
}

Workspace::~Workspace() = default;

void Workspace::setOptions(WorkspaceOptions options)
{
    options.analysis.cancelled = nullptr;
    const std::lock_guard library(m_state->libraryMutex);
    const std::lock_guard lock(m_state->mutex);
    m_state->options = std::make_shared<const WorkspaceOptions>(std::move(options));
    m_state->library = nullptr;
    m_state->points.clear();
    m_state->analyses.clear();
}

std::shared_ptr<const WorkspaceOptions> Workspace::options() const
{
    const std::lock_guard lock(m_state->mutex);
    return m_state->options;
}

std::string Workspace::say(const Text &text) const
{
    const auto current = options();
    return current->translate ? current->translate(text) : text.english();
}

std::shared_ptr<const LibraryIndex> Workspace::library() const
{
    const std::lock_guard lock(m_state->libraryMutex);
    const auto current = options();
    const auto now = Clock::now();
    if (m_state->library && now - m_state->libraryLooked < trusted)
        return m_state->library;
    const auto stamp = stampOf(current->analysis.tapsetDirectories);
    if (!m_state->library || stamp != m_state->libraryStamp)
        m_state->library = std::make_shared<const LibraryIndex>(current->analysis.tapsetDirectories);
    m_state->libraryStamp = stamp;
    m_state->libraryLooked = now;
    return m_state->library;
}

std::shared_ptr<const debuginfo::Module> Workspace::module(const std::string &path) const
{
    const auto current = options();
    const std::string &wanted = path.empty() ? current->analysis.targetProgram : path;
    if (wanted.empty())
        return nullptr;
    auto opened = current->analysis.openModule ? current->analysis.openModule(wanted) : analysis::openCached(wanted);
    return opened ? *opened : nullptr;
}

Names Workspace::functionNames(const std::string &path) const
{
    static const auto none = std::make_shared<const std::vector<std::string>>();
    const auto program = module(path);
    if (!program)
        return none;
    {
        const std::lock_guard lock(m_state->mutex);
        const auto found = m_state->moduleNames.find(program->path());
        if (found != m_state->moduleNames.end() && found->second.module == program)
            return found->second.names;
    }
    auto names = std::make_shared<const std::vector<std::string>>(sorted(program->functionNames()));
    const std::lock_guard lock(m_state->mutex);
    if (m_state->moduleNames.size() > 16)
        m_state->moduleNames.clear();
    m_state->moduleNames[program->path()] = {program, names};
    return names;
}

Names Workspace::kernelFunctionNames() const
{
    static const auto none = std::make_shared<const std::vector<std::string>>();
    const auto kernel = analysis::runningKernelCached();
    if (!kernel)
        return none;
    {
        const std::lock_guard lock(m_state->mutex);
        if (m_state->kernel == *kernel)
            return m_state->kernelNames;
    }
    auto names = std::make_shared<const std::vector<std::string>>(sorted((*kernel)->functionNames()));
    const std::lock_guard lock(m_state->mutex);
    m_state->kernel = *kernel;
    return m_state->kernelNames = names;
}

Names Workspace::tracepoints() const
{
    {
        const std::lock_guard lock(m_state->mutex);
        if (m_state->tracepoints)
            return m_state->tracepoints;
    }
    auto names = std::make_shared<const std::vector<std::string>>(readTracepoints());
    const std::lock_guard lock(m_state->mutex);
    return m_state->tracepoints = names;
}

std::shared_ptr<const ResolvedPoint> Workspace::resolve(const std::string &point, std::stop_token stop) const
{
    const auto current = options();
    const auto shelf = library();
    {
        const std::lock_guard lock(m_state->mutex);
        for (auto at = m_state->points.begin(); at != m_state->points.end(); ++at) {
            if (at->text == point && at->options == current && at->library == shelf && Clock::now() - at->when < 5 * trusted) {
                m_state->points.splice(m_state->points.begin(), m_state->points, at);
                return at->point;
            }
        }
    }
    auto found = resolvePoint(point, current->analysis, stop);
    if (stop.stop_requested())
        return nullptr;
    const std::lock_guard lock(m_state->mutex);
    m_state->points.push_front({point, found, current, shelf, Clock::now()});
    if (m_state->points.size() > mostPoints)
        m_state->points.pop_back();
    return found;
}

std::shared_ptr<const AnalyzedScript> Workspace::analysisOf(
    const Document &document, const std::function<std::shared_ptr<const AnalyzedScript>()> &make) const
{
    const auto current = options();
    const auto shelf = library();
    {
        const std::lock_guard lock(m_state->mutex);
        for (const State::Analysis &each : m_state->analyses) {
            if (each.document == document.id() && each.options == current && each.library == shelf)
                return each.script;
        }
    }
    auto made = make();
    if (!made)
        return nullptr;
    const std::lock_guard lock(m_state->mutex);
    m_state->analyses.push_front({document.id(), made, current, shelf});
    if (m_state->analyses.size() > mostAnalyses)
        m_state->analyses.pop_back();
    return made;
}

}
