// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/kernel_types.h"

#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <unistd.h>

namespace tapscope::debuginfo {

namespace {

// Anonymous members nest a few levels in real structures.
constexpr int deepestMember = 32;

std::string_view nameAt(const btf *types, uint32_t offset)
{
    const char *name = btf__name_by_offset(types, offset);
    return name ? std::string_view(name) : std::string_view();
}

}

std::unique_ptr<KernelTypes> KernelTypes::read(const std::string &path)
{
    // libbpf would print why it cannot read the file; a kernel without BTF is nothing to complain about here.
    if (::access(path.c_str(), R_OK) != 0)
        return nullptr;
    const libbpf_print_fn_t before = libbpf_set_print(nullptr);
    btf *types = btf__parse(path.c_str(), nullptr);
    libbpf_set_print(before);
    return types ? std::unique_ptr<KernelTypes>(new KernelTypes(types)) : nullptr;
}

KernelTypes::~KernelTypes()
{
    btf__free(m_btf);
}

std::optional<uint32_t> KernelTypes::memberOffset(std::string_view structure, std::string_view member) const
{
    for (const std::string_view prefix : { "struct ", "union " }) {
        if (structure.starts_with(prefix))
            structure.remove_prefix(prefix.size());
    }
    if (structure.empty() || member.empty())
        return std::nullopt;
    const std::string name(structure);
    for (const uint32_t kind : { static_cast<uint32_t>(BTF_KIND_STRUCT), static_cast<uint32_t>(BTF_KIND_UNION) }) {
        const int type = btf__find_by_name_kind(m_btf, name.c_str(), kind);
        if (type > 0)
            return findMember(static_cast<uint32_t>(type), member, 0);
    }
    return std::nullopt;
}

std::optional<uint32_t> KernelTypes::findMember(uint32_t id, std::string_view member, int depth) const
{
    const btf_type *type = btf__type_by_id(m_btf, id);
    if (!type || !btf_is_composite(type) || depth > deepestMember)
        return std::nullopt;
    const btf_member *members = btf_members(type);
    for (uint32_t i = 0; i < btf_vlen(type); ++i) {
        const uint32_t bits = btf_member_bit_offset(type, i);
        const std::string_view name = nameAt(m_btf, members[i].name_off);
        if (name == member)
            return bits % 8 == 0 ? std::optional(bits / 8) : std::nullopt;
        if (!name.empty())
            continue;
        if (const auto inside = findMember(members[i].type, member, depth + 1))
            return bits / 8 + *inside;
    }
    return std::nullopt;
}

std::vector<std::string> KernelTypes::functionNames() const
{
    std::vector<std::string> out;
    for (uint32_t id = 1; id < btf__type_cnt(m_btf); ++id) {
        const btf_type *type = btf__type_by_id(m_btf, id);
        if (type && btf_is_func(type))
            out.emplace_back(nameAt(m_btf, type->name_off));
    }
    return out;
}

}
