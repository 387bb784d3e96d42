// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "engine/bpf/helper_link.h"
#include "engine/session.h"
#include "engine/stop_signal.h"
#include "engine/target.h"
#include "script/parser.h"

#include <future>
#include <optional>

namespace tapscope::engine {

/// From the script's text to something that can be loaded: parse, resolve, translate. What needs waiting for others (the helper's
/// start, the kernel's types) happens meanwhile.
class Preparation {
public:
    enum class Result : uint8_t { Ready, Listed, Failed, Stopped };

    Preparation(const Options &options, Listener &listener, StopSignal &stop);
    ~Preparation();

    [[nodiscard]] Result run();

    [[nodiscard]] const script::SourceSet &sources() const { return m_sources; }
    [[nodiscard]] const translator::Bundle &bundle() const { return m_bundle; }
    [[nodiscard]] std::optional<Target> &target() { return m_target; }
    /// Of a script with probes in the kernel.
    [[nodiscard]] std::optional<bpf::HelperLink> &helper() { return m_helper; }
    /// What went wrong, in one sentence, when run() failed.
    [[nodiscard]] const Text &failure() const { return m_failure; }

private:
    struct KernelOffsets {
        int32_t taskMm = -1, mmStartCode = -1, taskTgid = -1;
        int32_t mmExeFile = -1, fileInode = -1, inodeNumber = -1, inodeSize = -1;
    };

    bool parse();
    /// One directory under two names would define everything twice.
    [[nodiscard]] std::vector<std::string> tapsetDirectories() const;
    bool resolveTarget();
    bool resolve();
    void setGlobals();
    bool holdTarget();
    bool joinHelper();
    bool translate();
    void startHelper();
    void startKernelOffsets();
    void report(const script::Diagnostic &diagnostic);
    bool reportNew();
    Result listed(std::string_view text);
    [[nodiscard]] script::Range firstKernelProbe() const;
    [[nodiscard]] protocol::Features features() const;

    const Options &m_options;
    Listener &m_listener;
    StopSignal &m_stop;
    /// Ends the wait for the helper when there is no more use for it.
    StopSignal m_abandon;
    script::SourceSet m_sources;
    script::ParseOptions m_parseOptions;
    script::Ast m_ast;
    script::Diagnostics m_diagnostics;
    size_t m_reported = 0;
    std::optional<CommandLine> m_command;
    std::string m_targetProgram;
    std::optional<Target> m_target;
    analysis::Program m_program;
    translator::Bundle m_bundle;
    Text m_failure;
    std::future<std::expected<bpf::HelperLink, bpf::HelperError>> m_helperStart;
    std::future<KernelOffsets> m_kernelOffsets;
    std::optional<bpf::HelperLink> m_helper;
};

}
