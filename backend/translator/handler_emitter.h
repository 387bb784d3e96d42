// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "translator/assembler.h"
#include "translator/loops.h"
#include "translator/record.h"
#include "translator/translation.h"

#include <functional>
#include <map>
#include <optional>

namespace tapscope::translator {

/// Where things lie in a handler's frame, before what differs by handler.
namespace frame {
inline constexpr int32_t busy = 0, lost = 8, used = 16, flags = 24, errorCode = 32, errorSite = 36, errorOperand = 40,
                         budget = 48, exitTarget = 56, cursor = 64, variable = 72;
}

/// Places on the BPF stack, below r10.
namespace stack {
inline constexpr int32_t context = -16, key = -24, word = -32, errorCode = -40, errorSite = -36, errorOperand = -48,
                         evaluation = -56, evaluationDepth = 8, area = -176, areaBytes = 64, began = -184, firstSpill = -192,
                         lastSpill = -504;
}

/// As the statistics maps hold it, per CPU; the moments for @variance and the histogram's buckets follow where the script asks.
struct StatisticsValue {
    int64_t count, sum, min, max;
};

/// What an intrinsic instruction asks for; Pid of others.
[[nodiscard]] inline analysis::Intrinsic intrinsicOf(const ir::Instruction &i)
{
    return i.op == ir::Op::Intrinsic ? static_cast<analysis::Intrinsic>(i.imm) : analysis::Intrinsic::Pid;
}

/// Emits one handler: its blocks, each loop as a subprogram of its own, record assembly and error ends.
///
/// r6 is the context, r7 the frame (where there is one); r8 and r9 hold values of the current block; r0 to r5 are scratch.
class HandlerEmitter {
public:
    HandlerEmitter(Translation &t, uint32_t handler, protocol::Program::Kind kind);
    [[nodiscard]] bool emit();

private:
    using Instruction = ir::Instruction;
    using ValueId = ir::ValueId;
    using Op = ir::Op;

    /// A string as it is while nobody needs its bytes.
    struct StringSource {
        enum class Kind : uint8_t { None, Literal, Execname, SiteFunction, SitePoint, Indent, Variables, Stack, UserStack, Frame, Global } kind = Kind::None;
        uint32_t index = 0; ///< literal: strings; Variables: targetVariables
        int32_t offset = 0; ///< Frame, Indent: in the frame; Global: in the globals map's value
        uint32_t capacity = 0; ///< bytes it can have, NUL included
        bool ownThread = false; ///< Indent: thread_indent rather than indent
    };
    /// Where a long is.
    struct Place {
        enum class Kind : uint8_t { None, Constant, Register, Stack, Frame } kind = Kind::None;
        bpf::Reg reg = bpf::R0;
        int64_t value = 0; ///< constant or offset
    };
    /// What a walk over an array sees of an element.
    struct WalkedElement {
        uint32_t keyBytes = 0, valueBytes = 8;
        [[nodiscard]] uint32_t bytes() const { return keyBytes + valueBytes; }
    };
    /// A foreach at work: offsets in the frame. `last` and `best` hold a key and behind it a value.
    struct ForeachArea {
        int32_t remaining = 0, visits = 0, found = 0, started = 0, current = 0, slice = 0, last = 0, best = 0, end = 0;
    };
    /// Eight bytes by which elements are ordered: where an element has them, and where a record of one does.
    struct SortWord {
        bpf::Reg base = bpf::R8;
        int32_t offset = 0, recordOffset = 0;
        bool isText = false;
    };
    /// A statistic put together from all CPUs: offsets in the frame.
    struct StatisticArea {
        int32_t key = 0, count = 0, sum = 0, min = 0, max = 0, mean = 0, squares = 0, bucket = 0, bucketTotal = 0;
    };
    /// A subprogram for bpf_loop or a walk, emitted behind the handler.
    struct Routine {
        bpf::Label label;
        std::string name;
        script::Range range;
        std::function<void()> body;
    };
    static constexpr uint32_t abortTarget = 0xfffe, returnTarget = 0xfffd, maxActionTarget = 0xfffc;

    // plan.cpp: what the handler needs
    void plan();
    void planWalks();
    void planFrame();
    void planPositions();
    [[nodiscard]] uint32_t temporaryBytes(const Instruction &i) const;
    [[nodiscard]] uint32_t printBytes(const Instruction &i) const;
    [[nodiscard]] int32_t temporary(const Instruction &i) const
    {
        const auto found = m_temporary.find(&i);
        return found == m_temporary.end() ? 0 : found->second;
    }
    void allocate(size_t block);
    void describeStrings(size_t block);
    /// The text (an index into the strings) of pp(), ppfunc() or probefunc() where all of the handler's sites agree on it.
    [[nodiscard]] std::optional<uint32_t> sameForAllSites(const Instruction &i) const;

    // kernel_checks.cpp: refusals
    [[nodiscard]] bool check();
    [[nodiscard]] bool refuse(const Instruction &i, std::string what);
    [[nodiscard]] bool refuse(const Instruction &i, Text why, Text nextStep);
    /// The registers that the probed program had come with the tracepoint.
    [[nodiscard]] bool isSystemCallTracepoint() const;

    // emit_handler.cpp
    void prologue();
    /// Leaves where the tracepoint tells of something else.
    void onlyLifeEvent();
    void takeFrame(bpf::Label none);
    /// Waits for the lock of the globals, for a while; without it the hit is skipped.
    void takeLock();
    void giveLockBack();
    [[nodiscard]] bool locks() const { return lockNumber() >= 0; }
    [[nodiscard]] int32_t lockNumber() const
    {
        return m_index < m_t.locks.lockOfHandler.size() ? m_t.locks.lockOfHandler[m_index] : -1;
    }
    void startRecord();
    void ends();
    void send();
    void fillSite();
    /// Where telling the site takes it off a stack, a handler that sends more than one record does so once.
    [[nodiscard]] bool fillsSiteAtStart() const;
    void countFor(int32_t counterOffset);
    /// Adds the time since stack::began to the counters.
    void countTime();

    // emit_units.cpp: blocks and loops
    void unit(int32_t loop);
    void block(size_t index, int32_t loop, size_t next);
    void enterLoop(int32_t inner, int32_t outer);
    void spendActions(const Instruction &i);
    void spentActions(const Instruction &i);
    [[nodiscard]] bool needsTooManyActions() const { return m_t.options.maxAction > 0 && m_f.actions > m_t.options.maxAction; }
    [[nodiscard]] bpf::Label target(int32_t loop, uint32_t to);
    void stubs(int32_t loop);

    // emit_values.cpp
    [[nodiscard]] bool constantOf(ValueId v, int64_t &value) const;
    [[nodiscard]] bool immediateOf(ValueId v, int32_t &value) const;
    /// A register that holds `v`: its own, or `scratch`.
    bpf::Reg use(ValueId v, bpf::Reg scratch);
    void into(ValueId v, bpf::Reg reg);
    [[nodiscard]] bpf::Reg resultRegister(const Instruction &i) const;
    void define(const Instruction &i, bpf::Reg reg);
    void instruction(const Instruction &i);
    void arithmetic(const Instruction &i);
    void division(const Instruction &i);
    void comparison(const Instruction &i);
    void compareAndBranch(const Instruction &compare, const Instruction &branch, int32_t loop, size_t next);
    void intrinsic(const Instruction &i);
    void threadIndent(const Instruction &i);
    /// Ends in a run-time error; the operand, if any, is in r3.
    void raise(const Instruction &i, RuntimeError error, const std::string &subject, bool hasOperand);

    /// What a catch variable will hold.
    void storeErrorText(RuntimeError error, const std::string &subject);

    // emit_target.cpp
    /// Leaves the value in r0; on a fault jumps to `fault` with the address in r3. False: unavailable.
    [[nodiscard]] bool targetValue(const ir::TargetValue &value, bpf::Label fault);
    void binaryStep(debuginfo::LocationStep::Op op);
    /// r0 = where the thread's own variables are.
    void threadPointer();
    /// r0 = r0 op r1 (Divide or Modulo) of signed numbers; clobbers r1 to r3.
    void signedDivision(bpf::Alu op);
    void registerValue(bpf::Reg dst, int64_t dwarf);
    void registerNamed(bpf::Reg dst, std::string_view name);
    void readTarget(int32_t stackOffset, uint32_t bytes);
    void readMemory(int32_t stackOffset, uint32_t bytes, bool ofKernel);
    /// r0 = where the probed instruction is, or the function that returned.
    void probedAddress();
    /// r0 = how far the probed file was moved when it was loaded.
    void loadBias(int64_t siteAddress);
    /// r0 = the n-th argument, from 1; a stacked one can fault like targetValue().
    void argumentValue(int64_t number, bpf::Label fault);
    void floatOf(const Instruction &i); // emit_float.cpp

    // emit_memory.cpp
    [[nodiscard]] uint32_t memoryBytes() const;
    void dumpByte(int32_t out);
    void memoryDump(const Instruction &i);

    // emit_quoted.cpp
    [[nodiscard]] uint32_t quotedBytes() const;
    void characterOfSeveral(int32_t out, bpf::Label none);
    void quoteCharacter(int32_t out, bool untilNul);
    void quotedString(const Instruction &i);
    void quotedBuffer(const Instruction &i);
    void quotedText(const Instruction &i);
    void quoteRead(const Instruction &i, int32_t out, bool untilNul);
    void extend(bpf::Reg reg, uint32_t bytes, bool isSigned);

    /// Changes the traced program's memory; a run-time error where it cannot be changed.
    void writeUser(const Instruction &i);

    /// A map with what %#c makes of each byte.
    [[nodiscard]] int32_t escapedCharactersMap();

    // emit_search.cpp
    /// What isinstr() or =~ goes by; nullptr where only the interpreter can search.
    [[nodiscard]] Translation::Search *searchOf(const Instruction &i) const;
    void search(const Instruction &i);

    // emit_counters.cpp
    void perfCounter(const Instruction &i);

    // emit_globals.cpp
    void globalAccess(const Instruction &i);
    void arrayAccess(const Instruction &i);
    void accumulate(const Instruction &i);
    /// A map with powers::table.
    [[nodiscard]] int32_t powersMap();
    /// Counts the value in r1 in the histogram of the statistic at r0; keeps both.
    void countInBucket(const analysis::HistogramKind &kind, int32_t bucketsOffset);
    /// The same for the running mean of @variance; keeps r0 only.
    void moveMean(uint8_t shift, int32_t meanAt);

    // emit_keys.cpp
    void buildKeyAt(const std::vector<ValueId> &keys, const GlobalLayout &layout, bpf::Reg base, int32_t start);
    /// r2 = address of the key.
    void buildKey(const Instruction &i, const GlobalLayout &layout);
    [[nodiscard]] static uint32_t keyBytes(const GlobalLayout &layout);
    /// Whether keys of the array can have texts that do not fit their columns.
    [[nodiscard]] bool abbreviates(uint32_t global) const;
    /// Bytes that a string can have, NUL included.
    [[nodiscard]] uint32_t longestText(ValueId v) const;
    void textColumn(ValueId v, const GlobalLayout::Column &column, bpf::Reg base, int32_t at);
    /// Routine: the hash of the text at m_longText goes to m_textHash, and the text to where readers find it.
    void keepText();
    /// The text of a key's column into a local variable at `to`.
    void readTextColumn(const GlobalLayout::Column &column, bpf::Reg base, int32_t at, int32_t to);

    // emit_foreach.cpp
    [[nodiscard]] WalkedElement walkedElement(uint32_t global) const;
    [[nodiscard]] ForeachArea planForeach(const ir::Foreach &plan, int32_t at) const;
    /// The unsorted foreach whose walk has `loop` as its callback, or -1.
    [[nodiscard]] int32_t walkOf(int32_t loop) const;
    /// The block behind it.
    [[nodiscard]] int32_t afterWalk(int32_t loop) const;
    [[nodiscard]] bpf::Label routine(std::string name, const script::Range &range, std::function<void()> body);
    /// Calls it once; clobbers what every call does.
    void callRoutine(bpf::Label routine);
    void passContext(bpf::Reg argument);
    void takeContext(bpf::Reg argument);
    /// Calls `callback` for each element; r0 is how many there were.
    void walk(int32_t map, bpf::Label callback);
    void compareSlice(const std::vector<ValueId> &asked, const GlobalLayout &layout, bpf::Reg key, int32_t slice,
                      bpf::Label differs);
    [[nodiscard]] const std::vector<ValueId> &sliceOf(int64_t foreach) const;
    void foreachBegin(const Instruction &i);
    void foreachNext(const Instruction &i);
    void startWalkedTurn(int64_t foreach);
    void setLoopLocals(const ir::Foreach &plan, bpf::Reg key, int32_t keyOffset, bpf::Reg value, int32_t valueOffset);
    [[nodiscard]] std::vector<SortWord> sortWords(const ir::Foreach &plan, const ForeachArea &area) const;
    void compareElement(const std::vector<SortWord> &words, int32_t record, bool wantGreater, bpf::Label otherwise);
    void copyWords(bpf::Reg from, int32_t fromOffset, int32_t to, uint32_t bytes);
    void considerElement(const ir::Foreach &plan, const ForeachArea &area, const std::vector<ValueId> &slice,
                         const script::Range &range);
    void tooManyActions(const script::Range &range);
    void deleteAll(const Instruction &i);
    /// in and delete with a * among the keys.
    void matchingElements(const Instruction &i);

    // emit_format.cpp
    [[nodiscard]] static bool canFormat(const ir::PrintFormat &format);
    [[nodiscard]] uint32_t formatBytes(const Instruction &i) const;
    [[nodiscard]] uint32_t formatText(const std::string &text);
    void formatPlace(int32_t out);
    void formatAdvance();
    void formatRun(const std::string &text, size_t count, int32_t out, int32_t values);
    void format(const Instruction &i);

    // emit_extract.cpp
    void gatherFromCpu(uint32_t global);
    /// Puts together the statistic whose key is at m_statistic.key.
    void gather(uint32_t global, const script::Range &range);
    void extract(uint32_t global, analysis::StatisticExpr::Function function);
    void statistic(const Instruction &i);

    // emit_strings.cpp
    [[nodiscard]] const StringSource &source(ValueId v) const { return m_strings[v]; }
    /// Bytes of `v` into memory, NUL-terminated; with `padded` zero up to `size`.
    void materialise(ValueId v, bpf::Reg base, int32_t offset, uint32_t size, bool padded);
    void zero(bpf::Reg base, int32_t offset, uint32_t from, uint32_t to);
    void sourceAddress(const StringSource &s, bpf::Reg dst);
    void siteIndex(bpf::Reg dst);
    void compareStrings(const Instruction &i);
    void stringOperation(const Instruction &i);

    // emit_stack.cpp
    /// r0 = bytes of the kernel's stack, written to base() + at + 8.
    void kernelStack(const std::function<bpf::Reg()> &base, int32_t at);
    void userStack(const std::function<bpf::Reg()> &base, int32_t at);
    /// What the kernel's return probes have put aside, for UserStackHeader::returns.
    void replacedReturns(const std::function<bpf::Reg()> &base, int32_t at);

    // emit_print.cpp
    void print(const Instruction &i, uint32_t formatIndex, bool warning);
    [[nodiscard]] RecordLayout layoutOf(const Instruction &i, uint32_t formatIndex) const;
    void entryHead(bpf::Reg base, int32_t offset, uint32_t id, uint32_t size);
    void exitEntry();
    /// Dynamic output: `to` = where the next entry begins. When the record is full, it is sent and a new one begun.
    void placeOfEntry(bpf::Reg to, bpf::Label full);
    void sendWhatIsThere();
    /// r4 = frame + place of the next bytes in the output; the field area is at r4 + m_output.
    void outputCursor(bpf::Label full);

    Translation &m_t;
    const uint32_t m_index;
    const analysis::Handler &m_handler;
    ir::Function &m_f;
    const protocol::Program::Kind m_kind;
    bpf::Assembler m_asm;
    std::vector<bpf::FunctionMark> m_functions;

    // plan
    LoopForest m_loops;
    bool m_needsFrame = false;
    bool m_walks = false; ///< goes over elements or CPUs
    bool m_prints = false;
    bool m_timeAtStart = false;
    bool m_usesExecname = false;
    bool m_staticOutput = true;
    bool m_returnsFromLoop = false;
    std::vector<uint32_t> m_positions; ///< by block: bytes of output at its start (static output)
    std::vector<int32_t> m_localOffsets;
    int32_t m_longText = 0, m_textHash = 0; ///< where there are keys that abbreviate
    int32_t m_spillArea = 0, m_keyArea = 0, m_temporaries = 0;
    std::map<int64_t, ForeachArea> m_foreachs;
    StatisticArea m_statistic;
    int32_t m_output = 0; ///< offset of the record in the frame
    uint32_t m_outputLimit = 0; ///< dynamic output: no entry starts behind this many bytes
    uint32_t m_largestEntry = 0;
    uint32_t m_frameBytes = 0;

    // by block while it is emitted
    std::vector<Place> m_places;
    std::vector<StringSource> m_strings;
    std::vector<uint32_t> m_uses;
    std::map<const Instruction *, int32_t> m_temporary; ///< offset in the frame of what an instruction builds there
    uint32_t m_position = 0;
    size_t m_block = 0;
    int32_t m_unit = -1;
    uint32_t m_frameSpills = 0;

    std::vector<bpf::Label> m_blockLabels;
    std::map<std::pair<int32_t, uint32_t>, bpf::Label> m_targets;
    std::vector<std::pair<int32_t, uint32_t>> m_openStubs;
    std::vector<bpf::Label> m_loopLabels;
    std::vector<Routine> m_routines;
    std::map<uint32_t, bpf::Label> m_gatherers; ///< by global
    bpf::Label m_quiet = 0; ///< the end without being counted
    bpf::Label m_exit = 0, m_send = 0, m_release = 0, m_abort = 0, m_return = 0;
    bool m_abortUsed = false;
    std::optional<bpf::Label> m_textKeeper;
    std::optional<bpf::Label> m_sender; ///< sends a full record in the midst of a handler
};

}
