// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/preparation.h"

#include "analysis/analyze.h"
#include "base/similar.h"
#include "debuginfo/kernel.h"
#include "debuginfo/module.h"
#include "engine/bpf/kernel_reader.h"
#include "engine/explain.h"
#include "engine/phase_timer.h"
#include "engine/places.h"
#include "script/parser.h"
#include "translator/ir.h"

#include <bpf/libbpf.h>
#include <sys/utsname.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace tapscope::engine {

namespace {

// Without a wish, two pages: some hundred frames, and no more than a hit should cost. Who wants more gets what fits a handler.
uint32_t stackPagesFor(uint32_t frames)
{
    constexpr uint32_t usual = 2, most = 3, framesInThem = 64, bytesOfFrame = 128;
    if (frames <= framesInThem)
        return usual;
    return std::min(most, usual + (frames - framesInThem) * bytesOfFrame / translator::stackPageBytes);
}

std::vector<LockedTogether> locksOf(const translator::Bundle &bundle)
{
    std::vector<LockedTogether> locks;
    const auto sort = [&](const std::vector<int32_t> &lockOf, std::vector<uint32_t> LockedTogether::*members) {
        for (uint32_t n = 0; n < lockOf.size(); ++n) {
            if (lockOf[n] < 0)
                continue;
            locks.resize(std::max(locks.size(), static_cast<size_t>(lockOf[n]) + 1));
            (locks[static_cast<size_t>(lockOf[n])].*members).push_back(n);
        }
    };
    sort(bundle.lockOfGlobal, &LockedTogether::globals);
    sort(bundle.lockOfHandler, &LockedTogether::handlers);
    return locks;
}

/// Probe points that never need the kernel; everything else may turn out to.
bool runsInUserContext(const script::ProbePoint &point)
{
    static constexpr std::array<std::string_view, 9> names{"begin",  "end",   "error",      "never",    "timer",
                                                           "procfs", "input", "prometheus", "json_data"};
    if (point.components.empty() || !std::ranges::contains(names, std::string_view(point.components.front().name.text)))
        return false;
    // timer.profile runs where it interrupts.
    return point.components.size() < 2 || point.components[1].name.text != "profile";
}

/// "1 probe", "2 probes"
std::string counted(size_t count, std::string_view noun)
{
    return std::to_string(count) + ' ' + std::string(noun) + (count == 1 ? "" : "s");
}

}

Preparation::Preparation(const Options &options, Listener &listener, StopSignal &stop)
    : m_options(options)
    , m_listener(listener)
    , m_stop(stop)
{}

Preparation::~Preparation()
{
    m_abandon.give(); // the futures' threads are waited for
}

void Preparation::report(const script::Diagnostic &diagnostic)
{
    if (diagnostic.severity == script::Severity::Error && m_failure.empty())
        m_failure = diagnostic.message;
    m_listener.onDiagnostic(diagnostic);
}

/// Passes on what was found since the last call; false when there are errors.
bool Preparation::reportNew()
{
    const auto &all = m_diagnostics.all();
    while (m_reported < all.size())
        report(all[m_reported++]);
    return !m_diagnostics.hasErrors();
}

Preparation::Result Preparation::listed(std::string_view text)
{
    m_listener.onListing(text);
    return Result::Listed;
}

std::vector<std::string> Preparation::tapsetDirectories() const
{
    std::vector<std::string> out = {ownTapset()};
    for (const std::string &directory : m_options.tapsetDirectories) {
        std::error_code unknown;
        const auto isSame = [&](const std::string &other) { return std::filesystem::equivalent(directory, other, unknown); };
        if (std::ranges::none_of(out, isSame))
            out.push_back(directory);
    }
    return out;
}

bool Preparation::parse()
{
    PhaseTimer phase(m_listener, Phase::Parse);
    m_parseOptions.arguments = m_options.arguments;
    m_parseOptions.guru = m_options.guru;
    if (!m_options.compatible.empty())
        m_parseOptions.compatible = m_options.compatible;
    utsname system{};
    if (::uname(&system) == 0) {
        m_parseOptions.kernelRelease = system.release;
        m_parseOptions.kernelVersion = m_parseOptions.kernelRelease.substr(0, m_parseOptions.kernelRelease.find('-'));
        m_parseOptions.architecture = system.machine;
    }
    const script::FileId file = m_sources.add(m_options.scriptPath, m_options.scriptText);
    m_listener.onSources(m_sources);
    analysis::Options options;
    options.parse = m_parseOptions;
    options.tapsetDirectories = tapsetDirectories();
    m_ast = analysis::parse(m_sources, file, options, m_diagnostics);
    if (!reportNew())
        return false;
    phase.done("parsed user script");
    return true;
}

script::Range Preparation::firstKernelProbe() const
{
    for (const script::Probe &probe : m_ast.probes) {
        for (const script::ProbePoint &point : probe.points) {
            if (!runsInUserContext(point))
                return point.range;
        }
    }
    return {};
}

/// The helper's start takes longer than the translation of most scripts, so it runs beside it.
void Preparation::startHelper()
{
    const std::string path = m_options.helperPath.empty() ? ownHelper() : m_options.helperPath;
    m_helperStart = std::async(std::launch::async,
                               [path, without = m_options.withoutUprobeMulti, cancel = m_abandon.fd(), guru = m_options.guru] {
                                   return bpf::HelperLink::start(path, without, cancel, guru);
                               });
}

/// So does reading the kernel's types.
void Preparation::startKernelOffsets()
{
    m_kernelOffsets = std::async(std::launch::async, [] {
        KernelOffsets offsets;
        if (const auto kernel = debuginfo::Kernel::running()) {
            const auto member = [&](std::string_view structure, std::string_view name) {
                const auto offset = (*kernel)->memberOffset(structure, name);
                return offset ? static_cast<int32_t>(*offset) : -1;
            };
            offsets.taskMm = member("task_struct", "mm");
            offsets.mmStartCode = member("mm_struct", "start_code");
            offsets.taskTgid = member("task_struct", "tgid");
            offsets.mmExeFile = member("mm_struct", "exe_file");
            offsets.fileInode = member("file", "f_inode");
            offsets.inodeNumber = member("inode", "i_ino");
            offsets.inodeSize = member("inode", "i_size");
        }
        return offsets;
    });
}

/// Which program the target runs, before the analysis: a bare process probe means it.
bool Preparation::resolveTarget()
{
    if (!m_options.command.empty()) {
        auto command = resolveCommand(m_options.command);
        if (!command) {
            report(explainFailure("no-command", command.error(), {}));
            return false;
        }
        m_command = std::move(*command);
        m_targetProgram = m_command->program;
    } else if (m_options.pid != 0) {
        auto target = Target::find(m_options.pid);
        if (!target) {
            report(explainFailure("no-process", target.error(), {}));
            return false;
        }
        m_target = std::move(*target);
        auto program = debuginfo::programOfProcess(m_options.pid);
        if (!program) {
            report(explainFailure("no-process", program.error(), {}));
            return false;
        }
        m_targetProgram = std::move(*program);
    }
    return true;
}

bool Preparation::resolve()
{
    PhaseTimer phase(m_listener, Phase::Resolve);
    if (!resolveTarget())
        return false;
    analysis::Options options;
    options.parse = m_parseOptions;
    options.tapsetDirectories = tapsetDirectories();
    options.targetProgram = m_targetProgram;
    options.hasTarget = m_command || m_target;
    options.targetPid = m_options.pid;
    options.withoutEffect = m_options.eliminates ? analysis::WithoutEffect::Remove : analysis::WithoutEffect::Keep;
    options.skipsBadVariables = m_options.skipsBadVariables;
    options.printsGlobals = m_options.printsGlobals;
    options.cancelled = &m_stop.flag();
    options.readingDebugInfo = [&](uint64_t done, uint64_t total) { phase.progress(done, total); };
    m_program = analysis::analyze(m_sources, m_ast, options, m_diagnostics);
    if (!m_diagnostics.hasErrors())
        setGlobals();
    if (!reportNew())
        return false;
    size_t probes = 0;
    for (const auto &handler : m_program.handlers)
        probes += std::max<size_t>(handler.sites.size(), 1);
    phase.done("analyzed script: " + counted(probes, "probe") + ", " + counted(m_program.functions.size(), "function")
                   + ", 0 embeds, " + counted(m_program.globals.size(), "global"),
               probes, probes);
    return true;
}

/// First values from the command line (-G).
void Preparation::setGlobals()
{
    for (const auto &[name, value] : m_options.globals) {
        const auto found = std::ranges::find(m_program.globals, name, &analysis::GlobalVariable::name);
        if (found == m_program.globals.end() || !found->keys.empty() || found->type == analysis::Type::Stats) {
            std::vector<std::string> names;
            for (const auto &global : m_program.globals) {
                if (global.keys.empty() && global.type != analysis::Type::Stats)
                    names.push_back(global.name);
            }
            const auto similar = similarNames(name, names);
            m_diagnostics.error("unknown-global", {},
                                {TAPSCOPE_TEXT("Diagnostics",
                                               "-G %1=%2: the script uses no global variable of this name that "
                                               "holds one value"),
                                 {name, value}},
                                similar.empty() ? Text{}
                                                : Text{TAPSCOPE_TEXT("Diagnostics", "did you mean %1?"), {similar.front()}});
            continue;
        }
        if (found->type == analysis::Type::String) {
            found->initialString = value.substr(0, m_options.maxStringLength - 1);
            continue;
        }
        char *end = nullptr;
        errno = 0;
        const bool negative = value.starts_with('-');
        const auto number = std::strtoull(value.c_str() + (negative ? 1 : 0), &end, 0);
        if (value.size() <= (negative ? 1u : 0u) || *end != 0 || errno != 0) {
            m_diagnostics.error("wrong-global-value", {},
                                {TAPSCOPE_TEXT("Diagnostics", "-G %1=%2: %1 holds a number, and this is none"), {name, value}});
            continue;
        }
        found->initialNumber = static_cast<int64_t>(negative ? 0 - number : number);
    }
}

bool Preparation::holdTarget()
{
    if (!m_command)
        return true;
    // Where the command's memory is, only its exec decides.
    const bool isWatched = std::ranges::any_of(m_program.handlers, [](const auto &h) { return h.perf.inEachProcess; });
    auto target = Target::hold(*m_command, m_options.commandStdout, m_options.commandStderr, isWatched);
    if (!target) {
        report(explainFailure("no-command", target.error(), {}));
        return false;
    }
    m_target = std::move(*target);
    return true;
}

bool Preparation::joinHelper()
{
    if (!m_helperStart.valid())
        return true;
    // A stop while the helper asks for its rights must not wait for them.
    while (m_helperStart.wait_for(std::chrono::milliseconds(20)) != std::future_status::ready) {
        if (m_stop.given())
            m_abandon.give();
    }
    auto helper = m_helperStart.get();
    if (m_stop.given())
        return false;
    if (!helper) {
        report(explainFailure("helper-failed", helper.error().failure, firstKernelProbe()));
        return false;
    }
    if (!helper->features().loadPrograms) {
        report(explainFailure(
            "no-permission",
            {{TAPSCOPE_TEXT("Diagnostics", "the helper may not load programs into the kernel: %1"), {helper->features().reason}},
             {TAPSCOPE_TEXT("Diagnostics", "Give it the rights with: sudo setcap %1 %2"),
              {protocol::neededCapabilities(), m_options.helperPath.empty() ? ownHelper() : m_options.helperPath}}},
            firstKernelProbe()));
        return false;
    }
    m_helper.emplace(std::move(*helper));
    return true;
}

/// Of this kernel; of a recent one when nothing is going to be loaded.
protocol::Features Preparation::features() const
{
    if (m_helper)
        return m_helper->features();
    protocol::Features recent;
    recent.uprobeMulti = recent.uprobeSession = recent.kprobe = recent.kprobeMulti = recent.fentry = true;
    recent.rawTracepoint = recent.bpfLoop = recent.btf = recent.loadPrograms = true;
    recent.kernelRelease = m_parseOptions.kernelRelease;
    return recent;
}

bool Preparation::translate()
{
    PhaseTimer phase(m_listener, Phase::Translate);
    translator::TranslateOptions options;
    options.features = features();
    options.ringBytes = m_options.ringBytes;
    options.maxStringLength = m_options.maxStringLength;
    options.maxMapEntries = m_options.maxMapEntries;
    options.stackPages = stackPagesFor(m_options.maxBacktrace);
    options.maxAction = m_options.actionLimit();
    options.possibleCpus = static_cast<uint32_t>(std::max(libbpf_num_possible_cpus(), 1));
    options.timing = m_options.measuresTimes();
    options.gathersAll = !m_options.eliminates;
    options.targetPid = m_target ? m_target->pid() : 0;
    if (const auto place = bpf::kernelReaderPlace()) {
        options.kernelReaderFile = place->file;
        options.kernelReaderOffset = place->offset;
    }
    if (m_kernelOffsets.valid()) {
        const KernelOffsets offsets = m_kernelOffsets.get();
        options.taskMmOffset = offsets.taskMm;
        options.mmStartCodeOffset = offsets.mmStartCode;
        options.taskTgidOffset = offsets.taskTgid;
        options.mmExeFileOffset = offsets.mmExeFile;
        options.fileInodeOffset = offsets.fileInode;
        options.inodeNumberOffset = offsets.inodeNumber;
        options.inodeSizeOffset = offsets.inodeSize;
    }
    m_bundle = translator::translate(std::move(m_program), m_sources, options, m_diagnostics);
    if (!reportNew())
        return false;
    size_t instructions = 0;
    for (const auto &program : m_bundle.kernel.programs)
        instructions += program.code.size();
    phase.done("translated to BPF: " + counted(m_bundle.kernel.programs.size(), "program") + ", "
                   + counted(instructions, "instruction") + ", " + counted(m_bundle.kernel.maps.size(), "map"),
               m_bundle.kernel.programs.size(), m_bundle.kernel.programs.size());
    return true;
}

Preparation::Result Preparation::run()
{
    const auto failed = [this] { return m_stop.given() ? Result::Stopped : Result::Failed; };
    const bool willRun = m_options.lastPass >= 5;
    if (!parse())
        return Result::Failed;
    if (m_options.lastPass == 1)
        return listed("# parse tree dump\n# file " + m_options.scriptPath + "\n"
                      + script::print(m_ast, script::PrintStyle::Dump));
    if (!firstKernelProbe().empty()) {
        if (willRun)
            startHelper();
        if (m_options.lastPass >= 3)
            startKernelOffsets();
    }
    if (!resolve())
        return failed();
    if (m_options.lastPass == 2)
        return listed(analysis::print(m_program));
    if (willRun && (!holdTarget() || !joinHelper()))
        return failed();
    if (m_stop.given())
        return Result::Stopped;
    if (!translate())
        return failed();
    m_listener.onProgram(m_bundle.program);
    m_listener.onLocks(m_bundle.program, locksOf(m_bundle));
    if (m_options.lastPass == 3) {
        const translator::Listing listing = translator::makeListing(m_bundle, m_sources);
        m_listener.onTranslation(listing);
        std::string text = translator::withScript(listing.intermediate, m_sources);
        if (!listing.instructions.empty())
            text += '\n' + translator::withScript(listing.instructions, m_sources);
        return listed(std::move(text));
    }
    if (m_options.lastPass == 4)
        return listed(translator::disassemble(m_bundle, m_sources));
    return m_stop.given() ? Result::Stopped : Result::Ready;
}

}
