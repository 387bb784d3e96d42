// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/probe_grammar.h"

#include "base/glob.h"

#include <algorithm>
#include <array>

namespace tapscope::analysis {

namespace {

// "name(s).other(n)": s a string, n a number.
ProbePattern parsePattern(std::string_view text, Family family)
{
    ProbePattern out{{}, family};
    while (!text.empty()) {
        const size_t dot = std::min(text.find('.'), text.size());
        std::string_view component = text.substr(0, dot);
        ArgumentKind argument = ArgumentKind::None;
        if (component.ends_with("(s)") || component.ends_with("(n)")) {
            argument = component.ends_with("(s)") ? ArgumentKind::Text : ArgumentKind::Number;
            component.remove_suffix(3);
        }
        out.components.push_back({std::string(component), argument});
        text.remove_prefix(std::min(dot + 1, text.size()));
    }
    return out;
}

class PatternList {
public:
    std::vector<ProbePattern> make()
    {
        session();
        timers();
        processes();
        kernel();
        others();
        return std::move(m_patterns);
    }

private:
    void add(const std::string &text, Family family = Family::Unsupported) { m_patterns.push_back(parsePattern(text, family)); }

    void session()
    {
        for (const auto &[name, family] : {std::pair{"begin", Family::Begin}, {"end", Family::End}, {"error", Family::Error}}) {
            add(name, family);
            add(std::string(name) + "(n)", family);
        }
        add("never", Family::Never);
    }

    void timers()
    {
        for (const char *unit : {"s", "sec", "ms", "msec", "us", "usec", "ns", "nsec"}) {
            add(std::string("timer.") + unit + "(n)", Family::Timer);
            add(std::string("timer.") + unit + "(n).randomize(n)", Family::Timer);
        }
        for (const char *form : {"timer.hz(n)", "timer.jiffies(n)", "timer.jiffies(n).randomize(n)"})
            add(form, Family::Timer);
        for (const char *form : {"timer.profile", "timer.profile.tick", "timer.profile.freq.hz(n)"})
            add(form, Family::Profile);
    }

    // What can follow .function(…) besides the plain form, .call and .return.
    void functionForms(const std::string &head, Family family)
    {
        add(head, family);
        add(head + ".call", family);
        add(head + ".return", family);
        const bool isUser = family == Family::UserFunction;
        if (!isUser) // a program's calls wait in its own threads
            add(head + ".return.maxactive(n)", family);
        for (const char *tail : {".inline", ".exported"})
            add(head + tail, isUser ? family : Family::KernelCode);
        add(head + ".label(s)", isUser ? Family::UserStatement : Family::KernelCode);
        for (const char *tail : {".callee(s)", ".callee(s).call", ".callee(s).return", ".callees", ".callees(n)"})
            add(head + tail, isUser ? Family::UserCallees : Family::KernelCode);
    }

    void dwarfForms(const std::string &head, Family family)
    {
        functionForms(head + ".function(s)", family);
        const bool isUser = family == Family::UserFunction;
        for (const char *tail : {".statement(s)", ".statement(n)", ".statement(s).nearest"})
            add(head + tail, isUser ? Family::UserStatement : Family::KernelCode);
        for (const char *tail : {".function(n)", ".function(n).call", ".function(n).exported", ".function(n).return"})
            add(head + tail, isUser ? family : Family::KernelCode);
        if (!isUser)
            add(head + ".function(n).return.maxactive(n)", Family::KernelCode);
        add(head + ".statement(n).absolute",
            head == "kernel" ? Family::KernelAddress
                : isUser     ? Family::UserStatement
                             : Family::Unsupported);
        add(head + ".statement(n).nearest", isUser ? Family::UserStatement : Family::KernelCode);
        add(head + ".statement(n).absolute.return");
    }

    void dataForms(const std::string &head)
    {
        for (const char *tail : {".data(n).write", ".data(s).write", ".data(n).rw", ".data(s).rw", ".data(n).length(n).write",
                                 ".data(n).length(n).rw", ".data(s).length(n).write", ".data(s).length(n).rw"})
            add(head + tail, Family::Watch);
    }

    void processes()
    {
        for (const std::string head : {"process", "process(s)", "process(n)"}) {
            dwarfForms(head, Family::UserFunction);
            for (const char *tail : {".mark(s)", ".provider(s).mark(s)"})
                add(head + tail, Family::UserMark);
            for (const char *tail : {".plt", ".plt(s)", ".plt.return", ".plt(s).return"})
                add(head + tail, Family::UserLinkage);
            for (const char *tail : {".begin", ".end", ".thread.begin", ".thread.end", ".syscall", ".syscall.return"})
                add(head + tail, Family::ProcessEvent);
            for (const char *tail : {".insn", ".insn.block"})
                add(head + tail);
            dataForms(head);
            dwarfForms(head + ".library(s)", Family::UserFunction);
            for (const char *tail : {".mark(s)", ".provider(s).mark(s)"})
                add(head + ".library(s)" + tail, Family::UserMark);
            for (const char *tail : {".plt", ".plt(s)", ".plt.return", ".plt(s).return"})
                add(head + ".library(s)" + tail, Family::UserLinkage);
        }
    }

    void kernel()
    {
        dwarfForms("kernel", Family::KernelFunction);
        dwarfForms("module(s)", Family::KernelFunction);
        for (const char *form : {"kernel.mark(s)", "kernel.mark(s).format(s)"})
            add(form);
        dataForms("kernel");
        add("kprobe.statement(n).absolute", Family::KernelAddress);
        for (const char *form : {"kernel.trace(s)", "kernel.tracepoint(s)", "module(s).tracepoint(s)"})
            add(form, Family::KernelTrace);
        add("kernel.lsm(s)", Family::SecurityHook);
        add("__syscall(n)", Family::Syscall);
        add("__syscall(n).return", Family::Syscall);
        for (const char *tail : {"", ".call", ".return", ".return.maxactive(n)"}) {
            add(std::string("kprobe.function(s)") + tail, Family::KernelFunction);
            add(std::string("kprobe.module(s).function(s)") + tail, Family::KernelFunction);
        }
    }

    void others()
    {
        for (const char *tail : {"", ".sample(n)", ".hz(n)", ".process(s)", ".sample(n).process(s)", ".hz(n).process(s)"})
            add(std::string("perf.type(n).config(n)") + tail, Family::Perf);
        for (const std::string head : {"procfs", "procfs(s)", "procfs.umask(n)", "procfs(s).umask(n)"}) {
            for (const char *tail : {".read", ".write", ".read.maxsize(n)"})
                add(head + tail, Family::ScriptFile);
        }
        add("__input.char", Family::Input);
        add("__input.line", Family::Input);
        for (const char *tail : {".counter(s)", ".process(s).counter(s)", ".process.counter(s)"})
            add(std::string("perf.type(n).config(n)") + tail, Family::PerfCounter);
        for (const char *tail : {"", ".priority(s)"}) {
            add(std::string("netfilter.hook(s).pf(s)") + tail, Family::Netfilter);
            add(std::string("netfilter.pf(s).hook(s)") + tail, Family::Netfilter);
        }
        for (const char *form :
             {"perf.type(n).config(n).process", "java(s).class(s).method(s)", "java(s).class(s).method(s).return",
              "java(n).class(s).method(s)", "java(n).class(s).method(s).return", "debuginfod.process(s)",
              "debuginfod.archive(s).process(s)"})
            add(form);
        for (const std::string head : {"python2.module(s).function(s)", "python3.module(s).function(s)"}) {
            for (const char *tail : {"", ".call", ".return"})
                add(head + tail);
        }
    }

    std::vector<ProbePattern> m_patterns;
};

constexpr std::array<std::string_view, 37> aliasFamilies = {
    "dw_syscall", "generic",     "init",        "ioblock",  "ioblock_trace", "ioscheduler", "ioscheduler_trace",
    "ipmib",      "irq_handler", "json_data",   "kprocess", "linuxmib",      "nd1_syscall", "nd2_syscall",
    "nd_syscall", "netdev",      "netfilter",   "nfs",      "nfsd",          "oneshot",     "prometheus",
    "python",     "scheduler",   "scsi",        "signal",   "socket",        "softirq",     "staprun",
    "sunrpc",     "syscall",     "syscall_any", "tcp",      "tcpmib",        "tty",         "udp",
    "vfs",        "vm",
};

}

std::span<const ProbePattern> probePatterns()
{
    static const std::vector<ProbePattern> patterns = PatternList().make();
    return patterns;
}

std::span<const std::string_view> systemTapAliases()
{
    return aliasFamilies;
}

bool isSystemTapAlias(std::string_view firstComponent)
{
    return std::ranges::any_of(aliasFamilies, [&](std::string_view family) { return globMatches(firstComponent, family); })
        || firstComponent == "tp_syscall" || firstComponent == "workqueue" || firstComponent == "stap";
}

bool nameFits(const script::ProbeComponent &written, std::string_view name)
{
    return isGlob(written.name.text) ? globMatches(written.name.text, name) : written.name.text == name;
}

bool fits(const script::ProbeComponent &written, const PatternComponent &pattern)
{
    const ArgumentKind argument = written.text ? ArgumentKind::Text : written.number ? ArgumentKind::Number : ArgumentKind::None;
    return argument == pattern.argument && nameFits(written, pattern.name);
}

size_t fittingPrefix(std::span<const script::ProbeComponent> written, const ProbePattern &pattern)
{
    size_t i = 0;
    while (i < written.size() && i < pattern.components.size() && fits(written[i], pattern.components[i]))
        ++i;
    return i;
}

bool fits(std::span<const script::ProbeComponent> written, const ProbePattern &pattern)
{
    const size_t prefix = fittingPrefix(written, pattern);
    if (prefix == written.size() && prefix == pattern.components.size())
        return true;
    // ** : any number of components without arguments.
    if (written.empty() || !written.back().name.text.contains("**") || prefix + 1 < written.size()
        || pattern.components.size() < written.size())
        return false;
    std::string rest;
    for (size_t i = written.size() - 1; i < pattern.components.size(); ++i) {
        if (pattern.components[i].argument != ArgumentKind::None)
            return false;
        rest += (rest.empty() ? "" : ".") + pattern.components[i].name;
    }
    return globMatches(written.back().name.text, rest);
}

}
