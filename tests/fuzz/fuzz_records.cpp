// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Records as a broken kernel side could write them, for a program with every kind of field: they may be malformed, never a crash,
// and what comes of them lies in the batch.

#include "analysis/format_parser.h"
#include "engine/runtime/decoder.h"

#include <cstdlib>
#include <cstring>

using namespace tapscope;
using translator::FieldKind;

namespace {

struct Setting {
    translator::Bundle bundle;
    script::SourceSet sources;

    explicit Setting(bool byAddress)
    {
        sources.add("fuzz.stp", "probe process.function(\"*\") { x = 1 / y }\n");
        bundle.sitesByAddress = byAddress;
        bundle.program.handlers.resize(2);
        bundle.program.handlers[0].sites = {0, 1};
        for (const char *name : {"main", "fact"}) {
            analysis::Site &site = bundle.program.sites.emplace_back();
            site.function = name;
            site.probePoint = std::string("process(\"/bin/x\").function(\"") + name + "\")";
        }
        bundle.program.sites[1].variables.resize(3);
        for (auto &variable : bundle.program.sites[1].variables)
            variable.type.kind = debuginfo::TypeInfo::Kind::Integer;
        bundle.program.sites[1].variables[2].type.kind = debuginfo::TypeInfo::Kind::Structure;
        bundle.errorSites.push_back({script::Range{0, 31, 36}, "y"});
        print("%s -> %s %s\n",
              {{FieldKind::ThreadIndent, {}, 0}, {FieldKind::ProbeFunction, {}, 0}, {FieldKind::Variables, {}, 3}});
        print("%d %x %s%p\n",
              {{FieldKind::Long, {}, 0}, {FieldKind::Long, {}, 0}, {FieldKind::Literal, "text", 0}, {FieldKind::Long, {}, 0}});
        print("%-20.5s|%s|%c", {{FieldKind::Bytes, {}, 0}, {FieldKind::Execname, {}, 0}, {FieldKind::Long, {}, 0}});
        print("%s%s%8M", {{FieldKind::Indent, {}, 0}, {FieldKind::ProbePoint, {}, 0}, {FieldKind::Bytes, {}, 0}});
        print("%s", {{FieldKind::Bytes, {}, 0}});
    }
    void print(const char *format, std::vector<translator::FieldLayout> fields)
    {
        translator::ir::PrintFormat plan;
        plan.pieces = analysis::parseFormat(format).pieces;
        bundle.ir.prints.push_back(std::move(plan));
        bundle.layouts.push_back({static_cast<uint32_t>(bundle.ir.prints.size() - 1), std::move(fields)});
    }
};

/// Reads every character, so that a view of something that has gone shows.
size_t touch(const engine::DecodedBatch &out)
{
    size_t sum = 0;
    for (const trace::Event &event : out.batch.events) {
        for (const std::string_view text : {event.text, event.function, event.arguments, event.execname}) {
            for (const char c : text)
                sum += static_cast<unsigned char>(c);
        }
    }
    for (const engine::HandlerError &error : out.errors)
        sum += error.text.size();
    return sum;
}

}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const Setting byIndex(false), byAddress(true);
    if (size < 1)
        return 0;
    // The first byte tells how the rest becomes records: as it is, or behind a header that is in order; in one or two pieces.
    const uint8_t how = data[0];
    std::vector<uint64_t> words((size + sizeof(translator::RecordHeader)) / 8 + 2);
    auto *bytes = reinterpret_cast<std::byte *>(words.data());
    size_t used = 0;
    if (how & 1) {
        translator::RecordHeader header;
        header.handler = how >> 1 & 1;
        header.flags = how >> 4;
        header.site = how >> 2 & 1;
        header.timeNs = 2'000'000;
        header.pid = header.tid = 7;
        std::memcpy(header.execname, "prog", 5);
        std::memcpy(bytes, &header, sizeof header);
        used = sizeof header;
    }
    std::memcpy(bytes + used, data + 1, size - 1);
    used += size - 1;

    const Setting &setting = how & 8 ? byAddress : byIndex;
    engine::RecordDecoder decoder(setting.bundle, setting.sources, 1'000'000);
    engine::DecodedBatch out;
    decoder.decode(std::span(bytes, used), out);
    decoder.decode(std::span(bytes, used / 2), out); // the same handler again, cut off
    if (touch(out) == SIZE_MAX)
        std::abort();
    out.clear();
    decoder.decode(std::span(bytes, used), out);
    return touch(out) == SIZE_MAX;
}
