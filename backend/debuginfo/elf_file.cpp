// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/elf_file.h"

#include <elfutils/libdwelf.h>
#include <fcntl.h>
#include <gelf.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace tapscope::debuginfo {

namespace {

constexpr size_t windowSize = 256 * 1024;

Failure failure(std::string_view pattern, std::vector<std::string> arguments, std::string_view nextStep)
{
    return {{pattern, std::move(arguments)}, {nextStep, {}}};
}

Failure truncated(const std::string &path)
{
    return failure(TAPSCOPE_TEXT("Diagnostics", "“%1” is damaged or cut short: it ends before the parts that its header names."),
                   {path}, TAPSCOPE_TEXT("Diagnostics", "Build, copy or install the file again."));
}

std::string machineName(unsigned machine)
{
    switch (machine) {
    case EM_386: return "i386";
    case EM_ARM: return "ARM";
    case EM_AARCH64: return "AArch64";
    case EM_RISCV: return "RISC-V";
    case EM_PPC64: return "PowerPC 64";
    case EM_S390: return "S/390";
    case EM_BPF: return "BPF";
    default: return "ELF machine " + std::to_string(machine);
    }
}

bool readFully(int fd, void *buffer, size_t size, uint64_t offset)
{
    auto *out = static_cast<char *>(buffer);
    while (size > 0) {
        const ssize_t got = ::pread(fd, out, size, static_cast<off_t>(offset));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        out += got;
        size -= static_cast<size_t>(got);
        offset += static_cast<uint64_t>(got);
    }
    return true;
}

// The program after “#!” of a script's first line.
std::string interpreterOf(std::string_view start)
{
    start.remove_prefix(2);
    start = start.substr(0, start.find('\n'));
    while (start.starts_with(' ') || start.starts_with('\t'))
        start.remove_prefix(1);
    return std::string(start.substr(0, start.find_first_of(" \t\r")));
}

}

Failure openFailure(const std::string &path, int error)
{
    switch (error) {
    case ENOENT:
    case ENOTDIR:
        return failure(TAPSCOPE_TEXT("Diagnostics", "There is no file “%1”."), {path},
                       TAPSCOPE_TEXT("Diagnostics", "Check the path; a relative one starts at the working directory."));
    case EACCES:
    case EPERM:
        return failure(TAPSCOPE_TEXT("Diagnostics", "“%1” cannot be read: permission denied."), {path},
                       TAPSCOPE_TEXT("Diagnostics",
                                     "Make the file readable for your user, or start Tapscope as a user who may read it."));
    case ELOOP:
        return failure(TAPSCOPE_TEXT("Diagnostics", "“%1” is a symbolic link that leads to itself."), {path},
                       TAPSCOPE_TEXT("Diagnostics", "Correct the link, or name the file that it should lead to."));
    default:
        return failure(TAPSCOPE_TEXT("Diagnostics", "“%1” cannot be opened: %2."), {path, std::strerror(error)},
                       TAPSCOPE_TEXT("Diagnostics", "Check that the file can be read, for instance with “file”."));
    }
}

std::expected<std::unique_ptr<ElfFile>, Failure> ElfFile::open(const std::string &path, Purpose purpose)
{
    elf_version(EV_CURRENT);
    std::unique_ptr<ElfFile> file(new ElfFile);
    file->m_path = path;
    // O_NONBLOCK: opening a FIFO must not wait for a writer.
    file->m_fd.reset(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!file->m_fd)
        return std::unexpected(openFailure(path, errno));
    struct stat status{};
    if (::fstat(file->fd(), &status) != 0)
        return std::unexpected(openFailure(path, errno));
    if (S_ISDIR(status.st_mode)) {
        return std::unexpected(failure(TAPSCOPE_TEXT("Diagnostics", "“%1” is a directory, not a program."), {path},
                                       TAPSCOPE_TEXT("Diagnostics", "Name a program or shared library inside it.")));
    }
    if (!S_ISREG(status.st_mode)) {
        return std::unexpected(failure(TAPSCOPE_TEXT("Diagnostics", "“%1” is not a regular file."), {path},
                                       TAPSCOPE_TEXT("Diagnostics", "Name the file of a program or shared library.")));
    }
    file->m_size = static_cast<uint64_t>(status.st_size);
    if (auto bad = file->checkHeader(purpose))
        return std::unexpected(std::move(*bad));
    file->m_elf = elf_begin(file->fd(), ELF_C_READ, nullptr);
    if (!file->m_elf || elf_kind(file->m_elf) != ELF_K_ELF)
        return std::unexpected(truncated(path));
    if (auto bad = file->checkSections())
        return std::unexpected(std::move(*bad));
    if (auto bad = file->readSegments(purpose))
        return std::unexpected(std::move(*bad));
    file->readNotes();
    return file;
}

std::unique_ptr<ElfFile> ElfFile::ofObject(const std::string &path, std::string buildId, Elf *elf)
{
    std::unique_ptr<ElfFile> file(new ElfFile);
    file->m_path = path;
    file->m_buildId = std::move(buildId);
    file->m_elf = elf;
    file->m_ownsElf = false;
    size_t size = 0;
    if (const char *bytes = elf_rawfile(elf, &size))
        file->m_bytes = {reinterpret_cast<const uint8_t *>(bytes), size};
    file->m_size = file->m_bytes.size();
    size_t names = 0;
    const bool haveNames = elf_getshdrstrndx(elf, &names) == 0;
    Elf_Scn *section = nullptr;
    while ((section = elf_nextscn(elf, section))) {
        GElf_Shdr header;
        if (!gelf_getshdr(section, &header))
            continue;
        const char *name = haveNames ? elf_strptr(elf, names, header.sh_name) : nullptr;
        file->m_sectionNames.emplace_back(name ? name : "");
        if (!(header.sh_flags & SHF_ALLOC) || header.sh_size == 0 || header.sh_addr + header.sh_size < header.sh_addr)
            continue;
        // Of a debug file the code's addresses are left, without its bytes.
        const bool inFile = header.sh_type != SHT_NOBITS && header.sh_offset <= file->m_size
            && header.sh_size <= file->m_size - header.sh_offset;
        const Segment segment{header.sh_addr, header.sh_size, header.sh_offset,
                              inFile || (header.sh_flags & SHF_EXECINSTR) ? header.sh_size : 0,
                              (header.sh_flags & SHF_EXECINSTR) != 0};
        file->m_segments.push_back(segment);
        if (segment.executable)
            file->m_codeSections.push_back(segment);
    }
    return file;
}

ElfFile::~ElfFile()
{
    if (m_elf && m_ownsElf)
        elf_end(m_elf);
}

std::optional<Failure> ElfFile::checkHeader(Purpose purpose)
{
    std::array<char, 256> start{};
    const size_t available = static_cast<size_t>(std::min<uint64_t>(m_size, start.size()));
    if (!readFully(fd(), start.data(), available, 0))
        return openFailure(m_path, EIO);
    const std::string_view text(start.data(), available);
    if (text.starts_with("#!")) {
        return Failure{{TAPSCOPE_TEXT("Diagnostics", "“%1” is a script, not an ELF program: “%2” runs it."),
                        {m_path, interpreterOf(text)}},
                       {TAPSCOPE_TEXT("Diagnostics", "Name the interpreter “%1” instead."), {interpreterOf(text)}}};
    }
    if (!text.starts_with(ELFMAG)) {
        return failure(TAPSCOPE_TEXT("Diagnostics", "“%1” is not an ELF program or shared library."), {m_path},
                       TAPSCOPE_TEXT("Diagnostics", "Name the compiled program itself; “file” tells what a file is."));
    }
    if (available < EI_NIDENT)
        return truncated(m_path);
    if (start[EI_CLASS] == ELFCLASS32) {
        return failure(TAPSCOPE_TEXT("Diagnostics", "“%1” is a 32-bit program; only 64-bit programs can be traced."), {m_path},
                       TAPSCOPE_TEXT("Diagnostics", "Build the program for x86-64."));
    }
    if (available < sizeof(Elf64_Ehdr))
        return truncated(m_path);
    Elf64_Ehdr header;
    std::memcpy(&header, start.data(), sizeof header);
    if (start[EI_CLASS] != ELFCLASS64 || (start[EI_DATA] == ELFDATA2LSB && header.e_version != EV_CURRENT))
        return truncated(m_path);
    if (start[EI_DATA] != ELFDATA2LSB || header.e_machine != EM_X86_64) {
        const unsigned machine = start[EI_DATA] == ELFDATA2LSB ? header.e_machine : __builtin_bswap16(header.e_machine);
        return failure(TAPSCOPE_TEXT("Diagnostics", "“%1” is a program for another machine (%2); this one is x86-64."),
                       {m_path, machineName(machine)}, TAPSCOPE_TEXT("Diagnostics", "Build or install the program for x86-64."));
    }
    if (header.e_type != ET_EXEC && header.e_type != ET_DYN
        && (purpose != Purpose::SplitFile || (header.e_type != ET_REL && header.e_type != ET_NONE))) {
        return failure(
            TAPSCOPE_TEXT(
                "Diagnostics",
                "“%1” is an ELF file, but neither a program nor a shared library (it is an object file or a core dump)."),
            {m_path}, TAPSCOPE_TEXT("Diagnostics", "Name the linked program or shared library."));
    }
    m_fixedAddress = header.e_type == ET_EXEC;
    const uint64_t sections = header.e_shnum ? header.e_shnum : (header.e_shoff ? 1 : 0);
    if ((header.e_shoff != 0 && header.e_shentsize != sizeof(Elf64_Shdr)) || header.e_shoff > m_size
        || sections * sizeof(Elf64_Shdr) > m_size - header.e_shoff)
        return truncated(m_path);
    if ((header.e_phnum != 0 && header.e_phentsize != sizeof(Elf64_Phdr)) || header.e_phoff > m_size
        || (header.e_phnum != PN_XNUM && header.e_phnum * sizeof(Elf64_Phdr) > m_size - header.e_phoff))
        return truncated(m_path);
    return std::nullopt;
}

std::optional<Failure> ElfFile::checkSections()
{
    size_t count = 0;
    size_t names = 0;
    if (elf_getshdrnum(m_elf, &count) != 0 || count > m_size / sizeof(Elf64_Shdr))
        return truncated(m_path);
    const bool haveNames = count > 0 && elf_getshdrstrndx(m_elf, &names) == 0;
    Elf_Scn *section = nullptr;
    while ((section = elf_nextscn(m_elf, section))) {
        GElf_Shdr header;
        if (!gelf_getshdr(section, &header))
            return truncated(m_path);
        if (header.sh_type == SHT_NOBITS)
            continue;
        if (header.sh_offset > m_size || header.sh_size > m_size - header.sh_offset)
            return truncated(m_path);
        const char *name = haveNames ? elf_strptr(m_elf, names, header.sh_name) : nullptr;
        m_sectionNames.emplace_back(name ? name : "");
        if (header.sh_flags & SHF_EXECINSTR)
            m_codeSections.push_back({header.sh_addr, header.sh_size, header.sh_offset, header.sh_size, true});
        if (header.sh_flags & SHF_COMPRESSED) {
            // No compressor in use reaches this ratio on debuginfo; a bomb would eat all memory.
            GElf_Chdr compression;
            if (!gelf_getchdr(section, &compression) || compression.ch_size / 4096 > header.sh_size)
                return truncated(m_path);
        }
    }
    return std::nullopt;
}

std::optional<Failure> ElfFile::readSegments(Purpose purpose)
{
    size_t count = 0;
    if (elf_getphdrnum(m_elf, &count) != 0 || count > m_size / sizeof(Elf64_Phdr))
        return truncated(m_path);
    for (size_t i = 0; i < count; ++i) {
        GElf_Phdr header;
        if (!gelf_getphdr(m_elf, static_cast<int>(i), &header))
            return truncated(m_path);
        if (header.p_type != PT_LOAD)
            continue;
        // A debug file keeps the program headers of the program without their contents.
        const bool beyond = header.p_offset > m_size || header.p_filesz > m_size - header.p_offset;
        if (purpose == Purpose::Program && (beyond || header.p_vaddr + header.p_memsz < header.p_vaddr))
            return truncated(m_path);
        m_segments.push_back({header.p_vaddr, header.p_memsz, header.p_offset, header.p_filesz, (header.p_flags & PF_X) != 0});
    }
    const auto executable = [](const Segment &s) { return s.executable; };
    if (purpose == Purpose::Program && std::ranges::none_of(m_segments, executable)) {
        return failure(TAPSCOPE_TEXT("Diagnostics", "“%1” holds no code that could be traced."), {m_path},
                       TAPSCOPE_TEXT("Diagnostics",
                                     "Name the program itself; separate debug files and data files hold no code."));
    }
    return std::nullopt;
}

void ElfFile::readNotes()
{
    const void *id = nullptr;
    const ssize_t size = dwelf_elf_gnu_build_id(m_elf, &id);
    for (ssize_t i = 0; i < std::min<ssize_t>(size, 64); ++i) {
        constexpr char digits[] = "0123456789abcdef";
        const auto byte = static_cast<const uint8_t *>(id)[i];
        m_buildId += digits[byte >> 4];
        m_buildId += digits[byte & 15];
    }
    GElf_Word crc = 0;
    if (const char *name = dwelf_elf_gnu_debuglink(m_elf, &crc))
        m_debugLink = DebugLink{name, crc};
}

bool ElfFile::hasSection(std::string_view name) const
{
    return std::ranges::find(m_sectionNames, name) != m_sectionNames.end();
}

bool ElfFile::isCode(uint64_t address) const
{
    return std::ranges::any_of(m_segments, [address](const Segment &s) {
        return s.executable && address >= s.address && address - s.address < s.fileSize;
    });
}

uint64_t ElfFile::codeStart() const
{
    uint64_t start = ~uint64_t(0);
    for (const Segment &segment : m_segments) {
        if (segment.executable)
            start = std::min(start, segment.address);
    }
    return start;
}

uint64_t ElfFile::codeEnd(uint64_t address) const
{
    for (const std::vector<Segment> *parts : {&m_codeSections, &m_segments}) {
        for (const Segment &s : *parts) {
            if (address >= s.address && address - s.address < s.fileSize)
                return s.address + s.fileSize;
        }
    }
    return address;
}

std::optional<uint64_t> ElfFile::fileOffset(uint64_t address) const
{
    for (const Segment &s : m_segments) {
        if (address >= s.address && address - s.address < s.fileSize)
            return s.fileOffset + (address - s.address);
    }
    return std::nullopt;
}

std::span<const uint8_t> ElfFile::code(uint64_t address, size_t size)
{
    for (const Segment &s : m_segments) {
        if (!s.executable || address < s.address || address - s.address >= s.fileSize)
            continue;
        size = static_cast<size_t>(std::min<uint64_t>(size, s.fileSize - (address - s.address)));
        const uint64_t offset = s.fileOffset + (address - s.address);
        if (!m_bytes.empty())
            return offset <= m_size && size <= m_size - offset ? m_bytes.subspan(offset, size) : std::span<const uint8_t>();
        if (offset < m_windowOffset || offset + size > m_windowOffset + m_window.size()) {
            m_windowOffset = offset;
            m_window.resize(static_cast<size_t>(std::min<uint64_t>(std::max(windowSize, size), m_size - offset)));
            if (!readFully(fd(), m_window.data(), m_window.size(), offset)) {
                m_window.clear();
                return {};
            }
        }
        return std::span(m_window).subspan(static_cast<size_t>(offset - m_windowOffset), size);
    }
    return {};
}

uint32_t ElfFile::crc() const
{
    static const auto table = [] {
        std::array<uint32_t, 256> t{};
        for (uint32_t i = 0; i < 256; ++i) {
            uint32_t value = i;
            for (int bit = 0; bit < 8; ++bit)
                value = (value & 1) ? 0xedb88320U ^ (value >> 1) : value >> 1;
            t[i] = value;
        }
        return t;
    }();
    uint32_t value = ~0U;
    std::vector<uint8_t> buffer(windowSize);
    for (uint64_t at = 0; at < m_size; at += buffer.size()) {
        const auto size = static_cast<size_t>(std::min<uint64_t>(buffer.size(), m_size - at));
        if (!readFully(fd(), buffer.data(), size, at))
            return 0;
        for (size_t i = 0; i < size; ++i)
            value = table[(value ^ buffer[i]) & 0xff] ^ (value >> 8);
    }
    return ~value;
}

}
