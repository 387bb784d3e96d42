// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/callees.h"
#include "analysis/code_lister_request.h"
#include "analysis/statement_places.h"
#include "base/glob.h"

#include <algorithm>

namespace tapscope::analysis {

using debuginfo::FunctionEntry;
using debuginfo::FunctionId;

size_t CodeLister::listLabels(const Request &request, Source &source)
{
    const debuginfo::Index &index = *source.index;
    debuginfo::VisibleVariables *variables = shapesOf(source);
    if (!variables)
        return 0;
    size_t found = 0;
    for (const FunctionId id : functionsOf(index, request.pattern.query)) {
        const FunctionEntry function = index.function(id);
        const auto list = [&](uint64_t die) {
            for (const auto &label : variables->labels(die)) {
                if (!globMatches(request.tail.argument, label.name))
                    continue;
                FunctionEntry at = function;
                at.line = label.line;
                m_out.add(source.head + ".function(\"" + placeOf(index, at, request.pattern.query.nameGlob) + "\").label(\""
                              + label.name + "\")",
                          m_settings.withVariables ? listed(variables->at(die, label.address)) : listed({}));
                ++found;
            }
        };
        if (function.hasDebugInfo && function.lowPc != 0 && !refused(source, function))
            list(function.dieOffset);
        for (const debuginfo::InlinedCopy &copy : index.copiesOf(id)) {
            if (copy.caller == debuginfo::noEntry || !refused(source, index.function(copy.caller)))
                list(copy.dieOffset);
        }
    }
    return found;
}

size_t CodeLister::listCallees(const Request &request, Source &source)
{
    const debuginfo::Index &index = *source.index;
    debuginfo::VisibleVariables *variables = shapesOf(source);
    if (!variables)
        return 0;
    const auto wanted = [&](const Callee &callee) {
        const FunctionEntry function = index.function(callee.function);
        return globMatches(request.tail.argument, function.name) && !(callee.copy && !request.tail.ofCallee.empty())
            && (callee.copy || !refused(source, function));
    };
    const auto callees = calleesOf(index, *variables, functionsOf(index, request.pattern.query), request.tail.depth, wanted);
    for (const Callee &callee : callees) {
        const FunctionEntry function = index.function(callee.function);
        std::vector<debuginfo::VisibleVariables::Variable> visible;
        if (!m_settings.withVariables) {
        } else if (callee.copy) {
            visible = variables->at(callee.copy->dieOffset, callee.copy->address);
        } else if (function.hasDebugInfo && request.tail.ofCallee == ".return") {
            if (std::string type = variables->returnType(function.dieOffset); !type.empty())
                visible.push_back({"return", std::move(type), false});
            std::ranges::move(variables->parameters(function.dieOffset), std::back_inserter(visible));
        } else if (function.hasDebugInfo) {
            visible = variables->at(function.dieOffset, function.lowPc);
        }
        m_out.add(source.head + calleePoint(index, callee) + request.tail.ofCallee, listed(visible));
    }
    return callees.size();
}

}
