// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/program.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// The intermediate representation that both executors run. A function is a list of basic blocks; a value (an instruction's
/// result) lives only inside its block, so everything that crosses blocks goes through locals, which live in memory (the
/// handler's frame). That keeps verifier states few and register allocation local.
namespace tapscope::translator::ir {

using analysis::Range;
using analysis::Type;

/// Number of a value inside its block's function; 0 is none.
using ValueId = uint32_t;

enum class Op : uint8_t {
    // results: Long unless said otherwise; a, b, c are operands
    Constant, ///< imm
    StringConstant, ///< String: strings[imm]
    LoadLocal,
    StoreLocal, ///< local imm; store takes a
    LoadGlobal,
    StoreGlobal, ///< scalar global imm; store takes a
    AddGlobal, ///< atomic: global imm += a; result: the value before
    LoadElement,
    StoreElement, ///< array imm with `keys`; store takes a. A missing element reads 0 or ""
    AddElement, ///< atomic: element += a; result: the value before
    HasElement,
    DeleteElement,
    DeleteGlobal,
    Accumulate, ///< statistics global imm (with `keys` for an array) <<< a
    HistogramText, ///< String: the drawing of statistics global imm; longer than other strings may be
    HistogramBucket, ///< count of bucket a of statistics global imm
    Statistic, ///< extractor imm2 (StatisticExpr::Function) of statistics global imm
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    ShiftLeft,
    ShiftRight,
    ShiftRightLogical,
    And,
    Or,
    Xor,
    Negate,
    Complement,
    Not,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual, ///< of longs, signed
    StringCompare, ///< -1, 0, 1 of strings a and b, bytewise
    Concatenate, ///< String
    Intrinsic, ///< analysis::Intrinsic imm with `keys` as arguments; result by the intrinsic
    TargetValue, ///< targetValues[imm]; can raise a read fault
    TargetVariables, ///< String, lazy: targetVariables[imm]
    Call, ///< function imm with `keys` as arguments; a function that returns without a value yields 0 or ""
    Print, ///< prints[imm] with `keys` as arguments
    Format, ///< String: prints[imm] as a value
    ForeachBegin, ///< snapshot and sort for foreachs[imm]; a: limit or none; `keys`: slice (0: any) or the statistic's
    ForeachNext, ///< foreachs[imm]: 1 and the key/value locals set, or 0 at the end
    SpendActions, ///< imm statements of MAXACTION; imm2: only fails when fewer are left. No catch holds it up
    SpentActions, ///< the statements that were counted so far; the count begins anew
    CaughtError, ///< of the error that led to this block: the RuntimeError and << 32 its place; imm 1: its operand
    // terminators
    Jump, ///< to block imm
    Branch, ///< a != 0: block imm, else imm2
    Return, ///< a: result or none
    Raise, ///< error text a (String); then onError, as every error
};

/// Whether `imm` is the number of a global variable.
[[nodiscard]] constexpr bool usesGlobal(Op op)
{
    return op >= Op::LoadGlobal && op <= Op::Statistic;
}

struct Instruction {
    Op op = Op::Constant;
    Type type = Type::Long;
    ValueId result = 0;
    ValueId a = 0, b = 0;
    int64_t imm = 0, imm2 = 0;
    std::vector<ValueId> keys;
    Range range;
};

struct BasicBlock {
    std::vector<Instruction> instructions; ///< the last is a terminator
    /// Where errors raised in this block go: a block of the same function (of a catch), or -1 for the abort of the handler.
    int32_t onError = -1;
    /// Where control goes when too many statements were counted here; -1: the handler ends.
    int32_t onTooMany = -1;
};

struct Function {
    std::string name;
    Range range;
    Type result = Type::Unknown;
    uint32_t parameterCount = 0;
    std::vector<analysis::Local> locals; ///< the script's, then temporaries
    std::vector<BasicBlock> blocks; ///< entry is block 0
    uint32_t valueCount = 0;
    /// Statements that a run of a handler needs at most, where that is known: more than are allowed are refused at once.
    uint64_t actions = 0;
    /// Before control goes to an onError block, the error's text is stored here (a String local); -1: no catch wants it.
    int32_t catchMessageLocal = -1;
};

/// A format with the types of its arguments.
struct PrintFormat {
    std::vector<analysis::FormatPiece> pieces;
    /// Pieces [first, end) that were a text of their own (a sprintf that is only printed), in order: cut where a value would be.
    struct InnerText {
        size_t first, end;
    };
    std::vector<InnerText> innerTexts;
    std::vector<Type> arguments;
    Range range;
    bool deferred = false; ///< nothing to print: what a handler needs that is run later
};

struct TargetValue {
    std::string name;
    debuginfo::Location location;
    uint8_t byteSize = 8;
    bool isSigned = false;
};

struct Foreach {
    uint32_t global = 0;
    bool histogram = false; ///< over buckets of the statistic
    std::vector<uint32_t> keyLocals;
    int32_t valueLocal = -1;
    script::SortOrder order = script::SortOrder::None;
    uint32_t sortColumn = 0;
    int32_t sortStatistic = -1;
};

struct Handler {
    Function body;
    /// Returns whether the probe point's conditions hold. Only where no handler in the kernel can change that: there is time to
    /// put the probe on before the next thing happens, so that no hit is missed.
    std::optional<Function> condition;
    uint32_t programHandler = 0; ///< index into analysis::Program::handlers
};

struct Module {
    std::vector<std::string> strings;
    std::vector<PrintFormat> prints;
    std::vector<TargetValue> targetValues;
    /// What $$vars and the like list: targetValues, and where Site::variables begins to name them.
    struct TargetList {
        uint32_t firstVariable = 0;
        std::vector<uint32_t> values;
    };
    std::vector<TargetList> targetVariables;
    std::vector<Foreach> foreachs;
    std::vector<Function> functions; ///< same indexes as analysis::Program::functions
    std::vector<Handler> handlers; ///< same indexes as analysis::Program::handlers
};

/// Lowers a complete program.
[[nodiscard]] Module lower(const analysis::Program &program);

/// Readable text, one instruction a line, the script's positions beside it when `sources` is given.
[[nodiscard]] std::string print(const Module &module, const script::SourceSet *sources = nullptr);

}
