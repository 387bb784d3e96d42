// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/glob.h"
#include "debuginfo/module.h"

#include <string>
#include <vector>

/// A program of given functions, each with one integer parameter in one of a few places: for what no real file shows reliably.
class ManyFunctions : public tapscope::debuginfo::Module {
public:
    explicit ManyFunctions(const std::vector<std::string> &names)
    {
        for (const std::string &name : names) {
            tapscope::debuginfo::Function &function = m_functions.emplace_back();
            function.name = function.qualifiedName = name;
            function.lowPc = function.entry.address = function.entry.fileOffset = 0x1000 + 16 * m_functions.size();
            function.hasDebugInfo = true;
        }
    }

    const std::string &path() const override { return m_path; }
    const std::string &buildId() const override { return m_none; }
    bool hasDebugInfo() const override { return true; }
    const std::string &debugFile() const override { return m_none; }

    std::vector<tapscope::debuginfo::Function> functions(std::string_view nameGlob, std::string_view) const override
    {
        std::vector<tapscope::debuginfo::Function> out;
        for (const auto &function : m_functions) {
            if (tapscope::globMatches(nameGlob, function.name))
                out.push_back(function);
        }
        return out;
    }

    std::vector<std::string> functionNames() const override
    {
        std::vector<std::string> out;
        for (const auto &function : m_functions)
            out.push_back(function.name);
        return out;
    }

    std::vector<tapscope::debuginfo::VariableAt> parameters(const tapscope::debuginfo::Function &function,
                                                            uint64_t address) const override
    {
        return variables(function, address);
    }

    std::vector<tapscope::debuginfo::VariableAt> variables(const tapscope::debuginfo::Function &function, uint64_t) const override
    {
        using namespace tapscope::debuginfo;
        VariableAt variable;
        variable.name = "of_" + function.name;
        variable.isParameter = true;
        variable.type = {TypeInfo::Kind::Integer, "int", 4, true, TypeInfo::Kind::Other, {}};
        variable.location = {Location::Kind::Value,
                             {{LocationStep::Op::Register, static_cast<int64_t>(function.lowPc / 16 % 3)}},
                             {}};
        return {variable};
    }

    std::optional<tapscope::debuginfo::VariableAt> returnValue(const tapscope::debuginfo::Function &) const override
    {
        return {};
    }
    std::optional<tapscope::debuginfo::SourceLine> lineAt(uint64_t) const override { return {}; }
    std::string symbolAt(uint64_t) const override { return {}; }
    std::optional<uint64_t> fileOffset(uint64_t address) const override { return address; }
    uint64_t codeStart() const override { return 0x1000; }

private:
    std::string m_path = "/many";
    std::string m_none;
    std::vector<tapscope::debuginfo::Function> m_functions;
};
