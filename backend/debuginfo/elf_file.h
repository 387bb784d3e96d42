// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/text.h"
#include "base/unique_fd.h"

#include <libelf.h>

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tapscope::debuginfo {

/// What .gnu_debuglink says: a file name and the CRC of that file.
struct DebugLink {
    std::string fileName;
    uint32_t crc = 0;
};

/// One loadable segment.
struct Segment {
    uint64_t address = 0;
    uint64_t memorySize = 0;
    uint64_t fileOffset = 0;
    uint64_t fileSize = 0;
    bool executable = false;
};

/// An x86-64 ELF program, library or debug file that passed the checks which libelf and libdw leave to their callers.
/// It is read, not mapped: a file that another program truncates meanwhile must not raise SIGBUS here.
class ElfFile {
public:
    /// SplitFile: a .dwo file, which is an object file without code.
    enum class Purpose : uint8_t { Program, DebugFile, SplitFile };

    [[nodiscard]] static std::expected<std::unique_ptr<ElfFile>, Failure> open(const std::string &path, Purpose purpose);
    /// A view of a relocatable file that was laid out and relocated: its sections are its segments. `elf` has to live longer.
    [[nodiscard]] static std::unique_ptr<ElfFile> ofObject(const std::string &path, std::string buildId, Elf *elf);
    ~ElfFile();
    ElfFile(const ElfFile &) = delete;
    ElfFile &operator=(const ElfFile &) = delete;

    [[nodiscard]] const std::string &path() const { return m_path; }
    [[nodiscard]] const std::string &buildId() const { return m_buildId; }
    [[nodiscard]] const std::optional<DebugLink> &debugLink() const { return m_debugLink; }
    [[nodiscard]] const std::vector<Segment> &segments() const { return m_segments; }
    [[nodiscard]] uint64_t size() const { return m_size; } ///< of the file, bytes
    /// Linked at a fixed address (ET_EXEC), so that addresses in DWARF are addresses in the process. A kernel's image, linked
    /// into the upper half, is moved at boot.
    [[nodiscard]] bool isFixedAddress() const
    {
        return m_fixedAddress && (m_segments.empty() || m_segments.front().address >> 63 == 0);
    }
    [[nodiscard]] Elf *elf() const { return m_elf; }
    [[nodiscard]] int fd() const { return m_fd.get(); }
    [[nodiscard]] bool hasSection(std::string_view name) const;
    [[nodiscard]] bool hasSections() const { return !m_sectionNames.empty(); }

    /// Whether `address` lies in bytes of the file that are executed.
    [[nodiscard]] bool isCode(uint64_t address) const;
    /// As the kernel computes start_code: the lowest executable segment, not rounded to its page.
    [[nodiscard]] uint64_t codeStart() const;
    /// End of the section of code that holds `address`, or of the segment in a file without sections.
    [[nodiscard]] uint64_t codeEnd(uint64_t address) const;
    [[nodiscard]] std::optional<uint64_t> fileOffset(uint64_t address) const;
    /// Bytes of code at `address`: as many of `size` as the segment holds. Valid until the next call.
    [[nodiscard]] std::span<const uint8_t> code(uint64_t address, size_t size);

    /// The CRC that .gnu_debuglink uses, over the whole file.
    [[nodiscard]] uint32_t crc() const;

private:
    ElfFile() = default;
    [[nodiscard]] std::optional<Failure> checkHeader(Purpose purpose);
    [[nodiscard]] std::optional<Failure> checkSections();
    [[nodiscard]] std::optional<Failure> readSegments(Purpose purpose);
    void readNotes();

    std::string m_path;
    UniqueFd m_fd;
    uint64_t m_size = 0;
    Elf *m_elf = nullptr;
    bool m_ownsElf = true;
    std::span<const uint8_t> m_bytes; ///< the file, where it is not read from m_fd
    bool m_fixedAddress = false;
    std::string m_buildId;
    std::optional<DebugLink> m_debugLink;
    std::vector<Segment> m_segments;
    std::vector<std::string> m_sectionNames;
    std::vector<Segment> m_codeSections;
    // A window of the file around the code that was last asked for; functions are looked at by ascending address.
    std::vector<uint8_t> m_window;
    uint64_t m_windowOffset = 0;
};

/// Why a file could not be opened, by errno.
[[nodiscard]] Failure openFailure(const std::string &path, int error);

}
