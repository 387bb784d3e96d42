// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "helper/protocol.h"
#include "script/diagnostic.h"
#include "translator/ir.h"
#include "translator/record.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace tapscope::translator {

struct FieldLayout {
    FieldKind kind = FieldKind::Long;
    std::string literal;
    uint32_t count = 0;
    uint32_t firstVariable = 0; ///< Variables: where Site::variables begins to name them
};

/// How one print statement's entry is read: `format` indexes ir::Module::prints, and its arguments lie as `fields` say.
/// Entry id n of a record is layouts[n].
struct RecordLayout {
    uint32_t format = 0;
    std::vector<FieldLayout> fields;
    bool deferred = false; ///< no print: what the engine needs to run the handler's statements (Deferral)
};

/// Where a run-time error can come from.
struct ErrorSite {
    script::Range range;
    std::string subject; ///< array name, variable name …
};

/// How an array, statistic or scalar of the script lies in its map.
struct GlobalLayout {
    int32_t map = -1; ///< index into kernel.maps; -1: only user-context handlers use it
    uint32_t offset = 0; ///< scalars: offset in the shared "globals" map's value
    struct Column {
        uint32_t offset = 0, size = 8;
        bool isString = false;
        bool abbreviates = false; ///< texts can be longer than the column (key_text.h)
    };
    std::vector<Column> keys; ///< in the map's key
    uint32_t valueSize = 8;
    bool perCpu = false; ///< statistics: {count, sum, min, max} as 4 i64 per CPU, then the moments and the histogram's buckets
    bool readInKernel = false; ///< statistics that a kernel-side handler reads: all values go to the map
    uint32_t momentsOffset = 0; ///< of a mean and a sum of squared distances, for @variance; 0: none
    uint32_t bucketsOffset = 0, bucketCount = 0; ///< i64 each, in a statistic's value
    /// What of a statistic is gathered. Where the count is not, it is the sum of the buckets.
    bool gathersCount = true, gathersSum = true, gathersBounds = true;
};

/// One attachment with what it is for, so that failures can be told at the script's range.
struct PlannedAttachment {
    protocol::Attachment attachment;
    std::string path; ///< file to probe; empty for kernel attachments
    uint32_t handler = 0;
    std::vector<uint32_t> sites; ///< site index of each place
};

/// A handler that fires in the kernel and whose statements the engine runs, on a record of the hit. The record has one entry,
/// with these fields: the indentation (if any), the values as Variables, for each read the address or number it is of, a Long
/// that is -1 where it cannot be read, and what was read as a Long or as Bytes; for each call its arguments but for constants, 0
/// or the RuntimeError that ended it with << 32 its place in errorSites, that error's operand, the statements it counted, and
/// its result; for each value that was kept from the function's entry a Long or Bytes; at the end the user's and the group's
/// numbers.
struct Deferral {
    std::vector<uint32_t> values; ///< target values
    /// What intrinsics read of the traced program, computed by `slice` (whose reads do not raise errors).
    struct Read {
        analysis::Intrinsic what{};
        bool isString = false;
        ir::ValueId of = 0, first = 0, value = 0;
    };
    std::vector<Read> reads;
    /// Of a function that the kernel runs in advance, for `value` of the slice.
    struct Call {
        uint32_t function = 0;
        bool isString = false; ///< what it yields
        ir::ValueId value = 0;
        struct Argument {
            ir::ValueId value = 0;
            bool isString = false, isConstant = false;
            int64_t number = 0; ///< or `text`: a constant's
            std::string text;
        };
        std::vector<Argument> arguments;
    };
    std::vector<Call> calls;
    /// Of a return probe, where the entry's part runs in the kernel.
    struct EntryValue {
        uint32_t global = 0;
        bool isPresence = false; ///< whether there is one
        bool isString = false;
        ir::ValueId value = 0;
    };
    std::vector<EntryValue> entryValues;
    std::vector<ir::Instruction> slice; ///< calls among them can raise errors
    uint32_t sliceValues = 0;
    bool indents = false; ///< thread_indent() (or indent(): not `ownIndent`) is called, by `indentDelta`
    bool ownIndent = false;
    int64_t indentDelta = 0;
    script::Diagnostic reason; ///< why
};

/// Counters of one handler, per CPU, in the map `countersMap` (a PERCPU_ARRAY indexed by handler).
struct HandlerCounters {
    uint64_t hits = 0, ringFull = 0, frameBusy = 0, errors = 0;
    uint64_t timeNs = 0, shortestNs = 0, longestNs = 0; ///< TranslateOptions::timing: of the runs that are in `timed`
    uint64_t timed = 0;
    uint64_t lockBusy = 0; ///< hits that did not get the lock of the globals that they change
};

/// The first words of the map `controlMap` (an mmap-able ARRAY of one value).
struct Control {
    uint32_t state = 0; ///< 0 not started: handlers return at once; 1 running; 2 stopping (exit() was called)
    uint32_t targetPid = 0; ///< what target() returns
    uint64_t realtimeOffsetNs = 0; ///< CLOCK_REALTIME minus CLOCK_MONOTONIC
};

/// What the engine asks the program on its own function for (Bundle::kernelReaderMap), and the answer.
struct KernelRead {
    uint64_t address = 0;
    uint32_t size = 0;
    uint32_t isText = 0; ///< up to its NUL
    int64_t result = 0; ///< negative: not readable; of a text its length with the NUL
    char bytes[4096] = {};
};

/// Everything that an engine needs to run a script.
struct Bundle {
    analysis::Program program;
    ir::Module ir;

    protocol::Load kernel; ///< empty programs: nothing runs in the kernel
    std::vector<PlannedAttachment> attachments;
    std::vector<uint32_t> programOfHandler; ///< index into kernel.programs, or UINT32_MAX
    std::map<uint32_t, Deferral> deferrals; ///< by handler
    /// The lock that a kernel-side handler takes while it runs, and the one that a global variable is under; -1 none. Variables
    /// that handlers read and then store are under one; what a single atomic step can do needs none.
    std::vector<int32_t> lockOfHandler, lockOfGlobal;
    std::vector<RecordLayout> layouts;
    std::vector<ErrorSite> errorSites;
    std::vector<GlobalLayout> globals; ///< same indexes as Program::globals
    int32_t ringMap = -1, controlMap = -1, countersMap = -1, globalsMap = -1;
    int32_t keyTextsMap = -1; ///< hash u64 → a text that is too long for its column in a key
    int32_t targetsMap = -1; ///< hash u32 tgid → u32 1: the target's process tree, when a handler needs it
    int32_t programsMap = -1; ///< hash u64 (index into Program::watchedPrograms << 32 | tgid) → u32 1
    int32_t kernelReaderMap = -1; ///< a KernelRead, when a handler outside of the kernel reads the kernel's memory
    int32_t kernelReaderAttachment = -1; ///< of its program; index into attachments
    std::vector<int32_t> counterMaps; ///< by Program::counters: the events of each CPU
    bool sitesByAddress = false; ///< the grouped fallback: records carry addresses (RecordFlags::SiteIsAddress)
};

struct TranslateOptions {
    protocol::Features features;
    uint32_t ringBytes = 16u << 20; ///< power of two
    uint32_t maxStringLength = 512;
    uint32_t maxMapEntries = 2048;
    uint32_t stackPages = 2; ///< of a program's stack, from the one that the stack pointer is in
    uint32_t maxAction = 10000; ///< statements that a hit may run; 0: no limit
    bool timing = false; ///< measure how long each run of a handler takes
    bool gathersAll = true; ///< statistics gather what the script does not read, too: somebody may watch them
    uint32_t possibleCpus = 512; ///< at least as many as the machine can have
    int targetPid = 0;
    /// The engine's function for Bundle::kernelReaderMap; empty: there is none.
    std::string kernelReaderFile{};
    uint64_t kernelReaderOffset = 0;
    /// Offsets in the kernel's types, from its BTF, as far as they are needed and known: task_struct.mm, mm_struct.start_code,
    /// task_struct.tgid; -1 unknown.
    int32_t taskMmOffset = -1, mmStartCodeOffset = -1, taskTgidOffset = -1;
    /// Which file a process runs: mm_struct.exe_file, file.f_inode, inode.i_ino, inode.i_size.
    int32_t mmExeFileOffset = -1, fileInodeOffset = -1, inodeNumberOffset = -1, inodeSizeOffset = -1;
};

/// Translates a complete program. What cannot run in the kernel is a diagnostic at its place.
[[nodiscard]] Bundle translate(analysis::Program program, const script::SourceSet &sources, const TranslateOptions &options,
                               script::Diagnostics &diagnostics);

/// The programs as text: script lines and BPF instructions beside each other.
[[nodiscard]] std::string disassemble(const Bundle &bundle, const script::SourceSet &sources);

}
