// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct btf;

namespace tapscope::debuginfo {

struct KernelParameter {
    std::string name;
    std::string type; ///< as C writes it: "struct sock *"
};

/// What a function of the kernel takes and returns, or what a tracepoint hands over.
struct KernelSignature {
    std::string name;
    std::string returnType;
    std::vector<KernelParameter> parameters;

    /// "struct file *file, size_t count"
    [[nodiscard]] std::string parameterText() const;
};

/// The functions and tracepoints that BTF describes, by name. Not thread-safe.
class KernelSignatures {
public:
    /// Of the kernel image, or of a module (split BTF: `base` is the image's). Null when there is no BTF at `path` or it is
    /// damaged.
    [[nodiscard]] static std::unique_ptr<KernelSignatures> read(const std::string &path = "/sys/kernel/btf/vmlinux",
                                                                const KernelSignatures *base = nullptr);
    ~KernelSignatures();
    KernelSignatures(const KernelSignatures &) = delete;
    KernelSignatures &operator=(const KernelSignatures &) = delete;

    /// By name, without those of the base.
    [[nodiscard]] std::vector<std::string_view> functions() const;
    [[nodiscard]] std::vector<std::string_view> tracepoints() const;
    [[nodiscard]] std::optional<KernelSignature> function(std::string_view name) const;
    /// Its parameters without the first, which is the kernel's own.
    [[nodiscard]] std::optional<KernelSignature> tracepoint(std::string_view name) const;

private:
    KernelSignatures() = default;
    [[nodiscard]] std::optional<KernelSignature> signature(std::string_view name, uint32_t prototype, size_t skipped) const;
    [[nodiscard]] std::string typeText(uint32_t id, const std::string &declarator, int depth) const;
    [[nodiscard]] std::string modified(const char *modifier, uint32_t id, const std::string &declarator, int depth) const;

    btf *m_btf = nullptr;
    std::map<std::string_view, uint32_t> m_functions; ///< to the type of the function
    std::map<std::string_view, uint32_t> m_tracepoints;
};

}
