// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/regex_table.h"
#include "translator/btf_writer.h"
#include "translator/bundle.h"
#include "translator/locks.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tapscope::translator {

/// The maps that a bundle's programs share, by index into Bundle::kernel.maps (-1: not needed so far).
struct KernelMaps {
    int32_t frames = -1; ///< per CPU, `framesPerCpu` of them
    int32_t locks = -1; ///< one word for each group of globals that handlers lock
    int32_t indent = -1; ///< thread → IndentState
    int32_t siteStacks = -1; ///< thread → SiteStack (grouped fallback)
    int32_t zeroes = -1; ///< an empty SiteStack to start from
    uint32_t longKeyTexts = 0; ///< elements of Bundle::keyTextsMap that can be in use
    int32_t emptyStatistic = -1; ///< the value of a new element of an array of statistics with histograms
    int32_t escapedCharacters = -1; ///< one value, read-only: what %#c makes of each byte, in eight bytes
    int32_t powers = -1; ///< one value, read-only: powers::table
    int32_t formats = -1; ///< one value, read-only: what the kernel's formatter is given
    int32_t counterTotals = -1; ///< (counter, thread) → what it had counted when it last left a CPU
    int32_t counterStarts = -1; ///< by counter, per CPU: what was counted there when its thread came
    int32_t siteNames = -1; ///< one value: for each site its function and its probe point
    uint32_t functionStride = 0, pointStride = 0;
};

inline constexpr int framesPerCpu = 4;

/// What all parts of one translation work on.
struct Translation {
    Bundle &bundle;
    const script::SourceSet &sources;
    const TranslateOptions &options;
    script::Diagnostics &diagnostics;
    KernelMaps maps;
    bpf::BtfWriter btf;
    std::vector<ir::Function> bodies; ///< by handler: inlined, kernel-side ones only
    uint32_t frameBytes = 0; ///< of the largest handler
    /// Handlers of single system calls that a dispatcher runs, so that their programs need not look whether a call is theirs.
    std::vector<bool> dispatched = {};
    script::Diagnostics refusals = {}; ///< why handlers cannot run in the kernel

    LockPlan locks = {};
    /// What handlers look for in texts.
    struct Search {
        std::optional<RegexTable> table; ///< nothing: only the interpreter can search
        int32_t map = -1; ///< its rows; -1: not needed so far
    };
    std::map<std::pair<bool, std::string>, Search> searches = {}; ///< by whether it is a text or an expression, and which

    [[nodiscard]] bool sitesByAddress() const { return bundle.sitesByAddress; }
    /// Records that tell sites by address know functions by their entries only, so there the kernel's return probes are used.
    [[nodiscard]] bool returnsByInstruction(const analysis::Handler &handler) const
    {
        return handler.returnsByInstruction && !bundle.sitesByAddress;
    }
    int32_t addMap(std::string name, uint32_t type, uint32_t keySize, uint32_t valueSize, uint32_t entries, uint32_t flags,
                   bool shared);
    /// A map with one value that programs only read.
    int32_t addTable(std::string name, std::vector<std::byte> bytes);
    uint32_t errorSite(const script::Range &range, std::string subject);
};

/// How a global lies in its map, made for all that kernel-side handlers touch.
void planGlobals(Translation &t);
/// The table behind ppfunc() and pp() as values.
void planSiteNames(Translation &t);

/// A finished program goes to the bundle; its index.
uint32_t addProgram(Translation &t, bpf::Assembler &assembler, const std::vector<bpf::FunctionMark> &functions,
                    protocol::Program::Kind kind, std::string name);

/// A finished program goes to the bundle with its attachment to a tracepoint: one of the translator's own, of no handler.
void planTracepoint(Translation &t, bpf::Assembler &assembler, const char *tracepoint, const char *name);

/// Code of one handler. False: it can't run in the kernel (Translation::refusals says why).
[[nodiscard]] bool emitHandler(Translation &t, uint32_t handler, protocol::Program::Kind kind);
/// Handlers of system calls that a program array has place for: they share one probe on all calls.
[[nodiscard]] bool canBeDispatched(const analysis::Handler &handler);
/// Programs that run the handlers of `t.dispatched` (once all are emitted), and their attachments.
void emitSystemCallDispatchers(Translation &t);
/// Programs that keep the target's process tree in Bundle::targetsMap.
void emitProcessTree(Translation &t);
/// Program that reads the kernel's memory for handlers outside of it, where there are such (Bundle::kernelReaderMap).
void emitKernelReader(Translation &t);
/// Program that splits what the CPUs count for Program::counters among threads.
void emitCounterSwitch(Translation &t);
/// Programs that keep the processes of Program::watchedPrograms in Bundle::programsMap.
void emitProgramTracking(Translation &t);
/// Program that remembers, at the entry of a function, the site for its return probes (grouped fallback); its index.
[[nodiscard]] uint32_t emitSiteStackEntry(Translation &t, uint32_t handler);

/// In a return handler of the grouped fallback: finds the site of the call that returned (0 when it is not known) and stores
/// it at base + offset. Clobbers r0 to r5 and r9.
void emitSiteStackPop(bpf::Assembler &assembler, const Translation &t, uint32_t handler, bpf::Reg base, int32_t offset);

/// Kept per thread for thread_indent().
struct IndentState {
    int64_t depth = 0;
    uint64_t zeroSinceNs = 0;
};

/// Kept per thread by emitSiteStackEntry: as many calls as the kernel allows to have return probes pending.
struct SiteStack {
    static constexpr int capacity = 64;
    uint64_t depth = 0;
    struct Call {
        uint64_t address = 0, stackPointer = 0;
    } calls[capacity];
};

}
