// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "format_files.h"

#include "base/files.h"
#include "script/diagnostic.h"
#include "script/parser.h"

#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace tapscope::cli {

namespace {

namespace fs = std::filesystem;

int complain(const std::string &name, const std::string &why)
{
    std::fprintf(stderr, "tapscope-cli format: %s: %s\n", name.c_str(), why.c_str());
    return 2;
}

// Why the text can't be cut into words, with the place, as a run would say it.
void explain(const std::string &name, const std::string &text, const Failure &failure)
{
    script::SourceSet sources;
    script::Diagnostics diagnostics;
    (void)script::parse(sources, sources.add(name, text), {}, diagnostics);
    for (const script::Diagnostic &diagnostic : diagnostics.all()) {
        if (diagnostic.severity == script::Severity::Error) {
            std::fputs(script::render(diagnostic, sources).c_str(), stderr);
            return;
        }
    }
    complain(name, failure.what.english() + " " + failure.nextStep.english());
}

// Written beside the file and put in its place, so that it is there whole at any time.
std::string replaceFile(const fs::path &path, const std::string &text)
{
    std::error_code error;
    const fs::path real = fs::canonical(path, error);
    if (error)
        return error.message();
    const fs::path beside = real.string() + ".formatted";
    std::ofstream out(beside, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    if (!out) {
        const std::string why = std::strerror(errno);
        fs::remove(beside, error);
        return why;
    }
    fs::permissions(beside, fs::status(real, error).permissions(), error);
    fs::rename(beside, real, error);
    return error ? error.message() : std::string();
}

int formatOne(const std::string &name, const FormatRequest &request)
{
    const bool standardInput = name == "-";
    const std::string shown = standardInput ? "<stdin>" : name;
    if (!standardInput && isDirectory(name))
        return complain(name, "this is a directory; name the scripts in it");
    const auto read = standardInput ? readToEnd(STDIN_FILENO) : readFile(name);
    if (!read)
        return complain(shown, std::string("cannot be read: ") + std::strerror(errno));
    const std::string &text = *read;
    const auto formatted = script::format(text, request.options);
    if (!formatted) {
        explain(shown, text, formatted.error());
        return 2;
    }
    if (request.check) {
        if (*formatted == text)
            return 0;
        std::printf("%s\n", shown.c_str());
        return 1;
    }
    if (standardInput) {
        std::fwrite(formatted->data(), 1, formatted->size(), stdout);
        return std::fflush(stdout) == 0 ? 0 : complain(shown, std::string("cannot be written: ") + std::strerror(errno));
    }
    if (*formatted == text)
        return 0;
    const std::string why = replaceFile(name, *formatted);
    return why.empty() ? 0 : complain(name, "cannot be written: " + why);
}

}

int formatFiles(const FormatRequest &request)
{
    if (request.files.empty())
        return formatOne("-", request);
    int status = 0;
    for (const std::string &file : request.files)
        status = std::max(status, formatOne(file, request));
    return status;
}

}
