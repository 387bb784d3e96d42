// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/process_image.h"

#include "debuginfo/demangle.h"
#include "debuginfo/frame_rules.h"
#include "debuginfo/line_table.h"
#include "debuginfo/mapped_files.h"

#include <dwarf.h>
#include <elfutils/libdwfl.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <format>
#include <map>

namespace tapscope::debuginfo {

namespace {

constexpr pid_t thread = 1; ///< the unwinder wants a number; there is one thread

/// What the unwinder's callbacks work on.
struct Walk {
    const StackSample *sample = nullptr;
    size_t most = 0;
    std::vector<uint64_t> frames;
    std::vector<uint64_t> interrupted;
};

pid_t nextThread(Dwfl *, void *argument, void **threadArgument)
{
    if (*threadArgument)
        return 0;
    *threadArgument = argument;
    return thread;
}

bool getThread(Dwfl *, pid_t, void *argument, void **threadArgument)
{
    *threadArgument = argument;
    return true;
}

bool readMemory(Dwfl *, Dwarf_Addr address, Dwarf_Word *result, void *argument)
{
    const auto word = static_cast<Walk *>(argument)->sample->word(address);
    *result = word.value_or(0);
    return word.has_value();
}

bool setRegisters(Dwfl_Thread *state, void *argument)
{
    const StackSample &sample = *static_cast<Walk *>(argument)->sample;
    return dwfl_thread_state_registers(state, 0, static_cast<unsigned>(sample.registers.size()), sample.registers.data());
}

int takeFrame(Dwfl_Frame *frame, void *argument)
{
    Walk &walk = *static_cast<Walk *>(argument);
    Dwarf_Addr address = 0;
    bool interrupted = false;
    if (!dwfl_frame_pc(frame, &address, &interrupted) || address == 0)
        return DWARF_CB_ABORT;
    walk.frames.push_back(address);
    if (interrupted)
        walk.interrupted.push_back(address);
    return walk.frames.size() < walk.most ? DWARF_CB_OK : DWARF_CB_ABORT;
}

const Dwfl_Thread_Callbacks threadCallbacks = {nextThread, getThread, readMemory, setRegisters, nullptr, nullptr};

int noElf(Dwfl_Module *, void **, const char *, Dwarf_Addr, char **, Elf **)
{
    return -1;
}

const Dwfl_Callbacks callbacks = {noElf, dwfl_standard_find_debuginfo, nullptr, nullptr};

}

struct ProcessImage::Loaded {
    Dwfl *dwfl = nullptr;
    Walk walk;
    bool attached = false;
    std::optional<FrameRules> rules;
    std::map<Dwarf *, LineTables> lines;
    /// What the debug information has at an address; `unit` is null: nothing.
    struct Place {
        const Dwarf_Die *unit = nullptr;
        uint64_t address = 0; ///< as its file counts
        LineTables *lines = nullptr;
    };
    [[nodiscard]] Place placeOf(uint64_t address);
    ~Loaded()
    {
        rules.reset();
        if (dwfl)
            dwfl_end(dwfl);
    }
};

ProcessImage::ProcessImage() = default;
ProcessImage::~ProcessImage() = default;

std::vector<Mapping> ProcessImage::mappingsOf(int pid)
{
    std::vector<Mapping> found;
    std::map<std::string, std::shared_ptr<const UniqueFd>> files; // by name
    for (MemoryArea &area : memoryAreas(pid)) {
        const auto [entry, isNew] = files.try_emplace(area.name);
        if (isNew) {
            const std::string path = readableFile(pid, area);
            // The process may be gone when the file is read.
            if (!path.empty() && path != area.name)
                entry->second = std::make_shared<const UniqueFd>(
                    ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
        }
        found.push_back({area.begin, area.end, area.offset, std::move(area.name), entry->second});
    }
    return found;
}

void ProcessImage::clear()
{
    m_mappings.clear();
    m_loaded.reset();
    ++m_generation;
}

void ProcessImage::add(Mapping mapping)
{
    std::erase_if(m_mappings, [&](const Mapping &old) { return old.begin < mapping.end && mapping.begin < old.end; });
    const auto at = std::ranges::lower_bound(m_mappings, mapping.begin, {}, &Mapping::begin);
    m_mappings.insert(at, std::move(mapping));
    m_loaded.reset();
    ++m_generation;
}

const Mapping *ProcessImage::mappingAt(uint64_t address) const
{
    const auto after = std::ranges::upper_bound(m_mappings, address, {}, &Mapping::begin);
    if (after == m_mappings.begin() || std::prev(after)->end <= address)
        return nullptr;
    return &*std::prev(after);
}

ProcessImage::Loaded *ProcessImage::loaded()
{
    if (m_loaded)
        return m_loaded.get();
    auto fresh = std::make_unique<Loaded>();
    fresh->dwfl = dwfl_begin(&callbacks);
    if (!fresh->dwfl)
        return nullptr;
    dwfl_report_begin(fresh->dwfl);
    std::vector<std::string> reported;
    for (const Mapping &mapping : m_mappings) {
        if (std::ranges::find(reported, mapping.path) != reported.end())
            continue;
        reported.push_back(mapping.path);
        // What is no ELF file has no code of interest.
        const uint64_t firstByte = mapping.begin - mapping.offset;
        const int own = mapping.file && *mapping.file ? ::fcntl(mapping.file->get(), F_DUPFD_CLOEXEC, 0) : -1;
        if (!dwfl_report_elf(fresh->dwfl, mapping.path.c_str(), mapping.path.c_str(), own, firstByte, false) && own >= 0)
            ::close(own);
    }
    dwfl_report_end(fresh->dwfl, nullptr, nullptr);
    fresh->rules.emplace(fresh->dwfl);
    m_loaded = std::move(fresh);
    return m_loaded.get();
}

std::vector<uint64_t> ProcessImage::unwind(const StackSample &sample, size_t most)
{
    Loaded *image = loaded();
    const uint64_t innermost = sample.registers[StackSample::instructionPointer];
    if (!image || m_mappings.empty())
        return innermost ? std::vector{innermost} : std::vector<uint64_t>();
    image->walk.frames.clear();
    image->walk.interrupted.clear();
    if (auto plain = image->rules->walk(sample, most)) {
        if (!plain->empty())
            image->walk.interrupted = {innermost};
        return std::move(*plain);
    }
    return walkByLibrary(*image, sample, most);
}

std::vector<uint64_t> ProcessImage::walkByLibrary(Loaded &image, const StackSample &sample, size_t most)
{
    image.walk.sample = &sample;
    image.walk.most = most;
    if (!image.attached)
        image.attached = dwfl_attach_state(image.dwfl, nullptr, thread, &threadCallbacks, &image.walk);
    if (image.attached)
        (void)dwfl_getthread_frames(image.dwfl, thread, takeFrame, &image.walk);
    image.walk.sample = nullptr;
    const uint64_t innermost = sample.registers[StackSample::instructionPointer];
    if (image.walk.frames.empty() && innermost)
        image.walk.frames.push_back(innermost);
    return image.walk.frames;
}

std::vector<uint64_t> ProcessImage::interrupted() const
{
    return m_loaded ? m_loaded->walk.interrupted : std::vector<uint64_t>();
}

std::string ProcessImage::buildId(uint64_t address)
{
    Loaded *image = loaded();
    Dwfl_Module *module = image ? dwfl_addrmodule(image->dwfl, address) : nullptr;
    GElf_Addr bias = 0;
    const unsigned char *bytes = nullptr;
    GElf_Addr place = 0;
    const int length = module && dwfl_module_getelf(module, &bias) ? dwfl_module_build_id(module, &bytes, &place) : 0;
    std::string digits;
    for (int n = 0; n < length; ++n)
        digits += std::format("{:02x}", bytes[n]);
    return digits;
}

AddressName ProcessImage::name(uint64_t address)
{
    AddressName out;
    const Mapping *mapping = mappingAt(address);
    if (!mapping)
        return out;
    out.module = mapping->path;
    out.moduleBegin = mapping->begin - mapping->offset;
    uint64_t end = mapping->end;
    for (const Mapping &other : m_mappings) {
        if (other.path == mapping->path)
            end = std::max(end, other.end);
    }
    out.moduleSize = end - out.moduleBegin;
    Loaded *image = loaded();
    Dwfl_Module *module = image ? dwfl_addrmodule(image->dwfl, address) : nullptr;
    if (!module)
        return out;
    GElf_Off offset = 0;
    GElf_Sym symbol{};
    const char *found = dwfl_module_addrinfo(module, address, &offset, &symbol, nullptr, nullptr, nullptr);
    if (!found)
        return out;
    const std::string_view plain = found; // without the version that a library gives it
    out.name = demangledName(plain.substr(0, plain.find('@')));
    out.offset = offset;
    out.size = symbol.st_size;
    return out;
}

ProcessImage::Loaded::Place ProcessImage::Loaded::placeOf(uint64_t address)
{
    Dwfl_Module *module = dwfl_addrmodule(dwfl, address);
    Dwarf_Addr bias = 0;
    Dwarf *dwarf = module ? dwfl_module_getdwarf(module, &bias) : nullptr;
    const Dwarf_Die *unit = dwarf ? dwfl_module_addrdie(module, address, &bias) : nullptr;
    return unit ? Place{unit, address - bias, &lines.try_emplace(dwarf, dwarf).first->second} : Place{};
}

std::optional<SourceLine> ProcessImage::line(uint64_t address)
{
    Loaded *image = loaded();
    const Loaded::Place place = image ? image->placeOf(address) : Loaded::Place{};
    return place.unit ? place.lines->at(*place.unit, place.address) : std::nullopt;
}

std::vector<ExecutedFunction> ProcessImage::executedAt(uint64_t address)
{
    Loaded *image = loaded();
    const Loaded::Place place = image ? image->placeOf(address) : Loaded::Place{};
    return place.unit ? functionsAt(*place.unit, place.address, *place.lines) : std::vector<ExecutedFunction>();
}

}
