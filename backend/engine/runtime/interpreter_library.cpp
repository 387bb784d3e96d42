// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/point_facts.h"
#include "engine/runtime/interpreter_impl.h"
#include "engine/runtime/process_facts.h"
#include "engine/runtime/soft_float.h"

#include <unistd.h>

#include <cmath>

namespace tapscope::engine {

using namespace translator::ir;
using analysis::Intrinsic;

namespace {

/// Floating point of two operands; nothing when `which` is none of it.
std::optional<int64_t> floatingPoint(Intrinsic which, int64_t left, int64_t right)
{
    const double a = fromBits(left);
    const double b = fromBits(right);
    switch (which) {
    case Intrinsic::FpAdd: return toBits(a + b);
    case Intrinsic::FpSub: return toBits(a - b);
    case Intrinsic::FpMul: return toBits(a * b);
    case Intrinsic::FpDiv: return toBits(a / b);
    case Intrinsic::FpRem: return toBits(std::remainder(a, b));
    case Intrinsic::FpSqrt: return toBits(std::sqrt(a));
    case Intrinsic::FpEq: return a == b;
    case Intrinsic::FpLe: return a <= b;
    case Intrinsic::FpLt: return a < b;
    case Intrinsic::Fp32ToFp64: return toBits(fp32ToFp64(left));
    case Intrinsic::FpToLong: return fpToLong(a, right);
    case Intrinsic::LongToFp: return toBits(static_cast<double>(left));
    default: return {};
    }
}

}

bool Interpreter::Impl::libraryFunction(Frame &frame, const Instruction &i)
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
    const auto which = static_cast<Intrinsic>(i.imm);
    switch (which) {
    case Intrinsic::RegexMatch: return giveNumber(lastMatch.match(regexes.get(text(1)), text(0)));
    case Intrinsic::Matched: {
        const auto group = lastMatch.group(number(0));
        return group ? giveText(std::string(*group)) : fail(group.error(), i.range);
    }
    case Intrinsic::Ngroups: return giveNumber(lastMatch.count());
    case Intrinsic::KtimeNs: return giveNumber(host.monotonicNs());
    case Intrinsic::Random: return giveNumber(host.random());
    case Intrinsic::Strpos: {
        const size_t place = text(0).find(text(1));
        return giveNumber(place == std::string_view::npos ? -1 : static_cast<int64_t>(place));
    }
    case Intrinsic::TextStrn: {
        const int64_t wanted = number(1);
        const auto most = static_cast<int64_t>(options.maxStringLength - 1);
        return giveText(escapedText(text(0), static_cast<size_t>(wanted <= 0 || wanted > most ? most : wanted), number(2) != 0));
    }
    case Intrinsic::TzGmtoff: return giveNumber(secondsWestOfUtc());
    case Intrinsic::TzName: return giveText(timeZoneName());
    case Intrinsic::LoadAverage: {
        const std::optional<int64_t> value = loadAverage(number(0));
        return value ? giveNumber(*value) : fail("load average index must be 0, 1 or 2", i.range);
    }
    case Intrinsic::ProcMem: return giveNumber(memoryPages(number(0), number(1)));
    case Intrinsic::InTargetTree: return giveNumber(host.target() > 0 && descendsFrom(number(0), host.target()));
    case Intrinsic::TargetMember: return giveNumber(targetMember(host.target(), number(0)));
    case Intrinsic::System:
        flush(); // so that the command's output follows what was printed before
        return host.system(std::string(text(0))) || fail("the shell could not be started", i.range);
    case Intrinsic::Abort:
        host.exit();
        errorIsFinal = true;
        aborted = true;
        return false;
    case Intrinsic::KernelLog: return writeKernelLog(number(0), text(1)) || fail("the kernel's log cannot be written", i.range);
    case Intrinsic::PidExecname: return giveText(nameOfProcess(number(0)));
    case Intrinsic::ThreadTime: return giveNumber(threadTime(number(0), number(1)));
    case Intrinsic::FileValue: return giveText(host.fileValue());
    case Intrinsic::SetFileValue:
    case Intrinsic::AppendFileValue:
        if (!host.setFileValue(text(0), which == Intrinsic::AppendFileValue))
            return fail("$value is longer than a reader can get: allow more with .maxsize(BYTES)", i.range);
        return i.result == 0 || giveText(host.fileValue());
    case Intrinsic::Pn:
        if (handler && site)
            return giveText(analysis::nameOfPoint(*handler, *site));
        return giveText(!handler ? std::string() : handler->alias.empty() ? handler->probePoint : handler->alias);
    case Intrinsic::PnLabel:
        return giveText(handler && site ? std::string(analysis::labelOfPoint(*handler, *site)) : std::string());
    case Intrinsic::ProbeType: return giveText(handler ? std::string(analysis::probeType(program, *handler)) : std::string());
    case Intrinsic::StpPid: return giveNumber(::getpid());
    case Intrinsic::StpUid: return giveNumber(::getuid());
    case Intrinsic::PlaceIsKnown: return giveNumber(handler && analysis::placeIsKnown(program, *handler) ? 1 : 0);
    case Intrinsic::StringToFp: return giveNumber(toBits(stringToFp(text(0))));
    case Intrinsic::FpToString: return giveText(fpToString(fromBits(number(0)), number(1)));
    default: break;
    }
    if (const std::optional<int64_t> value = floatingPoint(which, number(0), number(1)))
        return giveNumber(*value);
    return fail("unknown function", i.range);
}

}
