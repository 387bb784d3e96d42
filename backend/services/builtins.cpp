// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "services/builtins.h"

#include <algorithm>
#include <array>

namespace tapscope::services {

// clang-format off
std::span<const Builtin> keywordsExplained()
{
    static const std::array list{
        Builtin{"probe", "probe POINT { … }", "", {TAPSCOPE_TEXT("Services", "Runs its handler each time one of its probe points is hit."), {}}},
        Builtin{"global", "global NAME", "", {TAPSCOPE_TEXT("Services", "Declares variables that all handlers share and that live as long as the script runs."), {}}},
        Builtin{"private", "private function NAME", "", {TAPSCOPE_TEXT("Services", "Keeps a function or a global to the file it is in."), {}}},
        Builtin{"function", "function NAME(ARGUMENTS) { … }", "", {TAPSCOPE_TEXT("Services", "Declares a function."), {}}},
        Builtin{"if", "if (CONDITION) …", "", {TAPSCOPE_TEXT("Services", "Runs what follows when the condition is not 0; behind a probe point: enables it only while the condition holds."), {}}},
        Builtin{"else", "else …", "", {TAPSCOPE_TEXT("Services", "Runs what follows when the condition of the if was 0."), {}}},
        Builtin{"for", "for (FIRST; CONDITION; STEP) …", "", {TAPSCOPE_TEXT("Services", "Repeats what follows while the condition is not 0."), {}}},
        Builtin{"foreach", "foreach (KEY in ARRAY) …", "", {TAPSCOPE_TEXT("Services", "Goes through an array; + or - behind a name sorts by it, limit N ends after N turns."), {}}},
        Builtin{"in", "KEY in ARRAY", "long", {TAPSCOPE_TEXT("Services", "Whether the array has an element with this key; in foreach: the array to go through."), {}}},
        Builtin{"limit", "limit N", "", {TAPSCOPE_TEXT("Services", "Ends the loop after so many turns."), {}}},
        Builtin{"return", "return VALUE", "", {TAPSCOPE_TEXT("Services", "Leaves the function with a value."), {}}},
        Builtin{"delete", "delete ARRAY[KEY]", "", {TAPSCOPE_TEXT("Services", "Removes an element, a whole array, or resets a variable."), {}}},
        Builtin{"while", "while (CONDITION) …", "", {TAPSCOPE_TEXT("Services", "Repeats what follows while the condition is not 0."), {}}},
        Builtin{"break", "break", "", {TAPSCOPE_TEXT("Services", "Leaves the innermost loop."), {}}},
        Builtin{"continue", "continue", "", {TAPSCOPE_TEXT("Services", "Goes on with the next turn of the innermost loop."), {}}},
        Builtin{"next", "next", "", {TAPSCOPE_TEXT("Services", "Leaves the handler; in a function: tries the next one of the same name."), {}}},
        Builtin{"string", "string", "", {TAPSCOPE_TEXT("Services", "The type of texts."), {}}},
        Builtin{"long", "long", "", {TAPSCOPE_TEXT("Services", "The type of numbers: 64 bits with a sign."), {}}},
        Builtin{"try", "try { … } catch (MESSAGE) { … }", "", {TAPSCOPE_TEXT("Services", "Runs a block; an error in it leads to the catch block instead of ending the run."), {}}},
        Builtin{"catch", "catch (MESSAGE) { … }", "", {TAPSCOPE_TEXT("Services", "Runs after an error in the try block; the variable holds the error's text."), {}}},
    };
    return list;
}

std::span<const Builtin> operatorsExplained()
{
    static const std::array list{
        Builtin{"@count", "@count(statistic)", "long", {TAPSCOPE_TEXT("Services", "How many values the statistic has got."), {}}},
        Builtin{"@sum", "@sum(statistic)", "long", {TAPSCOPE_TEXT("Services", "The sum of the statistic's values."), {}}},
        Builtin{"@min", "@min(statistic)", "long", {TAPSCOPE_TEXT("Services", "The smallest of the statistic's values; an error when it has none."), {}}},
        Builtin{"@max", "@max(statistic)", "long", {TAPSCOPE_TEXT("Services", "The largest of the statistic's values; an error when it has none."), {}}},
        Builtin{"@avg", "@avg(statistic)", "long", {TAPSCOPE_TEXT("Services", "The average of the statistic's values; an error when it has none."), {}}},
        Builtin{"@variance", "@variance(statistic, shift)", "long", {TAPSCOPE_TEXT("Services", "The variance of the statistic's values; the optional number of bits makes it more exact."), {}}},
        Builtin{"@hist_log", "@hist_log(statistic)", "", {TAPSCOPE_TEXT("Services", "A histogram with buckets of powers of two, to be printed, indexed or gone through."), {}}},
        Builtin{"@hist_linear", "@hist_linear(statistic, low, high, width)", "", {TAPSCOPE_TEXT("Services", "A histogram with buckets of one width, to be printed, indexed or gone through."), {}}},
        Builtin{"@cast", "@cast(address, type, module)", "", {TAPSCOPE_TEXT("Services", "Takes a number for a pointer to a type, so that members can follow."), {}}},
        Builtin{"@var", "@var(name, module)", "", {TAPSCOPE_TEXT("Services", "A global variable of the probed program, as \"name@file.c\"."), {}}},
        Builtin{"@defined", "@defined(expression)", "long", {TAPSCOPE_TEXT("Services", "1 when the target variable exists here, otherwise 0; what is not reached need not exist."), {}}},
        Builtin{"@choose_defined", "@choose_defined(expression, otherwise)", "", {TAPSCOPE_TEXT("Services", "The first expression where it exists, otherwise the second."), {}}},
        Builtin{"@entry", "@entry(expression)", "", {TAPSCOPE_TEXT("Services", "In a return probe: the value that the expression had when the function was entered."), {}}},
        Builtin{"@perf", "@perf(name)", "long", {TAPSCOPE_TEXT("Services", "The value of a hardware counter that a perf probe names."), {}}},
        Builtin{"@const", "@const(expression)", "long", {TAPSCOPE_TEXT("Services", "The value of a C constant expression."), {}}},
        Builtin{"@define", "@define NAME(arguments) %( text %)", "", {TAPSCOPE_TEXT("Services", "Declares a macro; @NAME is replaced by its text."), {}}},
    };
    return list;
}

std::span<const Builtin> printFunctions()
{
    static const std::array list{
        Builtin{"print", "print(values)", "", {TAPSCOPE_TEXT("Services", "Prints its arguments one behind the other."), {}}},
        Builtin{"println", "println(values)", "", {TAPSCOPE_TEXT("Services", "Prints its arguments and ends the line."), {}}},
        Builtin{"printf", "printf(format, values)", "", {TAPSCOPE_TEXT("Services", "Prints its arguments as the format says."), {}}},
        Builtin{"printd", "printd(delimiter, values)", "", {TAPSCOPE_TEXT("Services", "Prints its arguments with the delimiter between them."), {}}},
        Builtin{"printdln", "printdln(delimiter, values)", "", {TAPSCOPE_TEXT("Services", "Prints its arguments with the delimiter between them, and ends the line."), {}}},
        Builtin{"sprint", "sprint(values)", "string", {TAPSCOPE_TEXT("Services", "The text that print would print."), {}}},
        Builtin{"sprintln", "sprintln(values)", "string", {TAPSCOPE_TEXT("Services", "The text that println would print."), {}}},
        Builtin{"sprintf", "sprintf(format, values)", "string", {TAPSCOPE_TEXT("Services", "The text that printf would print."), {}}},
        Builtin{"sprintd", "sprintd(delimiter, values)", "string", {TAPSCOPE_TEXT("Services", "The text that printd would print."), {}}},
        Builtin{"sprintdln", "sprintdln(delimiter, values)", "string", {TAPSCOPE_TEXT("Services", "The text that printdln would print."), {}}},
        Builtin{"print_char", "print_char(code)", "", {TAPSCOPE_TEXT("Services", "Prints the byte of this number."), {}}},
    };
    return list;
}

std::span<const Builtin> targetWords()
{
    static const std::array list{
        Builtin{"$$vars", "$$vars", "string", {TAPSCOPE_TEXT("Services", "All variables that are visible where the probe fires, with their values."), {}}},
        Builtin{"$$parms", "$$parms", "string", {TAPSCOPE_TEXT("Services", "The function's parameters with their values."), {}}},
        Builtin{"$$locals", "$$locals", "string", {TAPSCOPE_TEXT("Services", "The local variables that are visible where the probe fires, with their values."), {}}},
        Builtin{"$$return", "$$return", "string", {TAPSCOPE_TEXT("Services", "What the function returns."), {}}},
        Builtin{"$$name", "$$name", "string", {TAPSCOPE_TEXT("Services", "The name of the mark or tracepoint that was hit."), {}}},
        Builtin{"$return", "$return", "long", {TAPSCOPE_TEXT("Services", "The value that the function returns."), {}}},
    };
    return list;
}

std::span<const Builtin> formatDirectives()
{
    static const std::array list{
        Builtin{"%d", "%d", "long", {TAPSCOPE_TEXT("Services", "number, decimal with its sign"), {}}},
        Builtin{"%s", "%s", "string", {TAPSCOPE_TEXT("Services", "text"), {}}},
        Builtin{"%x", "%x", "long", {TAPSCOPE_TEXT("Services", "number, hexadecimal"), {}}},
        Builtin{"%u", "%u", "long", {TAPSCOPE_TEXT("Services", "number, decimal without a sign"), {}}},
        Builtin{"%p", "%p", "long", {TAPSCOPE_TEXT("Services", "address"), {}}},
        Builtin{"%c", "%c", "long", {TAPSCOPE_TEXT("Services", "the character of this number"), {}}},
        Builtin{"%o", "%o", "long", {TAPSCOPE_TEXT("Services", "number, octal"), {}}},
        Builtin{"%i", "%i", "long", {TAPSCOPE_TEXT("Services", "number, decimal with its sign"), {}}},
        Builtin{"%X", "%X", "long", {TAPSCOPE_TEXT("Services", "number, hexadecimal in capitals"), {}}},
        Builtin{"%b", "%b", "long", {TAPSCOPE_TEXT("Services", "the bytes of the number, as they are in memory"), {}}},
        Builtin{"%m", "%m", "long", {TAPSCOPE_TEXT("Services", "memory at this address, as bytes; the precision says how many, # that it is the program's and not the kernel's"), {}}},
        Builtin{"%M", "%M", "long", {TAPSCOPE_TEXT("Services", "memory at this address, in hexadecimal; the precision says how many bytes, # that it is the program's and not the kernel's"), {}}},
        Builtin{"%%", "%%", "", {TAPSCOPE_TEXT("Services", "a percent sign"), {}}},
    };
    return list;
}

std::span<const Builtin> conditionWords()
{
    static const std::array list{
        Builtin{"kernel_v", "kernel_v >= \"6.1\"", "", {TAPSCOPE_TEXT("Services", "The kernel's version, up to the first dash."), {}}},
        Builtin{"kernel_vr", "kernel_vr == \"6.1.0-*\"", "", {TAPSCOPE_TEXT("Services", "The kernel's release, as uname -r says it."), {}}},
        Builtin{"arch", "arch == \"x86_64\"", "", {TAPSCOPE_TEXT("Services", "The processor's architecture."), {}}},
        Builtin{"systemtap_v", "systemtap_v >= \"4.0\"", "", {TAPSCOPE_TEXT("Services", "The version of the language; --compatible sets it."), {}}},
        Builtin{"systemtap_privilege", "systemtap_privilege == \"stapdev\"", "", {TAPSCOPE_TEXT("Services", "What the user may do: \"stapdev\", \"stapsys\" or \"stapusr\"."), {}}},
        Builtin{"runtime", "runtime == \"bpf\"", "", {TAPSCOPE_TEXT("Services", "What the script runs as."), {}}},
        Builtin{"guru_mode", "guru_mode == 1", "", {TAPSCOPE_TEXT("Services", "1 in guru mode (-g), otherwise 0."), {}}},
        Builtin{"registers_valid", "registers_valid", "", {TAPSCOPE_TEXT("Services", "1 where register() can be used."), {}}},
    };
    return list;
}

std::span<const Builtin> pointComponents()
{
    static const std::array list{
        Builtin{"begin", "begin", "", {TAPSCOPE_TEXT("Services", "When the script starts; of a process: when it does."), {}}},
        Builtin{"end", "end", "", {TAPSCOPE_TEXT("Services", "When the script ends; of a process: when it does."), {}}},
        Builtin{"error", "error", "", {TAPSCOPE_TEXT("Services", "When the script ends because of an error."), {}}},
        Builtin{"never", "never", "", {TAPSCOPE_TEXT("Services", "Never fires; the handler is checked all the same."), {}}},
        Builtin{"timer", "timer", "", {TAPSCOPE_TEXT("Services", "Again and again, after a time."), {}}},
        Builtin{"process", "process(program)", "", {TAPSCOPE_TEXT("Services", "Places in a program; without an argument the one of -c or -x."), {}}},
        Builtin{"library", "library(path)", "", {TAPSCOPE_TEXT("Services", "Places in a library that the program uses."), {}}},
        Builtin{"kernel", "kernel", "", {TAPSCOPE_TEXT("Services", "Places in the kernel."), {}}},
        Builtin{"module", "module(name)", "", {TAPSCOPE_TEXT("Services", "Places in a module of the kernel."), {}}},
        Builtin{"kprobe", "kprobe", "", {TAPSCOPE_TEXT("Services", "Functions of the kernel by their symbols alone."), {}}},
        Builtin{"function", "function(name)", "", {TAPSCOPE_TEXT("Services", "Functions by name, with wildcards; \"name@file.c\" picks a source file."), {}}},
        Builtin{"statement", "statement(place)", "", {TAPSCOPE_TEXT("Services", "Lines of source: \"function@file.c:12\", \"*@file.c:12-20\", \"function@file.c:*\"."), {}}},
        Builtin{"call", "call", "", {TAPSCOPE_TEXT("Services", "Where the function is entered, without inlined instances."), {}}},
        Builtin{"return", "return", "", {TAPSCOPE_TEXT("Services", "Where the function returns."), {}}},
        Builtin{"inline", "inline", "", {TAPSCOPE_TEXT("Services", "Inlined instances alone."), {}}},
        Builtin{"exported", "exported", "", {TAPSCOPE_TEXT("Services", "Functions that other files can call, alone."), {}}},
        Builtin{"nearest", "nearest", "", {TAPSCOPE_TEXT("Services", "Where the line has no code, the nearest one that has."), {}}},
        Builtin{"mark", "mark(name)", "", {TAPSCOPE_TEXT("Services", "Probes that the program's author put into it."), {}}},
        Builtin{"provider", "provider(name)", "", {TAPSCOPE_TEXT("Services", "The group that a mark belongs to."), {}}},
        Builtin{"plt", "plt(name)", "", {TAPSCOPE_TEXT("Services", "Calls of a library's functions, by the program's linkage table."), {}}},
        Builtin{"trace", "trace(name)", "", {TAPSCOPE_TEXT("Services", "Tracepoints of the kernel."), {}}},
        Builtin{"tracepoint", "tracepoint(name)", "", {TAPSCOPE_TEXT("Services", "Tracepoints of the kernel."), {}}},
        Builtin{"lsm", "lsm(hook)", "", {TAPSCOPE_TEXT("Services", "Where the kernel asks its security modules whether something is allowed."), {}}},
        Builtin{"syscall", "syscall", "", {TAPSCOPE_TEXT("Services", "System calls."), {}}},
        Builtin{"thread", "thread", "", {TAPSCOPE_TEXT("Services", "Threads of a process, as they begin and end."), {}}},
        Builtin{"data", "data(address)", "", {TAPSCOPE_TEXT("Services", "Accesses of a place in memory."), {}}},
        Builtin{"randomize", "randomize(spread)", "", {TAPSCOPE_TEXT("Services", "Spreads the timer's intervals by chance by up to so much."), {}}},
        Builtin{"profile", "profile", "", {TAPSCOPE_TEXT("Services", "Regularly on all processors, wherever they are."), {}}},
        Builtin{"hz", "hz(times)", "", {TAPSCOPE_TEXT("Services", "So many times a second."), {}}},
        Builtin{"s", "s(seconds)", "", {TAPSCOPE_TEXT("Services", "Every so many seconds."), {}}},
        Builtin{"ms", "ms(milliseconds)", "", {TAPSCOPE_TEXT("Services", "Every so many milliseconds."), {}}},
        Builtin{"us", "us(microseconds)", "", {TAPSCOPE_TEXT("Services", "Every so many microseconds."), {}}},
        Builtin{"ns", "ns(nanoseconds)", "", {TAPSCOPE_TEXT("Services", "Every so many nanoseconds."), {}}},
        Builtin{"perf", "perf", "", {TAPSCOPE_TEXT("Services", "Hardware and software events that the kernel counts."), {}}},
    };
    return list;
}
// clang-format on

const Builtin *findBuiltin(std::span<const Builtin> list, std::string_view name)
{
    const auto found = std::ranges::find(list, name, &Builtin::name);
    return found == list.end() ? nullptr : &*found;
}

bool isStatisticOperator(std::string_view name)
{
    static constexpr std::array<std::string_view, 8> names{"@count", "@sum",      "@min",      "@max",
                                                           "@avg",   "@variance", "@hist_log", "@hist_linear"};
    return std::ranges::find(names, name) != names.end();
}

}
