// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "script/ast.h"
#include "script/diagnostic.h"
#include "script/lexer.h"
#include "script/parser.h"
#include "services/script_model.h"

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace tapscope::services {

/// One version of a script's text with what was found out about it. Immutable and safe to use from any thread; make a new one
/// after a change. Words are cut at once, the syntax tree is made when it is first asked for.
class Document {
public:
    Document(std::string path, std::string text, script::ParseOptions options = {});
    ~Document();
    Document(const Document &) = delete;
    Document &operator=(const Document &) = delete;

    /// Another one for each document that is made.
    [[nodiscard]] uint64_t id() const { return m_id; }
    [[nodiscard]] const std::string &path() const { return source().path(); }
    [[nodiscard]] std::string_view text() const { return source().text(); }
    [[nodiscard]] const script::SourceFile &source() const { return m_sources.file(0); }
    [[nodiscard]] const script::ParseOptions &options() const { return m_options; }

    /// Without the one that ends the text.
    [[nodiscard]] const std::vector<script::Token> &tokens() const { return m_tokens; }
    [[nodiscard]] const std::vector<script::Comment> &comments() const { return m_lexer->comments(); }
    /// What is wrong with a token itself; null: nothing.
    [[nodiscard]] const script::Diagnostic *problemOf(const script::Token &token) const;
    [[nodiscard]] const ScriptModel &model() const { return m_model; }
    /// The text of a range of this document.
    [[nodiscard]] std::string_view text(const Range &range) const { return m_sources.text(range); }

    [[nodiscard]] const script::Ast &ast() const;
    [[nodiscard]] const script::Diagnostics &syntaxDiagnostics() const;

    /// Index of the first token that begins at or behind `offset`.
    [[nodiscard]] size_t tokenBehind(uint32_t offset) const;
    /// The comment block that ends on the line above `offset` (or the one above that line), without its markers.
    [[nodiscard]] std::string commentAbove(uint32_t offset) const;

private:
    const uint64_t m_id;
    script::ParseOptions m_options;
    script::SourceSet m_sources;
    std::unique_ptr<script::Lexer> m_lexer;
    std::vector<script::Token> m_tokens;
    ScriptModel m_model;
    mutable std::once_flag m_parsed;
    mutable script::Ast m_ast;
    mutable script::Diagnostics m_syntax;
};

}
