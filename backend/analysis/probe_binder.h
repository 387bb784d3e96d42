// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/probe_expansion.h"
#include "debuginfo/kernel.h"
#include "debuginfo/module.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tapscope::analysis {

/// A built-in probe point with the places where it fires.
struct BoundPoint {
    ProbeKind kind = ProbeKind::Begin;
    int64_t sequence = 0;
    uint64_t periodNs = 0;
    uint64_t randomizeNs = 0;
    bool targetProcessesOnly = false;
    std::optional<int64_t> onlyPid; ///< process(PID)
    std::vector<Site> sites;
    /// For the target variables of user functions: functions[i] is where sites[i] is.
    std::shared_ptr<const debuginfo::Module> module;
    std::vector<debuginfo::Function> functions;
    /// Only calls out of their code count: where it begins as linked, and its size.
    std::vector<std::pair<uint64_t, uint64_t>> callers;
    bool hasGlobals = true; ///< the module's global variables lie at a distance from its code that is known
    /// Of marks: markers[i] is at sites[i].
    std::vector<debuginfo::Marker> markers;
    /// For the variables of the kernel's functions and tracepoints.
    std::shared_ptr<const debuginfo::Kernel> kernel;
    /// Of kernel functions found by their symbols: modules[i] is that of sites[i], empty for the image.
    std::vector<std::string> modules;
    /// Of tracepoints: tracepoints[i] is sites[i].
    std::vector<debuginfo::Tracepoint> tracepoints;
    LifeEvent lifeEvent = LifeEvent::None;
    std::optional<WatchedProgram> watchedProgram; ///< only in processes that run it
    PerfEvent perf; ///< profiles
    ScriptFile file;
    std::optional<PerfCounter> counter; ///< that the point declares; it has no handler then
    std::vector<debuginfo::VariableAt> ownVariables{}; ///< of kernel functions: instead of their parameters
    std::string ownName{}; ///< what has those, for messages
    uint32_t maxActive = 0; ///< calls at once whose returns count; 0: not said
    std::optional<int64_t> systemCall; ///< the only one that counts, of the tracepoints at their beginning and end
};

struct KernelCode;
struct PlacePattern;
class TraceSystems;

/// Finds the places of expanded probe points.
class ProbeBinder {
public:
    explicit ProbeBinder(Context &context) : m_context(context) {}

    /// What `point` means here. Reports what cannot be found, unless the point is optional.
    [[nodiscard]] std::vector<BoundPoint> bind(const ExpandedPoint &point);

private:
    using Found = std::vector<BoundPoint>;

    Found session(const ExpandedPoint &point, ProbeKind kind);
    Found timer(const ExpandedPoint &point);
    Found userCode(const ExpandedPoint &point);
    std::vector<std::string> librariesOf(const ExpandedPoint &point, const std::string &program, int pid);
    Found kernelFunction(const ExpandedPoint &point);
    Found kernelCode(const ExpandedPoint &point);
    Found kernelAddress(const ExpandedPoint &point);
    Found kernelTrace(const ExpandedPoint &point);
    Found netfilterHook(const ExpandedPoint &point);
    Found securityHook(const ExpandedPoint &point);
    Found systemCall(const ExpandedPoint &point);
    Found processEvent(const ExpandedPoint &point);
    Found perfEvent(const ExpandedPoint &point);
    Found scriptFile(const ExpandedPoint &point);
    Found userInput(const ExpandedPoint &point);
    Found watchpoint(const ExpandedPoint &point);
    std::optional<uint64_t> kernelDataAddress(const ExpandedPoint &point, size_t component);
    Found userWatchpoints(const ExpandedPoint &point, size_t dataAt, BoundPoint bound);
    std::optional<uint64_t> processDataAddress(const ExpandedPoint &point, size_t component, const debuginfo::Module &module,
                                               std::optional<uint64_t> bias);
    /// Reports why not.
    bool canBeWatched(const ExpandedPoint &point, size_t dataAt, const PerfEvent &perf, uint64_t address);
    Found perfCounter(const ExpandedPoint &point);
    /// Whether it is the number of a thread, no process's own; says so.
    bool isThread(const ExpandedPoint &point, int64_t number);
    /// A point in a program, as linked, that was written as an address of a running process.
    struct AbsolutePlace {
        ExpandedPoint point;
        std::string path; ///< empty: there is no code, which has been said
    };
    std::optional<AbsolutePlace> atAbsoluteAddress(const ExpandedPoint &point, bool targetOnly);
    void remarkExportedOnly(const Range &range, const debuginfo::Module &module,
                            const std::vector<debuginfo::Function> &functions);
    std::optional<BoundPoint> userFunctionsOf(const ExpandedPoint &point, const std::string &path);
    std::optional<BoundPoint> inlinedCopiesOf(const ExpandedPoint &point, const std::string &path);
    Found userCalleesOf(const ExpandedPoint &point, const std::string &path);
    Found kernelCalleesOf(const ExpandedPoint &point, KernelCode &code, const std::shared_ptr<const debuginfo::Kernel> &running);
    /// Says why a point with debug information of the kernel or a module stands for no place. `kind`: "call", "label", …
    void noKernelPlace(const ExpandedPoint &point, const KernelCode &code, const PlacePattern &pattern, const std::string &kind);
    /// Says that a function is there in another form than `kind` ("call", "inline", …) asks for; false: it is not.
    bool hasOtherForm(const ExpandedPoint &point, const std::string &where, std::string_view kind, bool hasCode, bool hasCopies);
    /// `names`: of the labels that are there.
    void noSuchLabel(const ExpandedPoint &point, const std::vector<std::string> &names);
    void noSuchCallee(const ExpandedPoint &point, const std::string &glob, const std::vector<std::string> &names);
    std::optional<BoundPoint> userLabelsOf(const ExpandedPoint &point, const std::string &path);
    std::optional<BoundPoint> userStatementsOf(const ExpandedPoint &point, const std::string &path);
    std::optional<BoundPoint> statementAt(const ExpandedPoint &point, std::shared_ptr<const debuginfo::Module> module);
    std::optional<BoundPoint> userMarksOf(const ExpandedPoint &point, const std::string &path);
    std::optional<BoundPoint> linkageStubsOf(const ExpandedPoint &point, const std::string &path);
    void noCodeAt(const ExpandedPoint &point, const debuginfo::Module &module);
    void noSuchStatement(const ExpandedPoint &point, const debuginfo::Module &module, const debuginfo::StatementQuery &query);
    std::shared_ptr<const debuginfo::Module> open(const ExpandedPoint &point, const std::string &path, const Range &range);
    std::shared_ptr<const debuginfo::Kernel> kernel(const ExpandedPoint &point);
    std::expected<std::shared_ptr<KernelCode>, Failure> openKernelIndex(const std::string &head, const std::string &module);
    std::expected<std::shared_ptr<KernelCode>, Failure> openKernelCode(const std::string &head, const std::string &module);
    bool onlyDebugInfoHas(const std::string &head, const std::string &module, const std::string &function);

    /// The place of a component's argument in the user's script.
    [[nodiscard]] Range argumentRange(const ExpandedPoint &point, size_t component) const;
    script::Diagnostic *problem(const ExpandedPoint &point, std::string_view id, const Range &range, Text message, Text nextStep);
    /// Says why the kernel lets no probe be put into what was asked for.
    void refusedByKernel(const ExpandedPoint &point, const Range &range, const std::string &function,
                         debuginfo::KernelFunction::Refusal why);
    void noSuchFunction(const ExpandedPoint &point, const Range &range, const std::string &written, const std::string &where,
                        const std::vector<std::string> &names, bool exportedOnly = false);

    Context &m_context;
    std::shared_ptr<const debuginfo::Kernel> m_kernel;
    std::shared_ptr<const TraceSystems> m_traceSystems; ///< read when a tracepoint is first named
    std::map<std::string, std::shared_ptr<KernelCode>> m_kernelCodes; ///< by module; "": the image
};

/// Whether a return probe can wait for it: a return address lies where the probe replaces it, and it does not run in the middle
/// of starting and ending.
[[nodiscard]] bool returnsToCaller(std::string_view function);

/// ".return", ".return.maxactive(5)": what follows the component `last` of a point, as pp() writes it.
[[nodiscard]] std::string tailOf(const ExpandedPoint &point, size_t last);

/// The place where `function` is probed: all of a site but what pp() says.
[[nodiscard]] Site siteOf(const debuginfo::Module &module, const debuginfo::Function &function);

/// What the tracepoints at the beginning and the end of a system call know: $arg1 to $arg6, $return, and $syscall if wanted.
[[nodiscard]] debuginfo::Tracepoint systemCallTracepoint(bool isReturn, bool withNumber);

/// The program of a file, as processes are known by; none when it is gone.
[[nodiscard]] std::optional<WatchedProgram> watchedProgram(const std::string &path);

/// The files that a path with wildcards means; one without means itself.
[[nodiscard]] std::vector<std::string> expandPath(const std::string &path);

/// Module::open, keeping the modules of the last analyses (by path, size and time of change).
enum class ModuleKind : uint8_t { User, Kernel };
[[nodiscard]] std::expected<std::shared_ptr<const debuginfo::Module>, Failure> openCached(const std::string &path,
                                                                                          ModuleKind kind = ModuleKind::User);

/// Kernel::running, at most some seconds old: an editor analyses after every key.
[[nodiscard]] std::expected<std::shared_ptr<const debuginfo::Kernel>, Failure> runningKernelCached();

}
