// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/module.h"
#include "script/ast.h"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace tapscope::analysis {

/// What $names mean where a handler fires: the representative of all sites that share it.
struct TargetScope {
    enum class Kind : uint8_t { None, Entry, Return };
    Kind kind = Kind::None;
    /// $value: what somebody wrote, or what a reader is going to get.
    enum class FileValue : uint8_t { None, Written, ForReader };
    FileValue fileValue = FileValue::None;
    bool kernelMemory = false; ///< what variables point to is the kernel's
    /// Leads from the variables' types to what they are made of; null without debug information. Kept by what the probe was
    /// bound with.
    const debuginfo::TypeSource *types = nullptr;
    /// Of user code.
    std::shared_ptr<const debuginfo::Module> module;
    std::optional<debuginfo::Function> code;
    uint64_t address = 0; ///< of the probe, as linked
    bool hasDebugInfo = false;
    bool hasGlobals = true; ///< see BoundPoint::hasGlobals
    std::string function;
    std::string modulePath;
    std::vector<debuginfo::VariableAt> variables; ///< parameters first, each of them at the probed address
    std::vector<debuginfo::VariableAt> globals; ///< of those that are used: what is not a variable of the function
    std::optional<debuginfo::VariableAt> returned;
    std::shared_ptr<const TargetScope> entry; ///< of a return probe: what was visible when the function began
    /// Where a used variable is told by registers at the function's entry: the call that the probed place belongs to.
    std::optional<debuginfo::CallFrame> callFrame;
    /// Where the probe goes instead, as a parameter is not yet in its place at the entry.
    std::optional<debuginfo::CodePoint> moved;
    bool oneCallPerThread = false; ///< of system calls: the entry belongs to the thread, not to a frame
    std::vector<std::pair<std::string, std::string>> words; ///< "$$name" and its like, with what they stand for

    [[nodiscard]] const debuginfo::VariableAt *find(std::string_view name) const;
    [[nodiscard]] const std::string *word(std::string_view name) const;
    /// What $$parms, $$vars, $$locals or $$return list.
    [[nodiscard]] std::vector<const debuginfo::VariableAt *> list(std::string_view word) const;
};

/// The $names that bodies use, with their dollars: $x, $return, $$parms.
struct TargetUses {
    std::set<std::string> names;
    std::set<std::string> locals; ///< names without $, globals too
    std::set<std::string> written; ///< those of them that are assigned to, counted up, deleted or set by a loop
    std::set<std::string> addressed; ///< those of `names` whose place is wanted: &$x, and $x = …
    std::set<std::string> shaped; ///< those of them that are looked into, so that their types matter
    std::set<std::string> calls; ///< names of the functions that are called
    bool module = false; ///< types or variables of the probed module: @var, @cast
    bool ownModule = false; ///< the same where no other module is named
    bool entry = false; ///< @entry
    [[nodiscard]] bool empty() const { return names.empty() && !module && !entry; }
    [[nodiscard]] bool needsLocals() const;
    void add(TargetUses other);
};

void collectTargetUses(const script::Statement *statement, TargetUses &uses);
void collectTargetUses(const script::Expression *expression, TargetUses &uses);

/// Whether a used variable is told by what was in a register at the function's entry.
[[nodiscard]] bool needsCallFrame(const TargetScope &scope, const TargetUses &uses);

/// The used parameters that are not to be had at the function's entry as they are used: their values, or their places.
[[nodiscard]] std::vector<std::string> wantedLater(const TargetScope &entry, const TargetUses &uses);

/// How a value of a $name is read.
struct TargetReading {
    debuginfo::Location location;
    uint8_t byteSize = 8;
    bool isSigned = false;
};

/// Reading of a scalar (integers, pointers, enumerations, booleans, characters) or the address of an array; nullopt for
/// types that have no value of 64 bits.
[[nodiscard]] std::optional<TargetReading> readingOf(const debuginfo::VariableAt &variable);

/// Sites whose keys are equal can share one handler: all that `uses` name is at the same places in the same form.
[[nodiscard]] std::string sharingKey(const TargetScope &scope, const TargetUses &uses);

}
