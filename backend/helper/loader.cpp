// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/loader.h"

#include "helper/features.h"
#include "helper/kernel_btf.h"

#include <fcntl.h>

#include <cerrno>
#include <charconv>
#include <cstring>

namespace tapscope::helper {

using protocol::Failed;
using protocol::Map;
using protocol::Program;
using protocol::Relocation;

namespace {

std::unexpected<Failed> failed(Failed::Stage stage, int error, size_t index, std::string detail, std::string log = {})
{
    return std::unexpected(Failed{.stage = stage,
                                  .error = error,
                                  .index = static_cast<uint32_t>(index),
                                  .detail = std::move(detail),
                                  .log = std::move(log)});
}

Result<void> fill(int map, const Map &spec, uint32_t possibleCpus)
{
    const bool perCpu = spec.type == BPF_MAP_TYPE_PERCPU_ARRAY;
    const size_t step = perCpu ? (spec.valueSize + size_t{7}) & ~size_t{7} : spec.valueSize;
    std::vector<std::byte> values(step * (perCpu ? possibleCpus : 1));
    const auto count = static_cast<uint32_t>(spec.initial.size() / spec.valueSize);
    for (uint32_t key = 0; key < count; ++key) {
        for (size_t at = 0; at < values.size(); at += step)
            std::memcpy(values.data() + at, spec.initial.data() + size_t{key} * spec.valueSize, spec.valueSize);
        if (auto updated = updateMap(map, &key, values.data()); !updated)
            return updated;
    }
    if (spec.flags & BPF_F_RDONLY_PROG)
        return freezeMap(map); // lets the verifier take the contents as constants
    return {};
}

Result<UniqueFd> create(const Map &spec, int btf, uint32_t possibleCpus)
{
    bpf_attr attributes{};
    attributes.map_type = spec.type;
    attributes.key_size = spec.keySize;
    attributes.value_size = spec.valueSize;
    attributes.max_entries = spec.maxEntries;
    attributes.map_flags = spec.flags;
    if (btf >= 0 && spec.btfValueType) {
        attributes.btf_fd = static_cast<uint32_t>(btf);
        attributes.btf_key_type_id = spec.btfKeyType;
        attributes.btf_value_type_id = spec.btfValueType;
    }
    const std::string name = objectName(spec.name);
    std::memcpy(attributes.map_name, name.data(), name.size());
    auto map = createMap(attributes);
    if (map && spec.isCounter) {
        if (auto filled = fillWithCounters(map->get(), spec.counterType, spec.counterConfig); !filled)
            return std::unexpected(filled.error());
    }
    if (map && !spec.initial.empty()) {
        if (auto filled = fill(map->get(), spec, possibleCpus); !filled)
            return std::unexpected(filled.error());
    }
    return map;
}

/// `code` with the maps' descriptors in it.
std::vector<uint64_t> relocate(const Program &program, const std::vector<UniqueFd> &maps)
{
    std::vector<uint64_t> code = program.code;
    for (const Relocation &relocation : program.relocations) {
        const bool value = relocation.kind == Relocation::Kind::MapValue;
        const uint64_t source = value ? BPF_PSEUDO_MAP_VALUE : BPF_PSEUDO_MAP_FD;
        uint64_t &first = code[relocation.instruction];
        const auto descriptor = static_cast<uint32_t>(maps[relocation.map].get());
        first = (first & 0x0fffu) | source << 12 | uint64_t{descriptor} << 32;
        code[relocation.instruction + 1] = value ? uint64_t{relocation.offset} << 32 : 0;
    }
    return code;
}

/// Loads again to hear the verifier's reasons, with more and more room for them.
std::string verifierLog(const ProgramSpec &spec)
{
    std::string log;
    for (size_t size = 64u << 10; size <= protocol::maxLogBytes; size *= 4) {
        log.assign(size, '\0');
        const auto result = loadProgram(spec, log);
        const size_t end = log.find('\0');
        const bool complete = result || result.error() != ENOSPC;
        if (complete || size == protocol::maxLogBytes) {
            log.resize(std::min(end, log.size()));
            return log;
        }
    }
    return log;
}

uint32_t programType(Program::Kind kind)
{
    switch (kind) {
    case Program::Kind::Uprobe:
    case Program::Kind::Kprobe: return BPF_PROG_TYPE_KPROBE;
    case Program::Kind::RawTracepoint: return BPF_PROG_TYPE_RAW_TRACEPOINT;
    case Program::Kind::Fentry:
    case Program::Kind::Fexit: return BPF_PROG_TYPE_TRACING;
    case Program::Kind::PerfEvent: return BPF_PROG_TYPE_PERF_EVENT;
    }
    return 0;
}

uint32_t attachTypeFor(const Program &program, const protocol::Features &features)
{
    switch (program.kind) {
    case Program::Kind::Uprobe: return program.session ? attachUprobeSession : features.uprobeMulti ? attachUprobeMulti : 0;
    case Program::Kind::Kprobe: {
        const bool hasRoom = !program.fewReturns || multiKeepsReturnsByTask(features.kernelRelease);
        return features.kprobeMulti && !program.insideFunctions && hasRoom ? attachKprobeMulti : 0;
    }
    case Program::Kind::RawTracepoint:
    case Program::Kind::PerfEvent: return 0;
    case Program::Kind::Fentry: return attachTracingEntry;
    case Program::Kind::Fexit: return attachTracingExit;
    }
    return 0;
}

}

std::expected<LoadedSet, Failed> load(const protocol::Load &what, const protocol::Features &features, KernelBtf &kernel,
                                      uint32_t possibleCpus)
{
    using Stage = Failed::Stage;
    if (!features.loadPrograms)
        return failed(Stage::Privileges, EPERM, 0, features.reason);

    LoadedSet set;
    UniqueFd btf;
    if (!what.btf.empty()) {
        if (auto loaded = loadBtf(what.btf))
            btf = std::move(*loaded);
        else
            set.report.btfError = loaded.error();
    }
    for (size_t i = 0; i < what.maps.size(); ++i) {
        auto map = create(what.maps[i], btf.get(), possibleCpus);
        if (!map)
            return failed(Stage::Map, map.error(), i, what.maps[i].name);
        if (what.maps[i].shared)
            set.shared.push_back(map->get());
        set.maps.push_back(std::move(*map));
    }
    for (size_t i = 0; i < what.programs.size(); ++i) {
        const Program &program = what.programs[i];
        if (program.session && !features.uprobeSession)
            return failed(Stage::Verifier, EOPNOTSUPP, i, program.name, "this kernel has no uprobe sessions\n");
        const std::vector<uint64_t> code = relocate(program, set.maps);
        ProgramSpec spec{.type = programType(program.kind),
                         .attachType = attachTypeFor(program, features),
                         .name = program.name,
                         .code = code,
                         .btf = btf.get(),
                         .functionInfo = program.functionInfo,
                         .lineInfo = program.lineInfo};
        if (!program.target.empty()) {
            const auto function = kernel.function(program.target);
            if (!function)
                return failed(Stage::Verifier, ENOENT, i, program.name,
                              "the kernel's BTF has no function " + program.target + "\n");
            spec.attachBtfId = *function;
        }
        auto loaded = loadProgram(spec);
        if (!loaded)
            return failed(Stage::Verifier, loaded.error(), i, program.name, verifierLog(spec));
        set.report.verifiedInstructions.push_back(verifiedInstructions(loaded->get()));
        set.programs.push_back({std::move(*loaded), program.kind, spec.attachType});
    }
    for (const protocol::ProgramSlot &slot : what.programSlots) {
        const int program = set.programs[slot.program].descriptor.get();
        if (auto put = updateMap(set.maps[slot.map].get(), &slot.index, &program); !put)
            return failed(Stage::Map, put.error(), slot.map, what.maps[slot.map].name);
    }
    return set;
}

uint32_t countPossibleCpus()
{
    // "0-7" or "0,2-3": the highest number counts, since values have a part for each.
    const auto text = readFile(AT_FDCWD, "/sys/devices/system/cpu/possible");
    if (!text)
        return 1;
    const size_t last = text->find_last_of(",-");
    const char *from = text->data() + (last == std::string::npos ? 0 : last + 1);
    uint32_t highest = 0;
    std::from_chars(from, text->data() + text->size(), highest);
    return highest + 1;
}

}
