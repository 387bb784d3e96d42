// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/typed_tree.h"
#include "debuginfo/module.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// The typed script: its bodies, and every probe bound to the places where it fires.
namespace tapscope::analysis {

struct Local {
    std::string name;
    Type type = Type::Unknown;
    bool used = true;
};

/// What user_symbol() and kernel_symbol() make of an address.
enum class SymbolForm : uint8_t {
    Name, ///< name, or the address
    Data, ///< name+0x1/0x20 [module]
    Module,
    File,
    Line,
    FileLine,
    Frame, ///< as print_backtrace() shows it: " 0x… : name+0x1/0x20 [module]"
    BriefFrame, ///< as sprint_backtrace() does: "name+0x1 [module]"
    FileLineFrame,
    BuildId,
    ShortFrame, ///< as print_ubacktrace_brief() does: "name+0x1"
};
/// Added to a form: the address is that of a frame of a stack, so that the call before it may be the last of its function.
inline constexpr uint8_t ofFrame = 16;

/// How the values of a statistic are spread over buckets.
struct HistogramKind {
    bool linear = false;
    int64_t low = 0, high = 0, width = 1; ///< linear ones

    /// Linear: below `low`, one for each width, above.
    [[nodiscard]] uint32_t bucketCount() const { return linear ? static_cast<uint32_t>((high - low) / width + 3) : 128; }
    /// Powers of two: bucket 64 is zero, those above it positive, those below it negative.
    [[nodiscard]] uint32_t bucketOf(int64_t value) const;

    friend bool operator==(const HistogramKind &, const HistogramKind &) = default;
};

struct GlobalVariable {
    std::string name;
    Range range;
    /// Type of the value: Long, String or Stats.
    Type type = Type::Long;
    /// Key column types; empty for a scalar.
    std::vector<Type> keys;
    uint32_t maxEntries = 0; ///< 0: the default
    bool wraps = false;
    int64_t initialNumber = 0;
    std::string initialString;
    std::optional<HistogramKind> histogram; ///< of statistics, when the script uses one
    std::optional<uint8_t> varianceShift; ///< of statistics whose @variance is used
    bool writtenInKernel = false; ///< by a handler that runs in the kernel
    bool used = true; ///< read or written anywhere
    bool isEntryValue = false; ///< no script's, but what a return probe keeps of the function's entry
};

struct FunctionBody {
    std::string name;
    Range range;
    Range nameRange;
    Type type = Type::Unknown; ///< Unknown: returns nothing
    uint32_t parameterCount = 0; ///< the first locals are the parameters
    std::vector<Local> locals;
    StmtPtr body;
};

/// One place where a handler fires.
struct Site {
    /// What pp() says: the probe point as the resolver expanded it.
    std::string probePoint;
    /// What ppfunc() says, where pp() is about a function, and probefunc(), where the place is known beforehand.
    std::string function;
    std::string modulePath; ///< empty in the kernel
    uint64_t address = 0; ///< as linked; of the function's entry for a return probe
    uint64_t fileOffset = 0;
    std::string kernelSymbol; ///< kernel functions
    std::string sourceFile;
    uint32_t line = 0;
    debuginfo::CostClass cost = debuginfo::CostClass::SingleStepped;
    bool isReturn = false;
    bool isInlined = false; ///< a copy, which lies in another function
    /// What pn() says and lists of probe points call it, where that differs from what pp() says.
    std::string listedAs;
    /// In the file, of the counter by which a program learns that its mark is probed; 0: none.
    uint64_t semaphoreOffset = 0;
    /// Return probes: file offsets of the instructions that leave the function, where the kernel's own return probes would
    /// break the program (see debuginfo::Module::returnInstructions). Empty: the kernel's are used.
    std::vector<uint64_t> returnOffsets;
    /// Names for TargetVariablesExpr, in order, and how each is printed.
    struct Variable {
        std::string name;
        debuginfo::TypeInfo type;
    };
    std::vector<Variable> variables;
};

/// UserStatement: any place inside a function, where the top of the stack need not be its return address.
enum class ProbeKind : uint8_t {
    Begin,
    End,
    Error,
    Never,
    Timer,
    FileRead, ///< another program reads a file that the script makes
    FileWrite,
    InputCharacter, ///< the user typed
    InputLine,
    UserFunction,
    UserReturn,
    UserStatement,
    KernelFunction,
    KernelReturn,
    KernelTrace, ///< a tracepoint, with its arguments
    Profile, ///< every so often on each CPU, by time or by a counter of the processor's
};

/// Events of processes and threads, which tracepoints tell that fire for others too.
enum class LifeEvent : uint8_t { None, ProcessBegin, ProcessEnd, ThreadBegin, ThreadEnd };

/// What a perf event counts, as perf_event_open takes it.
struct PerfEvent {
    uint32_t type = 0;
    uint64_t config = 0;
    uint64_t period = 0; ///< events between two hits, or hits a second
    bool isFrequency = false;
    /// PERF_TYPE_BREAKPOINT: what is done to the memory at the address `config` (HW_BREAKPOINT_W, _RW), and how much of it.
    uint32_t watchType = 0, watchBytes = 0;
    int64_t watchedProcess = 0; ///< whose memory it is; 0: the kernel's
    /// It is that of each process that runs Handler::watchedProgram. `config` is the address as linked then; where the program's
    /// code begins as linked, and in its file, tells how far it was moved in a process.
    bool inEachProcess = false;
    uint64_t linkedCode = 0, codeOffset = 0;
};

/// A perf event that is counted for each thread, for @perf() to read.
struct PerfCounter {
    std::string name;
    uint32_t type = 0;
    uint64_t config = 0;
    Range range;
    std::string probePoint;
};

/// A file that other programs read or write while the script runs.
struct ScriptFile {
    std::string name; ///< may have directories
    uint32_t maxBytes = 0; ///< what a reader can get at most; 0: as much as a string holds
    std::optional<uint32_t> umask; ///< who may not use it; none: only who runs the script may
};

/// A program whose processes alone some probes are about; known by its file.
struct WatchedProgram {
    std::string path;
    uint64_t inode = 0, bytes = 0;
};

/// Whether what it probes is the kernel's own code.
[[nodiscard]] inline bool isKernelSide(ProbeKind kind)
{
    return kind >= ProbeKind::KernelFunction;
}

/// A body and the sites that share it. Sites of one written probe point may be spread over several handlers when the
/// locations of their variables differ.
struct Handler {
    ProbeKind kind = ProbeKind::Begin;
    Range range; ///< of the probe point in the script
    std::string probePoint; ///< as written (what the user recognises)
    std::vector<std::string> derivedFrom; ///< the aliases that led from `probePoint` here, nearest first, and `probePoint` itself
    std::string alias; ///< that the script names, in full; empty: none
    std::vector<Local> locals;
    StmtPtr body;
    /// Returns whether the conditions of its probe point hold, which `body` tests too; null: there are none.
    StmtPtr condition;
    std::string conditionText; ///< as written; empty: there are none
    std::vector<uint32_t> sites; ///< indexes into Program::sites; one for begin, end, timers
    int64_t sequence = 0; ///< begin(n), end(n)
    uint64_t periodNs = 0; ///< timers
    uint64_t randomizeNs = 0;
    /// Fires only in the process tree of -c or -x.
    bool targetProcessesOnly = false;
    /// All its sites have `returnOffsets` (or none has).
    bool returnsByInstruction = false;
    /// Uses thread_indent: its records carry stack pointer and return address, so that call trees can heal.
    bool usesThreadIndent = false;
    /// Tracepoints of system calls: the only number that counts.
    std::optional<int64_t> systemCall;
    uint32_t maxActive = 0; ///< of returns: calls of a function at once that are kept; 0: not said
    LifeEvent lifeEvent = LifeEvent::None;
    /// Fires only in processes that run this one, of Program::watchedPrograms.
    std::optional<uint32_t> watchedProgram;
    /// Fires only in this process.
    std::optional<int64_t> onlyPid;
    PerfEvent perf; ///< profiles
    ScriptFile file; ///< of FileRead and FileWrite
    /// Only stores what a return probe's handler wants of the function's entry.
    bool isEntryPart = false;

    [[nodiscard]] bool inKernel() const { return kind >= ProbeKind::UserFunction; }
};

struct Program {
    std::vector<GlobalVariable> globals;
    std::vector<FunctionBody> functions;
    std::vector<Site> sites;
    std::vector<Handler> handlers;
    std::vector<WatchedProgram> watchedPrograms;
    std::vector<PerfCounter> counters;
};

}
