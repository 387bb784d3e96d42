// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/analyze.h"

#include <QtTest>

#include <string>
#include <vector>

/// One script from text to program, with everything that was said about it.
class Analysis {
public:
    explicit Analysis(const std::string &text, tapscope::analysis::Options options = {})
    {
        using namespace tapscope;
        if (options.tapsetDirectories.empty())
            options.tapsetDirectories.push_back(TAPSCOPE_SOURCE_DIR "/tapset");
        const script::FileId file = sources.add("test.stp", text);
        ast = analysis::parse(sources, file, options, diagnostics);
        program = analysis::analyze(sources, ast, options, diagnostics);
    }

    /// One line each: "severity id 'text of the range': message | next step".
    std::string said() const
    {
        using tapscope::script::Severity;
        std::string out;
        for (const tapscope::script::Diagnostic &d : diagnostics.all()) {
            out += d.severity == Severity::Error ? "error " : "warning ";
            out += std::string(d.id) + " '" + std::string(sources.text(d.range)) + "': " + d.message.english();
            if (!d.nextStep.empty())
                out += " | " + d.nextStep.english();
            out += "\n";
        }
        return out;
    }

    const tapscope::script::Diagnostic *find(std::string_view id) const
    {
        for (const tapscope::script::Diagnostic &d : diagnostics.all()) {
            if (d.id == id)
                return &d;
        }
        return nullptr;
    }

    std::string printed() const { return tapscope::analysis::print(program); }

    tapscope::script::SourceSet sources;
    tapscope::script::Diagnostics diagnostics;
    tapscope::script::Ast ast;
    tapscope::analysis::Program program;
};

inline const std::string fixture = TAPSCOPE_BINARY_DIR "/tests/analysis_fixture";

/// For expected rows in data tables: QTest compares and shows them as text.
inline QString text(const std::string &s)
{
    return QString::fromStdString(s);
}
