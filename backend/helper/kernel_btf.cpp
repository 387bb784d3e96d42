// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/kernel_btf.h"

#include <fcntl.h>
#include <linux/btf.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>

namespace tapscope::helper {

namespace {

/// Bytes that follow a type's common part, by its kind; nothing for kinds that are not known.
std::optional<size_t> tailBytes(uint32_t info)
{
    const size_t count = BTF_INFO_VLEN(info);
    switch (BTF_INFO_KIND(info)) {
    case BTF_KIND_PTR:
    case BTF_KIND_FWD:
    case BTF_KIND_TYPEDEF:
    case BTF_KIND_VOLATILE:
    case BTF_KIND_CONST:
    case BTF_KIND_RESTRICT:
    case BTF_KIND_FUNC:
    case BTF_KIND_FLOAT:
    case BTF_KIND_TYPE_TAG: return 0;
    case BTF_KIND_INT:
    case BTF_KIND_VAR:
    case BTF_KIND_DECL_TAG: return sizeof(uint32_t);
    case BTF_KIND_ARRAY: return sizeof(btf_array);
    case BTF_KIND_STRUCT:
    case BTF_KIND_UNION: return count * sizeof(btf_member);
    case BTF_KIND_ENUM: return count * sizeof(btf_enum);
    case BTF_KIND_ENUM64: return count * sizeof(btf_enum64);
    case BTF_KIND_FUNC_PROTO: return count * sizeof(btf_param);
    case BTF_KIND_DATASEC: return count * sizeof(btf_var_secinfo);
    default: return std::nullopt;
    }
}

}

KernelBtf::KernelBtf() : m_file(open("/sys/kernel/btf/vmlinux", O_RDONLY | O_CLOEXEC)) {}

KernelBtf::~KernelBtf()
{
    if (m_mapping)
        munmap(m_mapping, m_bytes.size());
    if (m_file >= 0)
        close(m_file);
}

void KernelBtf::read()
{
    m_read = true;
    struct stat status{};
    if (m_file < 0 || fstat(m_file, &status) != 0 || status.st_size <= 0)
        return;
    const auto size = static_cast<size_t>(status.st_size);
    // Kernels since 6.16 let it be mapped; others give one page for each read.
    if (void *mapping = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, m_file, 0); mapping != MAP_FAILED) {
        m_mapping = mapping;
        m_bytes = {static_cast<const std::byte *>(mapping), size};
        return;
    }
    m_contents.resize(size);
    size_t at = 0;
    while (at < size) {
        const ssize_t got = pread(m_file, m_contents.data() + at, size - at, static_cast<off_t>(at));
        if (got <= 0)
            break;
        at += static_cast<size_t>(got);
    }
    m_bytes = std::span(m_contents).first(at);
}

std::optional<uint32_t> KernelBtf::function(std::string_view name)
{
    if (!m_read)
        read();
    return findFunction(m_bytes, name);
}

std::optional<uint32_t> KernelBtf::findFunction(std::span<const std::byte> btf, std::string_view name)
{
    btf_header header{};
    if (btf.size() < sizeof header || name.empty())
        return std::nullopt;
    std::memcpy(&header, btf.data(), sizeof header);
    if (header.magic != BTF_MAGIC || header.hdr_len < sizeof header || header.hdr_len > btf.size())
        return std::nullopt;
    const auto body = btf.subspan(header.hdr_len);
    if (header.type_off > body.size() || header.type_len > body.size() - header.type_off || header.str_off > body.size()
        || header.str_len > body.size() - header.str_off)
        return std::nullopt;
    const auto types = body.subspan(header.type_off, header.type_len);
    const auto strings = body.subspan(header.str_off, header.str_len);

    uint32_t id = 1; // 0 is void
    for (size_t at = 0; at + sizeof(btf_type) <= types.size(); ++id) {
        btf_type type{};
        std::memcpy(&type, types.data() + at, sizeof type);
        const auto tail = tailBytes(type.info);
        if (!tail)
            return std::nullopt;
        at += sizeof type + *tail;
        if (BTF_INFO_KIND(type.info) != BTF_KIND_FUNC || type.name_off >= strings.size()
            || strings.size() - type.name_off <= name.size())
            continue;
        const auto *candidate = reinterpret_cast<const char *>(strings.data()) + type.name_off;
        if (std::memcmp(candidate, name.data(), name.size()) == 0 && candidate[name.size()] == '\0')
            return id;
    }
    return std::nullopt;
}

}
