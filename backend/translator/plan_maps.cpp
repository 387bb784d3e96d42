// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/alignment.h"
#include "translator/translation.h"

#include <algorithm>
#include <cctype>
#include <cstring>
#include <numeric>
#include <set>

namespace tapscope::translator {

using analysis::Intrinsic;
using ir::Instruction;
using ir::Op;
using ir::Type;

namespace {

/// The kernel took longer keys only lately.
constexpr uint32_t maxKeyBytes = 512;
/// Most texts are shorter, and the kernel's hash goes over all of a key, zeroes too.
constexpr uint32_t longestColumn = 256;

std::string mapName(const std::string &name)
{
    std::string out = "g_";
    for (const char c : name)
        out += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
    out.resize(std::min<size_t>(out.size(), 15));
    return out;
}

bool writesElement(Op op)
{
    return op == Op::StoreElement || op == Op::AddElement || op == Op::Accumulate;
}

/// How long the string that `v` names in `block` can be, NUL included.
uint32_t boundOf(const Translation &t, const ir::BasicBlock &block, ir::ValueId v)
{
    const uint32_t longest = t.options.maxStringLength;
    const auto definition = std::ranges::find(block.instructions, v, &Instruction::result);
    if (definition == block.instructions.end())
        return longest;
    if (definition->op == Op::StringConstant) {
        const auto index = static_cast<size_t>(definition->imm);
        return index < t.bundle.ir.strings.size() ? static_cast<uint32_t>(t.bundle.ir.strings[index].size() + 1) : 1;
    }
    if (definition->op != Op::Intrinsic)
        return longest;
    switch (static_cast<Intrinsic>(definition->imm)) {
    case Intrinsic::Execname: return 16;
    case Intrinsic::Pp: return t.maps.pointStride ? t.maps.pointStride : longest;
    case Intrinsic::Ppfunc:
    case Intrinsic::Probefunc: return t.maps.functionStride ? t.maps.functionStride : longest;
    default: return longest;
    }
}

/// Functions that user-context handlers run, directly or through others.
std::set<size_t> userFunctions(const Translation &t)
{
    std::set<size_t> found;
    std::vector<const ir::Function *> open;
    for (const ir::Handler &h : t.bundle.ir.handlers) {
        if (!t.bundle.program.handlers[h.programHandler].inKernel() || t.bundle.deferrals.contains(h.programHandler))
            open.push_back(&h.body);
    }
    while (!open.empty()) {
        const ir::Function *f = open.back();
        open.pop_back();
        for (const ir::BasicBlock &b : f->blocks) {
            for (const Instruction &i : b.instructions) {
                if (i.op == Op::Call && found.insert(static_cast<size_t>(i.imm)).second)
                    open.push_back(&t.bundle.ir.functions[static_cast<size_t>(i.imm)]);
            }
        }
    }
    return found;
}

void planStatistic(const analysis::GlobalVariable &global, GlobalLayout &layout)
{
    layout.perCpu = true;
    layout.momentsOffset = global.varianceShift ? 32 : 0;
    layout.bucketsOffset = global.varianceShift ? 48 : 32;
    layout.bucketCount = global.histogram ? global.histogram->bucketCount() : 0;
    layout.valueSize = layout.bucketsOffset + 8 * layout.bucketCount;
}

/// What the script reads of each statistic, anywhere.
struct StatisticUse {
    bool count = false, sum = false, bounds = false;

    void add(analysis::StatisticExpr::Function function)
    {
        using Function = analysis::StatisticExpr::Function;
        count = true; // the least and the greatest of nothing are errors, and a variance is by the count
        sum |= function == Function::Sum || function == Function::Average || function == Function::Variance;
        bounds |= function == Function::Min || function == Function::Max;
    }
};

std::vector<StatisticUse> statisticUses(const Translation &t)
{
    std::vector<StatisticUse> uses(t.bundle.program.globals.size());
    const auto scan = [&](const ir::Function &f) {
        for (const ir::BasicBlock &b : f.blocks) {
            for (const Instruction &i : b.instructions) {
                if (i.op == Op::Statistic)
                    uses[static_cast<size_t>(i.imm)].add(static_cast<analysis::StatisticExpr::Function>(i.imm2));
            }
        }
    };
    for (const ir::Handler &h : t.bundle.ir.handlers) {
        scan(h.body);
        if (h.condition)
            scan(*h.condition);
    }
    for (const ir::Function &f : t.bundle.ir.functions)
        scan(f);
    for (const ir::Foreach &walk : t.bundle.ir.foreachs) {
        if (walk.valueLocal >= 0)
            uses[walk.global] = {true, true, true};
        if (walk.order != script::SortOrder::None)
            uses[walk.global].add(walk.sortStatistic >= 0 ? static_cast<analysis::StatisticExpr::Function>(walk.sortStatistic)
                                                          : analysis::StatisticExpr::Function::Count);
    }
    return uses;
}

void planGathering(Translation &t)
{
    if (t.options.gathersAll)
        return;
    const std::vector<StatisticUse> uses = statisticUses(t);
    for (size_t g = 0; g < uses.size(); ++g) {
        GlobalLayout &layout = t.bundle.globals[g];
        // A running mean goes by the count, and is put right by the sum.
        const bool moments = layout.momentsOffset > 0;
        layout.gathersSum = uses[g].sum || moments;
        layout.gathersBounds = uses[g].bounds;
        layout.gathersCount = uses[g].count || moments || layout.readInKernel || layout.bucketCount == 0;
    }
}

uint32_t wantedColumn(const Translation &t, uint32_t bound)
{
    return std::min(align8(std::max<uint32_t>(bound, 16)), align8(t.options.maxStringLength));
}

/// Bytes of each column. Those of the longest texts give way until a key can hold all.
std::vector<uint32_t> columnSizes(const Translation &t, const analysis::GlobalVariable &g, const std::vector<uint32_t> &bounds)
{
    std::vector<uint32_t> sizes;
    for (size_t c = 0; c < g.keys.size(); ++c)
        sizes.push_back(g.keys[c] == Type::String ? std::min(wantedColumn(t, bounds[c]), longestColumn) : 8);
    const auto total = [&] { return std::accumulate(sizes.begin(), sizes.end(), 0u); };
    while (total() > maxKeyBytes)
        *std::ranges::max_element(sizes) -= 8;
    return sizes;
}

void planArray(Translation &t, size_t global, const std::vector<uint32_t> &bounds)
{
    const analysis::GlobalVariable &g = t.bundle.program.globals[global];
    GlobalLayout &layout = t.bundle.globals[global];
    const uint32_t entries = g.maxEntries ? g.maxEntries : t.options.maxMapEntries;
    std::vector<uint32_t> sizes = columnSizes(t, g, bounds);
    uint32_t offset = 0;
    for (size_t c = 0; c < g.keys.size(); ++c) {
        GlobalLayout::Column column;
        column.offset = offset;
        column.size = sizes[c];
        column.isString = g.keys[c] == Type::String;
        column.abbreviates = column.isString && wantedColumn(t, bounds[c]) > column.size;
        if (column.abbreviates)
            t.maps.longKeyTexts += entries;
        offset += column.size;
        layout.keys.push_back(column);
    }
    layout.perCpu = g.type == Type::Stats;
    if (layout.perCpu)
        planStatistic(g, layout);
    layout.valueSize = layout.perCpu ? layout.valueSize : g.type == Type::String ? align8(t.options.maxStringLength) : 8;
    const uint32_t type = layout.perCpu ? (g.wraps ? BPF_MAP_TYPE_LRU_PERCPU_HASH : BPF_MAP_TYPE_PERCPU_HASH)
                                        : (g.wraps ? BPF_MAP_TYPE_LRU_HASH : BPF_MAP_TYPE_HASH);
    layout.map = t.addMap(mapName(g.name), type, offset, layout.valueSize, entries, 0, true);
}

}

int32_t Translation::addMap(std::string name, uint32_t type, uint32_t keySize, uint32_t valueSize, uint32_t entries,
                            uint32_t flags, bool shared)
{
    protocol::Map map;
    map.name = std::move(name);
    map.type = type;
    map.keySize = keySize;
    map.valueSize = valueSize;
    map.maxEntries = entries;
    map.flags = flags;
    map.shared = shared;
    bundle.kernel.maps.push_back(std::move(map));
    return static_cast<int32_t>(bundle.kernel.maps.size() - 1);
}

int32_t Translation::addTable(std::string name, std::vector<std::byte> bytes)
{
    const auto size = static_cast<uint32_t>(bytes.size());
    const int32_t map = addMap(std::move(name), BPF_MAP_TYPE_ARRAY, 4, size, 1, BPF_F_RDONLY_PROG, false);
    bundle.kernel.maps.back().initial = std::move(bytes);
    return map;
}

uint32_t Translation::errorSite(const script::Range &range, std::string subject)
{
    bundle.errorSites.push_back({range, std::move(subject)});
    return static_cast<uint32_t>(bundle.errorSites.size() - 1);
}

void planGlobals(Translation &t)
{
    const auto &globals = t.bundle.program.globals;
    t.bundle.globals.assign(globals.size(), {});
    std::vector<bool> used(globals.size()), read(globals.size());
    std::vector<std::vector<uint32_t>> bounds(globals.size());
    for (size_t g = 0; g < globals.size(); ++g)
        bounds[g].assign(globals[g].keys.size(), 1);

    const auto scan = [&](const ir::Function &f, bool kernelSide) {
        for (const ir::BasicBlock &b : f.blocks) {
            for (const Instruction &i : b.instructions) {
                if (i.op == Op::ForeachBegin && kernelSide) {
                    const uint32_t g = t.bundle.ir.foreachs[static_cast<size_t>(i.imm)].global;
                    used[g] = read[g] = true;
                }
                if (!ir::usesGlobal(i.op))
                    continue;
                const auto g = static_cast<size_t>(i.imm);
                if (kernelSide) {
                    used[g] = true;
                    read[g] = read[g] || i.op != Op::Accumulate;
                }
                for (size_t c = 0; c < i.keys.size() && c < bounds[g].size() && writesElement(i.op); ++c) {
                    if (globals[g].keys[c] == Type::String)
                        bounds[g][c] = std::max(bounds[g][c], boundOf(t, b, i.keys[c]));
                }
            }
        }
    };
    for (const ir::Handler &h : t.bundle.ir.handlers) {
        const bool kernelSide = t.bundle.program.handlers[h.programHandler].inKernel()
            && !t.bundle.deferrals.contains(h.programHandler);
        scan(kernelSide ? t.bodies[h.programHandler] : h.body, kernelSide);
        if (t.bundle.deferrals.contains(h.programHandler))
            scan(t.bodies[h.programHandler], true);
    }
    for (const size_t f : userFunctions(t))
        scan(t.bundle.ir.functions[f], false);

    std::vector<std::byte> initial;
    for (size_t g = 0; g < globals.size(); ++g) {
        const analysis::GlobalVariable &variable = globals[g];
        GlobalLayout &layout = t.bundle.globals[g];
        if (!used[g])
            continue;
        layout.readInKernel = read[g];
        if (!variable.keys.empty()) {
            planArray(t, g, bounds[g]);
        } else if (variable.type == Type::Stats) {
            planStatistic(variable, layout);
            layout.map = t.addMap(mapName(variable.name), BPF_MAP_TYPE_PERCPU_ARRAY, 4, layout.valueSize, 1, 0, true);
        } else {
            layout.offset = static_cast<uint32_t>(initial.size());
            layout.valueSize = variable.type == Type::String ? align8(t.options.maxStringLength) : 8;
            initial.resize(initial.size() + layout.valueSize);
            std::byte *at = initial.data() + layout.offset;
            if (variable.type == Type::String)
                std::memcpy(at, variable.initialString.data(),
                            std::min<size_t>(variable.initialString.size(), t.options.maxStringLength - 1));
            else
                std::memcpy(at, &variable.initialNumber, 8);
        }
    }
    planGathering(t);
    // Each element has one text for each such column; those of elements that are gone make room first.
    if (t.maps.longKeyTexts > 0)
        t.bundle.keyTextsMap = t.addMap("key_texts", BPF_MAP_TYPE_LRU_HASH, 8, align8(t.options.maxStringLength),
                                        2 * t.maps.longKeyTexts, 0, true);
    uint32_t largest = 0;
    for (const GlobalLayout &layout : t.bundle.globals) {
        if (layout.perCpu && layout.valueSize > 32 && !layout.keys.empty())
            largest = std::max(largest, layout.valueSize);
    }
    if (largest > 0)
        t.maps.emptyStatistic = t.addMap("no_values", BPF_MAP_TYPE_ARRAY, 4, largest, 1, 0, false);
    if (initial.empty())
        return;
    t.bundle.globalsMap = t.addMap("globals", BPF_MAP_TYPE_ARRAY, 4, static_cast<uint32_t>(initial.size()), 1, BPF_F_MMAPABLE,
                                   true);
    t.bundle.kernel.maps.back().initial = std::move(initial);
    for (size_t g = 0; g < globals.size(); ++g) {
        if (used[g] && globals[g].keys.empty() && globals[g].type != Type::Stats)
            t.bundle.globals[g].map = t.bundle.globalsMap;
    }
}

void planSiteNames(Translation &t)
{
    const auto &sites = t.bundle.program.sites;
    bool functions = false, points = false;
    for (size_t h = 0; h < t.bodies.size(); ++h) {
        if (!t.bundle.program.handlers[h].inKernel())
            continue;
        for (const ir::BasicBlock &b : t.bodies[h].blocks) {
            std::set<ir::ValueId> functionNames, pointNames;
            for (const Instruction &i : b.instructions) {
                if (i.op == Op::Intrinsic) {
                    const auto what = static_cast<Intrinsic>(i.imm);
                    if (what == Intrinsic::Pp)
                        pointNames.insert(i.result);
                    else if (what == Intrinsic::Ppfunc || what == Intrinsic::Probefunc)
                        functionNames.insert(i.result);
                }
                if (i.op == Op::Print)
                    continue;
                std::vector<ir::ValueId> operands = i.keys;
                operands.push_back(i.a);
                operands.push_back(i.b);
                for (const ir::ValueId v : operands) {
                    functions |= functionNames.contains(v);
                    points |= pointNames.contains(v);
                }
            }
        }
    }
    if (!functions && !points)
        return;
    for (const analysis::Site &site : sites) {
        if (functions)
            t.maps.functionStride = std::max(t.maps.functionStride, align8(site.function.size() + 1));
        if (points)
            t.maps.pointStride = std::max(t.maps.pointStride, align8(site.probePoint.size() + 1));
    }
    t.maps.functionStride = std::min(t.maps.functionStride, align8(t.options.maxStringLength));
    t.maps.pointStride = std::min(t.maps.pointStride, align8(t.options.maxStringLength));
    const size_t stride = t.maps.functionStride + t.maps.pointStride;
    std::vector<std::byte> table(std::max<size_t>(1, sites.size()) * stride);
    for (size_t n = 0; n < sites.size(); ++n) {
        std::byte *at = table.data() + n * stride;
        if (functions)
            std::memcpy(at, sites[n].function.data(), std::min<size_t>(sites[n].function.size(), t.maps.functionStride - 1));
        if (points)
            std::memcpy(at + t.maps.functionStride, sites[n].probePoint.data(),
                        std::min<size_t>(sites[n].probePoint.size(), t.maps.pointStride - 1));
    }
    t.maps.siteNames = t.addMap("site_names", BPF_MAP_TYPE_ARRAY, 4, static_cast<uint32_t>(table.size()), 1, 0, false);
    t.bundle.kernel.maps.back().initial = std::move(table);
}

}
