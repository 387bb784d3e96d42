// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/probe_binder.h"
#include "base/glob.h"
#include "base/similar.h"
#include "debuginfo/visible_variables.h"

/// .function("f").label("l"): where a label of C stands.
namespace tapscope::analysis {

std::optional<BoundPoint> ProbeBinder::userLabelsOf(const ExpandedPoint &point, const std::string &path)
{
    ExpandedPoint functions = point;
    functions.components.resize(2);
    // A function may be there in copies only.
    auto copies = inlinedCopiesOf(functions, path);
    functions.optional = functions.optional || copies;
    auto bound = userFunctionsOf(functions, path);
    if (!bound && !copies)
        return {};
    if (!bound)
        bound = std::move(copies);
    else if (copies)
        std::ranges::move(copies->functions, std::back_inserter(bound->functions));
    const std::string &written = *point.components[2].text;
    BoundPoint out;
    out.kind = ProbeKind::UserStatement;
    out.module = bound->module;
    std::vector<std::string> names;
    const auto shapes = debuginfo::VisibleVariables::open(out.module->path());
    for (const debuginfo::Function &function : bound->functions) {
        if (!shapes || !function.hasDebugInfo)
            continue;
        for (const auto &label : (*shapes)->labels(function.inlinedDie ? function.inlinedDie : function.dieOffset)) {
            names.push_back(label.name);
            auto statement = globMatches(written, label.name) ? out.module->statementAt(label.address) : std::nullopt;
            if (!statement)
                continue;
            debuginfo::Function here = function; // not a copy in it that begins there too
            here.entry = statement->function.entry;
            Site &site = out.sites.emplace_back(siteOf(*out.module, here));
            site.line = label.line;
            site.probePoint = "process(\"" + out.module->path() + "\").function(\"" + function.name;
            if (!site.sourceFile.empty())
                site.probePoint += "@" + std::string(out.module->asWritten(site.sourceFile)) + ":" + std::to_string(label.line);
            site.probePoint += "\")";
            site.listedAs = site.probePoint + ".label(\"" + label.name + "\")";
            out.functions.push_back(std::move(here));
        }
    }
    if (!out.sites.empty())
        return out;
    noSuchLabel(point, names);
    return {};
}

void ProbeBinder::noSuchLabel(const ExpandedPoint &point, const std::vector<std::string> &names)
{
    const std::string &written = *point.components[2].text;
    const std::vector<std::string> similar = similarNames(written, names);
    problem(point, "no-such-label", argumentRange(point, 2),
            {TAPSCOPE_TEXT("Diagnostics", "there is no label '%1' with code in '%2'"), {written, *point.components[1].text}},
            !similar.empty()    ? didYouMean(similar)
                : names.empty() ? Text{TAPSCOPE_TEXT("Diagnostics", "the debug information of the function names no labels"), {}}
                                : Text{TAPSCOPE_TEXT("Diagnostics", "label(\"*\") means all of them"), {}});
}

}
