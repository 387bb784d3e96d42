// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/analyze.h"
#include "engine/runtime/error_text.h"
#include "engine/runtime/interpreter.h"
#include "engine/runtime/local_storage.h"
#include "script/parser.h"
#include "translator/ir.h"

#include <algorithm>
#include <memory>
#include <numeric>
#include <string>

namespace tapscope::engine {

/// A script of begin and end probes, run by the interpreter; keeps what it printed.
class ScriptRun final : public Host {
public:
    explicit ScriptRun(const std::string &script, InterpreterOptions options = {}, uint32_t maxEntries = 2048)
    {
        m_sources.add("test.stp", script);
        analysis::Options analysisOptions;
        analysisOptions.tapsetDirectories = {TAPSCOPE_SOURCE_DIR "/tapset"};
        const script::Ast ast = script::parse(m_sources, 0, analysisOptions.parse, m_diagnostics);
        program = analysis::analyze(m_sources, ast, analysisOptions, m_diagnostics);
        for (const script::Diagnostic &diagnostic : m_diagnostics.all()) {
            if (diagnostic.severity == script::Severity::Error)
                problems += script::render(diagnostic, m_sources);
        }
        if (!problems.empty())
            return;
        module = translator::ir::lower(program);
        m_storage = std::make_unique<LocalStorage>(program.globals, maxEntries);
        Interpreter interpreter(module, program, *m_storage, *this, options);
        std::vector<uint32_t> order(module.handlers.size());
        std::iota(order.begin(), order.end(), 0U);
        std::ranges::stable_sort(order, {}, [this](uint32_t handler) {
            const analysis::Handler &of = program.handlers[handler];
            return std::pair(of.kind == analysis::ProbeKind::End, of.sequence);
        });
        for (const uint32_t handler : order) {
            // Nobody opens a file here.
            const analysis::ProbeKind kind = program.handlers[handler].kind;
            if (kind == analysis::ProbeKind::FileRead || kind == analysis::ProbeKind::FileWrite)
                continue;
            if (const auto error = interpreter.run(handler))
                errors += errorText(error->message, error->range, m_sources) + '\n';
        }
    }

    void print(std::string_view text) override { output += text; }
    void warn(std::string_view text) override { warnings += text; }
    void exit() override { exited = true; }
    int64_t target() override { return 4711; }
    std::string execname() override { return "stapio"; }
    int64_t tid() override { return 99; }
    int64_t timeOfDayNs() override { return m_now += 1'000'000; }

    analysis::Program program;
    translator::ir::Module module;
    std::string problems, output, warnings, errors;
    bool exited = false;

private:
    script::SourceSet m_sources;
    script::Diagnostics m_diagnostics;
    std::unique_ptr<Storage> m_storage;
    int64_t m_now = 1'700'000'000'000'000'000;
};

}
