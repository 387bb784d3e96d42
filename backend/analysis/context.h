// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/analyze.h"
#include "analysis/file_parser.h"
#include "analysis/idle_code.h"
#include "analysis/symbols.h"
#include "analysis/tapset_library.h"
#include "analysis/target_scope.h"
#include "analysis/types.h"

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace tapscope::analysis {

/// What one analysis shares between its parts: the symbols, the types being inferred, and the diagnostics.
class Context {
public:
    Context(script::SourceSet &sources, const script::Ast &ast, const Options &options, script::Diagnostics &diagnostics);

    [[nodiscard]] const Options &options() const { return m_options; }
    [[nodiscard]] const script::SourceSet &sources() const { return m_sources; }
    [[nodiscard]] TypeTable &types() { return m_types; }
    [[nodiscard]] TapsetLibrary &library() { return m_library; }
    [[nodiscard]] bool cancelled() const { return m_options.cancelled && m_options.cancelled->load(); }

    /// Adds a diagnostic unless one of the same kind stands at the same place (bodies are built once per set of sites).
    /// Returns null for a repetition.
    script::Diagnostic *error(std::string_view id, const Range &range, Text message, Text nextStep = {});
    script::Diagnostic *warning(std::string_view id, const Range &range, Text message, Text nextStep = {});
    void add(script::Diagnostic diagnostic);
    [[nodiscard]] bool hasErrors() const { return m_diagnostics.hasErrors(); }

    [[nodiscard]] std::deque<GlobalSymbol> &globals() { return m_globals; }
    [[nodiscard]] std::deque<FunctionSymbol> &functions() { return m_functions; }
    [[nodiscard]] const std::vector<const script::Ast *> &asts() const { return m_asts; }

    /// Symbol of the global that `name` means in `file`; takes in the tapset file that declares it.
    [[nodiscard]] std::optional<uint32_t> findGlobal(std::string_view name, script::FileId file);
    /// Symbols of all functions of that name that `file` may call, in the order in which those with as many parameters are
    /// tried; takes in the tapset files that define it.
    [[nodiscard]] std::vector<uint32_t> findFunctions(std::string_view name, script::FileId file);
    /// Whether the script's function, or one that it calls, uses what only the probe that runs it has: $x, @entry, its module.
    [[nodiscard]] bool dependsOnProbe(const FunctionSymbol &function);
    /// What the functions of the script use that are called in a body with these uses, added to them.
    void addUsesOfCalled(TargetUses &uses) const;
    /// A function of its own for one probe; its number.
    [[nodiscard]] uint32_t copyFunction(uint32_t function);
    /// Takes in the tapset files with aliases whose first component matches.
    void loadAliases(std::string_view firstComponent);
    /// Whether an earlier library directory defines an alias of this name.
    [[nodiscard]] bool isHidden(const script::Alias &alias, const script::ProbePoint &name, script::FileId file) const;
    [[nodiscard]] bool isTapset(script::FileId file) const { return m_tapsetFiles.contains(file); }

    [[nodiscard]] std::vector<std::string> functionNames() const;
    [[nodiscard]] std::vector<std::string> globalNames() const;

    /// Code to be looked at last, or with `skip` not at all; what else nobody would notice is added to it.
    void setIdleCode(IdleCode *idle, bool skip)
    {
        m_idle = idle;
        m_skipsIdle = skip;
    }
    [[nodiscard]] bool isIdle(const script::Function &function) const { return m_idle && m_idle->contains(function); }
    [[nodiscard]] bool skips(const script::Statement &statement) const { return m_skipsIdle && m_idle->contains(statement); }
    void tellIdle(const script::Statement &statement, bool isIdle)
    {
        if (m_idle)
            m_idle->add(statement, isIdle);
    }
    void tellCallOfC(const script::Function &function, const Range &call)
    {
        if (m_idle)
            m_idle->addCallOfC(function, call);
    }

    /// Keeps what the program's types come from as long as the analysis lasts.
    void keep(std::shared_ptr<const void> what) { m_kept.push_back(std::move(what)); }
    /// An array that no script names: `keys` numbers lead to values of the cell's type. It forgets what was not used for longest.
    [[nodiscard]] uint32_t addHiddenArray(size_t keys, Cell value, const Range &range);

    /// The number of the counter that @perf() names; whether there is one shows at the end.
    [[nodiscard]] int64_t counterNamed(const std::string &name, const Range &range);
    void defineCounter(PerfCounter counter);
    /// Puts the counters that are read into the program; reports those that nothing defines.
    void finishCounters(Program &program);

    /// `*slot` receives the type of `cell` once all is inferred.
    void resolveLater(Type *slot, Cell cell) { m_slots.emplace_back(slot, cell); }
    /// The conversion of this piece becomes %d or %s by the type of `cell`.
    void chooseConversionLater(FormatExpr *format, size_t piece, Cell cell) { m_conversions.push_back({format, piece, cell}); }
    /// The value at `range` may not turn out to be a statistic.
    void mustBePlain(const Range &range, Cell cell, std::string name) { m_plain.push_back({range, cell, std::move(name)}); }
    /// The value of a call of `function` is used at `range`.
    void valueUsed(uint32_t function, const Range &range) { m_valueUses.emplace_back(function, range); }
    void callLater(CallFunctionExpr *call, uint32_t function) { m_calls.push_back({call, function, call->range}); }
    /// `function` goes on as `other` by the return that stands last in `block`: with its value if it turns out to have one.
    void goesOnAs(uint32_t function, uint32_t other, BlockStmt *block) { m_successions.push_back({function, other, block}); }

    /// Reports the script's calls of functions that this engine lacks what they need for, and handlers (by their effects) in
    /// which an alias of the library calls such a one.
    void reportMissingFunctions(const std::vector<Effects> &effects, const Program &program);
    /// Runs the checks above and fills in types; unknown ones become numbers.
    void finishTypes();
    /// Numbers the functions that are reachable from `roots`, moves them into the program, and sets calls to them.
    void finishFunctions(const std::vector<const Effects *> &roots, Program &program);
    void finishGlobals(Program &program);

    /// The effects together with those of all functions called from there.
    [[nodiscard]] Effects closure(const Effects &effects) const;

private:
    /// `tapset`: the number of the library directory that it comes from.
    void findDependents();
    void registerAst(const script::Ast &ast, std::optional<size_t> tapset);
    [[nodiscard]] bool isHidden(const FunctionSymbol &symbol, const std::vector<uint32_t> &ofSameName) const;
    void registerFunction(const script::Function &function, script::FileId file, bool tapset);
    void registerGlobal(const script::Global &global, script::FileId file);
    void take(const TapsetLibrary::File &file);
    void finishSuccessions();

    script::SourceSet &m_sources;
    const Options &m_options;
    script::Diagnostics &m_diagnostics;
    TapsetLibrary m_library;
    FileParser m_parser;
    TypeTable m_types;
    std::deque<GlobalSymbol> m_globals;
    std::deque<FunctionSymbol> m_functions;
    std::map<std::string, std::vector<uint32_t>, std::less<>> m_globalsByName;
    std::map<std::string, std::vector<uint32_t>, std::less<>> m_functionsByName;
    std::vector<const script::Ast *> m_asts;
    std::deque<script::Ast> m_ownedAsts;
    std::deque<script::Global> m_hiddenGlobals;
    std::vector<std::shared_ptr<const void>> m_kept;
    std::map<const script::Function *, bool> m_dependsOnProbe;
    IdleCode *m_idle = nullptr;
    bool m_skipsIdle = false;
    std::map<script::FileId, size_t> m_tapsetFiles; ///< with the number of their directory
    std::set<std::tuple<std::string_view, script::FileId, uint32_t, uint32_t>> m_reported;

    struct Conversion {
        FormatExpr *format;
        size_t piece;
        Cell cell;
    };
    struct Plain {
        Range range;
        Cell cell;
        std::string name;
    };
    struct Succession {
        uint32_t function;
        uint32_t other;
        BlockStmt *block;
    };
    struct NamedCounter {
        std::string name;
        std::optional<Range> read;
        std::optional<PerfCounter> definition;
    };
    std::vector<NamedCounter> m_counters;
    std::vector<Succession> m_successions;
    std::vector<std::pair<Type *, Cell>> m_slots;
    std::vector<Conversion> m_conversions;
    std::vector<Plain> m_plain;
    std::vector<std::pair<uint32_t, Range>> m_valueUses;
    struct LaterCall {
        CallFunctionExpr *call; ///< gone with its statement where there are errors
        uint32_t function;
        Range range;
    };
    std::vector<LaterCall> m_calls;
};

/// "a number is needed here, but this is a string" and its like.
[[nodiscard]] Text mismatch(Type needed, Type found);
/// How a value becomes one of the other type.
[[nodiscard]] Text howToConvert(Type needed);
/// "a number since here" and its like, for the note at a type's origin.
[[nodiscard]] Text typeSince(Type type);

/// "did you mean 'x'?" or "did you mean 'x', 'y' or 'z'?"; empty without candidates.
[[nodiscard]] Text didYouMean(const std::vector<std::string> &names);

/// A fix-it that puts `name` in the place of `range`.
[[nodiscard]] script::FixIt replaceBy(const Range &range, const std::string &name);

}
