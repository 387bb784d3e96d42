// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// From ring records to the rows on the screen: what one event costs in each step, and what a tree of ten million calls does.

#include "analysis/format_parser.h"
#include "engine/record_writer.h"
#include "engine/runtime/decoder.h"
#include "engine/runtime/format.h"
#include "trace/call_tree.h"
#include "trace/console_store.h"
#include "trace/importer.h"
#include "trace/visible_rows.h"

#include <benchmark/benchmark.h>

#include <array>
#include <random>

using namespace tapscope;
using trace::Event;

namespace {

/// The calls of a program that walks trees of depth up to 16: about five calls in six are leaves, arguments repeat.
class CallStream {
public:
    CallStream()
    {
        for (int i = 0; i < 200; ++i)
            m_names.push_back("namespace::function_" + std::to_string(i));
        for (int i = 0; i < 1000; ++i)
            m_arguments.push_back("this=0x55d0c0ffee" + std::to_string(i) + " n=0x" + std::to_string(i % 64));
    }
    /// Feeds `calls` calls with their returns.
    template <typename Sink> void run(uint64_t calls, Sink &&sink)
    {
        std::mt19937 random(1);
        std::vector<uint32_t> stack;
        uint64_t time = 1;
        uint64_t made = 0;
        Event event;
        event.pid = event.tid = 42;
        event.execname = "program";
        event.returnAddress = 0x401136;
        while (made < calls || !stack.empty()) {
            time += 100;
            event.timeNs = time;
            const bool enter = made < calls && (stack.empty() || (stack.size() < 16 && random() % 2 == 0));
            if (enter) {
                ++made;
                stack.push_back(static_cast<uint32_t>(random() % m_names.size()));
            }
            event.kind = enter ? Event::Kind::Enter : Event::Kind::Leave;
            event.site = stack.back();
            event.function = m_names[stack.back()];
            event.arguments = enter ? std::string_view(m_arguments[random() % m_arguments.size()]) : std::string_view("0x0");
            event.stackPointer = 0x7ffe00000000 - stack.size() * 96;
            sink(event);
            if (!enter)
                stack.pop_back();
        }
    }

private:
    std::vector<std::string> m_names;
    std::vector<std::string> m_arguments;
};

/// The stream in memory, so that the time of making it does not count.
const std::vector<Event> &recordedMillion()
{
    static CallStream stream;
    static const std::vector<Event> events = [] {
        std::vector<Event> all;
        stream.run(1'000'000, [&](const Event &event) { all.push_back(event); });
        return all;
    }();
    return events;
}

constexpr uint64_t tenMillion = 10'000'000;

trace::CallTree &bigTree()
{
    static trace::CallTree tree;
    if (tree.callCount() == 0) {
        for (int i = 0; i < 10; ++i)
            tree.add(recordedMillion());
    }
    return tree;
}

void buildTenMillionCalls(benchmark::State &state)
{
    const std::vector<Event> &events = recordedMillion();
    double bytes = 0;
    for (auto _ : state) {
        trace::CallTree tree;
        for (int i = 0; i < 10; ++i)
            tree.add(events);
        bytes = static_cast<double>(tree.memoryBytes()) / static_cast<double>(tree.callCount());
        state.PauseTiming();
        tree.clear();
        state.ResumeTiming();
    }
    state.counters["events/s"] = benchmark::Counter(static_cast<double>(events.size()) * 10,
                                                    benchmark::Counter::kIsIterationInvariantRate);
    state.counters["bytes/call"] = bytes;
}
BENCHMARK(buildTenMillionCalls)->Unit(benchmark::kMillisecond)->Iterations(2);

void updateRows(benchmark::State &state)
{
    trace::CallTree &tree = bigTree();
    for (auto _ : state) {
        trace::VisibleRows rows(tree);
        benchmark::DoNotOptimize(rows.count());
    }
    state.counters["calls/s"] = benchmark::Counter(static_cast<double>(tree.callCount()),
                                                   benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(updateRows)->Unit(benchmark::kMillisecond)->Iterations(3);

/// One frame of a view that is dragged by its scroll bar: 60 rows anywhere, with all that is shown of them.
void scrollFrame(benchmark::State &state)
{
    trace::CallTree &tree = bigTree();
    const trace::VisibleRows rows(tree);
    std::mt19937_64 random(2);
    for (auto _ : state) {
        const uint64_t top = random() % (rows.count() - 60);
        size_t shown = 0;
        for (uint64_t row = top; row < top + 60; ++row) {
            const trace::VisibleRows::Row at = rows.at(row);
            if (at.call == trace::noCall)
                continue;
            const trace::Call &call = tree.threads()[at.thread].calls[at.call];
            shown += tree.functionName(call.function).size() + tree.string(call.arguments).size() + rows.hasChildren(at)
                + rows.isExpanded(at);
        }
        benchmark::DoNotOptimize(shown);
    }
}
BENCHMARK(scrollFrame)->Unit(benchmark::kMicrosecond);

void collapseAndExpandAll(benchmark::State &state)
{
    trace::VisibleRows rows(bigTree());
    for (auto _ : state) {
        rows.setExpanded({0, trace::noCall}, false);
        benchmark::DoNotOptimize(rows.count());
        rows.setExpanded({0, trace::noCall}, true);
        benchmark::DoNotOptimize(rows.count());
    }
}
BENCHMARK(collapseAndExpandAll)->Unit(benchmark::kMillisecond);

void expandWithAMillionCollapsedBelow(benchmark::State &state)
{
    trace::CallTree &tree = bigTree();
    trace::VisibleRows rows(tree);
    std::mt19937_64 random(3);
    for (int i = 0; i < 1'000'000; ++i)
        rows.setExpanded({0, static_cast<trace::CallIndex>(random() % tree.callCount())}, false);
    for (auto _ : state) {
        rows.setExpanded({0, trace::noCall}, false);
        rows.setExpanded({0, trace::noCall}, true);
        benchmark::DoNotOptimize(rows.count());
    }
}
BENCHMARK(expandWithAMillionCollapsedBelow)->Unit(benchmark::kMillisecond)->Iterations(3);

void filterTenMillion(benchmark::State &state)
{
    trace::VisibleRows rows(bigTree());
    for (auto _ : state) {
        rows.setFilter("function_77");
        benchmark::DoNotOptimize(rows.count());
        rows.setFilter("");
    }
}
BENCHMARK(filterTenMillion)->Unit(benchmark::kMillisecond)->Iterations(3);

/// printf("%s -> %s %s\n", thread_indent(1), ppfunc(), $$parms) as it comes from the ring.
void decodeCall(benchmark::State &state)
{
    using translator::FieldKind;
    translator::Bundle bundle;
    bundle.program.handlers.resize(1);
    analysis::Site &site = bundle.program.sites.emplace_back();
    site.function = "function_of_the_program";
    site.variables.resize(3);
    for (size_t i = 0; i < 3; ++i) {
        site.variables[i].name = "argument";
        site.variables[i].type.kind = debuginfo::TypeInfo::Kind::Integer;
    }
    bundle.ir.prints.resize(1);
    bundle.ir.prints[0].pieces = analysis::parseFormat("%s -> %s %s\n").pieces;
    bundle.layouts = {{0, {{FieldKind::ThreadIndent, {}, 0}, {FieldKind::ProbeFunction, {}, 0}, {FieldKind::Variables, {}, 3}}}};
    const script::SourceSet sources;
    engine::RecordDecoder decoder(bundle, sources, 0);
    translator::RecordHeader header;
    header.flags = translator::HasFrame | translator::HasExecname;
    header.tid = 1234;
    header.timeNs = 1;
    std::memcpy(header.execname, "teahouse", 9);
    engine::RecordWriter record(header);
    record.begin(0)
        .indent(123456, 12, 1)
        .put(uint64_t{42})
        .put(uint64_t{0x7ffe12345678})
        .put(uint64_t{3})
        .put(uint32_t{0})
        .pad()
        .end();
    engine::DecodedBatch batch;
    for (auto _ : state) {
        decoder.decode(record.data(), batch);
        if (batch.batch.events.size() >= 4096)
            batch.clear();
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(decodeCall);

void formatLine(benchmark::State &state)
{
    const auto pieces = analysis::parseFormat("%s %d: %x\n").pieces;
    const std::array<engine::FormatArgument, 3> arguments = {std::string_view("vfs_read"), 12345, 0xdeadbeef};
    std::string out;
    for (auto _ : state) {
        out.clear();
        engine::appendFormat(out, pieces, arguments);
        benchmark::DoNotOptimize(out.data());
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(formatLine);

void formatPaddedLine(benchmark::State &state)
{
    const auto pieces = analysis::parseFormat("%-16s %8d %#10x %5s\n").pieces;
    const std::array<engine::FormatArgument, 4> arguments = {std::string_view("vfs_read"), 12345, 0xdeadbeef,
                                                             std::string_view("ab")};
    std::string out;
    for (auto _ : state) {
        out.clear();
        engine::appendFormat(out, pieces, arguments);
        benchmark::DoNotOptimize(out.data());
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(formatPaddedLine);

void importLines(benchmark::State &state)
{
    std::string text;
    for (int i = 0; i < 1000; ++i)
        text += "     0 teahouse(4711):    -> brew leaves=0x5\n    12 teahouse(4711):    <- brew 0x0\n";
    for (auto _ : state) {
        trace::ThreadIndentImporter importer;
        trace::EventBatch batch;
        importer.add(text, batch);
        benchmark::DoNotOptimize(batch.events.data());
    }
    state.SetItemsProcessed(state.iterations() * 2000);
}
BENCHMARK(importLines);

void appendConsoleLines(benchmark::State &state)
{
    trace::ConsoleStore store(size_t{64} << 20);
    for (auto _ : state)
        store.append("    12 teahouse(4711):    -> brew leaves=0x5 water=0x10\n");
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(appendConsoleLines);

}

BENCHMARK_MAIN();
