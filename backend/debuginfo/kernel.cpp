// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/kernel.h"

#include "base/glob.h"
#include "debuginfo/kernel_symbols.h"
#include "debuginfo/kernel_types.h"

#include <algorithm>
#include <mutex>

namespace tapscope::debuginfo {

namespace {

class RunningKernel final : public Kernel {
public:
    RunningKernel(std::vector<KernelFunction> functions, std::unique_ptr<KernelTypes> types)
        : m_functions(std::move(functions)), m_types(std::move(types)), m_typesRead(m_types != nullptr)
    {
    }

    std::vector<KernelFunction> functions(std::string_view nameGlob) const override
    {
        std::vector<KernelFunction> out;
        const auto matching = isGlob(nameGlob) ? std::ranges::subrange(m_functions.begin(), m_functions.end())
                                               : std::ranges::equal_range(m_functions, nameGlob, {}, &KernelFunction::name);
        for (const KernelFunction &function : matching) {
            if (globMatches(nameGlob, function.name))
                out.push_back(function);
        }
        return out;
    }

    std::vector<std::string> functionNames() const override
    {
        std::vector<std::string> names;
        names.reserve(m_functions.size());
        for (const KernelFunction &function : m_functions) {
            if (names.empty() || names.back() != function.name)
                names.push_back(function.name);
        }
        return names;
    }

    std::optional<uint32_t> memberOffset(std::string_view structure, std::string_view member) const override
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_typesRead) {
            m_types = KernelTypes::read();
            m_typesRead = true;
        }
        return m_types ? m_types->memberOffset(structure, member) : std::nullopt;
    }

private:
    std::vector<KernelFunction> m_functions; // by name
    mutable std::mutex m_mutex;
    mutable std::unique_ptr<KernelTypes> m_types;
    mutable bool m_typesRead;
};

}

std::expected<std::shared_ptr<const Kernel>, Failure> Kernel::running()
{
    std::vector<KernelFunction> functions;
    if (const auto text = readWholeFile("/proc/kallsyms"))
        functions = parseKernelSymbols(*text);
    std::unique_ptr<KernelTypes> types;
    if (functions.empty()) {
        // A kernel without a symbol list may still describe its functions.
        types = KernelTypes::read();
        if (!types) {
            return std::unexpected(Failure{{TAPSCOPE_TEXT("Diagnostics", "The kernel shows neither its symbols (/proc/kallsyms) nor its types (/sys/kernel/btf/vmlinux)."), {}},
                                           {TAPSCOPE_TEXT("Diagnostics", "Mount /proc and /sys, or run a kernel built with CONFIG_KALLSYMS or CONFIG_DEBUG_INFO_BTF."), {}}});
        }
        for (std::string &name : types->functionNames())
            functions.push_back({std::move(name), {}, 0});
        std::ranges::sort(functions, {}, &KernelFunction::name);
    }
    return std::make_shared<RunningKernel>(std::move(functions), std::move(types));
}

}
