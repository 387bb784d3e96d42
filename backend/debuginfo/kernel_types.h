// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct btf;

namespace tapscope::debuginfo {

/// The kernel's types and functions as its BTF describes them.
class KernelTypes {
public:
    /// Null when there is no BTF at `path` or it is damaged.
    [[nodiscard]] static std::unique_ptr<KernelTypes> read(const std::string &path = "/sys/kernel/btf/vmlinux");
    ~KernelTypes();
    KernelTypes(const KernelTypes &) = delete;
    KernelTypes &operator=(const KernelTypes &) = delete;

    /// Of a member that may be inside anonymous structures and unions; nullopt for bit fields that start within a byte.
    [[nodiscard]] std::optional<uint32_t> memberOffset(std::string_view structure, std::string_view member) const;
    [[nodiscard]] std::vector<std::string> functionNames() const;

private:
    explicit KernelTypes(btf *types) : m_btf(types) { }
    [[nodiscard]] std::optional<uint32_t> findMember(uint32_t type, std::string_view member, int depth) const;

    btf *m_btf;
};

}
