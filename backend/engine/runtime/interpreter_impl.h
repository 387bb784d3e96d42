// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "engine/runtime/interpreter.h"
#include "engine/runtime/regex_functions.h"
#include "engine/runtime/string_functions.h"

#include <string_view>
#include <unordered_map>
#include <vector>

namespace tapscope::engine {

/// One handler or function at work.
struct Frame {
    /// A foreach that runs: what it goes over, as it was when the loop began.
    struct Iteration {
        std::vector<Element> elements;
        size_t next = 0;
    };

    const translator::ir::Function *function = nullptr;
    std::vector<Cell> values;
    std::vector<Cell> locals;
    std::unordered_map<int64_t, Iteration> iterations;
    uint32_t depth = 0;
};

/// The interpreter's state. A step that fails has set `error` and returns false.
struct Interpreter::Impl {
    const translator::ir::Module &module;
    const analysis::Program &program;
    Storage &storage;
    Host &host;
    InterpreterOptions options;

    // of the run at hand
    const analysis::Handler *handler = nullptr;
    const analysis::Site *site = nullptr;
    int64_t actionsLeft = 0;
    uint64_t calls = 0;
    std::string output;
    std::optional<RunError> error;
    bool errorIsFinal = false; ///< not to be caught
    bool aborted = false; ///< by abort(), which is no error
    Tokenizer tokenizer;
    LastMatch lastMatch;

    // over runs
    RegexCache regexes;
    struct IndentState {
        int64_t depth = 0;
        int64_t startUs = 0;
    };
    std::unordered_map<int64_t, IndentState> indents; ///< by thread; -1 is indent()'s

    void prepareRun(uint32_t handlerIndex, uint32_t siteIndex);
    std::optional<RunError> run(uint32_t handlerIndex, uint32_t siteIndex);
    [[nodiscard]] std::expected<bool, RunError> conditionHolds(uint32_t handlerIndex);
    [[nodiscard]] bool call(const translator::ir::Function &function, std::vector<Cell> arguments, uint32_t depth, Cell &result);
    /// Executes one instruction that is no terminator.
    [[nodiscard]] bool execute(Frame &frame, const translator::ir::Instruction &instruction);
    [[nodiscard]] bool takeCall(Frame &frame, const translator::ir::Instruction &i, Host::RecordedCall &known);
    [[nodiscard]] bool arithmetic(Frame &frame, const translator::ir::Instruction &instruction);
    [[nodiscard]] bool globalAccess(Frame &frame, const translator::ir::Instruction &instruction);
    [[nodiscard]] bool intrinsic(Frame &frame, const translator::ir::Instruction &instruction);
    /// A number, a text or bytes at an address of the kernel.
    [[nodiscard]] bool kernelMemory(Frame &frame, const translator::ir::Instruction &instruction);
    /// Those of the library's functions that this process computes.
    [[nodiscard]] bool libraryFunction(Frame &frame, const translator::ir::Instruction &instruction);
    [[nodiscard]] bool targetVariables(Frame &frame, const translator::ir::Instruction &instruction);
    void print(Frame &frame, const translator::ir::Instruction &instruction, std::string &to);
    [[nodiscard]] bool histogram(Frame &frame, const translator::ir::Instruction &instruction, const Key &key);
    /// Access with the wildcard * among the keys.
    void matchElements(Frame &frame, const translator::ir::Instruction &instruction, const Key &key);
    void foreachBegin(Frame &frame, const translator::ir::Instruction &instruction);
    void foreachNext(Frame &frame, const translator::ir::Instruction &instruction);
    [[nodiscard]] std::string indent(bool ofThread, int64_t delta);
    [[nodiscard]] bool fail(std::string message, const script::Range &range);
    [[nodiscard]] bool spendActions(const translator::ir::Instruction &instruction);
    void setText(Frame &frame, translator::ir::ValueId result, std::string_view text) const;
    void flush();
};

/// The deepest nesting of calls that the functions need; recursive ones get ten more.
[[nodiscard]] uint32_t neededNesting(const translator::ir::Module &module);

/// Orders a snapshot as the loop asks.
void sortElements(std::vector<Element> &elements, const translator::ir::Foreach &plan, const analysis::GlobalVariable &global);

/// Value of @count, @sum, @min, @max, @avg or @variance. False: there is none, since nothing was added.
[[nodiscard]] bool extract(const Statistics &statistics, analysis::StatisticExpr::Function function, const StatisticPlan &plan,
                           int64_t &value);

}
