// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/protocol_launch.h"

#include <cerrno>
#include <cstring>

namespace tapscope::protocol {

namespace {

constexpr int kernelNotSupported = 524; ///< ENOTSUPP inside the kernel; strerror doesn't know it

std::string errorName(int error)
{
    return error == kernelNotSupported ? std::strerror(EOPNOTSUPP) : std::strerror(error);
}

Text afterMap(int error)
{
    switch (error) {
    case E2BIG:
    case ENOMEM: return {TAPSCOPE_TEXT("Diagnostics", "Make arrays smaller (their limit of entries), or the ring buffer."), {}};
    case EPERM: return {TAPSCOPE_TEXT("Diagnostics", "Raise the limit of locked memory (ulimit -l), or run as root."), {}};
    default:
        return {TAPSCOPE_TEXT("Diagnostics", "This kernel lacks that kind of map; report it with the kernel's version."), {}};
    }
}

Failure explainAttach(const Failed &failed)
{
    const Text what = failed.detail.empty()
        ? Text{TAPSCOPE_TEXT("Diagnostics", "probes could not be put on: %1"), {errorName(failed.error)}}
        : Text{TAPSCOPE_TEXT("Diagnostics", "probes could not be put on %2: %1"), {errorName(failed.error), failed.detail}};
    switch (failed.error) {
    case E2BIG:
        return {
            what,
            {TAPSCOPE_TEXT(
                 "Diagnostics",
                 "This kernel has no uprobe_multi, and the helper may not use the list of trace events: only 16 places can be "
                 "probed at once. Give the helper cap_dac_override as well, or probe fewer functions."),
             {}}};
    case EPERM:
    case EACCES:
        return {what,
                {TAPSCOPE_TEXT("Diagnostics",
                               "The helper lacks rights on this kernel: run \"sudo setcap %1 …\" on it again, or run as root."),
                 {neededCapabilities(true)}}};
    case EMFILE:
    case ENFILE:
        return {what, {TAPSCOPE_TEXT("Diagnostics", "Raise the limit of open files (ulimit -n), or probe fewer functions."), {}}};
    case ENOMEM: return {what, {TAPSCOPE_TEXT("Diagnostics", "Probe fewer functions."), {}}};
    case EOPNOTSUPP: return {what, {TAPSCOPE_TEXT("Diagnostics", "This kernel was built without probes of this kind."), {}}};
    default:
        return {what,
                {TAPSCOPE_TEXT("Diagnostics", "Narrow the probe down to see which place it is; report it if it should work."),
                 {}}};
    }
}

}

Failure explain(const Failed &failed)
{
    switch (failed.stage) {
    case Failed::Stage::Protocol:
        return {{TAPSCOPE_TEXT("Diagnostics", "the helper did not understand: %1"), {failed.detail}},
                {TAPSCOPE_TEXT("Diagnostics", "Check that the helper belongs to this version of Tapscope."), {}}};
    case Failed::Stage::Privileges:
        return {{TAPSCOPE_TEXT("Diagnostics", "no BPF programs can be loaded: %1"), {failed.detail}},
                {TAPSCOPE_TEXT("Diagnostics",
                               "Run \"sudo setcap %1 …\" on the helper, or run as root. In a container, allow them there."),
                 {neededCapabilities()}}};
    case Failed::Stage::Map:
        return {{TAPSCOPE_TEXT("Diagnostics", "the kernel refused the map %1: %2"), {failed.detail, errorName(failed.error)}},
                afterMap(failed.error)};
    case Failed::Stage::Btf:
        return {{TAPSCOPE_TEXT("Diagnostics", "the kernel refused the type information: %1"), {errorName(failed.error)}},
                {TAPSCOPE_TEXT("Diagnostics", "Report this with the script and the kernel's version."), {}}};
    case Failed::Stage::Verifier:
        return {{TAPSCOPE_TEXT("Diagnostics", "the kernel's verifier refused the program %1: %2"),
                 {failed.detail, errorName(failed.error)}},
                {TAPSCOPE_TEXT("Diagnostics",
                               "Simplify the handler (loops, string operations), or report this with the verifier's log."),
                 {}}};
    case Failed::Stage::Refused:
        if (failed.error == EACCES)
            return {{TAPSCOPE_TEXT("Diagnostics", "only an administrator may use %1"), {failed.detail}},
                    {TAPSCOPE_TEXT("Diagnostics", "Run as root; the helper's file capabilities are for watching only."), {}}};
        return {{TAPSCOPE_TEXT("Diagnostics", "the helper refused it: %1"), {failed.detail}},
                {TAPSCOPE_TEXT("Diagnostics", "Run in guru mode (-g) if the script is meant to change what it watches."), {}}};
    case Failed::Stage::Attach: return explainAttach(failed);
    }
    return {};
}

}
