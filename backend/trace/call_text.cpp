// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "trace/call_tree.h"

#include <algorithm>

namespace tapscope::trace {

namespace {

/// "12.345": microseconds, as stap's own times are.
void appendMicroseconds(std::string &out, uint64_t ns)
{
    out += std::to_string(ns / 1000);
    const uint64_t fraction = ns % 1000;
    out += '.';
    out += static_cast<char>('0' + fraction / 100);
    out += static_cast<char>('0' + fraction / 10 % 10);
    out += static_cast<char>('0' + fraction % 10);
}

void appendMarks(std::string &out, uint16_t flags)
{
    static constexpr struct {
        CallFlags flag;
        std::string_view text;
    } marks[] = {
        {TailCall, "tail call"},
        {EntryNotSeen, "entry not seen"},
        {ReturnNotSeen, "return not seen"},
        {LostBefore, "events lost before"},
        {Truncated, "truncated"},
    };
    for (const auto &mark : marks) {
        if ((flags & mark.flag) == 0)
            continue;
        out += "  [";
        out += mark.text;
        out += ']';
    }
}

void appendCall(std::string &out, const CallTree &tree, const Call &call, uint32_t depth)
{
    out.append(size_t{depth} * 2, ' ');
    const std::string_view name = tree.functionName(call.function);
    out += name.empty() ? std::string_view("?") : name;
    const std::string_view arguments = tree.string(call.arguments);
    if (!arguments.empty()) {
        const bool parenthesized = arguments.front() == '(';
        if (!parenthesized)
            out += '(';
        out += arguments;
        if (!parenthesized)
            out += ')';
    }
    if (const std::string_view result = tree.string(call.result); !result.empty()) {
        out += " = ";
        out += result;
    }
    if (call.end == 0) {
        out += "  [running]";
    } else if ((call.flags & EntryNotSeen) == 0) {
        out += "  ";
        appendMicroseconds(out, call.end - call.start);
        if (call.childrenNs > 0) {
            out += "  self ";
            appendMicroseconds(out, call.end - call.start - std::min(call.childrenNs, call.end - call.start));
        }
    }
    appendMarks(out, call.flags);
    out += '\n';
}

}

std::string toText(const CallTree &tree, size_t threadIndex, CallIndex first, size_t maxLines)
{
    std::string out;
    if (threadIndex >= tree.threads().size() || maxLines == 0)
        return out;
    const CallTree::Thread &thread = tree.threads()[threadIndex];
    size_t begin = 0;
    size_t end = thread.calls.size();
    size_t lines = 0;
    uint32_t baseDepth = 0;
    if (first == noCall) {
        out += thread.execname + '(' + std::to_string(thread.tid) + ")\n";
        ++lines;
    } else {
        if (first >= end)
            return out;
        begin = first;
        if (thread.calls[first].subtreeEnd != 0)
            end = thread.calls[first].subtreeEnd;
        baseDepth = thread.calls[first].depth;
    }
    for (size_t i = begin; i < end && lines < maxLines; ++i, ++lines) {
        const uint32_t depth = thread.calls[i].depth - baseDepth + (first == noCall ? 1 : 0);
        appendCall(out, tree, thread.calls[i], depth);
    }
    return out;
}

}
