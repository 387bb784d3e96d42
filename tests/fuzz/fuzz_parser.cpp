// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Any bytes must parse without a crash, with ranges inside of the file, and what parses must print as something that
// parses to the same.

#include "script/parser.h"

#include <cstdlib>
#include <iostream>

using namespace tapscope::script;

namespace {

void check(bool holds, const char *what)
{
    if (!holds) {
        std::cerr << what << '\n';
        std::abort();
    }
}

}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SourceSet sources;
    sources.add("fuzz.stp", std::string(reinterpret_cast<const char *>(data), size));
    ParseOptions options;
    options.guru = true;
    options.compatible = "5.6";
    options.kernelVersion = "6.1.0";
    options.arguments = {"one two", "\"three"};
    Diagnostics diagnostics;
    const Ast ast = parse(sources, 0, options, diagnostics);
    const auto inside = [&](const Range &range) {
        check(range.file == 0 && range.begin <= range.end && range.end <= size, "range");
    };
    for (const auto &diagnostic : diagnostics.all()) {
        inside(diagnostic.range);
        for (const auto &fix : diagnostic.fixIts)
            inside(fix.range);
        check(!render(diagnostic, sources).empty(), "render");
    }
    for (const auto &probe : ast.probes)
        inside(probe.range);
    for (const auto &function : ast.functions)
        inside(function.range);
    const auto printed = print(ast);
    if (diagnostics.hasErrors())
        return 0;

    SourceSet again;
    again.add("again.stp", printed);
    Diagnostics none;
    const auto second = print(parse(again, 0, options, none));
    if (none.hasErrors() || second != printed)
        std::cerr << printed << "\n----\n" << second << '\n' << (none.all().empty() ? "" : render(none.all().front(), again));
    check(!none.hasErrors() && second == printed, "printing is not stable");
    return 0;
}
