// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/text.h"
#include "debuginfo/type_source.h"

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tapscope::debuginfo {

/// A function of the running kernel.
struct KernelFunction {
    /// Why no probe can be put there, as far as this user may know.
    enum class Refusal : uint8_t {
        None,
        Blacklist, ///< the kernel's authors excluded it: a probe there could bring the machine down
        NotTraced, ///< the function tracer, which kernel probes of BPF rest upon, was kept out of it
    };
    std::string name;
    /// Module's name, or empty for the kernel image.
    std::string module;
    uint64_t address = 0; ///< 0 when kptr_restrict hides it
    Refusal refusal = Refusal::None;
};

/// A place in the kernel that its authors made for tracing.
struct Tracepoint {
    std::string name;
    std::vector<VariableAt> arguments;
    std::string module = {}; ///< whose types those of the arguments are; empty: the kernel's
};

/// What a kernel function takes and gives, by its BTF and the calling convention.
struct KernelSignature {
    std::vector<VariableAt> parameters; ///< where they are at the entry
    std::optional<VariableAt> result; ///< right after the return; nullopt: void
};

/// The running kernel: its functions (kallsyms, BTF) and the layout of its types (BTF).
class Kernel {
public:
    [[nodiscard]] static std::expected<std::shared_ptr<const Kernel>, Failure> running();
    virtual ~Kernel() = default;

    [[nodiscard]] virtual std::vector<KernelFunction> functions(std::string_view nameGlob) const = 0;
    [[nodiscard]] virtual std::vector<std::string> functionNames() const = 0;
    /// Byte offset of a member ("mm", "start_code") in a structure of the kernel; nullopt without BTF or such a member.
    [[nodiscard]] virtual std::optional<uint32_t> memberOffset(std::string_view structure, std::string_view member) const = 0;

    /// The layout of its types; null without BTF. Lives as long as the kernel's description.
    [[nodiscard]] virtual const TypeSource *types() const { return nullptr; }
    /// Those that `module` knows: its own and the kernel's. Null when it has no BTF.
    [[nodiscard]] virtual const TypeSource *moduleTypes(const std::string &) const { return nullptr; }
    /// By name, without the system it belongs to; of modules as well.
    [[nodiscard]] virtual std::vector<Tracepoint> tracepoints(std::string_view) const { return {}; }
    [[nodiscard]] virtual std::vector<std::string> tracepointNames() const { return {}; }
    /// Names of the hooks of security modules that it has a function for, securityHookFunction(), whether or not it comes there.
    [[nodiscard]] virtual std::vector<std::string> securityHooks() const { return {}; }
    /// The function that stands for BPF programs at a hook (kernel/bpf/bpf_lsm.c).
    [[nodiscard]] static std::string securityHookFunction(std::string_view hook) { return "bpf_lsm_" + std::string(hook); }
    [[nodiscard]] virtual std::optional<KernelSignature> signature(std::string_view) const { return std::nullopt; }
    /// Of a function of `module`, in terms of moduleTypes(); of the image when that is empty.
    [[nodiscard]] virtual std::optional<KernelSignature> signature(std::string_view function, const std::string &module) const
    {
        return module.empty() ? signature(function) : std::nullopt;
    }
    /// Why the function of this name cannot be probed, when all of that name cannot.
    [[nodiscard]] virtual KernelFunction::Refusal refusal(std::string_view, std::string_view) const
    {
        return KernelFunction::Refusal::None;
    }
};

}
