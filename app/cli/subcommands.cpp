// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "subcommands.h"

#include "engine/places.h"
#include "format_files.h"
#include "services/lsp/server.h"

#include <signal.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>

namespace tapscope::cli {

namespace {

// The status when the command line is answered or wrong.
std::optional<int> parse(CLI::App &app, int argc, char **argv)
{
    app.set_help_flag("-h,--help", "Print this help and exit");
    try {
        app.parse(argc - 1, argv + 1);
    } catch (const CLI::CallForHelp &) {
        std::fputs(app.help().c_str(), stdout);
        return 0;
    } catch (const CLI::ParseError &error) {
        std::fprintf(stderr, "tapscope-cli %s: %s\nTry “tapscope-cli %s --help”.\n", argv[1], error.what(), argv[1]);
        return 2;
    }
    return std::nullopt;
}

int format(int argc, char **argv)
{
    FormatRequest request;
    CLI::App app{"Formats scripts: indentation and blanks by one rule; words, lines and comments stay.", "tapscope-cli format"};
    app.add_option("files", request.files, "Scripts to format where they are; - or nothing: standard input to standard output");
    app.add_flag("--check", request.check,
                 "Change nothing; name the files that are not formatted and exit with 1 if there are any");
    app.add_option("--indent", request.options.indent, "Columns of a level (4)")->check(CLI::Range(1, 16));
    app.add_flag("--tabs", request.options.tabs, "Indent with tabs");
    if (const auto status = parse(app, argc, argv))
        return *status;
    return formatFiles(request);
}

int languageServer(int argc, char **argv)
{
    services::lsp::ServerOptions options;
    auto &analysis = options.workspace.analysis;
    options.version = TAPSCOPE_VERSION;
    analysis.withoutEffect = tapscope::analysis::WithoutEffect::Report;
    analysis.tapsetDirectories = {engine::ownTapset()};
    std::vector<std::string> directories;
    bool standardStreams = true, guru = false;
    CLI::App app{"Answers editors by the Language Server Protocol on standard input and output.", "tapscope-cli language-server"};
    app.add_option("-I", directories, "Look for library scripts (.stp) in this directory too")
        ->expected(1)
        ->option_text("DIRECTORY");
    app.add_option("--program", analysis.targetProgram, "The program that a bare “process” means")->option_text("PATH");
    app.add_flag("-g", guru, "Guru mode: take in what can do harm");
    app.add_flag("--stdio", standardStreams, "Standard input and output (there is no other way; editors pass this)");
    if (const auto status = parse(app, argc, argv))
        return *status;
    analysis.tapsetDirectories.insert(analysis.tapsetDirectories.end(), directories.begin(), directories.end());
    analysis.hasTarget = !analysis.targetProgram.empty();
    analysis.parse.guru = guru;
    ::signal(SIGPIPE, SIG_IGN); // a client that has gone is told by write()
    return services::lsp::serve(std::move(options), STDIN_FILENO, STDOUT_FILENO);
}

}

std::optional<int> runSubcommand(int argc, char **argv)
{
    const std::string_view word = argc > 1 ? argv[1] : "";
    if (word == "format")
        return format(argc, argv);
    if (word == "language-server")
        return languageServer(argc, argv);
    return std::nullopt;
}

}
