// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/kernel.h"

#include "base/glob.h"
#include "debuginfo/kernel_symbols.h"
#include "debuginfo/kernel_types.h"

#include <unistd.h>

#include <algorithm>
#include <mutex>

namespace tapscope::debuginfo {

namespace {

/// Reads what is asked for, when it is asked for: the list of symbols and the types are each tens of milliseconds.
class RunningKernel final : public Kernel {
public:
    std::vector<KernelFunction> functions(std::string_view nameGlob) const override
    {
        const std::scoped_lock lock(m_mutex);
        readFunctions();
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
        const std::scoped_lock lock(m_mutex);
        readFunctions();
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
        readTypes();
        return m_types ? m_types->memberOffset(structure, member) : std::nullopt;
    }

private:
    void readTypes() const
    {
        if (!m_typesRead)
            m_types = KernelTypes::read();
        m_typesRead = true;
    }

    void readFunctions() const
    {
        if (m_functionsRead)
            return;
        m_functionsRead = true;
        if (const auto text = readWholeFile("/proc/kallsyms"))
            m_functions = parseKernelSymbols(*text);
        if (!m_functions.empty())
            return;
        // A kernel without a symbol list may still describe its functions.
        readTypes();
        if (!m_types)
            return;
        for (std::string &name : m_types->functionNames())
            m_functions.push_back({std::move(name), {}, 0});
        std::ranges::sort(m_functions, {}, &KernelFunction::name);
    }

    mutable std::mutex m_mutex;
    mutable std::vector<KernelFunction> m_functions; // by name
    mutable std::unique_ptr<KernelTypes> m_types;
    mutable bool m_functionsRead = false, m_typesRead = false;
};

}

std::expected<std::shared_ptr<const Kernel>, Failure> Kernel::running()
{
    if (::access("/proc/kallsyms", R_OK) != 0 && ::access("/sys/kernel/btf/vmlinux", R_OK) != 0) {
        return std::unexpected(Failure{
            {TAPSCOPE_TEXT("Diagnostics",
                           "The kernel shows neither its symbols (/proc/kallsyms) nor its types (/sys/kernel/btf/vmlinux)."),
             {}},
            {TAPSCOPE_TEXT("Diagnostics",
                           "Mount /proc and /sys, or run a kernel built with CONFIG_KALLSYMS or CONFIG_DEBUG_INFO_BTF."),
             {}}});
    }
    return std::make_shared<RunningKernel>();
}

}
