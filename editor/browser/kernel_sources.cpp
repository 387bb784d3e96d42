// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/browser/kernel_sources.h"

#include "editor/translated.h"

#include <algorithm>
#include <map>
#include <stop_token>

namespace tapscope::editor {

using Kind = ProbeNode::Kind;
using Group = ProbeNode::Group;

namespace {

QString text(std::string_view from)
{
    return QString::fromUtf8(from.data(), static_cast<qsizetype>(from.size()));
}

ProbeNode make(Kind kind, const QString &shown)
{
    ProbeNode node;
    node.kind = kind;
    node.group = Group::KernelSources;
    node.text = shown;
    node.hasChildren = true;
    return node;
}

}

ProbeNodes KernelSources::children(const ProbeNode &node, const std::atomic<bool> &cancelled)
{
    if (!m_index && m_failure.isEmpty()) {
        std::stop_source stop;
        debuginfo::IndexOptions options;
        options.stop = stop.get_token();
        options.progress = [&](uint64_t, uint64_t) {
            if (cancelled)
                stop.request_stop();
        };
        auto index = debuginfo::Index::openKernel(m_kernel, options);
        if (index)
            m_index = std::move(*index);
        else if (!cancelled)
            m_failure = translated(index.error().what) + u' ' + translated(index.error().nextStep);
    }
    if (!m_index) {
        ProbeNode fact;
        fact.kind = Kind::Fact;
        fact.text = BrowserText::tr("No debuginfo");
        fact.detail = m_failure;
        fact.toolTip = m_failure;
        return {fact};
    }
    switch (node.kind) {
    case Kind::SourceFile: return functions(node);
    case Kind::KernelFunction:
    case Kind::InlinedFunction: return lines(node);
    default: return directory(node);
    }
}

ProbeNodes KernelSources::directory(const ProbeNode &node) const
{
    ProbeNodes out;
    const debuginfo::DirectoryEntry entry = m_index->directory(node.name.toStdString());
    for (const debuginfo::DirectoryEntry::Child &child : entry.directories) {
        ProbeNode row = make(Kind::KernelDirectory, text(child.name));
        row.name = row.text;
        if (!node.name.isEmpty())
            row.name.prepend(node.name.endsWith(u'/') ? node.name : QString(node.name + u'/'));
        row.detail = BrowserText::tr("%n file(s)", nullptr, static_cast<int>(child.files));
        row.pattern = u"kernel.function(\"*@" + row.name + u"/*\").call";
        out.push_back(std::move(row));
    }
    for (const debuginfo::FileId id : entry.files) {
        const debuginfo::FileEntry file = m_index->file(id);
        if (file.functions == 0 && file.rows == 0)
            continue;
        const QString path = text(file.path);
        ProbeNode row = make(Kind::SourceFile, path.section(u'/', -1));
        row.name = path;
        row.file = path;
        row.detail = QString::number(file.functions);
        row.toolTip = path;
        row.address = id;
        row.pattern = u"kernel.function(\"*@" + path + u"\").call";
        out.push_back(std::move(row));
    }
    return out;
}

ProbeNodes KernelSources::functions(const ProbeNode &node) const
{
    ProbeNodes out;
    for (const debuginfo::FunctionId id : m_index->functionsOf(static_cast<debuginfo::FileId>(node.address))) {
        const debuginfo::FunctionEntry entry = m_index->function(id);
        const bool onlyCopies = entry.lowPc == 0;
        if (onlyCopies && entry.inlinedCopies == 0)
            continue;
        ProbeNode row = make(onlyCopies ? Kind::InlinedFunction : Kind::KernelFunction, text(entry.qualifiedName));
        row.name = text(entry.name);
        row.file = node.file;
        row.line = static_cast<int>(entry.line);
        row.detail = QString::number(entry.line);
        row.address = id;
        row.pattern = u"kernel.function(\"" + row.name + u'@' + node.file
            + (onlyCopies ? QStringLiteral("\").inline") : QStringLiteral("\").call"));
        if (onlyCopies)
            row.badges |= Badge::Inlined;
        if (entry.neverReturns)
            row.badges |= Badge::NoReturn;
        out.push_back(std::move(row));
    }
    return out;
}

ProbeNodes KernelSources::lines(const ProbeNode &node) const
{
    struct Place {
        uint64_t address = 0;
        int count = 0;
        bool inlined = true;
    };
    std::map<uint32_t, Place> places;
    for (const debuginfo::StatementRow &row : m_index->statementsOf(static_cast<debuginfo::FunctionId>(node.address))) {
        Place &place = places[row.line];
        if (place.count++ == 0)
            place.address = row.address;
        place.inlined = place.inlined && row.inlined;
    }
    ProbeNodes out;
    for (const auto &[line, place] : places) {
        ProbeNode row = make(Kind::Statement, QString::number(line));
        row.hasChildren = false;
        row.name = node.name;
        row.file = node.file;
        row.line = static_cast<int>(line);
        row.detail = u"0x" + QString::number(place.address, 16)
            + (place.count > 1 ? QStringLiteral(" +") + QString::number(place.count - 1) : QString());
        row.pattern = u"kernel.statement(\"" + node.name + u'@' + node.file + u':' + row.text + u"\")";
        if (place.inlined)
            row.badges |= Badge::Inlined;
        out.push_back(std::move(row));
    }
    return out;
}

}
