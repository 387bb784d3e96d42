// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/kernel_types.h"

#include "base/files.h"
#include "base/unique_fd.h"
#include "debuginfo/kernel_symbols.h"

#include <fcntl.h>
#include <linux/btf.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <cstring>

namespace tapscope::debuginfo {

namespace {

// Structures without a name inside one that are looked through.
constexpr size_t mostAnonymous = 1000;
constexpr size_t typeBytes = 12;

/// Bytes that follow a type; nullopt for kinds that are not known, behind which nothing can be found.
std::optional<size_t> extraBytes(uint32_t kind, uint32_t count)
{
    switch (kind) {
    case 1:
    case 14:
    case 17: return 4; // integer, variable, declaration tag
    case 2:
    case 7:
    case 8:
    case 9:
    case 10:
    case 11:
    case 12:
    case 16:
    case 18: return 0; // pointers, names, modifiers, functions
    case 3: return 12; // array
    case 4:
    case 5:
    case 15:
    case 19: return size_t{12} * count; // structure, union, section, 64-bit enumeration
    case 6:
    case 13: return size_t{8} * count; // enumeration, function's parameters
    default: return std::nullopt;
    }
}

bool isComposite(uint32_t kind)
{
    return kind == BTF_KIND_STRUCT || kind == BTF_KIND_UNION;
}

}

std::unique_ptr<KernelTypes> KernelTypes::read(const std::string &path, const KernelTypes *base)
{
    std::unique_ptr<KernelTypes> types(new KernelTypes);
    types->m_base = base;
    // Kernels since 6.16 let it be mapped; others give one page for each read.
    const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat status{};
    if (file && ::fstat(file.get(), &status) == 0 && status.st_size > 0) {
        const auto size = static_cast<size_t>(status.st_size);
        if (void *mapping = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.get(), 0); mapping != MAP_FAILED) {
            types->m_mapping = mapping;
            types->m_data = {static_cast<const char *>(mapping), size};
        }
    }
    if (!types->m_mapping) {
        auto contents = readFile(path);
        if (!contents)
            return nullptr;
        types->m_contents = std::move(*contents);
        types->m_data = types->m_contents;
    }
    return types->index() ? std::move(types) : nullptr;
}

KernelTypes::~KernelTypes()
{
    if (m_mapping)
        ::munmap(m_mapping, m_data.size());
}

size_t KernelTypes::placeOf(size_t id) const
{
    return id < baseTypes() ? m_base->placeOf(id) : baseBytes() + m_types[id - baseTypes()];
}

uint32_t KernelTypes::word(size_t at) const
{
    if (at < baseBytes())
        return m_base->word(at);
    uint32_t value = 0;
    std::memcpy(&value, m_data.data() + (at - baseBytes()), sizeof value);
    return value;
}

bool KernelTypes::index()
{
    btf_header header{};
    if (m_data.size() < sizeof header)
        return false;
    std::memcpy(&header, m_data.data(), sizeof header);
    const uint64_t types = uint64_t{header.hdr_len} + header.type_off;
    const uint64_t names = uint64_t{header.hdr_len} + header.str_off;
    if (header.magic != BTF_MAGIC || header.version != BTF_VERSION || header.hdr_len < sizeof header
        || types + header.type_len > m_data.size() || names + header.str_len > m_data.size() || header.str_len == 0
        || (m_data[names] != '\0' && !m_base) || m_data[names + header.str_len - 1] != '\0')
        return false;
    m_names = m_data.substr(names, header.str_len);
    m_types.reserve(header.type_len / 20);
    if (!m_base)
        m_types.push_back(0); // id 0 is void
    const size_t end = types + header.type_len;
    for (size_t at = types; at < end;) {
        if (end - at < typeBytes)
            return false;
        const uint32_t info = word(baseBytes() + at + 4);
        const auto extra = extraBytes((info >> 24) & 0x1f, info & 0xffff);
        if (!extra)
            break; // a kind that came later: what was read before it can be used
        if (end - at - typeBytes < *extra)
            return false;
        m_types.push_back(static_cast<uint32_t>(at));
        at += typeBytes + *extra;
    }
    return true;
}

std::optional<KernelTypes::Type> KernelTypes::typeAt(size_t id) const
{
    if (id == 0 || id >= typeCount())
        return std::nullopt;
    const size_t at = placeOf(id);
    const uint32_t info = word(at + 4);
    return Type{word(at), (info >> 24) & 0x1f, info & 0xffff, (info >> 31) != 0, at + typeBytes};
}

std::string_view KernelTypes::nameAt(uint32_t offset) const
{
    const size_t before = m_base ? m_base->m_names.size() : 0;
    if (offset < before)
        return m_base->nameAt(offset);
    return offset - before < m_names.size() ? std::string_view(m_names.data() + (offset - before)) : std::string_view();
}

std::optional<uint32_t> KernelTypes::memberOffset(std::string_view structure, std::string_view member) const
{
    for (const std::string_view prefix : {"struct ", "union "}) {
        if (structure.starts_with(prefix))
            structure.remove_prefix(prefix.size());
    }
    if (structure.empty() || member.empty())
        return std::nullopt;
    for (const uint32_t kind : {static_cast<uint32_t>(BTF_KIND_STRUCT), static_cast<uint32_t>(BTF_KIND_UNION)}) {
        for (size_t id = 1; id < typeCount(); ++id) {
            if (kindAt(id) != kind || nameAt(word(placeOf(id))) != structure)
                continue;
            std::set<size_t> visited;
            return findMember(*typeAt(id), member, visited);
        }
    }
    return std::nullopt;
}

std::optional<uint32_t> KernelTypes::findMember(const Type &type, std::string_view member, std::set<size_t> &visited) const
{
    // What was looked through has no such member, however often it is met again.
    if (!isComposite(type.kind) || visited.size() > mostAnonymous || !visited.insert(type.extra).second)
        return std::nullopt;
    for (uint32_t i = 0; i < type.count; ++i) {
        const size_t at = type.extra + size_t{12} * i;
        const uint32_t bits = type.bitFields ? word(at + 8) & 0xffffff : word(at + 8);
        const std::string_view name = nameAt(word(at));
        if (name == member)
            return bits % 8 == 0 ? std::optional(bits / 8) : std::nullopt;
        if (!name.empty())
            continue;
        const auto anonymous = typeAt(word(at + 4));
        if (const auto inside = anonymous ? findMember(*anonymous, member, visited) : std::nullopt)
            return bits / 8 + *inside;
    }
    return std::nullopt;
}

std::vector<std::string> KernelTypes::functionNames() const
{
    std::vector<std::string> out;
    for (size_t id = firstType(); id < typeCount(); ++id) {
        const auto type = typeAt(id);
        if (type->kind == BTF_KIND_FUNC)
            out.emplace_back(nameAt(type->name));
    }
    return out;
}

}
