// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>

namespace tapscope::analysis {

/// Functions that the engine itself provides. Everything else is written in the script language in the tapset.
enum class Intrinsic : uint8_t {
    Pid,
    Tid,
    Ppid,
    Uid,
    Euid,
    Gid,
    Egid,
    Cpu,
    Execname,
    Target,
    GettimeofdayNs, ///< gettimeofday_us/ms/s divide it in the tapset
    GetCycles,
    Pp,
    Probefunc,
    Ppfunc,
    ThreadIndent, ///< thread_indent(delta)
    Indent, ///< indent(delta)
    Exit,
    Log,
    Warn,
    Error,
    Strlen,
    Substr,
    Isinstr,
    Strtol,
    Stringat,
    StrReplace,
    Tokenize,
    UserString, ///< user_string(address)
    UserLong, ///< __user_long(address, size): reads 1, 2, 4 or 8 bytes
    KtimeNs, ///< the monotonic clock
    Random, ///< 32 random bits
    UserStringQuoted, ///< as it is printed in quotes; what cannot be read is its address
    KernelString,
    KernelLong,
    KernelStringQuoted,
    CurrentTask, ///< address of the current task_struct
    UserStack, ///< the program's stack: addresses in hexadecimal, the innermost first
    KernelStack, ///< the kernel's
    UserMode, ///< whether a program was running, rather than the kernel
    Register, ///< register(name)
    Argument, ///< argument(n), from 1, of the probed function, by the calling convention
    LongToFp,
    // What follows is the interpreter's alone: IntrinsicSignature::interpreterOnly.
    PrintUserStack, ///< print_user_stack(SymbolForm): a line for each frame
    PrintKernelStack,
    UserSymbol, ///< user_symbol(address, SymbolForm): in the program at hand
    KernelSymbol, ///< kernel_symbol(address, SymbolForm)
    UserLoadAddress, ///< where the program or library that holds an address was loaded
    Strpos,
    TextStrn,
    TzGmtoff,
    TzName,
    LoadAverage,
    ProcMem, ///< proc_mem(pid, field of /proc/PID/statm); pid 0 is the process at hand
    InTargetTree,
    TargetMember, ///< target_member(n): of the n-th process of the target's tree its parent's number << 32 | its own; then 0
    System,
    Abort,
    Pn,
    PnLabel,
    ProbeType,
    StpPid, ///< of the process that runs the script
    StpUid, ///< of whom that process is
    PlaceIsKnown, ///< whether a hit is in the function that its site names
    FpAdd,
    FpSub,
    FpMul,
    FpDiv,
    FpRem,
    FpSqrt,
    FpEq,
    FpLe,
    FpLt,
    Fp32ToFp64,
    FpToLong,
    StringToFp,
    FpToString,
    RegexMatch, ///< whether a text matches a regular expression, a literal
    Matched, ///< a group of the last match
    Ngroups,
    FileValue, ///< $value: what was written to a file of the script, or typed; what a reader is going to get
    SetFileValue, ///< set_file_value(text), and by `.=` behind what is there
    AppendFileValue,
    UserBufferQuoted, ///< (address, bytes, longest): as UserStringQuoted, of so many bytes, cut after so many characters; 0: when
                      ///< full
    KernelBufferQuoted,
    UserMemory, ///< (address, bytes): what lies there, as hexadecimal digits
    KernelMemory,
    WriteUser, ///< write_user(address, bytes, value), in guru mode
    SendSignal, ///< to the current thread, in guru mode
    KernelLog, ///< kernel_log(level, text), in guru mode; level -1: into the trace
    PidExecname,
    ThreadTime, ///< thread_time(tid, what): 0 when it was started, 1 its own and 2 the kernel's processor time; nanoseconds
    PerfCounter, ///< perf_counter(index into Program::counters): what the thread has counted
};

}
