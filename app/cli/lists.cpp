// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "lists.h"

#include "analysis/probe_list.h"
#include "base/glob.h"
#include "debuginfo/module.h"
#include "engine/command_line.h"
#include "engine/places.h"
#include "terminal.h"

#include <unistd.h>

#include <cstdio>

namespace tapscope::cli {

namespace {

int printLines(const std::vector<std::string> &lines)
{
    for (const std::string &line : lines)
        std::printf("%s\n", line.c_str());
    return lines.empty() ? 1 : 0;
}

bool fail(const Failure &failure)
{
    std::fprintf(stderr, "tapscope-cli: %s %s\n", failure.what.english().c_str(), failure.nextStep.english().c_str());
    return false;
}

// A bare process probe means the program of -c or -x, as in a run; nothing is started.
bool setTarget(const engine::Options &session, analysis::Options &options)
{
    if (!session.command.empty()) {
        auto command = engine::resolveCommand(session.command);
        if (!command)
            return fail(command.error());
        options.targetProgram = command->program;
    } else if (session.pid != 0) {
        auto program = debuginfo::programOfProcess(session.pid);
        if (!program)
            return fail(program.error());
        options.targetProgram = std::move(*program);
    }
    options.hasTarget = !options.targetProgram.empty();
    options.targetPid = session.pid;
    return true;
}

std::string quoted(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            char digits[8];
            std::snprintf(digits, sizeof digits, "\\u%04x", static_cast<unsigned>(static_cast<unsigned char>(c)));
            out += digits;
        } else {
            out += c;
        }
    }
    return out + "\"";
}

int printJson(const std::vector<analysis::ListedPoint> &points)
{
    std::string out = "[";
    for (const analysis::ListedPoint &point : points) {
        out += (out.size() > 1 ? ",\n " : "") + ("{\"point\": " + quoted(point.text)) + ", \"variables\": [";
        bool first = true;
        for (const auto &variable : point.variables) {
            out += (first ? "" : ", ") + ("{\"name\": " + quoted(variable.name)) + ", \"type\": " + quoted(variable.type) + "}";
            first = false;
        }
        out += "]}";
    }
    std::printf("%s]\n", out.c_str());
    return points.empty() ? 1 : 0;
}

int printPoints(const ListRequest &request, const analysis::Options &options, bool colours)
{
    script::SourceSet sources;
    script::Diagnostics diagnostics;
    const script::FileId file = sources.add("<list>", "probe " + request.pattern + " { }\n");
    const script::Ast ast = analysis::parse(sources, file, options, diagnostics);
    analysis::ListSettings settings;
    settings.withVariables = request.kind == ListRequest::Kind::PointsWithVariables;
    settings.kernel = request.kernel;
    const bool showProgress = ::isatty(STDERR_FILENO) == 1;
    if (showProgress)
        settings.progress = showReading;
    std::vector<analysis::ListedPoint> points;
    if (!diagnostics.hasErrors())
        points = analysis::listPoints(sources, ast, options, settings, diagnostics);
    // Of what a wildcard stands for, the points that are not here are left out without a word, unless there are none at all.
    const bool quiet = !points.empty() && isGlob(request.pattern);
    for (const script::Diagnostic &diagnostic : diagnostics.all()) {
        if (!quiet || diagnostic.severity != script::Severity::Error)
            std::fputs(script::render(diagnostic, sources, colours).c_str(), stderr);
    }
    if (request.json)
        return printJson(points);
    for (const analysis::ListedPoint &point : points)
        std::printf("%s\n", analysis::textOf(point).c_str());
    return points.empty() ? 1 : 0;
}

}

int printList(const ListRequest &request, const engine::Options &session, bool colours)
{
    analysis::Options options;
    options.tapsetDirectories = {engine::ownTapset()};
    options.tapsetDirectories.insert(options.tapsetDirectories.end(), session.tapsetDirectories.begin(),
                                     session.tapsetDirectories.end());
    using Kind = ListRequest::Kind;
    switch (request.kind) {
    case Kind::None: return 0;
    case Kind::ProbeTypes: return printLines(analysis::listProbeTypes());
    case Kind::Functions: return printLines(analysis::listFunctions(options));
    case Kind::Aliases: printLines(analysis::listAliases(options)); return 0;
    case Kind::Points:
    case Kind::PointsWithVariables: break;
    }
    return setTarget(session, options) ? printPoints(request, options, colours) : 1;
}

}
