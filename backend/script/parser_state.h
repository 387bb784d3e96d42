// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "script/parser.h"
#include "script/preprocessor.h"

#include <string>
#include <vector>

namespace tapscope::script {

/// Recursive descent over the tokens of one file. Its parts live in parser*.cpp.
///
/// Errors: each is told once and puts the parser into recovery, in which nothing more is told until the next statement,
/// declaration or list element that can be understood. A missing closing mark is told and taken as present.
class Parser {
public:
    Parser(const SourceSet &sources, FileId file, const ParseOptions &options, Diagnostics &diagnostics);

    [[nodiscard]] Ast parse();

private:
    /// Raises a depth for the time of a scope.
    class Deeper {
    public:
        explicit Deeper(uint32_t &depth) : m_depth(depth) { ++m_depth; }
        ~Deeper() { --m_depth; }
        Deeper(const Deeper &) = delete;
        Deeper &operator=(const Deeper &) = delete;

    private:
        uint32_t &m_depth;
    };

    // Tokens (parser.cpp)
    void remarks();
    void deliver();
    [[nodiscard]] const Token &peek(size_t ahead = 0) const;
    Token take();
    bool takeIf(std::string_view spelling);
    [[nodiscard]] bool isName(const Token &token) const;
    [[nodiscard]] Range since(const Range &begin) const;
    [[nodiscard]] std::string shown(const Token &token) const;

    // Errors and recovery (parser_recovery.cpp)
    Diagnostic *error(std::string_view id, const Token &token, Text message, Text nextStep = {});
    Diagnostic *errorAt(std::string_view id, const Range &range, Text message, Text nextStep = {});
    Diagnostic *unexpected(std::string_view id, const Text &expected, Text nextStep = {});
    Diagnostic *missing(std::string_view id, const Text &expected);
    [[nodiscard]] Range gap() const;
    bool expect(std::string_view spelling, const Text &message);
    bool expectClosing(std::string_view spelling, const Token &opening);
    [[nodiscard]] std::optional<Name> expectName(const Text &expected);
    /// The rest of the file is not looked at: whatever could be told of it would only confuse.
    void giveUp();
    void recover() { m_recovering = true; }
    void endRecovery() { m_recovering = false; }
    void skipToStatement();
    void skipToDeclaration();
    void skipInList();
    void skipBraces();
    [[nodiscard]] bool startsDeclaration(const Token &token) const;
    [[nodiscard]] uint32_t indentation(const Range &range) const;
    void missingBrace(const Token &opening);

    // Declarations (parser.cpp, parser_declaration.cpp)
    void declaration();
    void global(const Token &first, bool isPrivate);
    void oneGlobal(const Token &first, bool isPrivate);
    void function(const Token &first, bool isPrivate);
    void parameters(Function &function);
    Type type();
    [[nodiscard]] std::string documentationBefore(const Range &range) const;
    void embeddedBlock();
    void guruOnly(const Token &token);

    // Probes (parser_probe.cpp)
    void probe();
    [[nodiscard]] std::vector<ProbePoint> probePoints();
    [[nodiscard]] std::vector<ProbePoint> probePoint(uint32_t depth = 0);
    [[nodiscard]] bool component(ProbeComponent &component);
    void componentArgument(ProbeComponent &component);
    void pointSuffix(std::vector<ProbePoint> &points);
    [[nodiscard]] StatementPtr handler();
    [[nodiscard]] bool startsComponent(const Token &token) const;

    // Statements (parser_statement.cpp, parser_loop.cpp)
    StatementPtr block();
    StatementPtr statement();
    [[nodiscard]] StatementPtr statementUnchecked();
    [[nodiscard]] StatementPtr body(std::string_view of);
    [[nodiscard]] StatementPtr ifStatement();
    [[nodiscard]] StatementPtr whileStatement();
    [[nodiscard]] StatementPtr forStatement();
    [[nodiscard]] StatementPtr foreachStatement();
    void foreachHead(Foreach &loop);
    void foreachKeys(Foreach &loop);
    void foreachArray(Foreach &loop);
    bool sortMark(Foreach &loop, uint32_t column);
    [[nodiscard]] StatementPtr returnStatement();
    [[nodiscard]] StatementPtr deleteStatement();
    [[nodiscard]] StatementPtr tryStatement();
    [[nodiscard]] StatementPtr loopControl();
    [[nodiscard]] bool foreignStatement();
    ExpressionPtr parenthesized(std::string_view of);

    // Expressions (parser_expression.cpp)
    [[nodiscard]] ExpressionPtr expression();
    [[nodiscard]] ExpressionPtr ternary();
    [[nodiscard]] ExpressionPtr binary(int lowest);
    [[nodiscard]] ExpressionPtr membership();
    [[nodiscard]] ExpressionPtr membershipOf(const Range &begin, std::vector<ExpressionPtr> keys);
    [[nodiscard]] ExpressionPtr regexMatch(ExpressionPtr subject);
    [[nodiscard]] ExpressionPtr unary();
    [[nodiscard]] ExpressionPtr postfix();
    [[nodiscard]] ExpressionPtr errorExpression(const Range &range);
    [[nodiscard]] ExpressionPtr checked(ExpressionPtr expression);
    [[nodiscard]] std::vector<ExpressionPtr> keyList(std::string_view closing, bool wildcards);
    [[nodiscard]] bool isTarget(const Expression &expression) const;
    static void adopt(Expression &parent, const ExpressionPtr &child);

    // Primary expressions (parser_primary.cpp, parser_target.cpp)
    [[nodiscard]] ExpressionPtr accessed();
    [[nodiscard]] ExpressionPtr primary();
    [[nodiscard]] ExpressionPtr nameExpression();
    [[nodiscard]] ExpressionPtr print(const Token &name);
    [[nodiscard]] bool printFormat(Print &print);
    [[nodiscard]] ExpressionPtr targetVariable(bool addressOf, const Range &begin);
    [[nodiscard]] ExpressionPtr atOperator(bool addressOf, const Range &begin);
    [[nodiscard]] ExpressionPtr histogram(const Token &word);
    [[nodiscard]] std::vector<Access> accesses(Expression &owner);
    [[nodiscard]] bool atAccess(bool afterValue) const;
    [[nodiscard]] std::vector<ExpressionPtr> arguments(const Token &opening);
    [[nodiscard]] ExpressionPtr stringLiteral();
    [[nodiscard]] bool binaryLike(const Token &token) const;

    const SourceSet &m_sources;
    FileId m_file;
    const ParseOptions &m_options;
    Diagnostics &m_output;
    /// Those of the parser and those of the tokens; put together in the order of the text at the end.
    Diagnostics m_diagnostics;
    Diagnostics m_lexical;
    Lexer m_lexer;
    Preprocessor m_preprocessor;
    /// The whole file, with an End behind it.
    std::vector<Token> m_tokens;
    size_t m_at = 0;
    Range m_last;
    Ast m_ast;
    bool m_recovering = false;
    /// Where the last error was told: a second one at the same place is its consequence.
    Range m_lastError;
    size_t m_errors = 0;
    uint32_t m_depth = 0;
    /// The end of the last declaration that had a block; empty before the first.
    Range m_blockEnd;
    bool m_toldBrace = false;
    bool m_gaveUp = false;
    bool m_toldEnd = false;
    /// What peek() answers after giving up.
    Token m_end;
    /// The { of the first block in this declaration whose } stands too far left: probably that of an outer block.
    Range m_suspect;
    uint32_t m_loops = 0;
    /// Where the last recovery ended, to notice one that does not get on.
    size_t m_stuckAt = SIZE_MAX;
    bool m_inFunction = false;
};

}
