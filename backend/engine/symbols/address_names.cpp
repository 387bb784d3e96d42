// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/symbols/address_names.h"

#include "base/hexadecimal.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <format>

namespace tapscope::engine {

using analysis::SymbolForm;

namespace {

std::string baseName(const std::string &path)
{
    return path.substr(path.rfind('/') + 1);
}

/// What is known of an address, on either side.
struct Known {
    uint64_t address = 0;
    std::string name;
    uint64_t offset = 0, size = 0;
    std::string module;
    uint64_t moduleOffset = 0, moduleSize = 0; ///< 0: not told
    std::optional<debuginfo::SourceLine> line;
    bool isInlined = false; ///< a copy, which has no place of its own in its function
};

std::string inModule(const Known &known, bool brief)
{
    if (known.module.empty())
        return {};
    const std::string module = brief ? baseName(known.module) : known.module;
    if (!known.name.empty() || known.moduleSize == 0)
        return " [" + module + "]";
    return brief ? std::format(" [{}+{:#x}]", module, known.moduleOffset)
                 : std::format(" [{}+{:#x}/{:#x}]", module, known.moduleOffset, known.moduleSize);
}

std::string shown(const Known &known, SymbolForm form)
{
    const std::string address = hexadecimal(known.address);
    const bool named = !known.name.empty();
    const std::string data = !named ? std::string()
        : known.isInlined           ? known.name + " (inlined)"
                                    : std::format("{}+{:#x}/{:#x}", known.name, known.offset, known.size);
    switch (form) {
    case SymbolForm::Name: return named ? known.name : address;
    case SymbolForm::Data: return (named ? data : address) + inModule(known, false);
    case SymbolForm::Module: return known.module;
    case SymbolForm::File: return known.line ? known.line->file : address;
    case SymbolForm::Line: return known.line ? std::to_string(known.line->line) : address;
    case SymbolForm::FileLine: return known.line ? known.line->file + ":" + std::to_string(known.line->line) : address;
    case SymbolForm::Frame: return " " + address + (named ? " : " + data : std::string()) + inModule(known, false);
    case SymbolForm::ShortFrame:
        return known.isInlined ? data : named ? std::format("{}+{:#x}", known.name, known.offset) : address;
    case SymbolForm::BriefFrame: return shown(known, SymbolForm::ShortFrame) + inModule(known, true);
    case SymbolForm::FileLineFrame: {
        const std::string place = known.line ? std::format(" at {}:{}", known.line->file, known.line->line) : std::string();
        return " " + address + (named ? " : " + data : std::string()) + place + inModule(known, false);
    }
    case SymbolForm::BuildId: break;
    }
    return address;
}

/// A file that nobody else sees, or that was deleted since, is there while the process has it in its memory.
std::shared_ptr<const UniqueFd> fileInMemory(int pid, const debuginfo::Mapping &mapping)
{
    if (::access(mapping.path.c_str(), F_OK) == 0)
        return nullptr;
    const std::string link = std::format("/proc/{}/map_files/{:x}-{:x}", pid, mapping.begin, mapping.end);
    auto file = std::make_shared<const UniqueFd>(::open(link.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    return *file ? file : nullptr;
}

bool isFrame(SymbolForm form)
{
    return form == SymbolForm::Frame || form == SymbolForm::BriefFrame || form == SymbolForm::ShortFrame
        || form == SymbolForm::FileLineFrame;
}

bool needsLine(SymbolForm form)
{
    return form == SymbolForm::File || form == SymbolForm::Line || form == SymbolForm::FileLine
        || form == SymbolForm::FileLineFrame;
}

}

std::string stackText(const std::vector<uint64_t> &frames)
{
    std::string text;
    for (const uint64_t frame : frames)
        text += (text.empty() ? "" : " ") + hexadecimal(frame);
    return text;
}

AddressNames::AddressNames(int command, bool showsInlined) : m_showsInlined(showsInlined)
{
    if (command > 0)
        m_recorder.emplace(command);
}

AddressNames::~AddressNames() = default;

void AddressNames::takeEvents()
{
    if (!m_recorder)
        return;
    for (MappingRecorder::Event &event : m_recorder->take()) {
        std::unique_ptr<Process> &process = m_processes[event.pid];
        if (!process)
            process = std::make_unique<Process>();
        process->recorded = true;
        switch (event.kind) {
        case MappingRecorder::Event::Kind::Exec: process->image.clear(); break;
        case MappingRecorder::Event::Kind::Map: {
            debuginfo::Mapping mapping{event.begin, event.end, event.offset, std::move(event.path)};
            mapping.file = fileInMemory(event.pid, mapping);
            process->image.add(std::move(mapping));
            break;
        }
        case MappingRecorder::Event::Kind::Fork:
            process->image.clear();
            if (const auto parent = m_processes.find(event.parent); parent != m_processes.end() && parent->second) {
                for (const debuginfo::Mapping &mapping : parent->second->image.mappings())
                    process->image.add(mapping);
            }
            break;
        }
    }
}

AddressNames::Process &AddressNames::process(int pid, uint64_t address)
{
    takeEvents();
    // Of many short-lived processes only some are kept; those of the command cannot be asked again.
    constexpr size_t most = 128;
    if (m_processes.size() > most)
        std::erase_if(m_processes, [&](const auto &entry) { return entry.first != pid && !entry.second->recorded; });
    std::unique_ptr<Process> &process = m_processes[pid];
    if (!process)
        process = std::make_unique<Process>();
    if (process->image.holds(address) || (process->recorded && process->asked))
        return *process;
    process->asked = true;
    std::vector<debuginfo::Mapping> now = debuginfo::ProcessImage::mappingsOf(pid);
    const auto holds = [&](const debuginfo::Mapping &mapping) { return mapping.begin <= address && address < mapping.end; };
    // Libraries that were loaded since; a stray address is no reason to begin again.
    if (!now.empty() && (process->image.mappings().empty() || std::ranges::any_of(now, holds))) {
        process->image.clear();
        for (debuginfo::Mapping &mapping : now)
            process->image.add(std::move(mapping));
    }
    return *process;
}

std::vector<uint64_t> AddressNames::userStack(const RecordedHit &hit)
{
    if (!hit.userStack)
        return {};
    debuginfo::StackSample sample;
    std::ranges::copy(hit.userStack->registers, sample.registers.begin());
    sample.stack = hit.userStack->bytes;
    Process &its = process(static_cast<int>(hit.pid), sample.registers.back());
    std::vector<uint64_t> frames = its.image.unwind(sample);
    const std::vector<uint64_t> interrupted = its.image.interrupted();
    its.interrupted.insert(interrupted.begin(), interrupted.end());
    return frames;
}

std::vector<uint64_t> AddressNames::kernelStack(const RecordedHit &hit, const analysis::Program &program)
{
    std::vector<uint64_t> frames = hit.kernelStack;
    const analysis::Handler &handler = program.handlers[hit.handler];
    if (handler.kind == analysis::ProbeKind::KernelFunction && hit.site < program.sites.size() && !frames.empty()) {
        // Where the probe is, rather than where the kernel goes on.
        constexpr uint64_t longestInstruction = 16;
        const uint64_t place = program.sites[hit.site].address;
        if (frames.front() - place < longestInstruction)
            frames.front() = place;
    }
    if (handler.kind == analysis::ProbeKind::KernelTrace) {
        // What calls the handler is no part of what is traced.
        constexpr size_t most = 8;
        for (size_t n = std::min(most, frames.size()); n-- > 0;) {
            const std::string_view name = kernelImage().name(frames[n]).name;
            if (name.starts_with("bpf_prog_") || name.starts_with("bpf_trace_run") || name.starts_with("__bpf_trace_")
                || name.starts_with("__traceiter_")) {
                frames.erase(frames.begin(), frames.begin() + static_cast<std::ptrdiff_t>(n) + 1);
                break;
            }
        }
    }
    return frames;
}

std::string AddressNames::user(int pid, uint64_t address, SymbolForm form, bool frame)
{
    Process &its = process(pid, address);
    if (its.generation != its.image.generation()) {
        for (auto &texts : its.shown)
            texts.clear();
        its.generation = its.image.generation();
    }
    const bool isCall = frame && !its.interrupted.contains(address);
    auto &texts = its.shown[2 * static_cast<size_t>(form) + (isCall ? 1 : 0)];
    constexpr size_t most = 1 << 14;
    if (texts.size() > most)
        texts.clear();
    const auto [entry, isNew] = texts.try_emplace(address);
    if (isNew)
        entry->second = describe(its, address, form, isCall);
    return entry->second;
}

std::string AddressNames::describe(Process &process, uint64_t address, SymbolForm form, bool isCall)
{
    debuginfo::ProcessImage &image = process.image;
    if (form == SymbolForm::BuildId)
        return image.buildId(address);
    const uint64_t back = isCall ? 1 : 0;
    const debuginfo::AddressName found = image.name(address - back);
    Known known{address, found.name, found.offset + back, found.size, found.module, address - found.moduleBegin, found.moduleSize,
                {},      false};
    if (needsLine(form))
        known.line = image.line(address - back);
    if (!m_showsInlined || !isFrame(form))
        return shown(known, form);
    std::string text;
    const std::vector<debuginfo::ExecutedFunction> executed = image.executedAt(address - back);
    for (size_t n = 0; n < executed.size(); ++n) {
        known.line = executed[n].place;
        if (n + 1 == executed.size())
            break;
        Known copy = known;
        copy.name = executed[n].name;
        copy.isInlined = true;
        text += shown(copy, form) + '\n';
    }
    return text + shown(known, form);
}

const debuginfo::KernelImage &AddressNames::kernelImage()
{
    if (!m_kernel)
        m_kernel.emplace(debuginfo::KernelImage::running());
    return *m_kernel;
}

std::string AddressNames::kernel(uint64_t address, SymbolForm form)
{
    const debuginfo::KernelImage::Name found = kernelImage().name(address);
    Known known;
    known.address = address;
    known.name = found.name;
    known.offset = found.offset;
    known.size = found.size;
    known.module = found.module;
    return shown(known, form);
}

std::optional<uint64_t> AddressNames::loadAddress(int pid, uint64_t address)
{
    const debuginfo::AddressName found = process(pid, address).image.name(address);
    return found.module.empty() ? std::nullopt : std::optional(found.moduleBegin);
}

}
