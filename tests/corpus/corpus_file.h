// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <vector>

/// One script of a corpus file and what is expected of it:
///
///     === name
///     [args one two]              zero or more options: args, guru, compatible VERSION, stap accepts|rejects|unchecked
///     probe begin { println(nosuch()) }
///     --- reject                  or accept, or unable: the language has it, this engine cannot run it
///     1:23 unknown-function: …    every error of a rejected script, every warning of an accepted one
struct CorpusScript {
    std::string name;
    std::vector<std::string> options; ///< lines without their brackets
    std::string text;
    std::string verdict;
    std::string said; ///< the lines below the verdict
};

struct CorpusFile {
    std::string head; ///< comment lines before the first script
    std::vector<CorpusScript> scripts;

    [[nodiscard]] static CorpusFile read(const std::string &text);
    [[nodiscard]] std::string write() const;
};
