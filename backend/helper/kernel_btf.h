// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace tapscope::helper {

/// Finds the type ids of functions in the kernel's own BTF, which fentry programs are loaded for.
class KernelBtf {
public:
    /// Opens /sys/kernel/btf/vmlinux; the contents are read when the first function is asked for.
    KernelBtf();
    ~KernelBtf();
    KernelBtf(const KernelBtf &) = delete;
    KernelBtf &operator=(const KernelBtf &) = delete;

    [[nodiscard]] bool exists() const { return m_file >= 0; }
    [[nodiscard]] std::optional<uint32_t> function(std::string_view name);

    /// Type id of the function `name` in BTF of the machine's byte order; nothing when there is none or the bytes are damaged.
    [[nodiscard]] static std::optional<uint32_t> findFunction(std::span<const std::byte> btf, std::string_view name);

private:
    void read();

    int m_file = -1;
    bool m_read = false;
    void *m_mapping = nullptr;
    std::vector<std::byte> m_contents;
    std::span<const std::byte> m_bytes;
};

}
