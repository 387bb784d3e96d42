// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "translator/assembler.h"

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tapscope::translator::bpf {

/// Where a (sub)program starts and what it is called.
struct FunctionMark {
    uint32_t instruction = 0;
    std::string name;
    bool isCallback = false; ///< long f(u64 index, void *context) instead of int f(void *context)
};

/// The type and string sections that the kernel wants for functions and line numbers, shared by all programs of a bundle.
class BtfWriter {
public:
    BtfWriter();

    /// struct bpf_func_info records, in the order of the marks.
    [[nodiscard]] std::vector<std::byte> functionInfo(std::span<const FunctionMark> functions);
    /// struct bpf_line_info records with the script's lines; every function starts with one.
    [[nodiscard]] std::vector<std::byte> lineInfo(std::span<const LineMark> lines, std::span<const FunctionMark> functions,
                                                  const script::SourceSet &sources);
    /// The whole blob.
    [[nodiscard]] std::vector<std::byte> finish() const;

private:
    uint32_t string(std::string_view text);
    void word(uint32_t value) { m_types.push_back(value); }
    /// Head of one type; yields its id.
    uint32_t type(std::string_view name, uint32_t kind, uint32_t count, uint32_t sizeOrType);

    std::vector<uint32_t> m_types;
    std::string m_strings;
    std::map<std::string, uint32_t, std::less<>> m_stringOffsets;
    uint32_t m_typeCount = 0;
    uint32_t m_programPrototype = 0;
    uint32_t m_callbackPrototype = 0;
};

}
