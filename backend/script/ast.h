// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "script/source.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// The syntax tree of a script, as the parser leaves it: names unresolved, types unknown. Every node has its range.
/// Nodes are owned by their parents through unique_ptr and are not changed after parsing.
namespace tapscope::script {

struct Expression;
struct Statement;
using ExpressionPtr = std::unique_ptr<Expression>;
using StatementPtr = std::unique_ptr<Statement>;

/// A name with the place where it stands.
struct Name {
    std::string text;
    Range range;
};

enum class Type : uint8_t { Unknown, Long, String, Stats };

enum class ExpressionKind : uint8_t {
    Number,
    StringLiteral,
    Identifier,
    TargetVariable,
    AtOperator,
    Unary,
    Binary,
    Assign,
    Increment,
    Conditional,
    In,
    RegexMatch,
    Index,
    Call,
    Print,
    Histogram,
    EmbeddedC,
    Error,
};

constexpr uint16_t maximumHeight = 400;

struct Expression {
    ExpressionKind kind;
    /// Of the tree below, with this node. The parser bounds it (see maximumHeight), so recursive visits are safe.
    uint16_t height = 1;
    Range range;

    virtual ~Expression() = default;

protected:
    Expression(ExpressionKind k, Range r) : kind(k), range(r) {}
};

template <ExpressionKind K> struct ExpressionOf : Expression {
    static constexpr ExpressionKind nodeKind = K;
    explicit ExpressionOf(Range r) : Expression(K, r) {}
};

/// The node as `T`, or null when it is of another kind.
template <typename T> const T *as(const Expression *e)
{
    return e && e->kind == T::nodeKind ? static_cast<const T *>(e) : nullptr;
}
template <typename T> const T *as(const ExpressionPtr &e)
{
    return as<T>(e.get());
}

struct Number : ExpressionOf<ExpressionKind::Number> {
    using ExpressionOf::ExpressionOf;
    int64_t value = 0;
};

/// `value` has its escapes resolved and adjacent literals joined.
struct StringLiteral : ExpressionOf<ExpressionKind::StringLiteral> {
    using ExpressionOf::ExpressionOf;
    std::string value;
};

/// A script variable.
struct Identifier : ExpressionOf<ExpressionKind::Identifier> {
    using ExpressionOf::ExpressionOf;
    std::string name;
};

/// One step behind a target variable: ->name, ->"name" is not legal, [index], or a trailing $ / $$ (pretty print).
struct Access {
    enum class Kind : uint8_t { Member, Element, Pretty, PrettyDeep } kind;
    Name member;
    ExpressionPtr index;
    Range range;
};

/// $name, $$vars, $return, with what follows it. `name` keeps its dollars ("$x", "$$parms"). Also a chain of accesses on a
/// script value with autocast (`base` set, `name` empty), as in `t->pid`.
struct TargetVariable : ExpressionOf<ExpressionKind::TargetVariable> {
    using ExpressionOf::ExpressionOf;
    std::string name;
    Range nameRange;
    ExpressionPtr base;
    bool addressOf = false;
    std::vector<Access> accesses;
};

/// @cast(...), @var(...), @defined(...), @entry(...), @perf, @const, @count(...), @sum ... : every at-word of the language but
/// the histograms. `name` keeps its @. Trailing accesses belong to @cast, @var and @entry.
struct AtOperator : ExpressionOf<ExpressionKind::AtOperator> {
    using ExpressionOf::ExpressionOf;
    std::string name;
    Range nameRange;
    bool addressOf = false;
    std::vector<ExpressionPtr> arguments;
    std::vector<Access> accesses;
};

/// @hist_log(v) and @hist_linear(v, low, high, width); `bucket` when indexed.
struct Histogram : ExpressionOf<ExpressionKind::Histogram> {
    using ExpressionOf::ExpressionOf;
    bool linear = false;
    ExpressionPtr statistic;
    std::vector<ExpressionPtr> parameters;
    ExpressionPtr bucket;
};

enum class UnaryOperator : uint8_t { Plus, Minus, Not, Complement };

struct Unary : ExpressionOf<ExpressionKind::Unary> {
    using ExpressionOf::ExpressionOf;
    UnaryOperator op = UnaryOperator::Plus;
    Range operatorRange;
    ExpressionPtr operand;
};

enum class BinaryOperator : uint8_t {
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    ShiftLeft,
    ShiftRight,
    ShiftRightLogical,
    And,
    Or,
    Xor,
    LogicalAnd,
    LogicalOr,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Concatenate,
};

struct Binary : ExpressionOf<ExpressionKind::Binary> {
    using ExpressionOf::ExpressionOf;
    BinaryOperator op = BinaryOperator::Add;
    Range operatorRange;
    ExpressionPtr left;
    ExpressionPtr right;
};

/// `op` empty: plain =. Accumulate is <<<.
struct Assign : ExpressionOf<ExpressionKind::Assign> {
    using ExpressionOf::ExpressionOf;
    std::optional<BinaryOperator> op;
    bool accumulate = false;
    Range operatorRange;
    ExpressionPtr target;
    ExpressionPtr value;
};

struct Increment : ExpressionOf<ExpressionKind::Increment> {
    using ExpressionOf::ExpressionOf;
    bool decrement = false;
    bool prefix = false;
    ExpressionPtr target;
};

struct Conditional : ExpressionOf<ExpressionKind::Conditional> {
    using ExpressionOf::ExpressionOf;
    ExpressionPtr condition;
    ExpressionPtr whenTrue;
    ExpressionPtr whenFalse;
};

/// keys in array; a null key is the wildcard *.
struct In : ExpressionOf<ExpressionKind::In> {
    using ExpressionOf::ExpressionOf;
    std::vector<ExpressionPtr> keys;
    Name array;
};

struct RegexMatch : ExpressionOf<ExpressionKind::RegexMatch> {
    using ExpressionOf::ExpressionOf;
    bool negated = false;
    ExpressionPtr subject;
    std::string pattern;
    Range patternRange;
};

/// array[keys]; a null key is the wildcard *.
struct Index : ExpressionOf<ExpressionKind::Index> {
    using ExpressionOf::ExpressionOf;
    Name array;
    std::vector<ExpressionPtr> keys;
};

struct Call : ExpressionOf<ExpressionKind::Call> {
    using ExpressionOf::ExpressionOf;
    Name function;
    std::vector<ExpressionPtr> arguments;
};

/// The print family: print println printf printd printdln and their sprint forms. For printf the format is `format`, for
/// printd the delimiter; both are literals.
struct Print : ExpressionOf<ExpressionKind::Print> {
    using ExpressionOf::ExpressionOf;
    Name function;
    bool toString = false;
    bool formatted = false;
    bool delimited = false;
    bool newline = false;
    /// print_char(n).
    bool character = false;
    std::string format;
    Range formatRange;
    std::vector<ExpressionPtr> arguments;
};

struct EmbeddedC : ExpressionOf<ExpressionKind::EmbeddedC> {
    using ExpressionOf::ExpressionOf;
    std::string code;
};

/// Where an expression should be; the diagnostic has been made.
struct ErrorExpression : ExpressionOf<ExpressionKind::Error> {
    using ExpressionOf::ExpressionOf;
};

enum class StatementKind : uint8_t {
    Block,
    Expression,
    Empty,
    If,
    While,
    For,
    Foreach,
    Break,
    Continue,
    Next,
    Return,
    Delete,
    TryCatch,
    EmbeddedC,
};

struct Statement {
    StatementKind kind;
    Range range;

    virtual ~Statement() = default;

protected:
    Statement(StatementKind k, Range r) : kind(k), range(r) {}
};

template <StatementKind K> struct StatementOf : Statement {
    static constexpr StatementKind nodeKind = K;
    explicit StatementOf(Range r) : Statement(K, r) {}
};

template <typename T> const T *as(const Statement *s)
{
    return s && s->kind == T::nodeKind ? static_cast<const T *>(s) : nullptr;
}
template <typename T> const T *as(const StatementPtr &s)
{
    return as<T>(s.get());
}

struct Block : StatementOf<StatementKind::Block> {
    using StatementOf::StatementOf;
    std::vector<StatementPtr> statements;
};
struct ExpressionStatement : StatementOf<StatementKind::Expression> {
    using StatementOf::StatementOf;
    ExpressionPtr expression;
};
struct EmptyStatement : StatementOf<StatementKind::Empty> {
    using StatementOf::StatementOf;
};
struct If : StatementOf<StatementKind::If> {
    using StatementOf::StatementOf;
    ExpressionPtr condition;
    StatementPtr whenTrue;
    StatementPtr whenFalse;
};
struct While : StatementOf<StatementKind::While> {
    using StatementOf::StatementOf;
    ExpressionPtr condition;
    StatementPtr body;
};
/// Each part but the body may be null.
struct For : StatementOf<StatementKind::For> {
    using StatementOf::StatementOf;
    ExpressionPtr initial;
    ExpressionPtr condition;
    ExpressionPtr step;
    StatementPtr body;
};

enum class SortOrder : uint8_t { None, Ascending, Descending };

struct Foreach : StatementOf<StatementKind::Foreach> {
    using StatementOf::StatementOf;
    std::optional<Name> value;
    std::vector<Name> keys;
    Name array;
    /// Slice of the array (a null entry is *); empty when there is none.
    std::vector<ExpressionPtr> slice;
    /// foreach over the buckets of a histogram: set instead of `array`.
    ExpressionPtr histogram;
    SortOrder order = SortOrder::None;
    /// 0 sorts by value, n by the n-th key (from 1).
    uint32_t sortColumn = 0;
    /// "@count" and the like when sorting a statistics array by an aggregate; else empty.
    std::string sortAggregate;
    ExpressionPtr limit;
    StatementPtr body;
};
struct Break : StatementOf<StatementKind::Break> {
    using StatementOf::StatementOf;
};
struct Continue : StatementOf<StatementKind::Continue> {
    using StatementOf::StatementOf;
};
struct Next : StatementOf<StatementKind::Next> {
    using StatementOf::StatementOf;
};
struct Return : StatementOf<StatementKind::Return> {
    using StatementOf::StatementOf;
    ExpressionPtr value;
};
/// delete of a scalar, an array, an element or a slice: an Identifier or Index.
struct Delete : StatementOf<StatementKind::Delete> {
    using StatementOf::StatementOf;
    ExpressionPtr target;
};
struct TryCatch : StatementOf<StatementKind::TryCatch> {
    using StatementOf::StatementOf;
    StatementPtr body;
    std::optional<Name> message;
    StatementPtr handler;
};
struct EmbeddedCStatement : StatementOf<StatementKind::EmbeddedC> {
    using StatementOf::StatementOf;
    std::string code;
};

/// One dotted piece of a probe point: name, or name("literal") / name(number).
struct ProbeComponent {
    Name name;
    std::optional<std::string> text;
    std::optional<int64_t> number;
    Range argumentRange;
    Range range;
};

/// a.b("c").d with its ? or ! and its `if` condition. Braces are expanded by the parser, in order.
struct ProbePoint {
    std::vector<ProbeComponent> components;
    bool optional = false;
    bool sufficient = false;
    ExpressionPtr condition;
    Range range;

    /// As it would be written, canonically spaced.
    [[nodiscard]] std::string text() const;
};

struct Probe {
    Range range;
    std::vector<ProbePoint> points;
    StatementPtr body;
};

/// probe NAME = points {...} and probe NAME += points {...}.
struct Alias {
    Range range;
    /// One or more names (`probe a = b = points`), each a probe point without suffixes.
    std::vector<ProbePoint> names;
    std::vector<ProbePoint> points;
    /// += : the body goes behind the user's; with = before.
    bool epilogueForm = false;
    StatementPtr prologue;
    StatementPtr epilogue;
};

struct Global {
    Range range;
    Name name;
    bool isPrivate = false;
    /// name[N]; 0 when no size is given.
    uint32_t size = 0;
    bool hasSize = false;
    /// name% or name[N]%: wraps when full.
    bool wraps = false;
    /// A Number or StringLiteral, or null.
    ExpressionPtr initial;
};

struct Parameter {
    Name name;
    Type type = Type::Unknown;
};

struct Function {
    Range range;
    Name name;
    bool isPrivate = false;
    Type type = Type::Unknown;
    std::vector<Parameter> parameters;
    std::optional<int64_t> priority;
    /// Null when the body is embedded C.
    StatementPtr body;
    std::optional<std::string> embeddedC;
    /// The comment block right before the function, without its markers; what hover shows.
    std::string documentation;
};

struct EmbeddedCBlock {
    Range range;
    std::string code;
};

/// One parsed file.
struct Ast {
    FileId file = 0;
    std::vector<Probe> probes;
    std::vector<Alias> aliases;
    std::vector<Global> globals;
    std::vector<Function> functions;
    std::vector<EmbeddedCBlock> embeddedC;
};

}
