// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/intrinsics.h"

#include <algorithm>
#include <array>

namespace tapscope::analysis {

namespace {

constexpr Type none = Type::Unknown;
constexpr Type number = Type::Long;
constexpr Type string = Type::String;

constexpr std::array oneNumber{number};
constexpr std::array twoNumbers{number, number};
constexpr std::array threeNumbers{number, number, number};
constexpr std::array oneString{string};
constexpr std::array twoStrings{string, string};
constexpr std::array threeStrings{string, string, string};
constexpr std::array stringAndNumber{string, number};
constexpr std::array numberAndString{number, string};
constexpr std::array stringAndTwoNumbers{string, number, number};

constexpr IntrinsicSignature table[] = {
    {"__engine_pid", Intrinsic::Pid, number, {}, false},
    {"__engine_tid", Intrinsic::Tid, number, {}, false},
    {"__engine_ppid", Intrinsic::Ppid, number, {}, false},
    {"__engine_uid", Intrinsic::Uid, number, {}, false},
    {"__engine_euid", Intrinsic::Euid, number, {}, false},
    {"__engine_gid", Intrinsic::Gid, number, {}, false},
    {"__engine_egid", Intrinsic::Egid, number, {}, false},
    {"__engine_cpu", Intrinsic::Cpu, number, {}, false},
    {"__engine_execname", Intrinsic::Execname, string, {}, false},
    {"__engine_target", Intrinsic::Target, number, {}, false},
    {"__engine_gettimeofday_ns", Intrinsic::GettimeofdayNs, number, {}, false},
    {"__engine_get_cycles", Intrinsic::GetCycles, number, {}, false},
    {"__engine_pp", Intrinsic::Pp, string, {}, false},
    {"__engine_probefunc", Intrinsic::Probefunc, string, {}, false},
    {"__engine_ppfunc", Intrinsic::Ppfunc, string, {}, false},
    {"__engine_thread_indent", Intrinsic::ThreadIndent, string, oneNumber, true},
    {"__engine_indent", Intrinsic::Indent, string, oneNumber, true},
    {"__engine_exit", Intrinsic::Exit, none, {}, true},
    {"__engine_log", Intrinsic::Log, none, oneString, true},
    {"__engine_warn", Intrinsic::Warn, none, oneString, true},
    {"__engine_error", Intrinsic::Error, none, oneString, true},
    {"__engine_strlen", Intrinsic::Strlen, number, oneString, false},
    {"__engine_substr", Intrinsic::Substr, string, stringAndTwoNumbers, false},
    {"__engine_isinstr", Intrinsic::Isinstr, number, twoStrings, false},
    {"__engine_strtol", Intrinsic::Strtol, number, stringAndNumber, false},
    {"__engine_stringat", Intrinsic::Stringat, number, stringAndNumber, false},
    {"__engine_str_replace", Intrinsic::StrReplace, string, threeStrings, false},
    {"__engine_tokenize", Intrinsic::Tokenize, string, twoStrings, true},
    {"__engine_user_string", Intrinsic::UserString, string, oneNumber, false},
    {"__engine_user_long", Intrinsic::UserLong, number, twoNumbers, false},
    {"__engine_user_string_quoted", Intrinsic::UserStringQuoted, string, oneNumber, false},
    {"__engine_kernel_string", Intrinsic::KernelString, string, oneNumber, false},
    {"__engine_kernel_long", Intrinsic::KernelLong, number, twoNumbers, false},
    {"__engine_kernel_string_quoted", Intrinsic::KernelStringQuoted, string, oneNumber, false},
    {"__engine_current_task", Intrinsic::CurrentTask, number, {}, false},
    {"__engine_register", Intrinsic::Register, number, oneString, false},
    {"__engine_argument", Intrinsic::Argument, number, oneNumber, false},
    {"__engine_user_stack", Intrinsic::UserStack, string, {}, false},
    {"__engine_kernel_stack", Intrinsic::KernelStack, string, {}, false},
    {"__engine_user_mode", Intrinsic::UserMode, number, {}, false},
    {"__engine_print_user_stack", Intrinsic::PrintUserStack, none, oneNumber, true, true},
    {"__engine_print_kernel_stack", Intrinsic::PrintKernelStack, none, oneNumber, true, true},
    {"__engine_user_symbol", Intrinsic::UserSymbol, string, twoNumbers, false, true},
    {"__engine_kernel_symbol", Intrinsic::KernelSymbol, string, twoNumbers, false, true},
    {"__engine_umodaddr", Intrinsic::UserLoadAddress, number, oneNumber, false, true},
    {"__engine_ktime_get_ns", Intrinsic::KtimeNs, number, {}, false},
    {"__engine_random", Intrinsic::Random, number, {}, false},
    {"__engine_strpos", Intrinsic::Strpos, number, twoStrings, false, true},
    {"__engine_text_strn", Intrinsic::TextStrn, string, stringAndTwoNumbers, false, true},
    {"__engine_tz_gmtoff", Intrinsic::TzGmtoff, number, {}, false, true},
    {"__engine_tz_name", Intrinsic::TzName, string, {}, false, true},
    {"__engine_avenrun", Intrinsic::LoadAverage, number, oneNumber, false, true},
    {"__engine_proc_mem", Intrinsic::ProcMem, number, twoNumbers, false, true},
    {"__engine_target_set_pid", Intrinsic::InTargetTree, number, oneNumber, false, true},
    {"__engine_target_member", Intrinsic::TargetMember, number, oneNumber, false, true},
    {"__engine_system", Intrinsic::System, none, oneString, true, true},
    {"__engine_abort", Intrinsic::Abort, none, {}, true, true},
    {"__engine_pn", Intrinsic::Pn, string, {}, false, true},
    {"__engine_pnlabel", Intrinsic::PnLabel, string, {}, false, true},
    {"__engine_probe_type", Intrinsic::ProbeType, string, {}, false, true},
    {"__engine_stp_pid", Intrinsic::StpPid, number, {}, false},
    {"__engine_stp_uid", Intrinsic::StpUid, number, {}, false},
    {"__engine_place_is_known", Intrinsic::PlaceIsKnown, number, {}, false},
    {"__engine_fp_add", Intrinsic::FpAdd, number, twoNumbers, false, true},
    {"__engine_fp_sub", Intrinsic::FpSub, number, twoNumbers, false, true},
    {"__engine_fp_mul", Intrinsic::FpMul, number, twoNumbers, false, true},
    {"__engine_fp_div", Intrinsic::FpDiv, number, twoNumbers, false, true},
    {"__engine_fp_rem", Intrinsic::FpRem, number, twoNumbers, false, true},
    {"__engine_fp_sqrt", Intrinsic::FpSqrt, number, oneNumber, false, true},
    {"__engine_fp_eq", Intrinsic::FpEq, number, twoNumbers, false, true},
    {"__engine_fp_le", Intrinsic::FpLe, number, twoNumbers, false, true},
    {"__engine_fp_lt", Intrinsic::FpLt, number, twoNumbers, false, true},
    {"__engine_fp32_to_fp64", Intrinsic::Fp32ToFp64, number, oneNumber, false, true},
    {"__engine_fp_to_long", Intrinsic::FpToLong, number, threeNumbers, false, true},
    {"__engine_long_to_fp", Intrinsic::LongToFp, number, oneNumber, false},
    {"__engine_string_to_fp", Intrinsic::StringToFp, number, oneString, false, true},
    {"__engine_fp_to_string", Intrinsic::FpToString, string, twoNumbers, false, true},
    {"__engine_regex_match", Intrinsic::RegexMatch, number, twoStrings, true, true},
    {"__engine_matched", Intrinsic::Matched, string, oneNumber, false, true},
    {"__engine_ngroups", Intrinsic::Ngroups, number, {}, false, true},
    {"__engine_user_buffer_quoted", Intrinsic::UserBufferQuoted, string, threeNumbers, false},
    {"__engine_kernel_buffer_quoted", Intrinsic::KernelBufferQuoted, string, threeNumbers, false},
    {"__engine_user_memory", Intrinsic::UserMemory, string, twoNumbers, false},
    {"__engine_kernel_memory", Intrinsic::KernelMemory, string, twoNumbers, false},
    {"__engine_write_user", Intrinsic::WriteUser, number, threeNumbers, true},
    {"__engine_send_signal", Intrinsic::SendSignal, number, oneNumber, true},
    {"__engine_kernel_log", Intrinsic::KernelLog, number, numberAndString, true, true},
    {"__engine_pid_execname", Intrinsic::PidExecname, string, oneNumber, false, true},
    {"__engine_thread_time", Intrinsic::ThreadTime, number, twoNumbers, false, true},
    {"__engine_perf_counter", Intrinsic::PerfCounter, number, oneNumber, false},
    {"__engine_file_value", Intrinsic::FileValue, string, {}, false, true},
    {"__engine_set_file_value", Intrinsic::SetFileValue, string, oneString, true, true},
    {"__engine_append_file_value", Intrinsic::AppendFileValue, string, oneString, true, true},
};

}

std::span<const IntrinsicSignature> allIntrinsics()
{
    return table;
}

const IntrinsicSignature *findIntrinsic(std::string_view name)
{
    const auto found = std::ranges::find(table, name, &IntrinsicSignature::name);
    return found == std::end(table) ? nullptr : found;
}

bool needsGuru(Intrinsic intrinsic)
{
    return intrinsic == Intrinsic::WriteUser || intrinsic == Intrinsic::SendSignal;
}

const IntrinsicSignature &signatureOf(Intrinsic intrinsic)
{
    return *std::ranges::find(table, intrinsic, &IntrinsicSignature::intrinsic);
}

}
