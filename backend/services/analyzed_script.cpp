// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "services/analyzed_script.h"

#include "analysis/analyze.h"
#include "services/stop_flag.h"

#include <algorithm>

namespace tapscope::services {

std::shared_ptr<const AnalyzedScript> analyzed(const Workspace &workspace, const Document &document, const std::stop_token &stop)
{
    return workspace.analysisOf(document, [&]() -> std::shared_ptr<const AnalyzedScript> {
        auto out = std::make_shared<AnalyzedScript>();
        const StopFlag flag(stop);
        analysis::Options options = workspace.options()->analysis;
        options.parse = document.options();
        options.cancelled = flag.flag();
        const script::FileId file = out->sources.add(document.path(), std::string(document.text()));
        out->ast = analysis::parse(out->sources, file, options, out->diagnostics);
        // Names of a broken script would only be complained of a second time.
        if (!out->diagnostics.hasErrors() && !stop.stop_requested()) {
            out->program = analysis::analyze(out->sources, out->ast, options, out->diagnostics);
            out->analysed = true;
        }
        return stop.stop_requested() ? nullptr : out;
    });
}

namespace {

std::string withKeys(const analysis::GlobalVariable &global)
{
    std::string out(typeName(global.type));
    if (global.keys.empty())
        return out;
    out += "[";
    for (size_t i = 0; i < global.keys.size(); ++i)
        out += (i > 0 ? ", " : "") + std::string(typeName(global.keys[i]));
    return out + "]";
}

std::string typeIn(const std::vector<analysis::Local> &locals, std::string_view name)
{
    const auto found = std::ranges::find(locals, name, &analysis::Local::name);
    return found == locals.end() ? std::string() : std::string(typeName(found->type));
}

bool contains(const Range &outer, const Range &inner)
{
    return outer.file == inner.file && outer.begin <= inner.begin && inner.end <= outer.end;
}

}

std::string typeOf(const AnalyzedScript &script, const Document &document, const Occurrence &name)
{
    const analysis::Program &program = script.program;
    if (name.kind == NameKind::Global) {
        for (const analysis::GlobalVariable &global : program.globals) {
            if (global.name == name.name && global.range.file == 0)
                return withKeys(global);
        }
        return {};
    }
    const auto &declarations = document.model().declarations();
    if (name.declaration >= declarations.size())
        return {};
    const Declaration &around = declarations[name.declaration];
    if (around.kind == Declaration::Kind::Function) {
        for (const analysis::FunctionBody &function : program.functions) {
            if (contains(around.range, function.range))
                return typeIn(function.locals, name.name);
        }
        return {};
    }
    for (const analysis::Handler &handler : program.handlers) {
        if (contains(around.nameRange, handler.range)) {
            if (std::string type = typeIn(handler.locals, name.name); !type.empty())
                return type;
        }
    }
    return {};
}

}
