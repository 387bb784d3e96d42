// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Any text goes through parser, analysis (with the tapset, without any program to probe) and, if it has no errors, the
// translator. What was found fault with says where and why.

#include "analysis/analyze.h"
#include "translator/bundle.h"

#include <cstdlib>
#include <iostream>

using namespace tapscope;

namespace {

void check(bool holds, const char *what)
{
    if (!holds) {
        std::cerr << what << '\n';
        std::abort();
    }
}

analysis::Options analysisOptions()
{
    analysis::Options options;
    options.parse.guru = true;
    options.withoutEffect = analysis::WithoutEffect::Remove;
    options.parse.compatible = "5.6";
    options.parse.kernelVersion = "6.1.0";
    options.parse.arguments = {"7", "\"seven\""};
    options.tapsetDirectories = {TAPSCOPE_SOURCE_DIR "/tapset"};
    options.openModule = [](const std::string &path) -> std::expected<std::shared_ptr<const debuginfo::Module>, Failure> {
        return std::unexpected(Failure{{"no module %1", {path}}, {"use another", {}}});
    };
    return options;
}

translator::TranslateOptions translateOptions()
{
    translator::TranslateOptions options;
    options.features.uprobeMulti = options.features.bpfLoop = options.features.rawTracepoint = true;
    options.features.loadPrograms = options.features.btf = options.features.kprobe = true;
    return options;
}

}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const analysis::Options options = analysisOptions();
    script::SourceSet sources;
    sources.add("fuzz.stp", std::string(reinterpret_cast<const char *>(data), size));
    script::Diagnostics diagnostics;
    const script::Ast ast = script::parse(sources, 0, options.parse, diagnostics);
    const bool parsed = !diagnostics.hasErrors();
    analysis::Program program = analysis::analyze(sources, ast, options, diagnostics);
    if (parsed && !diagnostics.hasErrors()) {
        check(!analysis::print(program).empty(), "nothing to print of a program without errors");
        const translator::Bundle bundle = translator::translate(std::move(program), sources, translateOptions(), diagnostics);
        if (!diagnostics.hasErrors())
            (void)translator::disassemble(bundle, sources);
    }
    for (const auto &diagnostic : diagnostics.all()) {
        check(!diagnostic.message.empty(), "a diagnostic without words");
        check(!script::render(diagnostic, sources).empty(), "a diagnostic that cannot be shown");
    }
    return 0;
}
