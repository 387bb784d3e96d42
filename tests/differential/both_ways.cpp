// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "both_ways.h"

#include "engine/runtime/decoder.h"
#include "engine/runtime/error_text.h"
#include "engine/runtime/local_storage.h"
#include "engine/script_run.h"
#include "engine/user_handlers.h"
#include "translator/kernel_runner.h"
#include "translator/probed.h"

using namespace tapscope;

namespace {

struct Collector final : engine::Listener {
    std::string text, errors;
    void onEvents(std::span<const trace::Event> events) override
    {
        for (const trace::Event &event : events)
            text += event.text;
    }
};

}

BothWays::BothWays(const std::string &declarations, const std::string &body, const std::string &after)
{
    const auto script = [&](const std::string &point) {
        return declarations + "\nprobe " + point + " {\n" + body + "\n}\n" + after;
    };
    const engine::ScriptRun run(script("begin"));
    if (!run.problems.empty()) {
        problem = run.problems;
        return;
    }
    interpreted = run.output + run.errors;

    Translated t(script("process(\"/proc/self/exe\").function(\"probed_sum\").call"), [](translator::TranslateOptions &o) {
        o.possibleCpus = static_cast<uint32_t>(libbpf_num_possible_cpus());
        o.gathersAll = false;
    });
    if (t.diagnostics.hasErrors()) {
        problem = t.said();
        return;
    }
    deferred = !t.bundle.deferrals.empty();
    Collector collector;
    engine::UserHandlers later({t.bundle, collector, 0, 0},
                               std::make_unique<engine::LocalStorage>(t.bundle.program.globals, 2048), {});
    KernelRunner runner(t);
    engine::RecordDecoder decoder(t.bundle, t.sources, 0);
    engine::DecodedBatch batch;
    runner.onBytes = [&](std::span<const std::byte> record) {
        decoder.decode(record, batch);
        if (!batch.hit)
            return;
        if (const auto error = later.run(*batch.hit))
            collector.errors += engine::errorText(error->message, error->range, t.sources) + '\n';
        batch.hit.reset();
    };
    if (runner.error.empty())
        (void)runner.attach();
    if (!runner.error.empty()) {
        problem = runner.error;
        return;
    }
    probed_sum(1, 2, 3);
    runner.consume();
    for (const trace::Event &event : batch.batch.events)
        kernel += event.text;
    for (const engine::HandlerError &error : batch.errors)
        kernel += error.text + '\n';
    if (deferred)
        kernel = collector.text + collector.errors;
    emitted = static_cast<uint32_t>(t.bundle.kernel.programs[0].code.size());
    processed = runner.verified[0];
}
