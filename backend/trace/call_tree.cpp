// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "trace/call_tree.h"

#include "trace/call_words.h"
#include "trace/open_calls.h"
#include "trace/string_table.h"

#include <algorithm>
#include <unordered_map>

namespace tapscope::trace {

namespace {

/// What the builder knows of a thread beyond what it shows.
struct ThreadState {
    OpenCalls open;
    uint64_t lastTime = 1;
    uint64_t lostSeen = 0;
    std::vector<uint32_t> running; ///< by function: how many of its calls run, so that a stray return is known at once
};

uint64_t threadKey(const Event &event)
{
    return (static_cast<uint64_t>(event.pid) << 32) | event.tid;
}

/// Searching more regions than this is not worth it: a program that jumps between so many stacks is not read as a tree.
constexpr size_t maxRegionsSearched = 64;

}

size_t OpenCalls::keptByOtherRegion(uint64_t stackPointer) const
{
    const size_t last = m_regions.size() - 1;
    const size_t searched = std::min(last, maxRegionsSearched);
    for (size_t i = last; i-- > last - searched;) {
        const size_t end = m_regions[i + 1].begin;
        if (isNear(m_regions[i], m_pointers[end - 1], stackPointer))
            return end;
    }
    return size();
}

struct CallTree::Impl {
    std::vector<Thread> threads;
    std::vector<ThreadState> states;
    std::unordered_map<uint64_t, uint32_t> threadOf;
    uint64_t lastKey = UINT64_MAX;
    uint32_t lastThread = 0;
    StringTable functions;
    StringTable strings;
    std::vector<uint32_t> functionOfSite;
    uint64_t now = 0;
    uint64_t callCount = 0;
    uint64_t healed = 0;
    uint64_t lostTotal = 0;
    bool lossBeforeNewThread = false;

    void add(const Event &event);
    void enter(uint32_t thread, const Event &event);
    void leave(uint32_t thread, const Event &event);
    uint32_t threadFor(const Event &event);
    uint32_t functionFor(const Event &event);
    uint64_t timeFor(ThreadState &state, const Event &event);

    Call &newCall(uint32_t thread, const Event &event, uint32_t function, uint64_t time);
    void closeTop(uint32_t thread, uint64_t time, bool returned);
    void closeDownTo(uint32_t thread, size_t kept, uint64_t time);
    void closeDeeper(uint32_t thread, uint64_t stackPointer, uint64_t time);
    /// Place among the open calls of the one that returns, or SIZE_MAX.
    [[nodiscard]] size_t matchReturn(uint32_t thread, uint64_t stackPointer, uint32_t function) const;
};

uint32_t CallTree::Impl::threadFor(const Event &event)
{
    const uint64_t key = threadKey(event);
    if (key == lastKey)
        return lastThread;
    const auto [it, isNew] = threadOf.try_emplace(key, static_cast<uint32_t>(threads.size()));
    if (isNew) {
        Thread &thread = threads.emplace_back();
        thread.pid = event.pid;
        thread.tid = event.tid;
        ThreadState &state = states.emplace_back();
        // What was lost before a thread was ever heard of may have been the thread's.
        state.lostSeen = lossBeforeNewThread ? 0 : lostTotal;
        lossBeforeNewThread = false;
    }
    lastKey = key;
    lastThread = it->second;
    return lastThread;
}

uint32_t CallTree::Impl::functionFor(const Event &event)
{
    if (event.site >= functionOfSite.size()) {
        // Site numbers are small and dense; anything else (imports have none) is looked up by name.
        if (event.site >= (1u << 20))
            return functions.intern(event.function);
        functionOfSite.resize(event.site + 1, 0);
    }
    uint32_t &id = functionOfSite[event.site];
    if (id == 0 || functions[id] != event.function)
        id = functions.intern(event.function);
    return id;
}

uint64_t CallTree::Impl::timeFor(ThreadState &state, const Event &event)
{
    // Records of one thread can be a little out of order when it moved between CPUs. 0 stands for "runs", so time begins at 1.
    state.lastTime = std::max(state.lastTime, event.timeNs);
    now = std::max(now, state.lastTime);
    return state.lastTime;
}

Call &CallTree::Impl::newCall(uint32_t threadIndex, const Event &event, uint32_t function, uint64_t time)
{
    Thread &thread = threads[threadIndex];
    ThreadState &state = states[threadIndex];
    Call &call = thread.calls.append();
    call.start = time;
    call.stackPointer = event.stackPointer;
    call.parent = thread.open.empty() ? noCall : thread.open.back();
    call.function = function;
    call.site = event.site;
    call.depth = static_cast<uint16_t>(std::min<size_t>(thread.open.size(), UINT16_MAX));
    if (event.truncated)
        call.flags |= Truncated;
    if (state.lostSeen != lostTotal) {
        thread.lost += lostTotal - state.lostSeen;
        state.lostSeen = lostTotal;
        call.flags |= LostBefore;
    }
    ++callCount;
    return call;
}

void CallTree::Impl::closeTop(uint32_t threadIndex, uint64_t time, bool returned)
{
    Thread &thread = threads[threadIndex];
    ThreadState &state = states[threadIndex];
    Call &call = thread.calls[thread.open.back()];
    call.end = time;
    call.subtreeEnd = static_cast<CallIndex>(thread.calls.size());
    if (!returned) {
        call.flags |= ReturnNotSeen;
        ++healed;
    }
    if (call.parent != noCall)
        thread.calls[call.parent].childrenNs += call.end - call.start;
    --state.running[call.function];
    thread.open.pop_back();
    state.open.pop();
}

void CallTree::Impl::closeDownTo(uint32_t thread, size_t kept, uint64_t time)
{
    while (threads[thread].open.size() > kept)
        closeTop(thread, time, false);
}

/// Closes what an event at `stackPointer` proves gone: calls of a stack that was left, and frames below the event's.
void CallTree::Impl::closeDeeper(uint32_t thread, uint64_t stackPointer, uint64_t time)
{
    const OpenCalls &open = states[thread].open;
    closeDownTo(thread, open.keptByRegion(stackPointer), time);
    while (open.belongsToTop(stackPointer) && open.top() < stackPointer)
        closeTop(thread, time, false);
}

void CallTree::Impl::enter(uint32_t threadIndex, const Event &event)
{
    ThreadState &state = states[threadIndex];
    const uint64_t time = timeFor(state, event);
    const uint32_t function = functionFor(event);
    bool isTailCall = false;
    if (event.stackPointer != 0) {
        closeDeeper(threadIndex, event.stackPointer, time);
        if (state.open.top() == event.stackPointer) {
            isTailCall = isReturnTrampoline(event.returnAddress);
            while (!isTailCall && state.open.top() == event.stackPointer)
                closeTop(threadIndex, time, false);
        }
    }
    Call &call = newCall(threadIndex, event, function, time);
    if (isTailCall)
        call.flags |= TailCall;
    call.arguments = strings.intern(event.arguments);
    if (function >= state.running.size())
        state.running.resize(std::max<size_t>(function + 1, functions.size()), 0);
    ++state.running[function];
    state.open.push(event.stackPointer);
    Thread &thread = threads[threadIndex];
    thread.open.push_back(static_cast<CallIndex>(thread.calls.size() - 1));
}

size_t CallTree::Impl::matchReturn(uint32_t threadIndex, uint64_t stackPointer, uint32_t function) const
{
    const Thread &thread = threads[threadIndex];
    const ThreadState &state = states[threadIndex];
    const size_t none = SIZE_MAX;
    if (thread.open.empty())
        return none;
    const size_t top = thread.open.size() - 1;
    const bool byPointer = stackPointer != 0 && state.open.top() != 0;
    if (byPointer && state.open.top() != stackPointer)
        return none;
    if (function == 0) // the script's text names no function: whatever is innermost
        return top;
    if (function >= state.running.size() || state.running[function] == 0)
        return none;
    for (size_t place = top + 1; place-- > 0;) {
        if (byPointer && state.open.at(place) != stackPointer)
            return none;
        if (thread.calls[thread.open[place]].function == function)
            return place;
    }
    return none;
}

void CallTree::Impl::leave(uint32_t threadIndex, const Event &event)
{
    const uint64_t time = timeFor(states[threadIndex], event);
    const uint32_t function = functionFor(event);
    if (event.stackPointer != 0)
        closeDeeper(threadIndex, event.stackPointer, time);
    const size_t place = matchReturn(threadIndex, event.stackPointer, function);
    const uint32_t result = strings.intern(returnedValue(event.arguments));
    Thread &thread = threads[threadIndex];
    if (place == SIZE_MAX) {
        Call &call = newCall(threadIndex, event, function, time);
        call.flags |= EntryNotSeen;
        call.end = time;
        call.subtreeEnd = static_cast<CallIndex>(thread.calls.size());
        call.result = result;
        return;
    }
    closeDownTo(threadIndex, place + 1, time);
    Call &call = thread.calls[thread.open.back()];
    call.result = result;
    if (event.truncated)
        call.flags |= Truncated;
    closeTop(threadIndex, time, true);
}

void CallTree::Impl::add(const Event &event)
{
    switch (event.kind) {
    case Event::Kind::Text: return;
    case Event::Kind::Lost:
        lostTotal += event.lost;
        lossBeforeNewThread = true;
        return;
    case Event::Kind::Enter:
    case Event::Kind::Leave: break;
    }
    const uint32_t thread = threadFor(event);
    // A thread is renamed by exec and by itself: the last name counts.
    if (!event.execname.empty() && threads[thread].execname != event.execname)
        threads[thread].execname = event.execname;
    if (event.kind == Event::Kind::Enter)
        enter(thread, event);
    else
        leave(thread, event);
}

CallTree::CallTree() : m_impl(std::make_unique<Impl>()) {}
CallTree::~CallTree() = default;
CallTree::CallTree(CallTree &&) noexcept = default;
CallTree &CallTree::operator=(CallTree &&) noexcept = default;

void CallTree::add(const Event &event)
{
    m_impl->add(event);
}

void CallTree::add(std::span<const Event> events)
{
    for (const Event &event : events)
        m_impl->add(event);
}

void CallTree::finish(uint64_t timeNs)
{
    for (uint32_t thread = 0; thread < m_impl->threads.size(); ++thread) {
        const uint64_t time = std::max(m_impl->states[thread].lastTime, timeNs);
        m_impl->closeDownTo(thread, 0, time);
    }
    m_impl->now = std::max(m_impl->now, timeNs);
}

void CallTree::clear()
{
    m_impl = std::make_unique<Impl>();
}

const std::vector<CallTree::Thread> &CallTree::threads() const
{
    return m_impl->threads;
}

std::string_view CallTree::functionName(uint32_t id) const
{
    return m_impl->functions[id];
}

std::string_view CallTree::string(uint32_t id) const
{
    return m_impl->strings[id];
}

uint64_t CallTree::now() const
{
    return m_impl->now;
}

uint64_t CallTree::callCount() const
{
    return m_impl->callCount;
}

uint64_t CallTree::healedCount() const
{
    return m_impl->healed;
}

size_t CallTree::memoryBytes() const
{
    size_t bytes = m_impl->functions.memoryBytes() + m_impl->strings.memoryBytes()
        + m_impl->functionOfSite.capacity() * sizeof(uint32_t);
    for (const Thread &thread : m_impl->threads)
        bytes += sizeof(Thread) + thread.calls.memoryBytes() + thread.open.capacity() * sizeof(CallIndex);
    for (const ThreadState &state : m_impl->states)
        bytes += sizeof(ThreadState) + state.open.memoryBytes() + state.running.capacity() * sizeof(uint32_t);
    return bytes;
}

}
