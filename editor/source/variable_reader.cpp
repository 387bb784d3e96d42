// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/source/variable_reader.h"

#include "editor/source/source_text.h"
#include "editor/translated.h"

#include <algorithm>
#include <cstdlib>
#include <set>

namespace tapscope::editor {

using debuginfo::FunctionEntry;
using debuginfo::FunctionId;
using debuginfo::InlinedCopy;
using debuginfo::StatementRow;
using debuginfo::VariableAt;
using debuginfo::VisibleVariables;

namespace {

/// So many places of a function are looked at for the nearest line.
constexpr size_t mostPlacesTried = 400;

QString text(const std::string &from)
{
    return QString::fromStdString(from);
}

/// The copy of a function that holds an address; nothing for its own code.
std::optional<InlinedCopy> copyAt(const debuginfo::Index &index, VisibleVariables &visible, FunctionId function, uint64_t address)
{
    for (const InlinedCopy &copy : index.copiesOf(function)) {
        if (visible.holds(copy.dieOffset, address))
            return copy;
    }
    return {};
}

std::vector<PlaceVariable> listed(const std::vector<VisibleVariables::Variable> &variables)
{
    std::vector<PlaceVariable> out;
    std::set<std::string> seen; // the innermost one of a name is meant
    for (const auto &variable : variables) {
        // What the kernel's macros make for themselves tells nobody anything.
        if (!variable.name.empty() && !variable.name.starts_with("__UNIQUE_ID_") && seen.insert(variable.name).second)
            out.push_back({text(variable.name), text(variable.type), true, {}, 0});
    }
    return out;
}

}

VariableReader::Files &VariableReader::files(const IndexPtr &index)
{
    Files &of = m_files[index->path()];
    if (of.index != index) {
        of = {};
        of.index = index;
    }
    return of;
}

VisibleVariables *VariableReader::visible(const IndexPtr &index)
{
    Files &of = files(index);
    if (!of.visibleTried) {
        of.visibleTried = true;
        if (auto opened = VisibleVariables::open(index->path()))
            of.visible = std::move(*opened);
    }
    return of.visible.get();
}

std::shared_ptr<const debuginfo::Module> VariableReader::module(const CodeFile &code, const IndexPtr &index)
{
    // The kernel's debug information is read whole by it, which takes long and much memory.
    if (!code.isProgram())
        return nullptr;
    Files &of = files(index);
    if (!of.moduleTried) {
        of.moduleTried = true;
        if (auto opened = debuginfo::Module::open(index->path()))
            of.module = std::move(*opened);
    }
    return of.module;
}

std::vector<PlaceVariable> VariableReader::fromModule(const debuginfo::Module &module, const IndexPtr &index, FunctionId function,
                                                      uint64_t address, uint64_t copy)
{
    FunctionId holder = function;
    if (copy != 0) {
        if (const auto caller = index->functionAt(address))
            holder = *caller;
    }
    const FunctionEntry entry = index->function(holder);
    debuginfo::Function asked;
    asked.name = entry.name;
    asked.lowPc = entry.lowPc;
    asked.size = entry.size;
    asked.external = entry.external;
    asked.hasDebugInfo = entry.hasDebugInfo;
    asked.dieOffset = entry.dieOffset;
    asked.inlinedDie = copy;
    std::vector<PlaceVariable> out;
    std::vector<VariableAt> variables = module.variables(asked, address);
    // The innermost one of a name is meant.
    std::ranges::stable_sort(variables, std::greater{}, &VariableAt::depth);
    std::set<std::string> seen;
    for (const VariableAt &variable : variables) {
        if (variable.name.empty() || !seen.insert(variable.name).second)
            continue;
        const bool there = variable.location.kind != debuginfo::Location::Kind::Unavailable;
        out.push_back(
            {text(variable.name), text(variable.type.name), there, there ? QString() : translated(variable.location.reason), 0});
    }
    return out;
}

std::vector<PlaceVariable> VariableReader::at(const CodeFile &code, const IndexPtr &index, FunctionId function, uint64_t address,
                                              bool inlined)
{
    VisibleVariables *const told = visible(index);
    if (!told || function == debuginfo::noEntry)
        return {};
    uint64_t die = index->function(function).dieOffset;
    uint64_t copy = 0;
    if (inlined) {
        const auto found = copyAt(*index, *told, function, address);
        if (!found)
            return {};
        die = copy = found->dieOffset;
    }
    std::vector<PlaceVariable> out;
    const auto program = module(code, index);
    if (program)
        out = fromModule(*program, index, function, address, copy);
    if (out.empty()) {
        out = listed(told->at(die, address));
        for (const PlaceVariable &variable : listed(told->declared(die))) {
            if (std::ranges::contains(out, variable.name, &PlaceVariable::name))
                continue;
            out.push_back(variable);
            out.back().isThere = false;
        }
    }
    std::ranges::stable_partition(out, &PlaceVariable::isThere);
    findNearest(index, function, address, out);
    for (PlaceVariable &variable : out) {
        if (variable.isThere || !variable.reason.isEmpty())
            continue;
        variable.reason = variable.nearestLine > 0
            ? SourceText::tr("the compiler keeps it nowhere at this instruction")
            : SourceText::tr("the compiler has optimised it out of the whole function, or it is not in scope here");
    }
    return out;
}

void VariableReader::findNearest(const IndexPtr &index, FunctionId function, uint64_t address,
                                 std::vector<PlaceVariable> &variables)
{
    auto missing = std::ranges::count(variables, false, &PlaceVariable::isThere);
    VisibleVariables *const told = visible(index);
    if (missing == 0 || !told)
        return;
    std::vector<StatementRow> rows = index->statementsOf(function);
    const auto here = std::ranges::find(rows, address, &StatementRow::address);
    const int64_t line = here != rows.end() ? here->line : index->function(function).line;
    std::ranges::stable_sort(rows, {}, [&](const StatementRow &row) { return std::abs(static_cast<int64_t>(row.line) - line); });
    size_t tried = 0;
    for (const StatementRow &row : rows) {
        if (missing == 0 || ++tried > mostPlacesTried)
            return;
        uint64_t die = index->function(function).dieOffset;
        if (row.inlined) {
            const auto copy = copyAt(*index, *told, function, row.address);
            if (!copy)
                continue;
            die = copy->dieOffset;
        }
        for (const auto &variable : told->at(die, row.address)) {
            const auto found = std::ranges::find(variables, text(variable.name), &PlaceVariable::name);
            if (found == variables.end() || found->isThere || found->nearestLine > 0)
                continue;
            found->nearestLine = static_cast<int>(row.line);
            --missing;
        }
    }
}

std::vector<PlaceVariable> VariableReader::declaredParameters(const IndexPtr &index, FunctionId function)
{
    VisibleVariables *const told = visible(index);
    uint64_t die = index->function(function).dieOffset;
    if (index->function(function).lowPc == 0) {
        const auto copies = index->copiesOf(function);
        die = copies.empty() ? 0 : copies.front().dieOffset;
    }
    return told && die != 0 ? listed(told->parameters(die)) : std::vector<PlaceVariable>();
}

std::vector<PlaceVariable> VariableReader::parameters(const CodeFile &code, const IndexPtr &index, FunctionId function)
{
    const FunctionEntry entry = index->function(function);
    const std::vector<PlaceVariable> declared = declaredParameters(index, function);
    if (entry.lowPc == 0)
        return declared;
    std::vector<PlaceVariable> all = at(code, index, function, entry.lowPc, false);
    std::erase_if(all, [&](const PlaceVariable &variable) {
        return !std::ranges::contains(declared, variable.name, &PlaceVariable::name);
    });
    return all;
}

QString VariableReader::returnType(const IndexPtr &index, FunctionId function)
{
    VisibleVariables *const told = visible(index);
    const uint64_t die = index->function(function).dieOffset;
    return told && die != 0 ? text(told->returnType(die)) : QString();
}

}
