// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/kernel.h"

#include "base/files.h"
#include "base/glob.h"
#include "debuginfo/kernel_refusals.h"
#include "debuginfo/kernel_symbols.h"
#include "debuginfo/kernel_types.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
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

    const TypeSource *types() const override
    {
        const std::scoped_lock lock(m_mutex);
        readTypes();
        return m_types.get();
    }

    const TypeSource *moduleTypes(const std::string &module) const override
    {
        const std::scoped_lock lock(m_mutex);
        return typesOf(module);
    }

    std::vector<std::string> tracepointNames() const override
    {
        const std::scoped_lock lock(m_mutex);
        readTracepoints();
        std::vector<std::string> names;
        for (const auto &[name, module] : m_tracepoints)
            names.push_back(name);
        return names;
    }

    std::vector<Tracepoint> tracepoints(std::string_view nameGlob) const override
    {
        const std::scoped_lock lock(m_mutex);
        readTracepoints();
        std::vector<Tracepoint> out;
        for (const auto &[name, module] : m_tracepoints) {
            if (!globMatches(nameGlob, name))
                continue;
            Tracepoint &point = out.emplace_back();
            point.name = name;
            point.module = module;
            const auto prototype = typesOf(module)->prototype(std::string(tracepointCaller) + name);
            // The first parameter is the caller's own.
            for (size_t i = 1; prototype && i < prototype->parameters.size(); ++i) {
                const auto &parameter = prototype->parameters[i];
                point.arguments.push_back(
                    {parameter.name, parameter.type,
                     Location{Location::Kind::Value, {{LocationStep::Op::Argument, static_cast<int64_t>(i - 1)}}, {}}, true});
            }
        }
        return out;
    }

    std::vector<std::string> securityHooks() const override
    {
        const std::scoped_lock lock(m_mutex);
        readTypes();
        readFunctions();
        // It has a member for each hook, with the type of a security module's own function.
        const auto hooks = m_types ? m_types->findType("union security_list_options") : std::nullopt;
        std::vector<std::string> names;
        if (!hooks)
            return names;
        for (const Member &member : m_types->membersOf(*hooks)) {
            if (std::ranges::binary_search(m_functions, securityHookFunction(member.name), {}, &KernelFunction::name))
                names.push_back(member.name);
        }
        return names;
    }

    std::optional<KernelSignature> signature(std::string_view function) const override { return signature(function, {}); }

    std::optional<KernelSignature> signature(std::string_view function, const std::string &module) const override
    {
        const std::scoped_lock lock(m_mutex);
        const KernelTypes *types = typesOf(module);
        const auto prototype = types ? types->prototype(function) : std::nullopt;
        return prototype ? std::optional(signatureOf(*prototype)) : std::nullopt;
    }

    KernelFunction::Refusal refusal(std::string_view name, std::string_view module) const override
    {
        const std::scoped_lock lock(m_mutex);
        readFunctions();
        auto out = KernelFunction::Refusal::None;
        for (const KernelFunction &function : std::ranges::equal_range(m_functions, name, {}, &KernelFunction::name)) {
            if (function.module != module)
                continue;
            if (function.refusal == KernelFunction::Refusal::None)
                return function.refusal;
            out = function.refusal;
        }
        return out;
    }

private:
    /// The function by which the kernel calls what is attached to a tracepoint.
    static constexpr std::string_view tracepointCaller = "__traceiter_";
    static constexpr const char *typeDirectory = "/sys/kernel/btf/";

    static KernelSignature signatureOf(const KernelTypes::Prototype &prototype)
    {
        using Op = LocationStep::Op;
        constexpr std::array<int64_t, 6> registers = {5, 4, 1, 2, 8, 9}; // rdi, rsi, rdx, rcx, r8, r9 by their DWARF numbers
        constexpr int64_t stackPointer = 7;
        KernelSignature out;
        size_t next = 0;
        int64_t onStack = 8; // behind the return address
        for (const auto &parameter : prototype.parameters) {
            VariableAt &variable = out.parameters.emplace_back(VariableAt{parameter.name, parameter.type, {}, true});
            const size_t words = (parameter.type.byteSize + 7) / 8;
            if (words == 1 && next < registers.size()) {
                variable.location = {Location::Kind::Value, {{Op::Register, registers[next++]}}, {}};
            } else if (words == 2 && next + 1 < registers.size()) {
                next += 2;
                variable.location.reason = {TAPSCOPE_TEXT("Diagnostics", "it is passed in several registers"), {}};
            } else {
                variable.location = {Location::Kind::Memory,
                                     {{Op::Register, stackPointer}, {Op::Constant, onStack}, {Op::Add, 0}},
                                     {}};
                onStack += static_cast<int64_t>(words * 8);
            }
        }
        if (prototype.result.kind != TypeInfo::Kind::Void)
            out.result = VariableAt{"return", prototype.result, {Location::Kind::Value, {{Op::Register, 0}}, {}}, false};
        return out;
    }

    void readTracepoints() const
    {
        readTypes();
        if (!m_types || m_tracepointsRead)
            return;
        m_tracepointsRead = true;
        const auto add = [&](const KernelTypes &types, const std::string &module) {
            for (const std::string &name : types.functionNames()) {
                if (name.starts_with(tracepointCaller))
                    m_tracepoints.emplace_back(name.substr(tracepointCaller.size()), module);
            }
        };
        add(*m_types, {});
        std::error_code error;
        for (const auto &entry : std::filesystem::directory_iterator(typeDirectory, error)) {
            const std::string module = entry.path().filename().string();
            if (const KernelTypes *types = module == "vmlinux" ? nullptr : typesOf(module))
                add(*types, module);
        }
        std::ranges::sort(m_tracepoints);
        const auto [first, last] = std::ranges::unique(m_tracepoints, {}, &std::pair<std::string, std::string>::first);
        m_tracepoints.erase(first, last);
    }

    /// Empty: the image's. Null when there is no BTF of it.
    const KernelTypes *typesOf(const std::string &module) const
    {
        readTypes();
        if (module.empty() || !m_types)
            return m_types.get();
        // Each module's builds on the image's.
        const auto [entry, isNew] = m_moduleTypes.try_emplace(module);
        if (isNew && !module.contains('/') && module != "vmlinux")
            entry->second = KernelTypes::read(std::string(typeDirectory) + module, m_types.get());
        return entry->second.get();
    }

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
        if (const auto text = readFile("/proc/kallsyms")) {
            m_functions = parseKernelSymbols(*text);
            const KernelRefusals refusals = KernelRefusals::running(*text);
            for (KernelFunction &function : m_functions)
                function.refusal = refusals.of(function);
        }
        if (!m_functions.empty())
            return;
        // A kernel without a symbol list may still describe its functions.
        readTypes();
        if (!m_types)
            return;
        for (std::string &name : m_types->functionNames())
            m_functions.push_back({std::move(name), {}, 0, {}});
        std::ranges::sort(m_functions, {}, &KernelFunction::name);
    }

    mutable std::mutex m_mutex;
    mutable std::vector<KernelFunction> m_functions; // by name
    mutable std::unique_ptr<KernelTypes> m_types;
    mutable std::map<std::string, std::unique_ptr<KernelTypes>> m_moduleTypes; // null: none
    mutable std::vector<std::pair<std::string, std::string>> m_tracepoints; // name and module, by name
    mutable bool m_functionsRead = false, m_typesRead = false, m_tracepointsRead = false;
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
