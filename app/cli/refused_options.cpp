// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "refused_options.h"

#include <array>

namespace tapscope::cli {

namespace {

struct Refused {
    std::string_view option;
    std::string_view why;
};

constexpr std::string_view noModule = "there is no kernel module: scripts become BPF programs that live as long as their run";
constexpr std::string_view noServer = "scripts are translated here, in milliseconds; there are no compile servers";
constexpr std::string_view noDebug
    = "debuginfo is found by build-id and debuglink next to the traced files; it is not chosen by hand";
constexpr std::string_view notYet = "this is not supported yet";
constexpr std::string_view oneRuntime = "there is one runtime, BPF";

constexpr std::array refused{
    Refused{"-m", noModule},
    Refused{"-a", noModule},
    Refused{"-F", noModule},
    Refused{"--sign-module", noModule},
    Refused{"--modinfo", noModule},
    Refused{"--rename", noModule},
    Refused{"-S", "output files are not rotated yet; send the output through a program that does"},
    Refused{"-W", "warnings cannot be made errors yet"},
    Refused{"--sysroot", noDebug},
    Refused{"--sysenv", noDebug},
    Refused{"-E", notYet},
    Refused{"-q", notYet},
    Refused{"-i", notYet},
    Refused{"--interactive", notYet},
    Refused{"--example", notYet},
    Refused{"--remote", "scripts run on this machine only"},
    Refused{"--remote-prefix", "scripts run on this machine only"},
    Refused{"--runtime", oneRuntime},
    Refused{"--bpf", oneRuntime},
    Refused{"--dyninst", oneRuntime},
    Refused{"--use-server", noServer},
    Refused{"--list-servers", noServer},
    Refused{"--trust-servers", noServer},
    Refused{"--use-http-server", noServer},
    Refused{"--client-options", noServer},
    Refused{"--privilege", "what may be probed is decided by the rights of the helper program"},
    Refused{"--unprivileged", "what may be probed is decided by the rights of the helper program"},
    Refused{"--check-version", notYet},
    Refused{"--language-server", "the language server is a command: tapscope-cli language-server"},
    Refused{"--target-namespaces", notYet},
    Refused{"--color", "colours are used on a terminal; --no-colour turns them off"},
};

}

std::string_view whyRefused(std::string_view option)
{
    if (option.starts_with("--"))
        option = option.substr(0, option.find('='));
    else
        option = option.substr(0, 2);
    for (const Refused &entry : refused) {
        if (entry.option == option)
            return entry.why;
    }
    return {};
}

}
