// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "idle_options.h"

#include <CLI/CLI.hpp>
#include <array>
#include <string_view>

namespace tapscope::cli {

namespace {

enum class Value : uint8_t { None, Perhaps, Always };

struct Idle {
    std::string_view option;
    Value value;
    std::string_view why;
};

constexpr std::string_view noModule = "there is no kernel module to build";
constexpr std::string_view noCompiler = "no compiler runs";
constexpr std::string_view ownSymbols = "debug information is found by itself, and symbols are read when they are needed";

constexpr std::array idle{
    Idle{"-d", Value::Always, ownSymbols},
    Idle{"--ldd", Value::None, ownSymbols},
    Idle{"--all-modules", Value::None, ownSymbols},
    Idle{"--download-debuginfo", Value::Perhaps, ownSymbols},
    Idle{"-P,--prologue-searching", Value::Perhaps, "where parameters are is known for each address"},
    Idle{"-b", Value::None, "the order of output is kept without a bulk mode"},
    Idle{"-k", Value::None, "no temporary files are written"},
    Idle{"--tmpdir", Value::Always, "no temporary files are written"},
    Idle{"-B", Value::Always, noModule},
    Idle{"-R", Value::Always, noModule},
    Idle{"--save-uprobes", Value::None, noModule},
    Idle{"--vp", Value::Always, "-v shows all passes"},
    Idle{"--use-server-on-error", Value::Perhaps, "there are no compile servers"},
    Idle{"--disable-cache", Value::None, "nothing is cached"},
    Idle{"--poison-cache", Value::None, "nothing is cached"},
    Idle{"--rlimit-as", Value::Always, noCompiler},
    Idle{"--rlimit-cpu", Value::Always, noCompiler},
    Idle{"--rlimit-nproc", Value::Always, noCompiler},
    Idle{"--rlimit-stack", Value::Always, noCompiler},
    Idle{"--rlimit-fsize", Value::Always, noCompiler},
};

}

void addIdleOptions(CLI::App &app)
{
    for (const Idle &each : idle) {
        CLI::Option *option = nullptr;
        if (each.value == Value::Always)
            option = app.add_option(std::string(each.option))->expected(1)->allow_extra_args(false)->take_all();
        else if (each.value == Value::Perhaps)
            option = app.add_flag(std::string(each.option))->take_last();
        else
            option = app.add_flag(std::string(each.option))->disable_flag_override();
        option->group(""); // the help tells what does something
    }
}

std::vector<std::string> idleOptions(const CLI::App &app)
{
    std::vector<std::string> out;
    for (const Idle &each : idle) {
        const std::string name(each.option.substr(0, each.option.find(',')));
        if (app.get_option(name)->count() > 0)
            out.push_back("stap's option " + name + " changes nothing here: " + std::string(each.why));
    }
    return out;
}

}
