// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

// What an editor waits for: the list of proposals with 100,000 candidates, and the problems of a script of 1,000 lines after a key.

#include "services/checking.h"
#include "services/completion.h"
#include "services/semantic_tokens.h"
#include "support/large_inputs.h"

#include <benchmark/benchmark.h>

#include <string>

using namespace tapscope;
using bench::longScript;
using bench::ManyFunctions;

namespace {

services::WorkspaceOptions withTapset()
{
    services::WorkspaceOptions options;
    options.analysis.tapsetDirectories = {TAPSCOPE_SOURCE_DIR "/tapset"};
    return options;
}

void completionOfManyFunctions(benchmark::State &state)
{
    services::WorkspaceOptions options = withTapset();
    const auto module = std::make_shared<const ManyFunctions>();
    options.analysis.openModule = [&](const std::string &) -> std::expected<std::shared_ptr<const debuginfo::Module>, Failure> {
        return module;
    };
    const services::Workspace workspace(options);
    const std::string text = "probe process(\"/many\").function(\"hand42\") { }";
    const services::Document document("bench.stp", text);
    const auto offset = static_cast<uint32_t>(text.find("hand42") + 6);
    size_t found = 0;
    for (auto _ : state) {
        const services::CompletionList list = services::complete(workspace, document, offset);
        found = services::matches(list, list.typed).size();
        if (list.items.size() != 100'000 || found == 0)
            state.SkipWithError("the proposals are not all there");
    }
    state.counters["shown"] = static_cast<double>(found);
}
BENCHMARK(completionOfManyFunctions)->Unit(benchmark::kMillisecond);

void filterOfManyFunctions(benchmark::State &state)
{
    services::CompletionList list;
    for (const std::string &name : ManyFunctions().functionNames()) {
        list.items.emplace_back();
        list.items.back().label = name;
    }
    for (auto _ : state)
        benchmark::DoNotOptimize(services::matches(list, "hand42"));
}
BENCHMARK(filterOfManyFunctions)->Unit(benchmark::kMillisecond);

void keyToDiagnostics(benchmark::State &state)
{
    const services::Workspace workspace(withTapset());
    const std::string text = longScript(1000);
    for (auto _ : state) {
        const services::Document document("bench.stp", text);
        const services::CheckedScript checked = services::check(workspace, document);
        if (!checked.diagnostics.empty())
            state.SkipWithError("the script is not right");
    }
}
BENCHMARK(keyToDiagnostics)->Unit(benchmark::kMillisecond);

void completionInALongScript(benchmark::State &state)
{
    const services::Workspace workspace(withTapset());
    const std::string text = longScript(1000) + "probe end { hel";
    for (auto _ : state) {
        const services::Document document("bench.stp", text);
        const auto list = services::complete(workspace, document, static_cast<uint32_t>(text.size()));
        benchmark::DoNotOptimize(services::matches(list, list.typed));
    }
}
BENCHMARK(completionInALongScript)->Unit(benchmark::kMillisecond);

void semanticTokensOfALongScript(benchmark::State &state)
{
    const services::Workspace workspace(withTapset());
    const std::string text = longScript(1000);
    for (auto _ : state) {
        const services::Document document("bench.stp", text);
        benchmark::DoNotOptimize(services::semanticTokens(workspace, document));
    }
}
BENCHMARK(semanticTokensOfALongScript)->Unit(benchmark::kMillisecond);

}

BENCHMARK_MAIN();
