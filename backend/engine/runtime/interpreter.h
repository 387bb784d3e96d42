// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "engine/runtime/histogram.h"
#include "engine/runtime/host.h"
#include "engine/runtime/storage.h"
#include "script/source.h"
#include "translator/ir.h"

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>

namespace tapscope::engine {

struct InterpreterOptions {
    uint32_t maxStringLength = 512; ///< the terminating NUL counts
    uint32_t maxAction = 10'000; ///< statements that one run may count; 0: no limit
    /// Depth of calls; 0: what the script's functions need, and ten more when they are recursive, as in stap.
    uint32_t maxNesting = 0;
    HistogramForm histograms;
};

/// Why a handler was cut short.
struct RunError {
    std::string message; ///< what a catch clause would have got
    script::Range range;
};

/// Executes handlers of the intermediate representation in this process. One thread at a time; what it is given outlives it.
class Interpreter {
public:
    Interpreter(const translator::ir::Module &module, const analysis::Program &program, Storage &storage, Host &host,
                InterpreterOptions options = {});
    ~Interpreter();
    Interpreter(const Interpreter &) = delete;
    Interpreter &operator=(const Interpreter &) = delete;

    /// Runs handler `handler` (index into Module::handlers) as if it fired at `site`. What it printed goes to the host in one
    /// piece also when it fails; the error is what ended it. See errorText() for stap's wording.
    std::optional<RunError> run(uint32_t handler, uint32_t site = UINT32_MAX);

    /// Whether the conditions of the handler's probe point hold; true where ir::Handler::condition is not there.
    [[nodiscard]] std::expected<bool, RunError> conditionHolds(uint32_t handler);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}
