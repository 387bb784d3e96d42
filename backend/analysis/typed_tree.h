// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/intrinsic_kind.h"
#include "debuginfo/location.h"
#include "script/ast.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// The typed bodies of a script: every name resolved, every expression typed.
namespace tapscope::analysis {

using script::Range;
using script::Type;

struct Expr;
struct Stmt;
using ExprPtr = std::unique_ptr<Expr>;
using StmtPtr = std::unique_ptr<Stmt>;

enum class ExprKind : uint8_t {
    Number,
    String,
    Local,
    Global,
    Element,
    Unary,
    Binary,
    Logical,
    Conditional,
    Assign,
    Increment,
    In,
    CallFunction,
    CallIntrinsic,
    TargetValue,
    TargetVariables,
    Format,
    Statistic,
    Histogram,
};

struct Expr {
    ExprKind kind;
    Type type = Type::Unknown;
    Range range;
    virtual ~Expr() = default;

protected:
    Expr(ExprKind k, Type t, Range r) : kind(k), type(t), range(r) {}
};

template <ExprKind K> struct ExprOf : Expr {
    static constexpr ExprKind nodeKind = K;
    ExprOf(Type t, Range r) : Expr(K, t, r) {}
};

template <typename T> const T *as(const Expr *e)
{
    return e && e->kind == T::nodeKind ? static_cast<const T *>(e) : nullptr;
}
template <typename T> const T *as(const ExprPtr &e)
{
    return as<T>(e.get());
}

struct NumberExpr : ExprOf<ExprKind::Number> {
    using ExprOf::ExprOf;
    int64_t value = 0;
};
struct StringExpr : ExprOf<ExprKind::String> {
    using ExprOf::ExprOf;
    std::string value;
};
/// Index into the handler's or function's `locals`.
struct LocalExpr : ExprOf<ExprKind::Local> {
    using ExprOf::ExprOf;
    uint32_t local = 0;
};
/// Index into Program::globals, a scalar.
struct GlobalExpr : ExprOf<ExprKind::Global> {
    using ExprOf::ExprOf;
    uint32_t global = 0;
};
struct ElementExpr : ExprOf<ExprKind::Element> {
    using ExprOf::ExprOf;
    uint32_t global = 0;
    std::vector<ExprPtr> keys;
};
struct UnaryExpr : ExprOf<ExprKind::Unary> {
    using ExprOf::ExprOf;
    script::UnaryOperator op{};
    ExprPtr operand;
};
/// Arithmetic, comparison (of longs, or of strings bytewise) and concatenation.
struct BinaryExpr : ExprOf<ExprKind::Binary> {
    using ExprOf::ExprOf;
    script::BinaryOperator op{};
    Range operatorRange;
    ExprPtr left;
    ExprPtr right;
};
/// && and ||, short-circuit, 0 or 1.
struct LogicalExpr : ExprOf<ExprKind::Logical> {
    using ExprOf::ExprOf;
    bool isAnd = false;
    ExprPtr left;
    ExprPtr right;
};
struct ConditionalExpr : ExprOf<ExprKind::Conditional> {
    using ExprOf::ExprOf;
    ExprPtr condition, whenTrue, whenFalse;
};
/// Target is a LocalExpr, GlobalExpr or ElementExpr.
struct AssignExpr : ExprOf<ExprKind::Assign> {
    using ExprOf::ExprOf;
    std::optional<script::BinaryOperator> op;
    bool accumulate = false;
    ExprPtr target;
    ExprPtr value;
};
struct IncrementExpr : ExprOf<ExprKind::Increment> {
    using ExprOf::ExprOf;
    bool decrement = false, prefix = false;
    ExprPtr target;
};
/// A null key is the wildcard *.
struct InExpr : ExprOf<ExprKind::In> {
    using ExprOf::ExprOf;
    uint32_t global = 0;
    std::vector<ExprPtr> keys;
};
/// Index into Program::functions.
struct CallFunctionExpr : ExprOf<ExprKind::CallFunction> {
    using ExprOf::ExprOf;
    uint32_t function = 0;
    std::vector<ExprPtr> arguments;
};
struct CallIntrinsicExpr : ExprOf<ExprKind::CallIntrinsic> {
    using ExprOf::ExprOf;
    Intrinsic intrinsic{};
    std::vector<ExprPtr> arguments;
};

/// A $variable of integer, pointer or enumeration type at the handler's sites: one location for all of them (sites whose
/// locations differ are in different handlers). Its value is sign- or zero-extended to 64 bits by its type.
struct TargetValueExpr : ExprOf<ExprKind::TargetValue> {
    using ExprOf::ExprOf;
    std::string name;
    debuginfo::Location location;
    uint8_t byteSize = 8;
    bool isSigned = false;
};
/// $$parms, $$vars, $$locals, $$return: a string "a=0x1 b=?" whose values are read here and whose names are the site's
/// (Site::variables from `firstVariable` on, in the same order). An unavailable location prints "?"; structures, unions and
/// arrays (by Site::Variable::type) are unavailable too and print "{...}" and "[...]".
struct TargetVariablesExpr : ExprOf<ExprKind::TargetVariables> {
    using ExprOf::ExprOf;
    uint32_t firstVariable = 0; ///< only other than 0 when a handler uses several of the words
    std::vector<TargetValueExpr> values;
};

/// One piece of a parsed format: literal text, or a conversion.
struct FormatPiece {
    std::string literal; ///< text before the conversion, with %% and escapes resolved
    char conversion = 0; ///< d i u x X o p c s b m, or 0 for the trailing literal
    bool leftAlign = false, plusSign = false, spaceSign = false, alternate = false, zeroPad = false;
    std::optional<uint32_t> width;
    std::optional<uint32_t> precision;
    bool widthFromArgument = false; ///< * : takes an argument before the value
    bool precisionFromArgument = false;
};
/// The whole print family in one form. As a statement's expression it prints (type Unknown); with `toString` it is a String.
/// Arguments in order, those of * included. print/println/printd become pieces %d and %s.
struct FormatExpr : ExprOf<ExprKind::Format> {
    using ExprOf::ExprOf;
    bool toString = false;
    std::vector<FormatPiece> pieces;
    std::vector<ExprPtr> arguments;
};
/// @count @sum @min @max @avg @variance of a statistics global (or of an element of one).
struct StatisticExpr : ExprOf<ExprKind::Statistic> {
    using ExprOf::ExprOf;
    enum class Function : uint8_t { Count, Sum, Min, Max, Average, Variance } function{};
    uint32_t global = 0;
    std::vector<ExprPtr> keys;
};
/// @hist_log or @hist_linear (GlobalVariable::histogram says which) of a statistics global or of an element of one: with
/// `bucket` that bucket's count, a Long; without, the drawing, a String that is an argument of a FormatExpr and may be longer
/// than strings otherwise are.
struct HistogramExpr : ExprOf<ExprKind::Histogram> {
    using ExprOf::ExprOf;
    uint32_t global = 0;
    std::vector<ExprPtr> keys;
    ExprPtr bucket;
};

enum class StmtKind : uint8_t {
    Block,
    Expression,
    If,
    Loop,
    Foreach,
    Break,
    Continue,
    Next,
    Return,
    Delete,
    TryCatch,
};

struct Stmt {
    StmtKind kind;
    Range range;
    virtual ~Stmt() = default;

protected:
    Stmt(StmtKind k, Range r) : kind(k), range(r) {}
};
template <StmtKind K> struct StmtOf : Stmt {
    static constexpr StmtKind nodeKind = K;
    explicit StmtOf(Range r) : Stmt(K, r) {}
};
template <typename T> const T *as(const Stmt *s)
{
    return s && s->kind == T::nodeKind ? static_cast<const T *>(s) : nullptr;
}
template <typename T> const T *as(const StmtPtr &s)
{
    return as<T>(s.get());
}

struct BlockStmt : StmtOf<StmtKind::Block> {
    using StmtOf::StmtOf;
    std::vector<StmtPtr> statements;
};
struct ExpressionStmt : StmtOf<StmtKind::Expression> {
    using StmtOf::StmtOf;
    ExprPtr expression;
};
struct IfStmt : StmtOf<StmtKind::If> {
    using StmtOf::StmtOf;
    ExprPtr condition;
    StmtPtr whenTrue;
    StmtPtr whenFalse;
};
/// while and for: `step` runs after the body and on continue; a null condition is true.
struct LoopStmt : StmtOf<StmtKind::Loop> {
    using StmtOf::StmtOf;
    ExprPtr initial;
    ExprPtr condition;
    ExprPtr step;
    StmtPtr body;
};
struct ForeachStmt : StmtOf<StmtKind::Foreach> {
    using StmtOf::StmtOf;
    uint32_t global = 0;
    /// Over the buckets of a statistic's histogram instead of an array's elements: the one key is the bucket's number.
    bool histogram = false;
    /// Histogram: keys of the statistic. Else the slice: only elements with these keys (null: any); empty for all of them.
    std::vector<ExprPtr> keys;
    std::vector<uint32_t> keyLocals;
    std::optional<uint32_t> valueLocal;
    script::SortOrder order = script::SortOrder::None;
    uint32_t sortColumn = 0; ///< 0: the value; n: the n-th key
    std::optional<StatisticExpr::Function> sortStatistic;
    ExprPtr limit;
    StmtPtr body;
};
struct BreakStmt : StmtOf<StmtKind::Break> {
    using StmtOf::StmtOf;
};
struct ContinueStmt : StmtOf<StmtKind::Continue> {
    using StmtOf::StmtOf;
};
struct NextStmt : StmtOf<StmtKind::Next> {
    using StmtOf::StmtOf;
};
struct ReturnStmt : StmtOf<StmtKind::Return> {
    using StmtOf::StmtOf;
    ExprPtr value;
};
/// Whole global when `keys` is empty; a null key is the wildcard *.
struct DeleteStmt : StmtOf<StmtKind::Delete> {
    using StmtOf::StmtOf;
    uint32_t global = 0;
    std::vector<ExprPtr> keys;
};
struct TryCatchStmt : StmtOf<StmtKind::TryCatch> {
    using StmtOf::StmtOf;
    StmtPtr body;
    std::optional<uint32_t> messageLocal;
    StmtPtr handler;
};

}
