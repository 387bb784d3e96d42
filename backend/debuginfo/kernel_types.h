// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/type_source.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tapscope::debuginfo {

/// The kernel's types and functions as its BTF (Documentation/bpf/btf.rst) describes them. Read here and not by libbpf: all that
/// is asked for is a member or two, at the start of each run, and an index of 100,000 types takes ten times longer than the
/// run's.
class KernelTypes final : public TypeSource {
public:
    /// Null when there is no BTF at `path` or it is damaged. That of a module says only what `base`, the kernel's, does not;
    /// which has to live longer.
    [[nodiscard]] static std::unique_ptr<KernelTypes> read(const std::string &path = "/sys/kernel/btf/vmlinux",
                                                           const KernelTypes *base = nullptr);
    ~KernelTypes() override;
    KernelTypes(const KernelTypes &) = delete;
    KernelTypes &operator=(const KernelTypes &) = delete;

    /// Of a member that may be inside anonymous structures and unions; nullopt for bit fields that start within a byte.
    [[nodiscard]] std::optional<uint32_t> memberOffset(std::string_view structure, std::string_view member) const;
    /// Without the base's.
    [[nodiscard]] std::vector<std::string> functionNames() const;

    [[nodiscard]] std::optional<TypeInfo> targetOf(const TypeInfo &type) const override;
    [[nodiscard]] std::vector<Member> membersOf(const TypeInfo &type) const override;
    [[nodiscard]] std::vector<Enumerator> enumeratorsOf(const TypeInfo &type) const override;
    [[nodiscard]] std::optional<int64_t> enumeratorNamed(std::string_view name) const override;
    [[nodiscard]] std::optional<TypeInfo> findType(std::string_view name) const override;
    [[nodiscard]] std::vector<std::string> typeNames() const override;

    struct Prototype {
        struct Parameter {
            std::string name;
            TypeInfo type;
        };
        TypeInfo result;
        std::vector<Parameter> parameters;
    };
    /// Of the function of this name; nullopt when the types know none.
    [[nodiscard]] std::optional<Prototype> prototype(std::string_view function) const;

private:
    struct Type {
        uint32_t name = 0;
        uint32_t kind = 0;
        uint32_t count = 0; ///< of members and the like
        bool bitFields = false;
        size_t extra = 0; ///< where those are
    };

    KernelTypes() = default;
    [[nodiscard]] bool index();
    // Ids, places and names count from the base's on, as if its were in front.
    [[nodiscard]] size_t baseTypes() const { return m_base ? m_base->m_types.size() : 0; }
    [[nodiscard]] size_t baseBytes() const { return m_base ? m_base->m_data.size() : 0; }
    [[nodiscard]] size_t typeCount() const { return m_base ? m_base->m_types.size() + m_types.size() : m_types.size(); }
    [[nodiscard]] size_t firstType() const { return m_base ? m_base->m_types.size() : 1; }
    [[nodiscard]] size_t placeOf(size_t id) const;
    [[nodiscard]] uint32_t kindAt(size_t id) const { return (word(placeOf(id) + 4) >> 24) & 0x1f; }
    [[nodiscard]] uint32_t word(size_t at) const;
    [[nodiscard]] std::optional<Type> typeAt(size_t id) const;
    [[nodiscard]] std::string_view nameAt(uint32_t offset) const;
    [[nodiscard]] std::optional<size_t> find(std::string_view name, std::initializer_list<uint32_t> kinds) const;
    [[nodiscard]] size_t enumeratorPlace(const Type &type, uint32_t index) const;
    [[nodiscard]] int64_t enumeratorValue(const Type &type, uint32_t index) const;
    /// The type behind typedefs and qualifiers; 0: void.
    [[nodiscard]] uint32_t stripped(uint32_t id) const;
    [[nodiscard]] TypeInfo describe(uint32_t id) const;
    [[nodiscard]] uint64_t sizeOf(uint32_t id, int depth = 0) const;
    [[nodiscard]] TypeInfo::Kind kindOf(uint32_t id) const;
    [[nodiscard]] std::string declare(uint32_t id, const std::string &inner, int depth = 0) const;
    [[nodiscard]] std::optional<uint32_t> findMember(const Type &type, std::string_view member, std::set<size_t> &visited) const;

    const KernelTypes *m_base = nullptr;
    void *m_mapping = nullptr; ///< where the kernel lets its BTF be mapped
    std::string m_contents; ///< elsewhere
    std::string_view m_data; ///< of one of those
    std::string_view m_names;
    std::vector<uint32_t> m_types; ///< where each is in m_data, by id (of a base: 0 is none; else behind the base's)
    mutable std::once_flag m_functionsRead;
    mutable std::unordered_map<std::string_view, size_t> m_functions; ///< ids by name
};

}
