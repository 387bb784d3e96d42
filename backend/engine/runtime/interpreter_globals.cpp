// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/runtime/histogram.h"
#include "engine/runtime/interpreter_impl.h"
#include "translator/error_words.h"

#include <algorithm>

namespace tapscope::engine {

using namespace translator::ir;
using StatisticFunction = analysis::StatisticExpr::Function;

bool extract(const Statistics &statistics, StatisticFunction function, const StatisticPlan &plan, int64_t &value)
{
    switch (function) {
    case StatisticFunction::Count: value = statistics.count; return true;
    case StatisticFunction::Sum: value = statistics.sum; return true;
    case StatisticFunction::Min: value = statistics.min; break;
    case StatisticFunction::Max: value = statistics.max; break;
    case StatisticFunction::Average: value = statistics.count == 0 ? 0 : statistics.sum / statistics.count; break;
    case StatisticFunction::Variance: value = statistics.variance(plan); break;
    }
    return statistics.count != 0;
}

namespace {

/// Whether the key is one that a slice or a wildcard key asks for: `asked` has 0 where any will do.
bool matches(const Key &key, const std::vector<ValueId> &asked, const Key &values)
{
    for (size_t n = 0; n < asked.size() && n < key.size(); ++n) {
        if (asked[n] != 0 && key[n] != values[n])
            return false;
    }
    return true;
}

}

bool Interpreter::Impl::histogram(Frame &frame, const Instruction &i, const Key &key)
{
    const auto global = static_cast<uint32_t>(i.imm);
    const Statistics gathered = storage.statistics(global, key);
    const std::optional<analysis::HistogramKind> &kind = program.globals[global].histogram;
    if (gathered.count == 0 || !kind)
        return fail(translator::errorWords(translator::RuntimeError::EmptyAggregate), i.range);
    if (i.op == Op::HistogramText) {
        // Not cut: the drawing is printed, not kept.
        frame.values[i.result].text = drawHistogram(*kind, gathered.buckets, options.histograms);
        return true;
    }
    const int64_t bucket = frame.values[i.a].number;
    if (bucket < 0 || static_cast<uint64_t>(bucket) >= gathered.buckets.size())
        return fail(translator::errorWords(translator::RuntimeError::BucketRange), i.range);
    frame.values[i.result].number = gathered.buckets[static_cast<size_t>(bucket)];
    return true;
}

void Interpreter::Impl::matchElements(Frame &frame, const Instruction &i, const Key &key)
{
    const auto global = static_cast<uint32_t>(i.imm);
    bool found = false;
    for (const Element &element : storage.elements(global)) {
        if (!matches(element.key, i.keys, key))
            continue;
        found = true;
        if (i.op == Op::HasElement)
            break;
        storage.erase(global, element.key);
    }
    if (i.op == Op::HasElement)
        frame.values[i.result].number = found;
}

bool Interpreter::Impl::globalAccess(Frame &frame, const Instruction &i)
{
    const auto global = static_cast<uint32_t>(i.imm);
    Key key;
    key.reserve(i.keys.size());
    for (const ValueId id : i.keys)
        key.push_back(frame.values[id]);
    const bool wildcard = std::ranges::find(i.keys, ValueId{0}) != i.keys.end();
    if (wildcard && (i.op == Op::HasElement || i.op == Op::DeleteElement)) {
        matchElements(frame, i, key);
        return true;
    }
    if (program.globals[global].isEntryValue && (i.op == Op::LoadElement || i.op == Op::HasElement)) {
        if (auto recorded = host.recordedEntryValue(global, i.op == Op::HasElement)) {
            frame.values[i.result] = std::move(*recorded);
            return true;
        }
    }
    const auto overflow = [&] {
        return fail(translator::errorWords(translator::RuntimeError::ArrayOverflow, program.globals[global].maxEntries), i.range);
    };
    switch (i.op) {
    case Op::LoadGlobal:
    case Op::LoadElement: frame.values[i.result] = storage.load(global, key); return true;
    case Op::StoreGlobal:
    case Op::StoreElement: return storage.store(global, key, frame.values[i.a]) || overflow();
    case Op::AddGlobal:
    case Op::AddElement: {
        const std::optional<int64_t> before = storage.add(global, key, frame.values[i.a].number);
        if (!before)
            return overflow();
        if (i.result != 0)
            frame.values[i.result].number = *before;
        return true;
    }
    case Op::HasElement: frame.values[i.result].number = storage.has(global, key); return true;
    case Op::DeleteElement: storage.erase(global, key); return true;
    case Op::DeleteGlobal: storage.clear(global); return true;
    case Op::Accumulate: return storage.accumulate(global, key, frame.values[i.a].number) || overflow();
    case Op::Statistic:
        return extract(storage.statistics(global, key), static_cast<StatisticFunction>(i.imm2),
                       StatisticPlan(program.globals[global]), frame.values[i.result].number)
            || fail(translator::errorWords(translator::RuntimeError::EmptyAggregate), i.range);
    case Op::HistogramText:
    case Op::HistogramBucket: return histogram(frame, i, key);
    default: return true;
    }
}

void sortElements(std::vector<Element> &elements, const Foreach &plan, const analysis::GlobalVariable &global)
{
    if (plan.order == script::SortOrder::None)
        return;
    const auto function = plan.sortStatistic >= 0 ? static_cast<StatisticFunction>(plan.sortStatistic) : StatisticFunction::Count;
    const size_t column = plan.sortColumn;
    const Type valueType = plan.histogram ? Type::Long : global.type;
    const std::vector<Type> keyTypes = plan.histogram ? std::vector{Type::Long} : global.keys;
    const StatisticPlan statistics(global);
    // Elements are compared by one cell or number; keys beyond the array's (from a damaged module) compare equal.
    const auto less = [&](const Element &a, const Element &b) {
        if (column > 0) {
            if (column > a.key.size() || column > b.key.size())
                return false;
            const bool isText = column <= keyTypes.size() && keyTypes[column - 1] == Type::String;
            return isText ? a.key[column - 1].text < b.key[column - 1].text : a.key[column - 1].number < b.key[column - 1].number;
        }
        if (valueType == Type::Stats) {
            int64_t left = 0;
            int64_t right = 0;
            (void)extract(a.statistics, function, statistics, left);
            (void)extract(b.statistics, function, statistics, right);
            return left < right;
        }
        return valueType == Type::String ? a.value.text < b.value.text : a.value.number < b.value.number;
    };
    if (plan.order == script::SortOrder::Ascending)
        std::stable_sort(elements.begin(), elements.end(), less);
    else
        std::stable_sort(elements.begin(), elements.end(), [&](const Element &a, const Element &b) { return less(b, a); });
}

void Interpreter::Impl::foreachBegin(Frame &frame, const Instruction &i)
{
    const Foreach &plan = module.foreachs[static_cast<size_t>(i.imm)];
    const analysis::GlobalVariable &global = program.globals[plan.global];
    Frame::Iteration iteration;
    Key key;
    for (const ValueId id : i.keys)
        key.push_back(frame.values[id]);
    if (plan.histogram) {
        const Statistics gathered = storage.statistics(plan.global, key);
        for (size_t n = 0; n < gathered.buckets.size(); ++n)
            iteration.elements.push_back({{Cell{static_cast<int64_t>(n), {}}}, {gathered.buckets[n], {}}, {}});
    } else {
        iteration.elements = storage.elements(plan.global);
        if (!i.keys.empty())
            std::erase_if(iteration.elements, [&](const Element &element) { return !matches(element.key, i.keys, key); });
    }
    sortElements(iteration.elements, plan, global);
    if (i.a != 0) {
        const int64_t limit = std::max<int64_t>(frame.values[i.a].number, 0);
        if (static_cast<uint64_t>(limit) < iteration.elements.size())
            iteration.elements.resize(static_cast<size_t>(limit));
    }
    frame.iterations[i.imm] = std::move(iteration);
}

void Interpreter::Impl::foreachNext(Frame &frame, const Instruction &i)
{
    const Foreach &plan = module.foreachs[static_cast<size_t>(i.imm)];
    Frame::Iteration &iteration = frame.iterations[i.imm];
    if (iteration.next >= iteration.elements.size()) {
        frame.values[i.result].number = 0;
        frame.iterations.erase(i.imm);
        return;
    }
    Element &element = iteration.elements[iteration.next++];
    for (size_t n = 0; n < plan.keyLocals.size() && n < element.key.size(); ++n)
        frame.locals[plan.keyLocals[n]] = std::move(element.key[n]);
    if (plan.valueLocal >= 0)
        frame.locals[static_cast<size_t>(plan.valueLocal)] = std::move(element.value);
    frame.values[i.result].number = 1;
}

}
