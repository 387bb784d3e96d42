// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/kernel_types.h"

#include <linux/btf.h>

#include <algorithm>

/// TypeSource over the kernel's BTF.
namespace tapscope::debuginfo {

namespace {

using Kind = TypeInfo::Kind;

constexpr int deepest = 32;
constexpr uint32_t kindTypeTag = 18, kindEnum64 = 19;

bool isModifier(uint32_t kind)
{
    return kind == BTF_KIND_TYPEDEF || kind == BTF_KIND_CONST || kind == BTF_KIND_VOLATILE || kind == BTF_KIND_RESTRICT
        || kind == kindTypeTag;
}

}

std::optional<size_t> KernelTypes::find(std::string_view name, std::initializer_list<uint32_t> kinds) const
{
    for (const uint32_t kind : kinds) {
        for (size_t id = firstType(); id < typeCount(); ++id) {
            if (kindAt(id) == kind && nameAt(word(placeOf(id))) == name)
                return id;
        }
    }
    return m_base ? m_base->find(name, kinds) : std::nullopt;
}

uint32_t KernelTypes::stripped(uint32_t id) const
{
    for (int depth = 0; depth < deepest; ++depth) {
        const auto type = typeAt(id);
        if (!type || !isModifier(type->kind))
            return type ? id : 0;
        id = word(type->extra - 4);
    }
    return 0;
}

uint64_t KernelTypes::sizeOf(uint32_t id, int depth) const
{
    const auto type = typeAt(stripped(id));
    if (!type || depth > deepest)
        return 0;
    switch (type->kind) {
    case BTF_KIND_PTR: return 8;
    case BTF_KIND_ARRAY: {
        const uint64_t element = sizeOf(word(type->extra), depth + 1);
        return element * word(type->extra + 8);
    }
    case BTF_KIND_FUNC_PROTO: return 0;
    default: return word(type->extra - 4);
    }
}

TypeInfo::Kind KernelTypes::kindOf(uint32_t id) const
{
    const auto type = typeAt(stripped(id));
    if (!type)
        return Kind::Void;
    switch (type->kind) {
    case BTF_KIND_INT: {
        const uint32_t encoding = (word(type->extra) >> 24) & 0x0f;
        if (encoding & BTF_INT_BOOL)
            return Kind::Boolean;
        // Characters are integers of one byte that are called so.
        const std::string_view name = nameAt(type->name);
        const bool isCharacter = name == "char" || name == "unsigned char" || name == "signed char";
        return (encoding & BTF_INT_CHAR) || isCharacter ? Kind::Character : Kind::Integer;
    }
    case BTF_KIND_PTR: return Kind::Pointer;
    case BTF_KIND_ARRAY: return Kind::Array;
    case BTF_KIND_STRUCT: return Kind::Structure;
    case BTF_KIND_UNION: return Kind::Union;
    case BTF_KIND_ENUM:
    case kindEnum64: return Kind::Enumeration;
    case BTF_KIND_FLOAT: return Kind::Float;
    default: return Kind::Other;
    }
}

std::string KernelTypes::declare(uint32_t id, const std::string &inner, int depth) const
{
    const auto type = typeAt(id);
    if (!type)
        return "void" + inner;
    if (depth > deepest)
        return "..." + inner;
    const auto derived = [&](const char *mark) { return declare(word(type->extra - 4), mark + inner, depth + 1); };
    const auto tagged = [&](const char *keyword) {
        const std::string_view name = nameAt(type->name);
        return std::string(keyword) + (name.empty() ? "{...}" : std::string(name)) + inner;
    };
    switch (type->kind) {
    case BTF_KIND_PTR: return derived("*");
    case BTF_KIND_CONST: return derived(" const");
    case BTF_KIND_VOLATILE: return derived(" volatile");
    case BTF_KIND_RESTRICT: return derived(" restrict");
    case kindTypeTag: return derived("");
    case BTF_KIND_ARRAY: return declare(word(type->extra), "[]" + inner, depth + 1);
    case BTF_KIND_STRUCT: return tagged("struct ");
    case BTF_KIND_UNION: return tagged("union ");
    case BTF_KIND_ENUM:
    case kindEnum64: return tagged("enum ");
    case BTF_KIND_FUNC_PROTO: return declare(word(type->extra - 4), {}, depth + 1) + " (" + inner + ") (...)";
    default: return std::string(nameAt(type->name)) + inner;
    }
}

TypeInfo KernelTypes::describe(uint32_t id) const
{
    TypeInfo info;
    info.id = id;
    info.kind = kindOf(id);
    info.name = declare(id, {});
    info.byteSize = sizeOf(id);
    const auto type = typeAt(stripped(id));
    if (!type)
        return info;
    if (type->kind == BTF_KIND_INT)
        info.isSigned = ((word(type->extra) >> 24) & BTF_INT_SIGNED) != 0;
    else if (info.kind == Kind::Enumeration)
        info.isSigned = type->bitFields; // the flag's other meaning
    if (info.kind == Kind::Pointer || info.kind == Kind::Array) {
        const uint32_t target = word(type->kind == BTF_KIND_ARRAY ? type->extra : type->extra - 4);
        info.targetKind = kindOf(target);
        info.targetName = declare(target, {});
    }
    return info;
}

std::optional<TypeInfo> KernelTypes::targetOf(const TypeInfo &info) const
{
    const auto type = typeAt(stripped(static_cast<uint32_t>(info.id)));
    if (!type || (type->kind != BTF_KIND_PTR && type->kind != BTF_KIND_ARRAY))
        return std::nullopt;
    const uint32_t target = word(type->kind == BTF_KIND_ARRAY ? type->extra : type->extra - 4);
    return target == 0 ? std::nullopt : std::optional(describe(target));
}

std::vector<Member> KernelTypes::membersOf(const TypeInfo &info) const
{
    std::vector<Member> out;
    const auto type = typeAt(stripped(static_cast<uint32_t>(info.id)));
    if (!type || (type->kind != BTF_KIND_STRUCT && type->kind != BTF_KIND_UNION))
        return out;
    for (uint32_t i = 0; i < type->count; ++i) {
        const size_t at = type->extra + size_t{12} * i;
        Member member;
        member.name = nameAt(word(at));
        member.type = describe(word(at + 4));
        const uint32_t place = word(at + 8);
        const uint32_t bits = type->bitFields ? place >> 24 : 0;
        const uint32_t bit = type->bitFields ? place & 0xffffff : place;
        member.byteOffset = bit / 8;
        if (bits == 0 || placeBitField(member, bit, bits))
            out.push_back(std::move(member));
    }
    return out;
}

std::vector<Enumerator> KernelTypes::enumeratorsOf(const TypeInfo &info) const
{
    std::vector<Enumerator> out;
    const auto type = typeAt(stripped(static_cast<uint32_t>(info.id)));
    if (!type || (type->kind != BTF_KIND_ENUM && type->kind != kindEnum64))
        return out;
    for (uint32_t i = 0; i < type->count; ++i)
        out.push_back({std::string(nameAt(word(enumeratorPlace(*type, i)))), enumeratorValue(*type, i)});
    return out;
}

size_t KernelTypes::enumeratorPlace(const Type &type, uint32_t index) const
{
    return type.extra + (type.kind == kindEnum64 ? size_t{12} : size_t{8}) * index;
}

int64_t KernelTypes::enumeratorValue(const Type &type, uint32_t index) const
{
    const size_t at = enumeratorPlace(type, index);
    uint64_t value = word(at + 4);
    if (type.kind == kindEnum64)
        value |= static_cast<uint64_t>(word(at + 8)) << 32;
    else if (type.bitFields)
        value = static_cast<uint64_t>(static_cast<int64_t>(static_cast<int32_t>(value)));
    return static_cast<int64_t>(value);
}

std::optional<int64_t> KernelTypes::enumeratorNamed(std::string_view name) const
{
    for (size_t id = firstType(); id < typeCount(); ++id) {
        const auto type = typeAt(id);
        if (!type || (type->kind != BTF_KIND_ENUM && type->kind != kindEnum64))
            continue;
        for (uint32_t i = 0; i < type->count; ++i) {
            if (nameAt(word(enumeratorPlace(*type, i))) == name)
                return enumeratorValue(*type, i);
        }
    }
    return m_base ? m_base->enumeratorNamed(name) : std::nullopt;
}

std::optional<TypeInfo> KernelTypes::findType(std::string_view name) const
{
    std::optional<size_t> id;
    const auto rest = [&](std::string_view keyword) { return name.substr(keyword.size()); };
    if (name.starts_with("struct "))
        id = find(rest("struct "), {BTF_KIND_STRUCT});
    else if (name.starts_with("union "))
        id = find(rest("union "), {BTF_KIND_UNION});
    else if (name.starts_with("enum "))
        id = find(rest("enum "), {BTF_KIND_ENUM, kindEnum64});
    else
        id = find(name, {BTF_KIND_STRUCT, BTF_KIND_TYPEDEF, BTF_KIND_UNION, BTF_KIND_ENUM, kindEnum64, BTF_KIND_INT});
    return id ? std::optional(describe(static_cast<uint32_t>(*id))) : std::nullopt;
}

std::vector<std::string> KernelTypes::typeNames() const
{
    std::vector<std::string> out;
    for (size_t id = 1; id < typeCount(); ++id) {
        const auto type = typeAt(id);
        if ((type->kind == BTF_KIND_STRUCT || type->kind == BTF_KIND_UNION || type->kind == BTF_KIND_TYPEDEF) && type->name != 0)
            out.emplace_back(nameAt(type->name));
    }
    return out;
}

std::optional<KernelTypes::Prototype> KernelTypes::prototype(std::string_view function) const
{
    // Lists ask for thousands.
    std::call_once(m_functionsRead, [this] {
        for (size_t id = firstType(); id < typeCount(); ++id) {
            if (kindAt(id) == BTF_KIND_FUNC)
                m_functions.try_emplace(nameAt(word(placeOf(id))), id);
        }
    });
    const auto id = m_functions.find(function);
    const auto type = id != m_functions.end() ? typeAt(id->second) : std::nullopt;
    const auto proto = type ? typeAt(word(type->extra - 4)) : std::nullopt;
    if (!proto || proto->kind != BTF_KIND_FUNC_PROTO)
        return std::nullopt;
    Prototype out;
    out.result = describe(word(proto->extra - 4));
    for (uint32_t i = 0; i < proto->count; ++i) {
        const size_t at = proto->extra + size_t{8} * i;
        const uint32_t parameter = word(at + 4);
        if (parameter != 0) // else "..."
            out.parameters.push_back({std::string(nameAt(word(at))), describe(parameter)});
    }
    return out;
}

}
