// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/runtime/indent_healer.h"

#include "trace/open_calls.h"

#include <algorithm>

namespace tapscope::engine {

void IndentHealer::dropTop(Thread &thread)
{
    if (thread.frames.size() > mostNestedReturns)
        ++m_returnsTooDeep;
    thread.surplus += thread.frames.back().delta;
    thread.frames.pop_back();
    thread.open.pop();
}

void IndentHealer::mend(const Step &step, int64_t &microseconds, int32_t &spaces)
{
    Thread &thread = m_threads[step.thread];
    for (size_t kept = thread.open.keptByRegion(step.stackPointer); thread.frames.size() > kept;)
        dropTop(thread);
    while (thread.open.belongsToTop(step.stackPointer) && thread.open.top() < step.stackPointer)
        dropTop(thread);
    const auto sameSlot = [&] { return !thread.frames.empty() && thread.open.top() == step.stackPointer; };
    if (step.delta > 0) {
        // A call in the place of another means that the other has gone, unless it is a tail call (it returns to the trampoline)
        // or the same call again, seen by another handler.
        const auto stillRuns = [&] {
            const Frame &top = thread.frames.back();
            return trace::isReturnTrampoline(step.returnAddress)
                || (top.returnAddress == step.returnAddress && top.handler != step.handler);
        };
        while (sameSlot() && !stillRuns())
            dropTop(thread);
        if (thread.frames.empty() && spaces <= thread.surplus)
            thread.zeroSince = thread.surplus > 0 ? microseconds : 0;
        thread.open.push(step.stackPointer);
        thread.frames.push_back({step.returnAddress, step.handler, step.delta});
    }
    // The script chooses its steps and a record may be damaged, so neither may overflow.
    microseconds = static_cast<int64_t>(static_cast<uint64_t>(microseconds) - static_cast<uint64_t>(thread.zeroSince));
    spaces = static_cast<int32_t>(std::clamp<int64_t>(spaces - thread.surplus, 0, INT32_MAX));
    if (step.delta < 0 && sameSlot()) {
        thread.frames.pop_back();
        thread.open.pop();
        if (thread.frames.empty() && thread.surplus == 0)
            m_threads.erase(step.thread);
    }
}

void IndentHealer::lost()
{
    for (auto &[id, thread] : m_threads) {
        thread.frames.clear();
        thread.open = {};
    }
}

}
