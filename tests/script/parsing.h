// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "script/parser.h"
#include "script/printer.h"

#include <string>

/// A script and what the parser made of it.
struct Parsed {
    tapscope::script::SourceSet sources;
    tapscope::script::Diagnostics diagnostics;
    tapscope::script::Ast ast;

    explicit Parsed(std::string text, const tapscope::script::ParseOptions &options = {})
    {
        sources.add("test.stp", std::move(text));
        ast = tapscope::script::parse(sources, 0, options, diagnostics);
    }

    /// "line:column id" of each diagnostic, joined by "; ".
    [[nodiscard]] std::string problems() const
    {
        std::string result;
        for (const auto &diagnostic : diagnostics.all()) {
            const auto at = sources.position(diagnostic.range);
            result += result.empty() ? "" : "; ";
            result += std::to_string(at.line) + ':' + std::to_string(at.column) + ' ' + std::string(diagnostic.id);
        }
        return result;
    }

    /// All diagnostics as the terminal shows them.
    [[nodiscard]] std::string rendered() const
    {
        std::string result;
        for (const auto &diagnostic : diagnostics.all())
            result += render(diagnostic, sources);
        return result;
    }

    /// The statements of the first probe, printed, without the braces around them.
    [[nodiscard]] std::string body() const
    {
        if (ast.probes.empty() || !ast.probes.front().body)
            return "<no probe>";
        auto text = print(*ast.probes.front().body);
        return text.substr(2, text.size() - 4);
    }
};
