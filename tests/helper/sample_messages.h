// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "helper/protocol_codec.h"

#include <string>
#include <vector>

/// One message of every type with no field left at its default, so that a forgotten or swapped field shows.
inline std::vector<tapscope::protocol::Message> sampleMessages()
{
    using namespace tapscope::protocol;
    const auto bytes = [](std::initializer_list<int> values) {
        std::vector<std::byte> out;
        for (const int value : values)
            out.push_back(static_cast<std::byte>(value));
        return out;
    };
    Features features{.uprobeMulti = true,
                      .kprobe = true,
                      .tracefsUprobes = true,
                      .rawTracepoint = true,
                      .btf = true,
                      .loadPrograms = true,
                      .reason = "r\303\244son",
                      .kernelRelease = "6.1.0"};
    Load load;
    load.btf = bytes({0x9f, 0xeb, 1, 0});
    load.maps = {Map{.name = "ring", .type = 27, .maxEntries = 4096, .shared = true},
                 Map{.name = "globals",
                     .type = 2,
                     .keySize = 4,
                     .valueSize = 16,
                     .maxEntries = 1,
                     .flags = 1024,
                     .btfKeyType = 1,
                     .btfValueType = 2,
                     .initial = bytes({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})},
                 Map{.name = "counter",
                     .type = 4,
                     .keySize = 4,
                     .valueSize = 4,
                     .maxEntries = 8,
                     .isCounter = true,
                     .counterType = 1,
                     .counterConfig = 2}};
    load.programs
        = {Program{.kind = Program::Kind::Uprobe,
                   .name = "calls",
                   .code = {0x00000000000000b7, 0x95},
                   .relocations = {{Relocation::Kind::MapValue, 1, 1, 8}, {Relocation::Kind::MapDescriptor, 0, 0, 0}},
                   .functionInfo = bytes({0, 0, 0, 0, 3, 0, 0, 0}),
                   .lineInfo = std::vector<std::byte>(16),
                   .target = "",
                   .session = true},
           Program{.kind = Program::Kind::Fexit, .name = "returns", .code = {0x95}, .target = "vfs_read"},
           Program{.kind = Program::Kind::Kprobe, .name = "lines", .code = {0x95}, .insideFunctions = true, .fewReturns = true}};
    load.programSlots = {{1, 257, 0}};
    load.guru = true;
    Attach attach;
    attach.attachments = {Attachment{.program = 1,
                                     .isReturn = true,
                                     .file = 0,
                                     .offsets = {0x1000, 0x1004},
                                     .cookies = {7, 8},
                                     .semaphoreOffsets = {0, 0x4000},
                                     .pid = 42},
                          Attachment{.kind = Attachment::Kind::KernelFunctions,
                                     .program = 0,
                                     .cookies = {1},
                                     .symbols = {"vfs_read"},
                                     .maxActive = 7},
                          Attachment{.kind = Attachment::Kind::PerfEvents,
                                     .program = 0,
                                     .offsets = {4711},
                                     .cookies = {1},
                                     .perfType = 5,
                                     .perfConfig = 0x1000,
                                     .perfPeriod = 1,
                                     .watchType = 2,
                                     .watchBytes = 4}};
    attach.fileCount = 1;
    return {Hello{},
            features,
            load,
            Loaded{.verifiedInstructions = {12, 1'000'000}, .btfError = 22},
            attach,
            Attached{.failures = {{1, 2, 22}, {3, 4, 524}}, .attachedSites = 998, .first = 3, .method = "uprobe_multi"},
            Detach{.attachments = {3, 4}},
            Detached{},
            CountMissed{},
            Missed{.attachments = {0, 4711}, .programs = {3}},
            Failed{.stage = Failed::Stage::Verifier, .error = 13, .index = 1, .detail = "program refused", .log = "0: exit\n"}};
}
