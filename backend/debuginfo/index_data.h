// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/index_format.h"

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace tapscope::debuginfo {

/// The records in the bytes of an index. Whatever the bytes hold, no reading goes beyond them.
class IndexData {
public:
    /// nullopt when `bytes` are of another version or file (`sourceKey`), or damaged. The large parts, rows and copies, are
    /// checked by isSound().
    [[nodiscard]] static std::optional<IndexData> read(std::string_view bytes, uint64_t sourceKey);
    /// Of how many blocks the rows and the copies are.
    [[nodiscard]] size_t blockCount() const { return m_checks.size(); }
    /// Whether `count` records of the rows or the copies from `first` on are as they were written. `checked` has an element for
    /// each block: those that have been found sound are not read again.
    [[nodiscard]] bool isSound(index_format::Part part, uint64_t first, uint64_t count, std::atomic<bool> *checked) const;

    [[nodiscard]] std::string_view text(uint32_t offset) const;
    [[nodiscard]] std::string_view compilationDirectory() const { return text(m_header.compilationDirectory); }
    [[nodiscard]] bool hasDebugInfo() const { return m_header.hasDebugInfo != 0; }
    [[nodiscard]] std::span<const index_format::Function> functions() const { return m_functions; }
    [[nodiscard]] std::span<const index_format::File> files() const { return m_files; }
    [[nodiscard]] std::span<const uint32_t> byAddress() const { return m_byAddress; }
    [[nodiscard]] std::span<const index_format::Alias> aliases() const { return m_aliases; }
    [[nodiscard]] std::span<const uint32_t> functionsOf(const index_format::File &file) const;
    [[nodiscard]] std::span<const index_format::Row> rowsOf(const index_format::File &file) const;
    [[nodiscard]] std::span<const index_format::Copy> copiesOf(const index_format::Function &function) const;
    [[nodiscard]] std::span<const index_format::Row> rows() const { return m_rows; }

private:
    template <typename T> std::span<const T> records(std::string_view bytes, index_format::Part part) const;
    [[nodiscard]] std::string_view part(std::string_view bytes, index_format::Part which) const;

    index_format::Header m_header;
    std::string_view m_bytes;
    std::string_view m_texts;
    std::span<const index_format::Function> m_functions;
    std::span<const uint32_t> m_byAddress, m_byFile;
    std::span<const index_format::File> m_files;
    std::span<const index_format::Alias> m_aliases;
    std::span<const uint64_t> m_checks;
    std::span<const index_format::Row> m_rows;
    std::span<const index_format::Copy> m_copies;
};

}
