// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/kernel_signatures.h"

#include <bpf/btf.h>

namespace tapscope::debuginfo {

namespace {

// Damaged BTF can loop.
constexpr int deepestType = 32;
constexpr std::string_view tracepointPrefix = "btf_trace_";

std::string joined(std::string type, const std::string &declarator)
{
    return declarator.empty() ? type : type + ' ' + declarator;
}

}

std::string KernelSignature::parameterText() const
{
    std::string out;
    for (const KernelParameter &parameter : parameters) {
        out += out.empty() ? "" : ", ";
        out += parameter.type + (parameter.type.ends_with('*') || parameter.name.empty() ? "" : " ") + parameter.name;
    }
    return out;
}

std::unique_ptr<KernelSignatures> KernelSignatures::read(const std::string &path, const KernelSignatures *base)
{
    std::unique_ptr<KernelSignatures> out(new KernelSignatures);
    out->m_btf = base ? btf__parse_split(path.c_str(), base->m_btf) : btf__parse(path.c_str(), nullptr);
    if (!out->m_btf)
        return nullptr;
    const uint32_t first = base ? btf__type_cnt(base->m_btf) : 1;
    const uint32_t end = btf__type_cnt(out->m_btf);
    for (uint32_t id = first; id < end; ++id) {
        const btf_type *type = btf__type_by_id(out->m_btf, id);
        const std::string_view name = type ? btf__name_by_offset(out->m_btf, type->name_off) : "";
        if (name.empty())
            continue;
        if (btf_is_func(type))
            out->m_functions.emplace(name, type->type);
        else if (btf_is_typedef(type) && name.starts_with(tracepointPrefix))
            out->m_tracepoints.emplace(name.substr(tracepointPrefix.size()), type->type);
    }
    return out;
}

KernelSignatures::~KernelSignatures()
{
    btf__free(m_btf);
}

std::vector<std::string_view> KernelSignatures::functions() const
{
    std::vector<std::string_view> out;
    out.reserve(m_functions.size());
    for (const auto &[name, type] : m_functions)
        out.push_back(name);
    return out;
}

std::vector<std::string_view> KernelSignatures::tracepoints() const
{
    std::vector<std::string_view> out;
    for (const auto &[name, type] : m_tracepoints)
        out.push_back(name);
    return out;
}

std::optional<KernelSignature> KernelSignatures::function(std::string_view name) const
{
    const auto found = m_functions.find(name);
    return found == m_functions.end() ? std::nullopt : signature(name, found->second, 0);
}

std::optional<KernelSignature> KernelSignatures::tracepoint(std::string_view name) const
{
    const auto found = m_tracepoints.find(name);
    if (found == m_tracepoints.end())
        return std::nullopt;
    // The function that calls what is attached has names for the parameters.
    const std::string callerName = "__traceiter_" + std::string(name);
    if (const auto caller = m_functions.find(callerName); caller != m_functions.end()) {
        if (auto named = signature(name, caller->second, 1))
            return named;
    }
    // A pointer to the function that a tracepoint calls, whose first parameter is its caller's own.
    const btf_type *pointer = btf__type_by_id(m_btf, found->second);
    return pointer && btf_is_ptr(pointer) ? signature(name, pointer->type, 1) : std::nullopt;
}

std::optional<KernelSignature> KernelSignatures::signature(std::string_view name, uint32_t prototype, size_t skipped) const
{
    const btf_type *type = btf__type_by_id(m_btf, prototype);
    if (!type || !btf_is_func_proto(type))
        return std::nullopt;
    KernelSignature out{std::string(name), typeText(type->type, {}, 0), {}};
    const btf_param *parameters = btf_params(type);
    for (size_t i = skipped; i < btf_vlen(type); ++i) {
        const char *parameter = btf__name_by_offset(m_btf, parameters[i].name_off);
        const bool variadic = parameters[i].type == 0 && (!parameter || !*parameter);
        out.parameters.push_back({parameter ? parameter : "", variadic ? "..." : typeText(parameters[i].type, {}, 0)});
    }
    return out;
}

/// The type around a declarator, from the inside out, as C has it.
std::string KernelSignatures::typeText(uint32_t id, const std::string &declarator, int depth) const
{
    if (id == 0)
        return joined("void", declarator);
    const btf_type *type = btf__type_by_id(m_btf, id);
    if (!type || depth > deepestType)
        return joined("?", declarator);
    const char *text = btf__name_by_offset(m_btf, type->name_off);
    const std::string name = text ? text : "";
    const auto tagged = [&](const char *tag) {
        return joined(std::string(tag) + (name.empty() ? " {…}" : " " + name), declarator);
    };
    switch (btf_kind(type)) {
    case BTF_KIND_STRUCT: return tagged("struct");
    case BTF_KIND_UNION: return tagged("union");
    case BTF_KIND_FWD: return tagged(btf_kflag(type) ? "union" : "struct");
    case BTF_KIND_ENUM:
    case BTF_KIND_ENUM64: return tagged("enum");
    case BTF_KIND_PTR: {
        const btf_type *target = btf__type_by_id(m_btf, type->type);
        const bool wrapped = target && type->type != 0 && (btf_is_func_proto(target) || btf_is_array(target));
        return typeText(type->type, wrapped ? "(*" + declarator + ")" : "*" + declarator, depth + 1);
    }
    case BTF_KIND_CONST: return modified("const", type->type, declarator, depth);
    case BTF_KIND_VOLATILE: return modified("volatile", type->type, declarator, depth);
    case BTF_KIND_RESTRICT:
    case BTF_KIND_TYPE_TAG: return typeText(type->type, declarator, depth + 1);
    case BTF_KIND_ARRAY: {
        const struct btf_array *array = btf_array(type);
        return typeText(array->type, declarator + "[" + std::to_string(array->nelems) + "]", depth + 1);
    }
    case BTF_KIND_FUNC_PROTO: {
        std::string parameters;
        for (size_t i = 0; i < btf_vlen(type); ++i) {
            const uint32_t of = btf_params(type)[i].type;
            parameters += (i > 0 ? ", " : "") + (of == 0 ? std::string("...") : typeText(of, {}, depth + 1));
        }
        return typeText(type->type, declarator + "(" + parameters + ")", depth + 1);
    }
    default: return joined(name, declarator);
    }
}

/// A modifier of a pointer stands behind its star, of anything else in front.
std::string KernelSignatures::modified(const char *modifier, uint32_t id, const std::string &declarator, int depth) const
{
    const btf_type *type = id == 0 ? nullptr : btf__type_by_id(m_btf, id);
    if (type && btf_is_ptr(type))
        return typeText(id, std::string(modifier) + (declarator.empty() ? "" : " ") + declarator, depth + 1);
    return std::string(modifier) + " " + typeText(id, declarator, depth + 1);
}

}
