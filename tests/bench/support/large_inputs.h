// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/module.h"

#include <string>
#include <vector>

namespace tapscope::bench {

/// A program of which nothing is known but its functions' names.
class ManyFunctions : public debuginfo::Module {
public:
    ManyFunctions()
    {
        for (int i = 0; i < 100'000; ++i)
            m_names.push_back("subsystem_" + std::to_string(i % 97) + "_handle_request_" + std::to_string(i));
    }
    const std::string &path() const override { return m_path; }
    const std::string &buildId() const override { return m_none; }
    bool hasDebugInfo() const override { return false; }
    const std::string &debugFile() const override { return m_none; }
    std::vector<debuginfo::Function> functions(std::string_view, std::string_view) const override { return {}; }
    std::vector<std::string> functionNames() const override { return m_names; }
    std::vector<debuginfo::VariableAt> parameters(const debuginfo::Function &, uint64_t) const override { return {}; }
    std::vector<debuginfo::VariableAt> variables(const debuginfo::Function &, uint64_t) const override { return {}; }
    std::optional<debuginfo::VariableAt> returnValue(const debuginfo::Function &) const override { return {}; }
    std::optional<debuginfo::SourceLine> lineAt(uint64_t) const override { return {}; }
    std::string symbolAt(uint64_t) const override { return {}; }
    std::optional<uint64_t> fileOffset(uint64_t) const override { return {}; }
    uint64_t codeStart() const override { return 0; }

private:
    std::string m_path = "/many";
    std::string m_none;
    std::vector<std::string> m_names;
};

inline std::string longScript(int lines)
{
    std::string text = "global hits, times\n";
    for (int i = 0; i < lines / 10; ++i) {
        const std::string n = std::to_string(i);
        text += "function helper" + n + ":long (value:long) {\n    if (value > " + n
            + ")\n        return value * 2\n    return strlen(sprint(value))\n}\n" + "probe timer.ms(" + std::to_string(i + 1)
            + ") {\n    hits[execname(), " + n + "]++\n    times <<< helper" + n + "(pid())\n    println(hits[execname(), " + n
            + "], @count(times))\n}\n";
    }
    return text;
}

}
