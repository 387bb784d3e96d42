// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Any bytes are formatted without a crash or refused; what was formatted stays as it is when formatted again, and has the same
// words.

#include "script/formatter.h"
#include "script/lexer.h"
#include "script/parser.h"

#include <cstdlib>
#include <iostream>

using namespace tapscope::script;

namespace {

std::string words(const std::string &text)
{
    SourceSet sources;
    const ParseOptions options;
    Lexer lexer(sources, sources.add("fuzz.stp", text), options);
    std::string out;
    for (Token token = lexer.next(); token.kind != TokenKind::End; token = lexer.next())
        out += std::string(sources.text(token.range)) + '\n';
    return out;
}

void check(bool holds, const char *what, const std::string &text)
{
    if (!holds) {
        std::cerr << what << ":\n" << text << '\n';
        std::abort();
    }
}

}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const std::string text(reinterpret_cast<const char *>(data), size);
    FormatOptions options;
    options.tabs = size % 2 == 1;
    const auto once = tapscope::script::format(text, options);
    if (!once)
        return 0;
    const auto twice = tapscope::script::format(*once, options);
    check(twice && *twice == *once, "formatting is not stable", *once);
    check(words(text) == words(*once), "the words changed", *once);
    return 0;
}
