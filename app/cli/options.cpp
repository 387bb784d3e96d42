// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "options.h"

#include "base/similar.h"
#include "idle_options.h"
#include "limits.h"
#include "refused_options.h"

#include <fcntl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <bit>
#include <cstring>
#include <fstream>

namespace tapscope::cli {

namespace {

constexpr std::string_view version = "Tapscope " TAPSCOPE_VERSION;

ImmediateExit wrong(std::string sentence)
{
    return {1, "tapscope-cli: " + std::move(sentence) + "\nTry “tapscope-cli --help”.\n"};
}

std::optional<std::string> readDescriptor(int fd)
{
    std::string text;
    char buffer[65536];
    while (true) {
        const ssize_t size = ::read(fd, buffer, sizeof buffer);
        if (size == 0)
            return text;
        if (size < 0 && errno != EINTR)
            return std::nullopt;
        if (size > 0)
            text.append(buffer, static_cast<size_t>(size));
    }
}

std::optional<ImmediateExit> readScriptFile(const std::string &path, engine::Options &options)
{
    std::optional<std::string> text;
    if (path == "-") {
        text = readDescriptor(STDIN_FILENO);
    } else {
        options.scriptPath = path;
        const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
        if (fd >= 0) {
            text = readDescriptor(fd);
            const int error = errno;
            ::close(fd);
            errno = error;
        }
    }
    if (!text)
        return wrong("the script “" + path + "” cannot be read: " + std::strerror(errno) + ".");
    options.scriptText = std::move(*text);
    return std::nullopt;
}

std::string joined(const std::vector<std::string> &words)
{
    std::string text;
    for (const std::string &word : words)
        text += (text.empty() ? "" : ", ") + word;
    return text;
}

ImmediateExit refuse(const std::string &option, const CLI::App &app)
{
    if (const std::string_view why = whyRefused(option); !why.empty())
        return wrong("stap's option " + option + " is not accepted: " + std::string(why) + ".");
    std::vector<std::string> known;
    for (const CLI::Option *each : app.get_options()) {
        for (const std::string &name : each->get_lnames())
            known.push_back("--" + name);
    }
    const auto similar = similarNames(option, known);
    return wrong("there is no option " + option + (similar.empty() ? "." : "; did you mean " + joined(similar) + "?"));
}

}

std::variant<CommandLineOptions, ImmediateExit> parseCommandLine(int argc, char **argv)
{
    CommandLineOptions result;
    engine::Options &session = result.session;
    std::string inlineScript;
    std::vector<std::string> positional, definitions, globals;
    uint32_t ringMegabytes = 16;
    bool noColours = false, showVersion = false, unoptimised = false, noGlobals = false;

    CLI::App app{"Traces programs and the kernel with SystemTap scripts, translated to BPF.", "tapscope-cli"};
    app.usage("Usage: tapscope-cli [OPTIONS] FILE [ARGUMENTS…]\n"
              "       tapscope-cli [OPTIONS] -e SCRIPT [ARGUMENTS…]\n"
              "       tapscope-cli [OPTIONS] - [ARGUMENTS…]        (script from standard input)\n"
              "       tapscope-cli [OPTIONS] -l PATTERN            (list what can be probed)\n"
              "       tapscope-cli format [--check] [FILE…]        (format scripts)\n"
              "       tapscope-cli language-server                 (answer editors)");
    app.set_help_flag("-h,--help", "Print this help and exit");
    app.allow_extras();
    app.add_option("arguments", positional, "The script's file (without -e) and its arguments")->option_text(" ");
    const CLI::Option *inlineOption = app.add_option("-e", inlineScript, "Run this script")->option_text("SCRIPT");
    app.add_option("-c", session.command, "Start this command when the probes are on, end when it ends; target() is its process")
        ->option_text("COMMAND");
    const CLI::Option *pidOption
        = app.add_option("-x", session.pid, "Trace this process and its children; target() is its number")->option_text("PID");
    std::string listed, listedWithVariables;
    const CLI::Option *listOption
        = app.add_option("-l", listed, "List the probe points that the pattern means; run nothing")->option_text("PATTERN");
    const CLI::Option *variablesOption
        = app.add_option("-L", listedWithVariables, "The same, with the variables that are visible there")->option_text("PATTERN");
    std::string kernel;
    bool json = false;
    const CLI::Option *kernelOption
        = app.add_option("-r", kernel,
                         "With -l and -L: list from another kernel's debug information: a release, a vmlinux, or a "
                         "folder to which its packages were unpacked")
              ->option_text("RELEASE|PATH");
    app.add_flag("--json", json, "With -l and -L: print a JSON array, for other programs");
    bool probeTypes = false, functions = false, aliases = false;
    app.add_flag("--dump-probe-types", probeTypes, "List the kinds of probe points");
    app.add_flag("--dump-probe-aliases", aliases, "List the probe points that the library defines");
    app.add_flag("--dump-functions", functions, "List the library's functions");
    app.add_option("-o", result.outputPath, "Write the script's output to this file (strftime sequences are filled in)")
        ->option_text("FILE");
    app.add_flag("-v", result.verbosity, "Print a line for each pass; more of it with -vv");
    app.add_option("-p", session.lastPass,
                   "Stop after pass 1 to 5 and print its result: parse, analyse, translate, assemble, run")
        ->check(CLI::Range(1, 5))
        ->option_text("NUMBER");
    app.add_option("-T", session.timeoutSeconds, "End by itself after so many seconds")->option_text("SECONDS");
    app.add_flag("-V,--version", showVersion, "Print the version and exit");
    app.add_option("-I", session.tapsetDirectories, "Look for library scripts (.stp) in this directory too")
        ->take_all()
        ->allow_extra_args(false)
        ->option_text("DIRECTORY");
    app.add_option("-D", definitions,
                   "Set a limit, as MAXSTRINGLEN, MAXMAPENTRIES, MAXACTION, MAXERRORS, MAXSKIPPED or MAXBACKTRACE")
        ->take_all()
        ->allow_extra_args(false)
        ->option_text("NAME=VALUE");
    app.add_option("-s", ringMegabytes, "Size of the buffer between kernel and program, rounded up to a power of two (16)")
        ->check(CLI::Range(1, 1024))
        ->option_text("MEGABYTES");
    app.add_option("-G", globals, "Start the script with this value of a global variable")
        ->take_all()
        ->allow_extra_args(false)
        ->option_text("NAME=VALUE");
    app.add_flag("-t", session.timing, "Report the hits of each probe and how long its handler took");
    app.add_flag("-u", unoptimised, "Keep what has no effect in the program: probes, functions, variables");
    app.add_flag("--skip-badvars", session.skipsBadVariables, "Take 0 for target variables that cannot be read");
    app.add_flag("--no-global-var-display", noGlobals, "Do not print at the end what globals hold that are never read");
    app.add_flag("--inlined-calls", session.showsInlinedCalls,
                 "Show the calls that were inlined in the stacks of programs, which stap leaves out");
    app.add_flag("--suppress-handler-errors", session.suppressHandlerErrors,
                 "Go on after run-time errors; they are only counted");
    app.add_flag("--suppress-time-limits", session.suppressTimeLimits,
                 "Do not count the statements that a handler runs (with -g)");
    app.add_flag("-g", session.guru, "Guru mode: allow what can do harm");
    app.add_option("--compatible", session.compatible, "Read the script as SystemTap of this version did");
    app.add_flag("-y,--yes", result.yes,
                 "Do not ask before more than 1,000 probes are put on; it is asked only on a terminal, never of a pipe");
    app.add_flag("-w", result.suppressWarnings, "No warnings");
    app.add_flag("--tree", result.tree, "Print the calls of each thread as a tree at the end, instead of line by line");
    app.add_flag("--monitor{1}", result.monitorSeconds,
                 "Show probes, hits, global variables and the last output live; =SECONDS between readings; q quits");
    app.add_flag("--no-colour,--no-color", noColours, "No colours on a terminal");
    app.add_option("--helper", session.helperPath, "The privileged helper program to use")->option_text("PATH");
    addIdleOptions(app);

    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp &) {
        return ImmediateExit{0, app.help()};
    } catch (const CLI::ConversionError &error) {
        // "Could not convert: -x = abc"
        const std::string_view what = error.what();
        const size_t place = what.find(": ");
        return wrong("a number is needed: " + std::string(what.substr(place == std::string_view::npos ? 0 : place + 2)) + ".");
    } catch (const CLI::ParseError &error) {
        return wrong(std::string(error.what()) + ".");
    }
    if (showVersion)
        return ImmediateExit{0, std::string(version) + "\n"};
    bool onlyArguments = false;
    for (const std::string &extra : app.remaining()) {
        if (extra == "--" && !onlyArguments) {
            onlyArguments = true;
            continue;
        }
        if (!onlyArguments && extra.starts_with('-') && extra.size() > 1)
            return refuse(extra, app);
        positional.push_back(extra);
    }
    if (listOption->count() > 0)
        result.list = {ListRequest::Kind::Points, listed, {}, false};
    else if (variablesOption->count() > 0)
        result.list = {ListRequest::Kind::PointsWithVariables, listedWithVariables, {}, false};
    else if (probeTypes || functions || aliases)
        result.list.kind = probeTypes ? ListRequest::Kind::ProbeTypes
            : functions               ? ListRequest::Kind::Functions
                                      : ListRequest::Kind::Aliases;
    result.list.kernel = kernel;
    result.list.json = json;
    const bool listsPoints = listOption->count() > 0 || variablesOption->count() > 0;
    if (kernelOption->count() > 0 && !listsPoints)
        return wrong("-r goes with -l and -L; scripts run on the running kernel only.");
    if (json && !listsPoints)
        return wrong("--json goes with -l and -L.");
    if (result.list.kind != ListRequest::Kind::None) {
        // No script is read.
    } else if (inlineOption->count() > 0) {
        session.scriptText = inlineScript;
    } else {
        if (positional.empty())
            return wrong("a script is needed: a file, “-” for standard input, or -e SCRIPT.");
        if (auto failed = readScriptFile(positional.front(), session))
            return *failed;
        positional.erase(positional.begin());
    }
    session.arguments = std::move(positional);
    session.printsGlobals = !noGlobals;
    // Hits are counted of probes that do nothing else, too.
    session.eliminates = !unoptimised && !session.timing && result.monitorSeconds == 0;
    if (pidOption->count() > 0 && session.pid <= 0)
        return wrong("-x takes the number of a process.");
    if (!session.command.empty() && pidOption->count() > 0)
        return wrong("-c and -x exclude each other: one run has one target.");
    for (const std::string &global : globals) {
        const size_t equals = global.find('=');
        if (equals == 0 || equals == std::string::npos)
            return wrong("-G " + global + ": it takes the form NAME=VALUE.");
        session.globals.emplace_back(global.substr(0, equals), global.substr(equals + 1));
    }
    for (const std::string &definition : definitions) {
        auto done = setLimit(definition, session);
        if (!done)
            return wrong(done.error() + (done.error().ends_with('?') ? "" : "."));
        if (!done->empty())
            result.remarks.push_back(std::move(*done));
    }
    if (result.verbosity > 0)
        std::ranges::move(idleOptions(app), std::back_inserter(result.remarks));
    if (session.suppressTimeLimits && !session.guru)
        return wrong("--suppress-time-limits needs guru mode (-g): a handler that never ends holds up what it probes.");
    session.ringBytes = std::bit_ceil(ringMegabytes) << 20;
    result.colours = !noColours && ::isatty(STDERR_FILENO) == 1 && !std::getenv("NO_COLOR");
    return result;
}

}
