// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/code_lister_request.h"
#include "analysis/probe_binder.h"
#include "analysis/statement_places.h"
#include "base/hexadecimal.h"
#include "debuginfo/function_name.h"

#include <algorithm>
#include <functional>

namespace tapscope::analysis {

using debuginfo::FunctionEntry;
using debuginfo::StatementRow;
using Variables = std::vector<debuginfo::VisibleVariables::Variable>;

std::vector<ListedPoint::Variable> listed(const Variables &variables)
{
    std::vector<ListedPoint::Variable> out;
    for (const auto &variable : variables)
        out.push_back({"$" + variable.name, variable.type});
    return out;
}

namespace {

Variables variablesAt(const debuginfo::Index &index, debuginfo::VisibleVariables &variables, const StatementRow &row)
{
    if (!row.inlined)
        return variables.at(index.function(row.function).dieOffset, row.address);
    const auto copy = copyAt(index, &variables, row.function, row.address);
    return copy ? variables.at(*copy, row.address) : Variables();
}

}

size_t CodeLister::listFunctions(const Request &request, Source &source)
{
    const debuginfo::Index &index = *source.index;
    const debuginfo::StatementQuery &query = request.pattern.query;
    using Kind = CodeTail::Kind;
    const Kind tail = request.tail.kind;
    const std::string start = source.head + (request.statements ? ".statement(\"" : ".function(\"");
    const std::string end = "\")" + request.tail.text;
    const std::vector<debuginfo::FunctionId> ids = functionsOf(index, query);
    size_t found = 0;
    debuginfo::VisibleVariables *variables = variablesOf(source);
    for (const debuginfo::FunctionId id : ids) {
        const FunctionEntry function = index.function(id);
        const bool hasBoth = function.lowPc != 0 && function.inlinedCopies > 0 && tail == Kind::Plain;
        const std::string text = start + placeOf(index, function, query.nameGlob) + end;
        const bool ownCode = function.lowPc != 0 && !refused(source, function) && tail != Kind::Inline
            && (tail != Kind::Exported || function.external) && (tail != Kind::Return || returnsToCaller(function.name));
        if (ownCode) {
            Variables visible;
            if (variables && function.hasDebugInfo) {
                if (tail == Kind::Return) {
                    if (std::string type = variables->returnType(function.dieOffset); !type.empty())
                        visible.push_back({"return", std::move(type), false});
                    std::ranges::move(variables->parameters(function.dieOffset), std::back_inserter(visible));
                } else {
                    visible = variables->at(function.dieOffset, function.lowPc);
                }
            }
            // As SystemTap: of a function with code of its own and copies, only parameters are the same everywhere.
            if (hasBoth)
                std::erase_if(visible, [](const auto &variable) { return !variable.isParameter; });
            m_out.add(text, listed(visible));
            ++found;
        }
        if (tail != Kind::Plain && tail != Kind::Inline)
            continue;
        for (const debuginfo::InlinedCopy &copy : index.copiesOf(id)) {
            if (copy.caller != debuginfo::noEntry && refused(source, index.function(copy.caller)))
                continue;
            m_out.add(text, variables ? listed(variables->at(copy.dieOffset, copy.address)) : listed({}));
            ++found;
            if (!variables)
                break;
        }
    }
    return found;
}

size_t CodeLister::listStatements(const Request &request, Source &source)
{
    const debuginfo::Index &index = *source.index;
    const std::vector<StatementPlace> places = statementPlaces(index, shapesOf(source), request.pattern.query);
    debuginfo::VisibleVariables *variables = variablesOf(source);
    const std::string end = "\")" + request.tail.text;
    for (const auto &[function, file, line, row, copy, innermost] : places) {
        const auto holder = row.inlined || copy ? index.functionAt(row.address) : std::optional(function);
        if (source.kernel && holder && refused(source, index.function(*holder)))
            continue;
        std::string text = source.head + ".statement(\""
            + std::string(debuginfo::nameAsWritten(request.pattern.query.nameGlob, index.function(function).qualifiedName)) + "@"
            + std::string(index.file(file).written) + ":" + std::to_string(line) + end;
        Variables visible;
        if (variables && copy)
            visible = variables->at(*copy != 0 ? *copy : index.function(function).dieOffset, row.address);
        else if (variables)
            visible = variablesAt(index, *variables, row);
        m_out.add(std::move(text), listed(visible));
    }
    return places.size();
}

size_t CodeLister::listAddress(const Request &request, Source &source)
{
    const debuginfo::Index &index = *source.index;
    const auto address = static_cast<uint64_t>(*request.address);
    const auto id = index.functionAt(address);
    if (!id)
        return 0;
    const FunctionEntry function = index.function(*id);
    debuginfo::VisibleVariables *variables = variablesOf(source);
    Variables visible;
    if (variables && function.hasDebugInfo)
        visible = variables->at(function.dieOffset, address);
    m_out.add(source.head + (request.statements ? ".statement(" : ".function(") + hexadecimal(address) + ")" + request.tail.text,
              listed(visible));
    return 1;
}

}
