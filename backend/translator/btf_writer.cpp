// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/btf_writer.h"

#include <linux/btf.h>

#include <algorithm>
#include <cctype>
#include <cstring>

namespace tapscope::translator::bpf {

namespace {

template <typename T> void append(std::vector<std::byte> &out, const T &value)
{
    const auto *bytes = reinterpret_cast<const std::byte *>(&value);
    out.insert(out.end(), bytes, bytes + sizeof value);
}

/// As the kernel takes names of functions.
std::string identifier(std::string_view name)
{
    std::string out;
    for (const char c : name)
        out += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
    if (out.empty() || std::isdigit(static_cast<unsigned char>(out[0])))
        out.insert(out.begin(), '_');
    out.resize(std::min<size_t>(out.size(), 100));
    return out;
}

}

BtfWriter::BtfWriter()
{
    m_strings.push_back('\0');
    const uint32_t integer = type("int", BTF_KIND_INT, 0, 4);
    word(BTF_INT_SIGNED << 24 | 32);
    const uint32_t longInteger = type("long", BTF_KIND_INT, 0, 8);
    word(BTF_INT_SIGNED << 24 | 64);
    const uint32_t pointer = type("", BTF_KIND_PTR, 0, 0);
    m_programPrototype = type("", BTF_KIND_FUNC_PROTO, 1, integer);
    word(string("context"));
    word(pointer);
    m_callbackPrototype = type("", BTF_KIND_FUNC_PROTO, 2, longInteger);
    word(string("index"));
    word(longInteger);
    word(string("context"));
    word(pointer);
}

uint32_t BtfWriter::string(std::string_view text)
{
    if (text.empty())
        return 0;
    if (const auto found = m_stringOffsets.find(text); found != m_stringOffsets.end())
        return found->second;
    const auto offset = static_cast<uint32_t>(m_strings.size());
    m_strings += text;
    m_strings.push_back('\0');
    m_stringOffsets.emplace(text, offset);
    return offset;
}

uint32_t BtfWriter::type(std::string_view name, uint32_t kind, uint32_t count, uint32_t sizeOrType)
{
    word(string(name));
    word(kind << 24 | count);
    word(sizeOrType);
    return ++m_typeCount;
}

std::vector<std::byte> BtfWriter::functionInfo(std::span<const FunctionMark> functions)
{
    std::vector<std::byte> out;
    for (const FunctionMark &f : functions) {
        const uint32_t id = type(identifier(f.name), BTF_KIND_FUNC, f.isCallback ? BTF_FUNC_STATIC : BTF_FUNC_GLOBAL,
                                 f.isCallback ? m_callbackPrototype : m_programPrototype);
        append(out, bpf_func_info{f.instruction, id});
    }
    return out;
}

std::vector<std::byte> BtfWriter::lineInfo(std::span<const LineMark> lines, std::span<const FunctionMark> functions,
                                           const script::SourceSet &sources)
{
    std::vector<std::byte> out;
    const auto put = [&](uint32_t instruction, const script::Range &range) {
        if (range.file >= sources.size())
            return;
        const script::SourceFile &file = sources.file(range.file);
        const script::Position at = file.position(range.begin);
        // The kernel keeps 22 bits for the line and 10 for the column.
        const uint32_t column = std::min<uint32_t>(at.column, 1023);
        std::string text(file.line(at.line));
        text.erase(0, std::min(text.find_first_not_of(" \t"), text.size()));
        text.resize(std::min<size_t>(text.size(), 200));
        append(out, bpf_line_info{instruction, string(file.path()), string(text), at.line << 10 | column});
    };
    if (lines.empty())
        return out;
    size_t function = 0;
    script::Range current = lines.front().range;
    for (const LineMark &line : lines) {
        // A function that starts between two marks gets one of its own.
        while (function < functions.size() && functions[function].instruction <= line.instruction) {
            if (functions[function].instruction < line.instruction)
                put(functions[function].instruction, current);
            ++function;
        }
        put(line.instruction, line.range);
        current = line.range;
    }
    for (; function < functions.size(); ++function)
        put(functions[function].instruction, current);
    return out;
}

std::vector<std::byte> BtfWriter::finish() const
{
    btf_header header{};
    header.magic = BTF_MAGIC;
    header.version = BTF_VERSION;
    header.hdr_len = sizeof header;
    header.type_len = static_cast<uint32_t>(m_types.size() * sizeof(uint32_t));
    header.str_off = header.type_len;
    header.str_len = static_cast<uint32_t>(m_strings.size());
    std::vector<std::byte> out;
    append(out, header);
    const auto *types = reinterpret_cast<const std::byte *>(m_types.data());
    out.insert(out.end(), types, types + header.type_len);
    const auto *strings = reinterpret_cast<const std::byte *>(m_strings.data());
    out.insert(out.end(), strings, strings + m_strings.size());
    return out;
}

}
