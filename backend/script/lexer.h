// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "script/diagnostic.h"
#include "script/token.h"

#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tapscope::script {

struct ParseOptions;

/// Whether `word` is one of the language's keywords.
[[nodiscard]] bool isKeyword(std::string_view word);
[[nodiscard]] std::span<const std::string_view> keywords();

/// Cuts one file into tokens. Problems are kept with their tokens, since those of a dropped preprocessor branch must not be
/// told. $1 and @1 are replaced here: the argument's text is cut into tokens that all have the range of the $1.
class Lexer {
public:
    Lexer(const SourceSet &sources, FileId file, const ParseOptions &options);
    Lexer(const Lexer &) = delete;
    Lexer &operator=(const Lexer &) = delete;

    [[nodiscard]] Token next();

    [[nodiscard]] FileId file() const { return m_file; }
    [[nodiscard]] const Diagnostic &problem(uint32_t index) const { return m_problems[index]; }
    [[nodiscard]] const std::vector<Comment> &comments() const { return m_comments; }
    /// Things that are no error and belong to no token, as a "#define" that is a comment.
    [[nodiscard]] const std::vector<Diagnostic> &remarks() const { return m_remarks; }
    /// Which of ParseOptions::arguments were read.
    [[nodiscard]] const std::vector<bool> &usedArguments() const { return m_usedArguments; }

private:
    /// Text that is being cut: the file, an argument's text or the ASCII form of full-width characters.
    struct Input {
        std::string_view text;
        uint32_t at = 0;
        /// Every token gets this range (argument text), unless `scale` is set.
        Range fixed;
        bool isFile = false;
        /// Bytes of the file that one byte of `text` stands for, counted from fixed.begin; 0 when `fixed` is for all.
        uint32_t scale = 0;
    };

    void skipBlanks(Input &input);
    void skipComment(Input &input, size_t length);
    [[nodiscard]] bool atComment(const Input &input) const;
    void remarkCPreprocessor(const Input &input, std::string_view comment);
    [[nodiscard]] Token scan(Input &input);
    [[nodiscard]] Token word(Input &input);
    [[nodiscard]] Token number(Input &input);
    [[nodiscard]] Token string(Input &input, std::string_view open, std::string_view close);
    [[nodiscard]] Token characterLiteral(Input &input);
    [[nodiscard]] Token embeddedC(Input &input);
    void noteArgumentVariable(std::string_view name);
    [[nodiscard]] Token operatorToken(Input &input);
    [[nodiscard]] Token argument(Input &input);
    [[nodiscard]] Token nonAscii(Input &input);
    [[nodiscard]] Token junk(Input &input);
    [[nodiscard]] Token pasteFirst(std::string_view text, const Range &fixed, uint32_t scale, uint32_t problem);

    [[nodiscard]] Token make(TokenKind kind, Input &input, uint32_t begin, uint32_t end) const;
    [[nodiscard]] Range rangeOf(const Input &input, uint32_t begin, uint32_t end) const;
    [[nodiscard]] std::string_view keep(std::string text);
    Diagnostic &addProblem(Token &token, std::string_view id, Text message, Text nextStep = {});
    [[nodiscard]] std::string unescape(std::string_view body) const;
    /// Whether the script is written for a language before that version.
    [[nodiscard]] bool isOlderThan(const char *version) const;

    const SourceSet &m_sources;
    FileId m_file;
    const ParseOptions &m_options;
    Input m_fileInput;
    std::deque<Token> m_pasted;
    bool m_pasting = false;
    bool m_startsLine = true;
    bool m_adjacent = false;
    std::deque<std::string> m_texts;
    std::vector<Diagnostic> m_problems;
    std::vector<Diagnostic> m_remarks;
    std::vector<Comment> m_comments;
    std::vector<bool> m_usedArguments;
};

}
