// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/context.h"
#include "analysis/intrinsics.h"

#include <algorithm>
#include <array>

namespace tapscope::analysis {

namespace {

// Functions of SystemTap's guru mode that reach into the kernel or the program, which eBPF programs are not let to do.
constexpr std::array<std::string_view, 4> changing = {"__engine_set_", "__engine_panic", "__engine_mdelay", "__engine_udelay"};

bool changesWhatRuns(const std::set<std::string, std::less<>> &missing)
{
    return std::ranges::any_of(missing, [](const std::string &name) {
        return std::ranges::any_of(changing, [&](std::string_view prefix) { return name.starts_with(prefix); });
    });
}

// The first type of the kernel among what is missing; empty if there is none.
std::string missingType(const std::set<std::string, std::less<>> &missing)
{
    const auto found = missing.lower_bound(missingTypePrefix);
    return found != missing.end() && found->starts_with(missingTypePrefix) ? found->substr(missingTypePrefix.size())
                                                                           : std::string();
}

}

void Context::reportMissingFunctions(const std::vector<Effects> &effects, const Program &program)
{
    std::set<std::string, std::less<>> reported;
    for (const auto &[call, index, whole] : m_calls) {
        const FunctionSymbol &function = m_functions[index];
        if (!function.fromTapset || isTapset(whole.file))
            continue;
        Effects only;
        only.calls.insert(index);
        const std::set<std::string, std::less<>> missing = closure(only).missing;
        if (missing.empty())
            continue;
        reported.insert(missing.begin(), missing.end());
        const std::string &name = function.ast->name.text;
        const Range range = {whole.file, whole.begin, whole.begin + static_cast<uint32_t>(name.size())};
        if (std::ranges::any_of(missing, [](const std::string &name_) { return findIntrinsic(name_) != nullptr; })) {
            error("needs-guru", range,
                  {TAPSCOPE_TEXT("Diagnostics", "%1() changes what is traced, which only guru mode lets a script do"), {name}},
                  {TAPSCOPE_TEXT("Diagnostics", "run it with -g (guru mode), if that is what you want"), {}});
        } else if (const std::string type = missingType(missing); !type.empty()) {
            error("unknown-type", range,
                  {TAPSCOPE_TEXT("Diagnostics", "%1() reads the kernel's type '%2', which this kernel does not have"),
                   {name, type}},
                  {TAPSCOPE_TEXT("Diagnostics", "load the module that defines it, or leave this call out"), {}});
        } else if (changesWhatRuns(missing)) {
            error("not-yet", range,
                  {TAPSCOPE_TEXT("Diagnostics", "%1() acts on what is traced, which eBPF programs may not do"), {name}},
                  {TAPSCOPE_TEXT("Diagnostics", "run this script with stap itself (stap -g)"), {}});
        } else {
            error("not-yet", range, {TAPSCOPE_TEXT("Diagnostics", "SystemTap's function %1() is not yet able to run"), {name}},
                  {TAPSCOPE_TEXT("Diagnostics", "run this script with stap itself"), {}});
        }
    }
    for (size_t i = 0; i < effects.size() && i < program.handlers.size(); ++i) {
        for (const std::string &name : closure(effects[i]).missing) {
            if (reported.contains(name))
                continue;
            if (const std::string type = missingType({name}); !type.empty()) {
                error("unknown-type", program.handlers[i].range,
                      {TAPSCOPE_TEXT(
                           "Diagnostics",
                           "a variable of this probe point reads the kernel's type '%1', which this kernel does not have"),
                       {type}},
                      {TAPSCOPE_TEXT("Diagnostics", "load the module that defines it, or use other variables"), {}});
                break;
            }
            error("not-yet", program.handlers[i].range,
                  {TAPSCOPE_TEXT("Diagnostics", "a variable of this probe point needs %1(), which is not yet able to run"),
                   {name.substr(intrinsicPrefix.size())}},
                  {TAPSCOPE_TEXT("Diagnostics", "use other variables of it, or run this script with stap itself"), {}});
            break;
        }
    }
}

}
