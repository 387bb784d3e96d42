// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/context.h"
#include "analysis/target_place.h"
#include "analysis/target_scope.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace tapscope::analysis {

/// What a number points to, as far as that is known: -> can follow it.
struct Pointee {
    debuginfo::TypeInfo type;
    const debuginfo::TypeSource *types = nullptr;
    bool kernelMemory = false;
};

/// An expression with the cell of its type.
struct Typed {
    ExprPtr expr;
    Cell cell = 0;
    std::shared_ptr<const Pointee> pointee{};
};

/// A value that a return probe needs from the function's entry: stored there in a hidden array, by thread and frame.
struct EntryValue {
    uint32_t global = 0;
    ExprPtr value;
};

/// Builds the typed body of one handler or function from its syntax tree. Errors go to the context; what is built around
/// them stays whole, so that one pass finds all errors.
class BodyBuilder {
public:
    /// For a handler.
    BodyBuilder(Context &context, const TargetScope &scope, bool returnsByInstruction = false)
        : m_context(context)
        , m_scope(scope)
        , m_returnsByInstruction(returnsByInstruction)
    {}
    /// For a function; `probe` builds the handler that this copy of it is for.
    BodyBuilder(Context &context, FunctionSymbol &function, BodyBuilder *probe = nullptr);

    /// The part of the handler that @probewrite() asks about.
    void setUserBody(const script::Statement *body) { m_userBody = body; }
    /// One block of all the parts, guarded by the conditions.
    [[nodiscard]] StmtPtr handlerBody(const Range &range, const std::vector<const script::Expression *> &conditions,
                                      const std::vector<const script::Statement *> &parts);
    /// Returns whether all the conditions hold.
    [[nodiscard]] StmtPtr conditionBody(const std::vector<const script::Expression *> &conditions);
    [[nodiscard]] StmtPtr functionBody(const script::Statement *body);

    /// Warns of locals that are read but never set, or set but never read.
    void reportLocals();
    /// Their types follow once all is inferred.
    [[nodiscard]] std::vector<Local> takeLocals();
    [[nodiscard]] Effects takeEffects() { return std::move(m_effects); }
    /// What the handler at the function's entry has to store for this one; its body and locals.
    struct EntryPart {
        StmtPtr body;
        std::vector<Local> locals;
        Effects effects;
    };
    /// Whether the call that returns here was seen when it began; null when nothing is wanted from there.
    [[nodiscard]] ExprPtr entryWasSeen(const Range &range);
    [[nodiscard]] std::optional<EntryPart> takeEntryPart(const Range &range);
    /// What $$ words list, in the order of Site::variables.
    [[nodiscard]] const std::vector<std::string> &listedWords() const { return m_listedWords; }

private:
    struct LocalSymbol {
        std::string name;
        Cell cell = 0;
        Range range;
        bool isParameter = false;
        bool read = false;
        bool assigned = false;
        std::shared_ptr<const Pointee> pointee{};
    };
    struct ActiveForeach {
        uint32_t global = 0;
        Range range;
    };
    enum class Use : uint8_t { Value, Discarded };

    // statements.cpp
    ExprPtr allOf(const std::vector<const script::Expression *> &conditions);
    StmtPtr statement(const script::Statement *node);
    StmtPtr expressionStatement(const script::ExpressionStatement &node);
    StmtPtr ifStatement(const script::If &node);
    StmtPtr whileStatement(const script::While &node);
    StmtPtr forStatement(const script::For &node);
    StmtPtr foreachStatement(const script::Foreach &node);
    StmtPtr returnStatement(const script::Return &node);
    StmtPtr deleteStatement(const script::Delete &node);
    ExprPtr assignLocal(uint32_t target, uint32_t source, const Range &range);
    StmtPtr tryStatement(const script::TryCatch &node);
    uint32_t bindLoopVariable(const script::Name &name, Cell cell);

    // overloads.cpp
    /// `next` in a function: go on as the next function of that name with as many parameters.
    StmtPtr nextFunction(const Range &range);
    ExprPtr passedOn(uint32_t parameter, const Range &range);
    void saveParameters(BlockStmt &body);

    // expressions.cpp
    Typed expression(const script::Expression *node, Use use = Use::Value);
    /// Built and made to have this type.
    ExprPtr expect(const script::Expression *node, Type type);
    void require(const Typed &value, Type type);
    Typed embeddedC(const script::EmbeddedC &node);
    Typed unary(const script::Unary &node);
    Typed binary(const script::Binary &node);
    Typed assign(const script::Assign &node, Use use);
    Typed increment(const script::Increment &node, Use use);
    Typed conditional(const script::Conditional &node);
    Typed in(const script::In &node);
    Typed regexMatch(const script::RegexMatch &node); // regex_match.cpp
    Typed number(int64_t value, const Range &range);
    Typed broken(const Range &range);
    Typed notYet(const Range &range, Text message, Text nextStep = {});
    std::optional<bool> constantCondition(const script::Expression *node);

    // variables.cpp
    Typed identifier(const script::Identifier &node);
    Typed element(const script::Index &node, bool writes);
    Typed lvalue(const script::Expression *node, bool reads, bool writes, Range &range);
    enum class Wildcards : uint8_t { Refused, Allowed };
    /// A wildcard is a null expression.
    std::vector<ExprPtr> keys(uint32_t global, const std::vector<script::ExpressionPtr> &nodes, const Range &range,
                              Wildcards wildcards = Wildcards::Refused);
    bool shape(uint32_t global, size_t arity, const Range &range);
    std::optional<uint32_t> array(const script::Name &name, size_t arity);
    uint32_t local(const std::string &name, const Range &range);
    void markWritten(uint32_t global, const Range &range);

    // calls.cpp
    Typed call(const script::Call &node, Use use);
    Typed intrinsic(Intrinsic intrinsic, const Range &range, std::vector<Typed> arguments, std::string_view name);
    std::optional<uint32_t> findCallee(const script::Call &node);
    [[nodiscard]] bool callsPureC(const script::Call &node) const;
    /// The function itself, or its copy for this handler when it uses what the probe sees.
    uint32_t forThisProbe(uint32_t function);

    // formats.cpp
    Typed print(const script::Print &node);
    void formatted(const script::Print &node, FormatExpr &format);
    void plain(const script::Print &node, FormatExpr &format);

    // targets.cpp
    Typed targetVariable(const script::TargetVariable &node);
    Typed targetList(const script::TargetVariable &node);
    Typed atOperator(const script::AtOperator &node);
    /// Whether the target variable can be read here; nothing when it is none.
    std::optional<bool> isThere(const script::Expression *argument);
    bool isDefined(const script::AtOperator &node);
    bool isSkipped(const script::Expression &node);
    Typed isWritten(const script::AtOperator &node);
    void unknownTarget(const script::TargetVariable &node);
    /// The variable that the name means here; reports what it is not.
    const debuginfo::VariableAt *findTarget(const script::TargetVariable &node);
    void unavailable(const std::string &name, const Range &range, const Text &reason);
    Typed counterValue(const script::AtOperator &node);
    // target_write.cpp: in guru mode
    Typed writeTarget(const script::Assign &node, Typed value);
    Typed writeRefused(const Range &range, Text why, Text nextStep);
    // script_files.cpp: $value of procfs probes
    [[nodiscard]] bool isFileValue(const script::Expression *node) const;
    Typed fileValue(const script::TargetVariable &node);
    Typed assignFileValue(const script::Assign &node, Typed value);
    /// The nearest line of the function where the variable can be read; 0: none.
    [[nodiscard]] uint32_t nearestLine(const std::string &name) const;

    // target_access.cpp: into structures and arrays
    std::optional<TargetPlace> placeOf(const debuginfo::VariableAt &variable, const std::string &text, const Range &range,
                                       const std::vector<script::Access> *accesses = nullptr);
    /// What a number that points to something points to.
    TargetPlace placeBehind(ExprPtr pointer, const Pointee &pointee, std::string text, const Range &range);
    bool follow(TargetPlace &place, const std::vector<script::Access> &accesses);
    [[nodiscard]] bool settle(TargetPlace &place);
    [[nodiscard]] bool staticMemberOf(TargetPlace &place, const debuginfo::TypeInfo &type, const std::string &name, int depth);
    [[nodiscard]] bool hasStaticMember(const debuginfo::TypeInfo &type, const std::vector<script::Access> &accesses);
    bool memberOf(TargetPlace &place, const script::Access &access);
    bool elementOf(TargetPlace &place, const script::Access &access);
    /// The object as a number: its value, or its address.
    ExprPtr load(TargetPlace &place);
    Typed finishPlace(TargetPlace place, const std::vector<script::Access> &accesses, bool addressOf);
    Typed readVariable(const script::TargetVariable &node, const debuginfo::VariableAt &variable);
    bool placeError(std::string_view id, const Range &range, Text message, Text nextStep = {});

    // target_types.cpp: types and variables by name
    Typed cast(const script::AtOperator &node);
    Typed staticVariable(const script::AtOperator &node);
    std::optional<TargetPlace> castPlace(const script::AtOperator &node);
    std::optional<TargetPlace> staticPlace(const script::AtOperator &node);
    std::optional<Pointee> typeNamed(const std::string &name, const std::string *module, const Range &range);
    Typed kernelConstant(const script::AtOperator &node);
    [[nodiscard]] const debuginfo::TypeSource *kernelTypes(const Range &range);
    /// What calls of the function point to, where it does nothing but return a @cast.
    std::shared_ptr<const Pointee> pointeeOf(const FunctionSymbol &function);

    // target_pretty.cpp: $x$, $$vars$
    Typed pretty(TargetPlace place, bool deep);
    Typed prettyList(const script::TargetVariable &node, bool deep);
    ExprPtr prettyBehind(TargetPlace pointer, const debuginfo::TypeInfo &target, bool deep);

    // target_lists.cpp: $$vars and its kin, put together from readings of the variables
    /// "a=0x1 b=? c={...}"; `valueOf` gives nothing for what cannot be read.
    Typed listText(const std::vector<const debuginfo::VariableAt *> &variables, const Range &range,
                   const std::function<ExprPtr(const debuginfo::VariableAt &)> &valueOf);
    Typed listAtEntry(const script::TargetVariable &node);
    // with variables among them whose locations take more than the registers and the memory of the moment
    Typed computedList(const std::vector<const debuginfo::VariableAt *> &variables, const Range &range);

    // entry_values.cpp: @entry, and variables in return probes
    Typed atEntry(const script::Expression &expression, const Range &range);
    [[nodiscard]] std::vector<ExprPtr> frameKeys(const Range &range);
    // computed_values.cpp: locations that take more than the registers and the memory of the moment
    [[nodiscard]] bool canCompute(const debuginfo::Location &location) const;
    /// Null where one of the steps cannot be done.
    [[nodiscard]] ExprPtr computedValue(const std::vector<debuginfo::LocationStep> &steps, const Range &range);
    /// What was in the register when the probed function was entered.
    [[nodiscard]] ExprPtr entryRegister(int64_t number, const Range &range);

    // statistics.cpp
    Typed statistic(const script::AtOperator &node);
    /// The global that an extractor's or histogram's argument names, and the keys of the element.
    std::optional<uint32_t> statisticGlobal(const script::Expression *argument, const Range &range, const std::string &word,
                                            std::vector<ExprPtr> &keys);
    void varianceShift(const script::AtOperator &node, uint32_t global);
    /// Notes the kind of histogram that the global keeps; false when it has been refused.
    bool histogramKind(const script::Histogram &node, uint32_t global);
    /// A bucket's count, or the drawing when `node` names no bucket. Null after an error.
    std::unique_ptr<HistogramExpr> histogram(const script::Histogram &node);
    Typed histogramValue(const script::Histogram &node);
    StmtPtr foreachHistogram(const script::Foreach &node);
    std::optional<StatisticExpr::Function> sortStatistic(const script::Foreach &node, Cell value);

    /// The global that a plain name means here.
    [[nodiscard]] std::optional<uint32_t> globalNamed(const std::string &name);

    Context &m_context;
    const TargetScope &m_scope;
    FunctionSymbol *m_function = nullptr;
    BodyBuilder *m_probe = nullptr; ///< of a function's copy for one handler: the handler's
    std::map<uint32_t, uint32_t> m_copies; ///< of a handler: functions → their copies for it
    script::FileId m_file = 0;
    std::vector<LocalSymbol> m_locals;
    std::map<std::string, uint32_t, std::less<>> m_localsByName;
    std::vector<ActiveForeach> m_foreachs;
    /// Arguments of `next`: parameters as they were given, each by its number.
    std::vector<std::pair<uint32_t, LocalExpr *>> m_passedOn;
    Effects m_effects;
    const script::Statement *m_userBody = nullptr;
    bool m_inCondition = false; ///< of a probe point
    /// Names of variables, with the statements that do nothing but set them.
    std::vector<std::pair<std::string, const script::Statement *>> m_plainAssignments;
    bool m_quiet = false; ///< only asks whether a target variable is there
    bool m_returnsByInstruction = false;
    std::unique_ptr<BodyBuilder> m_entry; ///< builds what runs at the function's entry
    std::vector<EntryValue> m_entryValues;
    std::map<int64_t, uint32_t> m_entryRegisters; ///< by DWARF's numbers: the hidden arrays
    std::vector<std::string> m_listedWords;
};

}
