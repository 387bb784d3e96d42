// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/program.h"

#include <cstdint>
#include <string>
#include <unordered_map>

namespace tapscope::engine {

/// Finds the site of a record that carries an address (the grouped fallback has no cookies): a program is loaded at an offset
/// from its linked addresses, which the start of its code in the process (mm->start_code) tells.
class SiteAddresses {
public:
    explicit SiteAddresses(const analysis::Program &program) : m_program(program) {}

    /// Index into Program::sites; UINT32_MAX when no site of the handler can be there.
    [[nodiscard]] uint32_t find(uint32_t handler, uint64_t instruction, uint64_t codeStart);

private:
    struct Place {
        uint32_t handler = 0;
        uint64_t instruction = 0, codeStart = 0;
        friend bool operator==(const Place &, const Place &) = default;
    };
    struct PlaceHash {
        size_t operator()(const Place &place) const;
    };
    [[nodiscard]] uint32_t search(const Place &place);
    /// Linked address of the first executable segment, as the kernel computes start_code; UINT64_MAX when unknown.
    [[nodiscard]] uint64_t linkedCodeStart(const std::string &path);

    const analysis::Program &m_program;
    std::unordered_map<Place, uint32_t, PlaceHash> m_known;
    std::unordered_map<std::string, uint64_t> m_codeStarts;
};

}
