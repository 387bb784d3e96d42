// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/browser/probe_snippets.h"

#include "editor/browser/program_nodes.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace tapscope::editor {

using Kind = ProbeNode::Kind;
using Group = ProbeNode::Group;

namespace {

/// The point without what says call, return or copy.
QString barePoint(const ProbeNode &node)
{
    QString point = node.pattern;
    for (const char *suffix : {".call", ".inline"}) {
        if (point.endsWith(QLatin1StringView(suffix)))
            point.chop(static_cast<qsizetype>(qstrlen(suffix)));
    }
    return point;
}

/// A name for a global that the script does not use yet.
QString freeName(const QString &wanted, const QString &script)
{
    QString base = wanted;
    base.replace(QRegularExpression(QStringLiteral("\\W+")), QStringLiteral("_"));
    if (base.isEmpty() || base.at(0).isDigit())
        base.prepend(u'_');
    QString name = base;
    for (int i = 2; QRegularExpression(u"\\b" + name + u"\\b").match(script).hasMatch(); ++i)
        name = base + u'_' + QString::number(i);
    return name;
}

QString probe(const QString &point, const QString &body)
{
    return u"probe " + point + u" {\n    " + body + u"\n}\n";
}

bool isUserCode(const ProbeNode &node)
{
    if (!node.head.isEmpty())
        return false;
    return node.kind == Kind::Function || node.kind == Kind::Program || node.kind == Kind::Process
        || node.kind == Kind::SourceFile || node.group == Group::Files;
}

bool isKernelCode(const ProbeNode &node)
{
    return node.kind == Kind::KernelFunction
        || (!node.head.isEmpty() && !node.pattern.isEmpty() && node.kind != Kind::Statement && node.kind != Kind::InlinedFunction)
        || node.group == Group::KernelPrefix || node.group == Group::Kernel;
}

QString call(const ProbeNode &node)
{
    // Without debuginfo there are no arguments to show.
    const QString withArguments = node.badges & Badge::NeedsDebugInfo || (node.kind == Kind::Function && node.file.isEmpty())
        ? QStringLiteral("printf(\"%s: %s\\n\", execname(), ppfunc())")
        : QStringLiteral("printf(\"%s: %s %s\\n\", execname(), ppfunc(), $$parms)");
    switch (node.kind) {
    case Kind::InlinedFunction: return probe(node.pattern, QStringLiteral("printf(\"%s: %s\\n\", execname(), ppfunc())"));
    case Kind::Statement: return probe(node.pattern, QStringLiteral("printf(\"%d %s %s\\n\", tid(), pp(), $$vars)"));
    case Kind::Provider:
    case Kind::Mark: return probe(node.pattern, QStringLiteral("printf(\"%s: %s %s\\n\", execname(), $$name, $$parms)"));
    case Kind::LinkageStub: return probe(node.pattern, QStringLiteral("printf(\"%s calls %s\\n\", execname(), ppfunc())"));
    case Kind::Event: return probe(node.pattern, QStringLiteral("println(pp())"));
    case Kind::TapsetFunction:
        return node.name + (node.detail.startsWith(QStringLiteral("()")) ? QStringLiteral("()") : QStringLiteral("("));
    case Kind::KernelFunction:
    case Kind::Tracepoint:
    case Kind::Syscall:
    case Kind::Alias: return probe(node.pattern, QStringLiteral("printf(\"%s(%d): %s\\n\", execname(), pid(), pp())"));
    default: break;
    }
    if (isUserCode(node))
        return probe(node.pattern, withArguments);
    switch (node.group) {
    case Group::Marks: return probe(node.pattern, QStringLiteral("printf(\"%s: %s %s\\n\", execname(), $$name, $$parms)"));
    case Group::Stubs: return probe(node.pattern, QStringLiteral("printf(\"%s calls %s\\n\", execname(), ppfunc())"));
    default: return probe(node.pattern, QStringLiteral("printf(\"%s(%d): %s\\n\", execname(), pid(), pp())"));
    }
}

QString callAndReturn(const ProbeNode &node)
{
    const QString point = barePoint(node);
    const bool typed = isUserCode(node) && !(node.badges & Badge::NeedsDebugInfo)
        && !(node.kind == Kind::Function && node.file.isEmpty());
    return probe(point + u".call",
                 typed ? QStringLiteral("printf(\"%s -> %s %s\\n\", thread_indent(1), ppfunc(), $$parms)")
                       : QStringLiteral("printf(\"%s -> %s\\n\", thread_indent(1), ppfunc())"))
        + u'\n'
        + probe(point + u".return",
                typed ? QStringLiteral("printf(\"%s <- %s %s\\n\", thread_indent(-1), ppfunc(), $$return)")
                      : QStringLiteral("printf(\"%s <- %s\\n\", thread_indent(-1), ppfunc())"));
}

QString latency(const ProbeNode &node, const QString &script)
{
    const QString point = barePoint(node);
    const QString times = freeName(node.name + QStringLiteral("_ns"), script);
    const QString since = freeName(node.name + QStringLiteral("_since"), script);
    const QString depth = freeName(node.name + QStringLiteral("_depth"), script);
    // By depth, so that a function that calls itself is timed right.
    return u"global " + times + u", " + since + u", " + depth + u"\n\n" + u"probe " + point + u".call {\n    " + depth
        + u"[tid()]++\n    " + since + u"[tid(), " + depth + u"[tid()]] = gettimeofday_ns()\n}\n\n" + u"probe " + point
        + u".return {\n    level = " + depth + u"[tid()]\n    if ([tid(), level] in " + since + u") {\n        " + times
        + u" <<< gettimeofday_ns() - " + since + u"[tid(), level]\n        delete " + since + u"[tid(), level]\n        " + depth
        + u"[tid()]--\n    }\n}\n\n" + u"probe end {\n    if (@count(" + times + u") > 0) {\n        println(\"" + node.name
        + u": nanoseconds from call to return\")\n        print(@hist_log(" + times + u"))\n    }\n}\n";
}

/// In the kernel by the address that the function returns to.
QString kernelCallers(const ProbeNode &node, const QString &script)
{
    const QString counts = freeName(node.name + QStringLiteral("_callers"), script);
    return u"global " + counts + u"\n\n" + probe(barePoint(node) + u".call", counts + u"[caller_addr()]++")
        + u"\nprobe end {\n    println(\"" + node.name + u" is called by\")\n    foreach (address in " + counts
        + u"-)\n        printf(\"%8d %s\\n\", " + counts + u"[address], symname(address))\n}\n";
}

/// Callers are the functions of the same program that were entered last.
QString callers(const ProbeNode &node, const QString &script)
{
    if (node.kind == Kind::KernelFunction)
        return kernelCallers(node, script);
    const QString all = processPoint(node.program) + QStringLiteral(".function(\"*\")");
    const QString counts = freeName(node.name + QStringLiteral("_callers"), script);
    const QString depth = freeName(QStringLiteral("call_depth"), script);
    const QString stack = freeName(QStringLiteral("call_stack"), script);
    return u"global " + counts + u", " + depth + u", " + stack + u"\n\n" + u"probe " + all + u".call {\n    level = " + depth
        + u"[tid()]\n    if (ppfunc() == \"" + node.name + u"\")\n        " + counts + u"[" + stack + u"[tid(), level]]++\n    "
        + depth + u"[tid()] = level + 1\n    " + stack + u"[tid(), level + 1] = ppfunc()\n}\n\n" + u"probe " + all
        + u".return {\n    if (" + depth + u"[tid()] > 0)\n        " + depth + u"[tid()]--\n}\n\n"
        + u"probe end {\n    println(\"" + node.name + u" is called by\")\n    foreach (caller in " + counts
        + u"-)\n        printf(\"%8d %s\\n\", " + counts + u"[caller], caller != \"\" ? caller : \"(outside)\")\n}\n";
}

}

QList<Snippet> snippetsFor(const ProbeNode &node)
{
    if (node.kind == Kind::TapsetFunction)
        return {Snippet::Call};
    if (node.pattern.isEmpty())
        return {};
    QList<Snippet> out{Snippet::Call};
    const bool calls = (isUserCode(node) || isKernelCode(node)) && !(node.badges & Badge::Blacklisted);
    if (calls && !(node.badges & Badge::NoReturn)) {
        out << Snippet::CallAndReturn;
        if (node.kind == Kind::Function || node.kind == Kind::KernelFunction)
            out << Snippet::Latency;
    }
    if (!node.file.isEmpty()
        && (node.kind == Kind::KernelFunction || node.kind == Kind::Function || node.kind == Kind::InlinedFunction
            || node.kind == Kind::SourceFile))
        out << Snippet::Statements;
    if (node.kind == Kind::Function || (node.kind == Kind::KernelFunction && !(node.badges & Badge::Blacklisted)))
        out << Snippet::Callers;
    return out;
}

QString snippetTitle(Snippet snippet, const ProbeNode &node)
{
    switch (snippet) {
    case Snippet::Call:
        switch (node.kind) {
        case Kind::TapsetFunction: return BrowserText::tr("Insert the &Call");
        case Kind::Function:
        case Kind::InlinedFunction:
        case Kind::KernelFunction:
        case Kind::SourceFile:
        case Kind::Program:
        case Kind::Process: return BrowserText::tr("Probe &Calls");
        default: return BrowserText::tr("&Probe This");
        }
    case Snippet::CallAndReturn: return BrowserText::tr("Probe Calls and &Returns, Indented");
    case Snippet::Latency: return BrowserText::tr("Histogram of Its &Time");
    case Snippet::Statements: return BrowserText::tr("Probe &Every Statement");
    case Snippet::Callers: return BrowserText::tr("Count Its Ca&llers");
    }
    return {};
}

QString snippetText(Snippet snippet, const ProbeNode &node, const QString &script)
{
    if (!snippetsFor(node).contains(snippet))
        return {};
    switch (snippet) {
    case Snippet::Call: return call(node);
    case Snippet::CallAndReturn: return callAndReturn(node);
    case Snippet::Latency: return latency(node, script);
    case Snippet::Callers: return callers(node, script);
    case Snippet::Statements: {
        const QString function = node.kind == Kind::SourceFile ? QStringLiteral("*") : node.name;
        if (!node.head.isEmpty())
            return probe(node.head + u".statement(\"" + function + u'@' + node.file + u":*\")",
                         QStringLiteral("printf(\"%d %s %s\\n\", tid(), pp(), $$vars)"));
        return probe(processPoint(node.program) + u".statement(\"" + function + u'@' + node.file.section(u'/', -1) + u":*\")",
                     QStringLiteral("printf(\"%d %s %s\\n\", tid(), pp(), $$vars)"));
    }
    }
    return {};
}

QString patternSnippet(const QString &pattern)
{
    return probe(pattern, QStringLiteral("println(pp())"));
}

}
