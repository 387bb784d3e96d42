// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/point_facts.h"
#include "engine/runtime/error_text.h"
#include "engine/runtime/format.h"
#include "engine/runtime/interpreter_impl.h"
#include "engine/symbols/address_names.h"
#include "translator/registers.h"

#include <algorithm>
#include <cstring>

namespace tapscope::engine {

using namespace translator::ir;
using analysis::Intrinsic;

namespace {

constexpr std::string_view hexDigits = "0123456789abcdef";

/// ppfunc(): the function's name, without the file that follows it in a probe point.
std::string_view functionOf(const analysis::Site *site)
{
    return site ? std::string_view(site->function) : std::string_view();
}

}

std::string Interpreter::Impl::indent(bool ofThread, int64_t delta)
{
    if (auto recorded = host.recordedIndent())
        return std::move(*recorded);
    const int64_t tid = host.tid();
    IndentState &state = indents[ofThread ? tid : -1];
    const int64_t now = host.timeOfDayNs() / 1000;
    if (state.depth == 0 || state.startUs == 0)
        state.startUs = now;
    // A positive step counts before, a negative one after: so entry and return of one call stand in one column.
    const int64_t step = std::clamp<int64_t>(delta, -maxFieldWidth, maxFieldWidth);
    const int64_t spaces = step > 0 ? state.depth + step - 1 : state.depth - 1;
    state.depth = std::max<int64_t>(state.depth + step, 0);
    std::string text;
    appendIndent(text, now - state.startUs, ofThread ? host.execname() : std::string(), tid, spaces);
    return text;
}

bool Interpreter::Impl::kernelMemory(Frame &frame, const Instruction &i)
{
    const auto what = static_cast<Intrinsic>(i.imm);
    const auto address = static_cast<uint64_t>(frame.values[i.keys[0]].number);
    const int64_t most = options.maxStringLength;
    const int64_t wanted = i.keys.size() > 1 ? frame.values[i.keys[1]].number : 8;
    const bool isText = what == Intrinsic::KernelString || what == Intrinsic::KernelStringQuoted;
    const auto bytes = host.kernelMemory(address, static_cast<size_t>(isText ? most : std::clamp<int64_t>(wanted, 0, most)),
                                         isText);
    const bool isQuoted = what == Intrinsic::KernelStringQuoted || what == Intrinsic::KernelBufferQuoted;
    if (!bytes && !isQuoted)
        return fail(readFaultMessage(address), i.range);
    std::string text;
    if (!bytes) {
        appendHex(text, address);
    } else if (isQuoted) {
        const int64_t room = i.keys.size() > 2 ? frame.values[i.keys[2]].number : 0;
        text = escapedText(*bytes, static_cast<size_t>(room > 0 ? std::min(room, most) - 1 : most - 1), true);
    } else if (what == Intrinsic::KernelMemory) {
        for (const char byte : *bytes) {
            text += hexDigits[static_cast<unsigned char>(byte) >> 4];
            text += hexDigits[static_cast<unsigned char>(byte) & 15];
        }
    } else if (what == Intrinsic::KernelString) {
        text = *bytes;
    } else {
        uint64_t number = 0;
        std::memcpy(&number, bytes->data(), std::min(bytes->size(), sizeof number));
        frame.values[i.result].number = static_cast<int64_t>(number);
        return true;
    }
    setText(frame, i.result, text);
    return true;
}

bool Interpreter::Impl::intrinsic(Frame &frame, const Instruction &i)
{
    const auto number = [&](size_t n) { return n < i.keys.size() ? frame.values[i.keys[n]].number : 0; };
    const auto text = [&](size_t n) {
        return n < i.keys.size() ? std::string_view(frame.values[i.keys[n]].text) : std::string_view();
    };
    const auto giveNumber = [&](int64_t value) {
        frame.values[i.result].number = value;
        return true;
    };
    const auto giveText = [&](std::string_view value) {
        setText(frame, i.result, value);
        return true;
    };
    switch (static_cast<Intrinsic>(i.imm)) {
    case Intrinsic::UserString:
    case Intrinsic::UserLong:
    case Intrinsic::KernelString:
    case Intrinsic::KernelLong:
    case Intrinsic::Register:
    case Intrinsic::Argument:
    case Intrinsic::UserMode:
    case Intrinsic::PerfCounter:
    case Intrinsic::InTargetTree:
    case Intrinsic::CurrentTask:
        if (const auto known = host.recorded(static_cast<Intrinsic>(i.imm),
                                             static_cast<Intrinsic>(i.imm) == Intrinsic::Register
                                                 ? translator::registers::numberOf(text(0))
                                                 : number(0))) {
            if (known->fault)
                return fail(readFaultMessage(static_cast<uint64_t>(number(0))), i.range);
            return i.type == Type::String ? giveText(known->text) : giveNumber(known->number);
        }
        break;
    default: break;
    }
    switch (static_cast<Intrinsic>(i.imm)) {
    case Intrinsic::Pid: return giveNumber(host.pid());
    case Intrinsic::Tid: return giveNumber(host.tid());
    case Intrinsic::Ppid: return giveNumber(host.parentPid());
    case Intrinsic::Uid: return giveNumber(host.uid());
    case Intrinsic::Euid: return giveNumber(host.effectiveUid());
    case Intrinsic::Gid: return giveNumber(host.gid());
    case Intrinsic::Egid: return giveNumber(host.effectiveGid());
    case Intrinsic::Cpu: return giveNumber(host.cpu());
    case Intrinsic::Execname: return giveText(host.execname());
    case Intrinsic::Target: return giveNumber(host.target());
    case Intrinsic::GettimeofdayNs: return giveNumber(host.timeOfDayNs());
    case Intrinsic::GetCycles: return giveNumber(host.cycles());
    case Intrinsic::Pp: return giveText(site ? site->probePoint : handler ? handler->probePoint : std::string());
    case Intrinsic::Probefunc: return giveText(functionOf(site));
    case Intrinsic::Ppfunc: return giveText(site && analysis::pointNamesFunction(*site) ? functionOf(site) : std::string_view());
    case Intrinsic::ThreadIndent: return giveText(indent(true, number(0)));
    case Intrinsic::Indent: return giveText(indent(false, number(0)));
    case Intrinsic::Exit: host.exit(); return true;
    case Intrinsic::Log:
        output += text(0);
        output += '\n';
        return true;
    case Intrinsic::Warn: {
        std::string line = "WARNING: ";
        line += text(0);
        if (!line.ends_with('\n'))
            line += '\n';
        host.warn(line);
        return true;
    }
    case Intrinsic::Error: return fail(std::string(text(0)), i.range);
    case Intrinsic::Strlen: return giveNumber(static_cast<int64_t>(text(0).size()));
    case Intrinsic::Substr: return giveText(std::string(substr(text(0), number(1), number(2))));
    case Intrinsic::Isinstr: return giveNumber(text(0).find(text(1)) != std::string_view::npos);
    case Intrinsic::Strtol: return giveNumber(strtol(text(0), number(1)));
    case Intrinsic::Stringat: {
        const int64_t place = number(1);
        if (place < 0 || static_cast<uint64_t>(place) >= text(0).size())
            return fail("string index out of range", i.range);
        return giveNumber(static_cast<unsigned char>(text(0)[static_cast<size_t>(place)]));
    }
    case Intrinsic::StrReplace: return giveText(strReplace(text(0), text(1), text(2)));
    case Intrinsic::Tokenize: return giveText(tokenizer.next(text(0), text(1)));
    case Intrinsic::UserString: {
        const auto read = host.userString(static_cast<uint64_t>(number(0)), options.maxStringLength - 1);
        return read ? giveText(*read) : fail(read.error(), i.range);
    }
    case Intrinsic::WriteUser: return fail("no program is traced here whose memory could be written", i.range);
    case Intrinsic::SendSignal: return giveNumber(-1);
    case Intrinsic::PerfCounter: return giveNumber(0);
    case Intrinsic::UserBufferQuoted:
    case Intrinsic::KernelBufferQuoted:
    case Intrinsic::UserStringQuoted:
    case Intrinsic::KernelStringQuoted: {
        if (const auto known = host.recordedQuote(static_cast<Intrinsic>(i.imm), number(0), number(1)))
            return giveText(*known);
        if (const auto what = static_cast<Intrinsic>(i.imm);
            what == Intrinsic::KernelBufferQuoted || what == Intrinsic::KernelStringQuoted)
            return kernelMemory(frame, i);
        std::string hex;
        appendHex(hex, static_cast<uint64_t>(number(0)));
        return giveText(std::move(hex));
    }
    case Intrinsic::UserMemory:
    case Intrinsic::KernelMemory: {
        const auto what = static_cast<Intrinsic>(i.imm);
        if (number(1) > static_cast<int64_t>(options.maxStringLength / 2) - 1)
            return fail("a memory dump of so many bytes does not fit into a string (see -D MAXSTRINGLEN)", i.range);
        const auto known = host.recordedQuote(what, number(0), number(1));
        if (known && !known->empty())
            return giveText(*known);
        return !known && what == Intrinsic::KernelMemory ? kernelMemory(frame, i)
                                                         : fail(readFaultMessage(static_cast<uint64_t>(number(0))), i.range);
    }
    case Intrinsic::KernelString:
    case Intrinsic::KernelLong: return kernelMemory(frame, i);
    case Intrinsic::CurrentTask: return giveNumber(0);
    case Intrinsic::UserMode: return giveNumber(0);
    case Intrinsic::UserStack: return giveText(stackText(host.stack(true)));
    case Intrinsic::KernelStack: return giveText(stackText(host.stack(false)));
    case Intrinsic::PrintUserStack:
    case Intrinsic::PrintKernelStack: {
        const bool ofProgram = static_cast<Intrinsic>(i.imm) == Intrinsic::PrintUserStack;
        const auto form = static_cast<analysis::SymbolForm>(number(0));
        const std::vector<uint64_t> frames = host.stack(ofProgram);
        // The function that returns has no frame any more.
        if (!ofProgram && !frames.empty() && handler && handler->kind == analysis::ProbeKind::KernelReturn && site
            && site->address)
            output += "Returning from: " + host.symbol(false, site->address, form, false) + "\nReturning to  : ";
        for (const uint64_t address : frames)
            output += host.symbol(ofProgram, address, form, true) + '\n';
        return true;
    }
    case Intrinsic::UserSymbol:
    case Intrinsic::KernelSymbol:
        return giveText(host.symbol(static_cast<Intrinsic>(i.imm) == Intrinsic::UserSymbol, static_cast<uint64_t>(number(0)),
                                    static_cast<analysis::SymbolForm>(number(1) & ~analysis::ofFrame),
                                    (number(1) & analysis::ofFrame) != 0));
    case Intrinsic::UserLoadAddress: {
        const auto found = host.loadAddress(static_cast<uint64_t>(number(0)));
        return found ? giveNumber(*found) : fail(found.error(), i.range);
    }
    case Intrinsic::Register:
        // Where nothing was hit there is no address.
        if (text(0) == translator::registers::probeAddress || text(0) == translator::registers::userAddress)
            return giveNumber(0);
        return fail("cannot access CPU registers in this context", i.range);
    case Intrinsic::Argument: return fail("cannot access CPU registers in this context", i.range);
    case Intrinsic::UserLong: {
        const auto read = host.userLong(static_cast<uint64_t>(number(0)), static_cast<uint32_t>(number(1)));
        return read ? giveNumber(*read) : fail(read.error(), i.range);
    }
    default: return libraryFunction(frame, i);
    }
}

}
