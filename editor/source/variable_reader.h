// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/index.h"
#include "debuginfo/module.h"
#include "debuginfo/visible_variables.h"
#include "editor/code_file.h"

#include <QString>

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace tapscope::editor {

using IndexPtr = std::shared_ptr<const debuginfo::Index>;

/// A variable of the function at a place: there, or not there and why.
struct PlaceVariable {
    QString name;
    QString type;
    bool isThere = true;
    QString reason; ///< why not
    int nearestLine = 0; ///< the nearest line of the function where it is there; 0: none
};

/// Reads the variables at places of code. For one thread; files stay open.
class VariableReader {
public:
    /// At `address` in the code of `function`, or in a copy of it.
    [[nodiscard]] std::vector<PlaceVariable> at(const CodeFile &code, const IndexPtr &index, debuginfo::FunctionId function,
                                                uint64_t address, bool inlined);
    /// All parameters of a function or of its first copy, wherever they are.
    [[nodiscard]] std::vector<PlaceVariable> declaredParameters(const IndexPtr &index, debuginfo::FunctionId function);
    /// What a function returns; empty for void.
    [[nodiscard]] QString returnType(const IndexPtr &index, debuginfo::FunctionId function);
    /// Those at the entry of a function.
    [[nodiscard]] std::vector<PlaceVariable> parameters(const CodeFile &code, const IndexPtr &index,
                                                        debuginfo::FunctionId function);
    /// Null for the kernel, whose variables are told without it.
    [[nodiscard]] std::shared_ptr<const debuginfo::Module> module(const CodeFile &code, const IndexPtr &index);
    [[nodiscard]] debuginfo::VisibleVariables *visible(const IndexPtr &index);

private:
    struct Files {
        IndexPtr index; ///< of which they are: another one means that the file is new
        std::shared_ptr<const debuginfo::Module> module;
        std::unique_ptr<debuginfo::VisibleVariables> visible;
        bool moduleTried = false;
        bool visibleTried = false;
    };
    [[nodiscard]] std::vector<PlaceVariable> fromModule(const debuginfo::Module &module, const IndexPtr &index,
                                                        debuginfo::FunctionId function, uint64_t address, uint64_t copy);
    Files &files(const IndexPtr &index);
    void findNearest(const IndexPtr &index, debuginfo::FunctionId function, uint64_t address,
                     std::vector<PlaceVariable> &variables);

    std::map<std::string, Files> m_files; ///< by path
};

}
