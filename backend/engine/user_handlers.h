// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "engine/bpf/kernel_reader.h"
#include "engine/runtime/decoder.h"
#include "engine/runtime/host.h"
#include "engine/runtime/interpreter.h"
#include "engine/runtime/storage.h"
#include "engine/session.h"
#include "engine/symbols/address_names.h"
#include "engine/timers.h"
#include "translator/bundle.h"

#include <memory>
#include <optional>
#include <vector>

namespace tapscope::engine {

/// The handlers that run in this process: begin, end, error and timer probes, over the globals that they share with the kernel's.
class UserHandlers final : public Host {
public:
    struct Context {
        const translator::Bundle &bundle;
        Listener &listener;
        uint64_t startNs = 0;
        int targetPid = 0;
        bool targetIsCommand = false; ///< that has not begun yet
        uint32_t maxBacktrace = 0; ///< frames; 0: all
        int kernelReader = -1; ///< the descriptor of Bundle::kernelReaderMap
    };

    UserHandlers(const Context &context, std::unique_ptr<Storage> storage, const Options &options);
    ~UserHandlers() override;

    /// Runs one handler; what it printed is passed on. The error is what cut it short.
    std::optional<RunError> run(uint32_t handler);
    /// The same for a handler of the kernel side, on what was recorded there.
    std::optional<RunError> run(const RecordedHit &hit);
    /// Whether the conditions of a handler's probe point hold, as far as handlers here alone can change that.
    [[nodiscard]] std::expected<bool, RunError> conditionHolds(uint32_t handler) { return m_interpreter.conditionHolds(handler); }
    /// The same for a handler with $value: the text before it runs, and afterwards; it may set at most `most` bytes.
    std::optional<RunError> run(uint32_t handler, std::string &value, size_t most);
    /// Handlers of a kind in the order in which they run: begin and end by their sequence numbers.
    [[nodiscard]] std::vector<uint32_t> handlersOf(analysis::ProbeKind kind) const;
    /// Starts the timers.
    [[nodiscard]] std::vector<Timer> timers() const;

    [[nodiscard]] bool exitRequested() const { return m_exit; }
    /// Hits and times of the handlers that run here.
    [[nodiscard]] const translator::HandlerCounters &counted(uint32_t handler) const { return m_counted[handler]; }
    [[nodiscard]] Storage &storage() { return *m_storage; }
    [[nodiscard]] uint64_t events() const { return m_events; }

    void print(std::string_view text) override;
    void warn(std::string_view text) override;
    void exit() override;
    int64_t target() override;
    int64_t pid() override;
    int64_t tid() override;
    int64_t uid() override;
    int64_t gid() override;
    int64_t cpu() override;
    std::string execname() override;
    int64_t timeOfDayNs() override;
    std::string fileValue() override;
    bool setFileValue(std::string_view text, bool append) override;
    std::optional<std::string> recordedIndent() override;
    std::expected<int64_t, std::string> targetValue(const translator::ir::TargetValue &value) override;
    std::vector<uint64_t> stack(bool ofProgram) override;
    std::string symbol(bool ofProgram, uint64_t address, analysis::SymbolForm form, bool frame) override;
    std::expected<int64_t, std::string> loadAddress(uint64_t address) override;
    std::optional<Recorded> recorded(analysis::Intrinsic what, int64_t of) override;
    std::optional<std::string> kernelMemory(uint64_t address, size_t size, bool isText) override;
    std::optional<std::string> recordedQuote(analysis::Intrinsic what, int64_t address, int64_t bytes) override;
    std::optional<RecordedCall> recordedCall(uint32_t function, std::span<const Cell> arguments) override;
    std::optional<Cell> recordedEntryValue(uint32_t global, bool isPresence) override;

private:
    [[nodiscard]] const translator::Deferral *deferralOfHit() const;

    Context m_context;
    std::unique_ptr<Storage> m_storage;
    AddressNames m_names;
    bpf::KernelReader m_reader;
    Interpreter m_interpreter;
    std::vector<translator::HandlerCounters> m_counted;
    std::string m_name;
    const RecordedHit *m_hit = nullptr; ///< that is run
    std::string *m_fileValue = nullptr;
    size_t m_fileValueMost = 0;
    uint32_t m_running = 0;
    uint64_t m_events = 0;
    bool m_exit = false;
};

}
