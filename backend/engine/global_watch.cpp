// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/global_watch.h"

#include <algorithm>
#include <utility>

namespace tapscope::engine {

using analysis::Type;
using trace::GlobalValue;
using Kind = trace::GlobalVariable::Kind;

namespace {

Kind kindOf(Type type)
{
    switch (type) {
    case Type::String: return Kind::Text;
    case Type::Stats: return Kind::Statistic;
    default: return Kind::Number;
    }
}

trace::Statistic summary(const Statistics &all)
{
    return {all.count, all.sum, all.min, all.max, all.count == 0 ? 0 : all.sum / all.count};
}

/// By what the largest elements are found.
int64_t weight(Kind kind, const GlobalValue &value)
{
    return kind == Kind::Statistic ? value.statistic.count : value.number;
}

}

GlobalWatch::GlobalWatch(std::span<const analysis::GlobalVariable> globals, Storage &storage, uint64_t defaultCapacity)
    : m_globals(globals)
    , m_storage(storage)
    , m_defaultCapacity(defaultCapacity)
{}

trace::Globals GlobalWatch::read(uint64_t timeNs)
{
    trace::Globals all{timeNs, {}};
    all.variables.reserve(m_globals.size());
    for (uint32_t i = 0; i < m_globals.size(); ++i)
        all.variables.push_back(variable(i));
    return all;
}

trace::GlobalVariable GlobalWatch::variable(uint32_t global)
{
    const auto &declared = m_globals[global];
    trace::GlobalVariable out;
    out.kind = kindOf(declared.type);
    out.name = declared.name;
    out.isArray = !declared.keys.empty();
    if (!out.isArray) {
        out.size = out.capacity = 1;
        GlobalValue value;
        if (out.kind == Kind::Statistic) {
            value.statistic = summary(m_storage.statistics(global, {}));
        } else {
            Cell cell = m_storage.load(global, {});
            value.number = cell.number;
            value.text = std::move(cell.text);
        }
        out.values.push_back(std::move(value));
        return out;
    }
    std::vector<Element> elements = m_storage.elements(global);
    out.size = elements.size();
    out.capacity = declared.maxEntries != 0 ? declared.maxEntries : m_defaultCapacity;
    out.values.reserve(elements.size());
    for (Element &element : elements) {
        GlobalValue value;
        for (size_t column = 0; column < element.key.size() && column < declared.keys.size(); ++column)
            value.key.push_back(
                {declared.keys[column] == Type::String, element.key[column].number, std::move(element.key[column].text)});
        value.number = element.value.number;
        value.text = std::move(element.value.text);
        value.statistic = summary(element.statistics);
        out.values.push_back(std::move(value));
    }
    const size_t listed = std::min(listedElements, out.values.size());
    std::ranges::partial_sort(out.values, out.values.begin() + static_cast<std::ptrdiff_t>(listed),
                              [kind = out.kind](const GlobalValue &a, const GlobalValue &b) {
                                  const int64_t left = weight(kind, a), right = weight(kind, b);
                                  return left != right ? left > right : a.key < b.key;
                              });
    out.values.resize(listed);
    return out;
}

void GlobalWatch::reset()
{
    for (uint32_t i = 0; i < m_globals.size(); ++i) {
        m_storage.clear(i);
        const auto &declared = m_globals[i];
        const bool hasValue = declared.initialNumber != 0 || !declared.initialString.empty();
        // A scalar has room for its value whatever comes.
        if (declared.keys.empty() && hasValue)
            static_cast<void>(m_storage.store(i, {}, {declared.initialNumber, declared.initialString}));
    }
}

bool GlobalWatch::edit(const trace::GlobalEdit &edit)
{
    if (edit.variable >= m_globals.size())
        return false;
    const auto &declared = m_globals[edit.variable];
    if (edit.key.size() != declared.keys.size())
        return false;
    Key key;
    for (size_t column = 0; column < edit.key.size(); ++column) {
        if (edit.key[column].isText != (declared.keys[column] == Type::String))
            return false;
        key.push_back({edit.key[column].number, edit.key[column].text});
    }
    if (!key.empty() && !m_storage.has(edit.variable, key))
        return false;
    if (!edit.value) {
        if (key.empty())
            m_storage.clear(edit.variable);
        else
            m_storage.erase(edit.variable, key);
        return true;
    }
    if (declared.type == Type::Stats || edit.value->isText != (declared.type == Type::String))
        return false;
    return m_storage.store(edit.variable, key, {edit.value->number, edit.value->text});
}

void WatchSchedule::done(uint64_t beganNs, uint64_t endedNs)
{
    m_nextNs = endedNs + std::max(m_periodNs, 19 * (endedNs - beganNs));
}

int WatchSchedule::waitMs(uint64_t nowNs) const
{
    if (m_periodNs == 0)
        return -1;
    return nowNs >= m_nextNs ? 0 : static_cast<int>((m_nextNs - nowNs + 999'999) / 1'000'000);
}

}
