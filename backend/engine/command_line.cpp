// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/command_line.h"

#include "debuginfo/module.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>

namespace tapscope::engine {

namespace {

constexpr std::string_view blanks = " \t";
/// Characters that mean something to a shell wherever they stand unquoted.
constexpr std::string_view shellCharacters = "|&;<>()$`*?[]{}\n";

/// Words that only a shell can run.
constexpr std::array<std::string_view, 29> shellWords{"!",      ".",     ":",     "alias",  "break", "case", "cd",    "continue",
                                                      "eval",   "exec",  "exit",  "export", "for",   "if",   "local", "read",
                                                      "return", "set",   "shift", "source", "times", "trap", "type",  "ulimit",
                                                      "umask",  "unset", "until", "wait",   "while"};

bool isAssignment(std::string_view word)
{
    const size_t equals = word.find('=');
    if (equals == 0 || equals == std::string_view::npos)
        return false;
    return std::ranges::all_of(word.substr(0, equals), [](char c) {
        return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    });
}

/// One word from `at`; stops at an unquoted blank. False when a shell is needed.
bool takeWord(std::string_view text, size_t &at, std::string &word)
{
    if (text[at] == '~' || text[at] == '#')
        return false;
    for (; at < text.size() && !blanks.contains(text[at]); ++at) {
        const char c = text[at];
        if (c == '\'') {
            const size_t end = text.find('\'', at + 1);
            if (end == std::string_view::npos)
                return false;
            word.append(text.substr(at + 1, end - at - 1));
            at = end;
        } else if (c == '"') {
            for (++at; at < text.size() && text[at] != '"'; ++at) {
                if (text[at] == '$' || text[at] == '`')
                    return false;
                const bool escapes = text[at] == '\\' && at + 1 < text.size()
                    && std::string_view("\"\\$`").contains(text[at + 1]);
                word += escapes ? text[++at] : text[at];
            }
            if (at == text.size())
                return false;
        } else if (c == '\\') {
            if (at + 1 == text.size())
                return false;
            word += text[++at];
        } else if (shellCharacters.contains(c)) {
            return false;
        } else {
            word += c;
        }
    }
    return true;
}

/// The program by the name that a shell would run it by: the process is called after that, not after where a link leads.
std::string nameForExec(const std::string &word, const std::string &found)
{
    if (word.contains('/'))
        return word;
    const char *path = std::getenv("PATH");
    for (std::string_view rest = path ? path : ""; !rest.empty();) {
        const size_t colon = std::min(rest.find(':'), rest.size());
        const std::string candidate = std::string(rest.substr(0, colon)) + "/" + word;
        std::error_code gone;
        if (std::filesystem::canonical(candidate, gone) == found && !gone)
            return candidate;
        rest.remove_prefix(std::min(colon + 1, rest.size()));
    }
    return found;
}

/// The first word of a shell command that names a program.
std::string firstProgramWord(std::string_view command)
{
    size_t at = 0;
    while (true) {
        at = command.find_first_not_of(blanks, at);
        if (at == std::string_view::npos)
            return {};
        const size_t begin = at;
        std::string word;
        const bool whole = takeWord(command, at, word);
        if (!whole) {
            // "prog;" and "prog|…" still begin with a program; "$prog" and "(prog" do not.
            if (at == begin || !std::string_view("|&;<>\n)").contains(command[std::min(at, command.size() - 1)]))
                return {};
            return word;
        }
        if (isAssignment(word) || word == "exec")
            continue;
        return word;
    }
}

}

std::optional<std::vector<std::string>> splitSimpleCommand(std::string_view command)
{
    std::vector<std::string> words;
    size_t at = 0;
    while ((at = command.find_first_not_of(blanks, at)) != std::string_view::npos) {
        std::string word;
        if (!takeWord(command, at, word))
            return std::nullopt;
        words.push_back(std::move(word));
    }
    if (words.empty() || isAssignment(words.front()) || std::ranges::contains(shellWords, std::string_view(words.front())))
        return std::nullopt;
    return words;
}

std::expected<CommandLine, Failure> resolveCommand(const std::string &command)
{
    if (command.find_first_not_of(" \t\n") == std::string::npos) {
        return std::unexpected(Failure{{TAPSCOPE_TEXT("Diagnostics", "the command to trace is empty"), {}},
                                       {TAPSCOPE_TEXT("Diagnostics", "Name a program after -c, or leave -c out."), {}}});
    }
    CommandLine line;
    if (auto words = splitSimpleCommand(command)) {
        auto program = debuginfo::findProgram(words->front());
        if (!program)
            return std::unexpected(std::move(program.error()));
        line.executable = nameForExec(words->front(), *program);
        line.program = debuginfo::runnerOf(*program);
        line.words = std::move(*words);
        return line;
    }
    line.usesShell = true;
    line.executable = "/bin/sh";
    line.words = {"sh", "-c", command};
    if (const std::string word = firstProgramWord(command); !word.empty()) {
        if (auto program = debuginfo::findProgram(word))
            line.program = debuginfo::runnerOf(*program);
    }
    return line;
}

}
