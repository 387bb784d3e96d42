// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/target_scope.h"
#include "base/text.h"
#include "debuginfo/kernel.h"

#include <algorithm>
#include <string_view>

namespace tapscope::analysis {

/// Whether `name` is $return at a hook of security modules: whether something is allowed.
[[nodiscard]] inline bool isPermission(const TargetScope &scope, std::string_view name)
{
    return name == "$return" && scope.kind == TargetScope::Kind::Entry
        && scope.function.starts_with(debuginfo::Kernel::securityHookFunction({}));
}

/// Whether `name` is that, or $verdict at one of netfilter's hooks: what is to become of a packet.
[[nodiscard]] inline bool isVerdict(const TargetScope &scope, std::string_view name)
{
    return isPermission(scope, name)
        || (name == "$verdict" && std::ranges::contains(scope.variables, "hooknum", &debuginfo::VariableAt::name));
}

/// Why it cannot be changed, and what to do instead.
[[nodiscard]] inline Failure verdictRefusal(const TargetScope &scope)
{
    if (isPermission(scope, "$return")) {
        return {{TAPSCOPE_TEXT("Diagnostics",
                               "a probe sees what security modules are asked, but does not decide what is allowed"),
                 {}},
                {TAPSCOPE_TEXT("Diagnostics", "forbid it by a policy of AppArmor, SELinux, Landlock or seccomp"), {}}};
    }
    return {
        {TAPSCOPE_TEXT("Diagnostics",
                       "a probe sees the packets that come to the hook, but cannot decide what becomes of them: eBPF programs "
                       "that watch the kernel may not change it"),
         {}},
        {TAPSCOPE_TEXT("Diagnostics",
                       "drop or accept packets by a rule of nft or iptables, or run this script with stap -g, which makes a "
                       "kernel module of it"),
         {}}};
}

}
