// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Tracepoints and system calls of a kernel, and what can be read there.

#include "editor/browser/code_nodes.h"
#include "editor/browser/kernel_facts.h"
#include "editor/browser/kernel_nodes.h"

#include <QDir>

#include <algorithm>

namespace tapscope::editor {

using Kind = ProbeNode::Kind;
using Group = ProbeNode::Group;

void KernelNodes::readTracepoints()
{
    if (const QString folder = eventFolder(); !folder.isEmpty()) {
        m_subsystemsKnown = true;
        for (const QString &system : QDir(folder).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
            const QStringList events = QDir(folder + u'/' + system).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
            if (!events.isEmpty())
                m_tracepoints[system] = {events.begin(), events.end()};
        }
    } else if (m_kernel) {
        std::map<QString, std::vector<QString>> byWord;
        for (const std::string &name : m_kernel->tracepointNames()) {
            const QString text = QString::fromStdString(name);
            const QString word = firstWord(text);
            byWord[word.isEmpty() ? text : word.chopped(1)].push_back(text);
        }
        for (auto &[word, names] : byWord)
            std::ranges::move(names, std::back_inserter(m_tracepoints[names.size() > 1 ? word : BrowserText::tr("others")]));
    }
}

ProbeNodes KernelNodes::tracepointSystems()
{
    ProbeNodes out;
    for (const auto &[system, names] : m_tracepoints) {
        ProbeNode node;
        node.group = Group::TracepointSystem;
        node.text = system;
        node.name = system;
        node.detail = QString::number(names.size());
        if (m_subsystemsKnown)
            node.pattern = u"kernel.trace(\"" + system + u":*\")";
        node.hasChildren = true;
        out.push_back(std::move(node));
    }
    if (out.empty())
        out.push_back(
            factNode(BrowserText::tr("No tracepoints"), BrowserText::tr("Neither tracefs nor the kernel's BTF can be read.")));
    return out;
}

ProbeNodes KernelNodes::tracepointsOf(const ProbeNode &node)
{
    ProbeNodes out;
    const auto found = m_tracepoints.find(node.name);
    if (found == m_tracepoints.end())
        return out;
    for (const QString &name : found->second) {
        ProbeNode point;
        point.kind = Kind::Tracepoint;
        point.text = name;
        point.name = name;
        if (m_subsystemsKnown)
            point.file = node.name;
        point.pattern = u"kernel.trace(\"" + (m_subsystemsKnown ? node.name + u':' : QString()) + name + u"\")";
        if (const auto arguments = tracepointArguments(name); !arguments.empty())
            point.detail = parameterText(arguments);
        out.push_back(std::move(point));
    }
    return out;
}

std::vector<PlaceVariable> KernelNodes::tracepointArguments(const QString &name)
{
    if (m_kernel) {
        for (const debuginfo::Tracepoint &described : m_kernel->tracepoints(name.toStdString()))
            return plainVariables(described.arguments);
        return {};
    }
    const auto entry = m_index ? findFunction(*m_index, "__traceiter_" + name.toStdString()) : std::nullopt;
    if (!entry)
        return {};
    auto arguments = m_variables.declaredParameters(m_index, entry->id);
    if (!arguments.empty())
        arguments.erase(arguments.begin()); // the listener's own
    return arguments;
}

std::vector<PlaceVariable> KernelNodes::syscallArguments(const QString &name)
{
    std::vector<PlaceVariable> out;
    if (isRunning()) {
        for (const auto &[field, type] : tracepointFields(QStringLiteral("syscalls"), QStringLiteral("sys_enter_") + name)) {
            if (field != QStringLiteral("__syscall_nr"))
                out.push_back({field, type, true, {}, 0});
        }
        return out;
    }
    const auto entry = m_index ? findFunction(*m_index, "__do_sys_" + name.toStdString()) : std::nullopt;
    return entry ? m_variables.declaredParameters(m_index, entry->id) : out;
}

ProbeNodes KernelNodes::syscalls()
{
    ProbeNodes out;
    constexpr std::string_view prefix = "__x64_sys_";
    const auto from = std::ranges::lower_bound(m_functions, prefix, {}, &debuginfo::KernelFunction::name);
    for (auto function = from; function != m_functions.end() && function->name.starts_with(prefix); ++function) {
        ProbeNode node;
        node.kind = Kind::Syscall;
        node.text = QString::fromStdString(function->name.substr(prefix.size()));
        node.name = node.text;
        if (const auto arguments = syscallArguments(node.name); !arguments.empty())
            node.detail = parameterText(arguments);
        node.pattern = u"syscall." + node.name;
        out.push_back(std::move(node));
    }
    return out;
}

ProbeNodes KernelNodes::details(const ProbeNode &node)
{
    ProbeNodes out;
    if (!m_read)
        return out;
    std::vector<PlaceVariable> variables;
    if (m_kernel && node.kind == Kind::KernelFunction) {
        if (const auto signature = m_kernel->signature(node.name.toStdString())) {
            variables = plainVariables(signature->parameters);
            if (signature->result)
                variables.push_back(
                    {QStringLiteral("return"), QString::fromStdString(signature->result->type.name), true, {}, 0});
        }
    } else if (node.kind == Kind::Tracepoint) {
        variables = tracepointArguments(node.name);
    }
    for (const PlaceVariable &variable : variables) {
        out.push_back(factNode(u'$' + variable.name, variable.type));
        out.back().toolTip.clear();
    }
    const auto add = [&](const QString &name, const QString &type) {
        out.push_back(factNode(name, type));
        out.back().toolTip.clear();
    };
    if (node.kind == Kind::Tracepoint && isRunning()) {
        for (const auto &[name, type] : tracepointFields(node.file, node.name))
            add(BrowserText::tr("field %1").arg(name), type);
    } else if (node.kind == Kind::Syscall) {
        for (const PlaceVariable &argument : syscallArguments(node.name))
            add(argument.name, argument.type);
    }
    return out;
}

}
