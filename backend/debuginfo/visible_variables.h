// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/text.h"
#include "debuginfo/module.h"

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tapscope::debuginfo {

/// What is to be had at an address: names and types of variables, without how they are read, and the line. Opens in a
/// millisecond whatever the file's size. Not thread-safe.
class VisibleVariables {
public:
    struct Variable {
        std::string name;
        std::string type; ///< "struct file*"
        bool isParameter = false;
    };

    /// `path`: as Index::path().
    [[nodiscard]] static std::expected<std::unique_ptr<VisibleVariables>, Failure> open(const std::string &path);
    virtual ~VisibleVariables() = default;

    /// In the function or inlined copy with that handle; the innermost block first, each in the order of its declarations.
    [[nodiscard]] virtual std::vector<Variable> at(uint64_t dieOffset, uint64_t address) = 0;
    /// Whether the function or copy has code at `address`.
    [[nodiscard]] virtual bool holds(uint64_t dieOffset, uint64_t address) = 0;
    /// The code of the function or copy.
    struct Extent {
        uint64_t unit = 0; ///< of compilation: equal for what is of the same one
        std::vector<std::pair<uint64_t, uint64_t>> ranges;
    };
    [[nodiscard]] virtual Extent extent(uint64_t dieOffset) = 0;
    /// LineTables::firstLine of its code; 0: none is known.
    [[nodiscard]] virtual uint32_t firstLine(uint64_t dieOffset, uint64_t entry) = 0;
    /// All variables of the function and its blocks, those too that the compiler has left nothing of.
    [[nodiscard]] virtual std::vector<Variable> declared(uint64_t dieOffset) = 0;
    /// All parameters, wherever they are.
    [[nodiscard]] virtual std::vector<Variable> parameters(uint64_t dieOffset) = 0;
    struct Label {
        std::string name;
        uint32_t line = 0;
        uint64_t address = 0;
    };
    /// The labels in a function's own code, with the address that they stand for.
    [[nodiscard]] virtual std::vector<Label> labels(uint64_t dieOffset) = 0;
    /// Something that a function calls, or that was inlined into it.
    struct Callee {
        std::string name;
        std::string linkageName; ///< mangled; may be empty
        uint32_t line = 0; ///< of the definition or of a declaration
        uint64_t copy = 0; ///< as InlinedCopy::dieOffset; 0: it is called
    };
    /// Each once, copies each for itself; what is called through pointers is not known. Calls are told of optimised code only.
    [[nodiscard]] virtual std::vector<Callee> callees(uint64_t dieOffset) = 0;
    /// What the function returns; empty for void.
    [[nodiscard]] virtual std::string returnType(uint64_t dieOffset) = 0;
    /// The source line of an address.
    [[nodiscard]] virtual std::optional<SourceLine> lineAt(uint64_t address) = 0;
    /// A function that is being executed at an address.
    struct Frame {
        std::string function; ///< unqualified
        SourceLine place; ///< where it is: of those around a copy the call
    };
    /// The copies around an address and the function that has them all, innermost first; `dieOffset` is the function's.
    [[nodiscard]] virtual std::vector<Frame> frames(uint64_t dieOffset, uint64_t address) = 0;
};

}
