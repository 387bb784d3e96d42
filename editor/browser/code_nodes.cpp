// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/browser/code_nodes.h"

#include "debuginfo/code_reader.h"
#include "debuginfo/entry_point.h"
#include "debuginfo/kernel_code_text.h"
#include "editor/source/probe_cost_words.h"
#include "editor/translated.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>

namespace tapscope::editor {

using debuginfo::FileId;
using debuginfo::FunctionEntry;
using debuginfo::FunctionId;
using debuginfo::Index;
using Kind = ProbeNode::Kind;
using Group = ProbeNode::Group;

namespace {

constexpr size_t longestInstruction = 16;

QString text(std::string_view from)
{
    return QString::fromUtf8(from.data(), static_cast<qsizetype>(from.size()));
}

ProbeNode inherit(const ProbeNode &parent, Kind kind, const QString &shown)
{
    ProbeNode node;
    node.kind = kind;
    node.text = shown;
    node.program = parent.program;
    node.head = parent.head;
    node.module = parent.module;
    node.library = parent.library;
    node.loadedBy = parent.loadedBy;
    node.file = parent.file;
    node.pid = parent.pid;
    if (!parent.head.isEmpty())
        node.group = Group::Sources;
    return node;
}

/// As patterns name a file: the kernel has many of one name, a program seldom.
QString written(const ProbeNode &node)
{
    return node.head.isEmpty() ? node.file.section(u'/', -1) : node.file;
}

ProbeNode fileNode(const Index &index, FileId id, const ProbeNode &parent, uint32_t functions)
{
    const QString path = text(index.file(id).path);
    ProbeNode row = inherit(parent, Kind::SourceFile, path.section(u'/', -1));
    row.name = path;
    row.file = path;
    row.id = id;
    row.toolTip = path + u'\n' + BrowserText::tr("%n function(s)", nullptr, static_cast<int>(functions));
    row.pattern = parent.code().point() + u".function(\"*@" + written(row) + u"\").call";
    row.hasChildren = true;
    return row;
}

/// What the machine code of a program's functions tells: not of the kernel, where probes work in other ways.
class CodeFacts {
public:
    CodeFacts(const Index &index, const ProbeNode &of)
    {
        auto file = of.head.isEmpty() ? debuginfo::ElfFile::open(index.path(), debuginfo::ElfFile::Purpose::Program)
                                      : std::unexpected(Failure{});
        if (!file)
            return;
        m_file = std::move(*file);
        debuginfo::CodeReader::Lookup lookup;
        lookup.functionAt = [&index](uint64_t address) -> std::optional<debuginfo::CodeRange> {
            const auto id = index.functionAt(address);
            if (!id)
                return {};
            const FunctionEntry entry = index.function(*id);
            return address - entry.lowPc < entry.size ? std::optional(debuginfo::CodeRange{entry.lowPc, entry.size})
                                                      : std::nullopt;
        };
        lookup.coldPartAt = [](uint64_t) { return std::optional<debuginfo::CodeRange>(); };
        m_reader = std::make_unique<debuginfo::CodeReader>(*m_file, std::move(lookup));
    }

    [[nodiscard]] bool isSlow(uint64_t address)
    {
        return m_file && debuginfo::costOf(m_file->code(address, longestInstruction)) == debuginfo::CostClass::SingleStepped;
    }
    /// Where an entry probe goes.
    [[nodiscard]] uint64_t entry(const FunctionEntry &function)
    {
        const bool marked = m_file && debuginfo::startsWithEndbr64(m_file->code(function.lowPc, longestInstruction));
        return function.lowPc + (marked ? debuginfo::endbr64Size : 0);
    }
    [[nodiscard]] bool neverReturns(const FunctionEntry &function)
    {
        return m_reader && function.size > 0 && m_reader->exits({function.lowPc, function.size}).empty();
    }

private:
    std::unique_ptr<debuginfo::ElfFile> m_file;
    std::unique_ptr<debuginfo::CodeReader> m_reader;
};

}

ProbeNode factNode(const QString &text, const QString &detail)
{
    ProbeNode node;
    node.kind = Kind::Fact;
    node.text = text;
    node.detail = detail;
    node.toolTip = detail;
    return node;
}

ProbeNode functionNode(const FunctionEntry &entry, const QString &file, const ProbeNode &parent)
{
    const bool onlyCopies = entry.lowPc == 0;
    const bool ofKernel = !parent.head.isEmpty();
    ProbeNode row = inherit(parent,
                            onlyCopies     ? Kind::InlinedFunction
                                : ofKernel ? Kind::KernelFunction
                                           : Kind::Function,
                            text(entry.qualifiedName.empty() ? entry.name : entry.qualifiedName));
    row.name = text(entry.name);
    row.file = file;
    row.line = static_cast<int>(entry.line);
    row.address = entry.lowPc;
    row.id = entry.id;
    row.detail = entry.line > 0 ? QString::number(entry.line) : u"0x" + QString::number(entry.lowPc, 16);
    row.pattern = parent.code().point() + u".function(\"" + row.name + (file.isEmpty() ? QString() : u'@' + written(row))
        + (onlyCopies ? QStringLiteral("\").inline") : QStringLiteral("\").call"));
    row.hasChildren = entry.hasDebugInfo;
    if (onlyCopies)
        row.badges |= Badge::Inlined;
    if (entry.neverReturns)
        row.badges |= Badge::NoReturn;
    if (entry.blacklisted)
        row.badges |= Badge::Blacklisted;
    return row;
}

ProbeNodes directoryNodes(const Index &index, const ProbeNode &parent)
{
    ProbeNodes out;
    const debuginfo::DirectoryEntry entry = index.directory(parent.name.toStdString());
    for (const debuginfo::DirectoryEntry::Child &child : entry.directories) {
        QString shown = text(child.name);
        QString path = shown;
        if (!parent.name.isEmpty())
            path.prepend(parent.name.endsWith(u'/') ? parent.name : QString(parent.name + u'/'));
        // A directory that holds only another one tells nothing by itself.
        for (auto below = index.directory(path.toStdString()); below.files.empty() && below.directories.size() == 1;) {
            const QString name = text(below.directories.front().name);
            shown += u'/' + name;
            path += (path.endsWith(u'/') ? QString() : QStringLiteral("/")) + name;
            below = index.directory(path.toStdString());
        }
        ProbeNode row = inherit(parent, Kind::KernelDirectory, shown);
        row.file.clear();
        row.name = path;
        row.detail = BrowserText::tr("%n file(s)", nullptr, static_cast<int>(child.files));
        row.pattern = parent.code().point() + u".function(\"*@" + path + u"/*\").call";
        row.hasChildren = true;
        out.push_back(std::move(row));
    }
    for (const FileId id : entry.files) {
        const debuginfo::FileEntry file = index.file(id);
        if (file.functions == 0 && file.rows == 0)
            continue;
        out.push_back(fileNode(index, id, parent, file.functions));
        out.back().detail = QString::number(file.functions);
    }
    return out;
}

ProbeNodes fileNodes(const Index &index, const ProbeNode &parent)
{
    std::vector<uint32_t> counts(index.fileCount());
    for (FunctionId id = 0; id < index.functionCount(); ++id) {
        const FunctionEntry entry = index.function(id);
        if (entry.file < counts.size() && (entry.lowPc != 0 || entry.inlinedCopies > 0))
            ++counts[entry.file];
    }
    ProbeNodes out;
    for (FileId id = 0; id < counts.size(); ++id) {
        if (counts[id] == 0)
            continue;
        out.push_back(fileNode(index, id, parent, counts[id]));
        out.back().detail = out.back().file.section(u'/', 0, -2);
    }
    std::ranges::stable_sort(out, {}, [](const ProbeNode &node) { return node.text.toLower(); });
    return out;
}

ProbeNodes functionNodes(const Index &index, const ProbeNode &file, const std::atomic<bool> &cancelled)
{
    ProbeNodes out;
    // Made by an index that has been replaced meanwhile.
    if (file.id >= index.fileCount() || text(index.file(file.id).path) != file.file)
        return out;
    CodeFacts code(index, file);
    for (const FunctionId id : index.functionsOf(file.id)) {
        if (cancelled)
            return {};
        const FunctionEntry entry = index.function(id);
        if (entry.lowPc == 0 && entry.inlinedCopies == 0)
            continue;
        out.push_back(functionNode(entry, file.file, file));
        if (entry.lowPc == 0)
            continue;
        if (code.isSlow(code.entry(entry)))
            out.back().badges |= Badge::Slow;
        if (code.neverReturns(entry))
            out.back().badges |= Badge::NoReturn;
    }
    std::ranges::stable_sort(out, {}, &ProbeNode::line);
    return out;
}

ProbeNodes lineNodes(const Index &index, const ProbeNode &function)
{
    struct Place {
        uint64_t address = 0; ///< in its own code when the line has some there
        uint64_t lowest = ~uint64_t(0);
        bool inlined = true;
    };
    if (function.id >= index.functionCount() || text(index.function(function.id).name) != function.name)
        return {};
    std::map<uint32_t, Place> places;
    const uint32_t first = index.function(function.id).line;
    for (const debuginfo::StatementRow &row : index.statementsOf(function.id)) {
        if (row.line < first)
            continue;
        Place &place = places[row.line];
        place.lowest = std::min(place.lowest, row.address);
        if (place.address == 0 || row.inlined < place.inlined || (row.inlined == place.inlined && row.address < place.address))
            place.address = row.address;
        place.inlined = place.inlined && row.inlined;
    }
    // Of the lines that begin at one address, the first in the source has it.
    std::map<uint64_t, uint32_t> taken;
    for (const auto &[line, place] : places)
        taken.try_emplace(place.lowest, line);
    CodeFacts code(index, function);
    ProbeNodes out{inherit(function, Kind::Callers, BrowserText::tr("Callers"))};
    out.front().name = function.name;
    out.front().id = function.id;
    out.front().hasChildren = true;
    out.front().toolTip = BrowserText::tr("The functions whose code calls this one");
    std::unique_ptr<debuginfo::KernelCodeText> kernel;
    if (auto opened = function.head.isEmpty() ? std::unexpected(Failure{}) : debuginfo::KernelCodeText::open(index))
        kernel = std::move(*opened);
    std::map<uint64_t, debuginfo::KernelProbeCost> costs; // by address
    std::set<FunctionId> known;
    const auto kernelCost = [&](uint64_t address) {
        const auto holder = kernel ? index.functionAt(address) : std::nullopt;
        if (holder && known.insert(*holder).second) {
            for (const debuginfo::KernelInstruction &each : kernel->of(index.function(*holder)))
                costs.emplace(each.address, each.cost);
        }
        const auto found = costs.find(address);
        return found == costs.end() ? debuginfo::KernelProbeCost{} : found->second;
    };
    for (const auto &[line, place] : places) {
        if (taken.at(place.lowest) != line)
            continue;
        ProbeNode row = inherit(function, Kind::Statement, QString::number(line));
        row.name = function.name;
        row.line = static_cast<int>(line);
        row.id = function.id;
        row.address = place.address;
        row.detail = u"0x" + QString::number(kernel ? kernel->shown(place.address) : place.address, 16);
        row.pattern = function.code().point() + u".statement(\"" + function.name + u'@' + written(function) + u':' + row.text
            + u"\")";
        if (place.inlined)
            row.badges |= Badge::Inlined;
        const debuginfo::KernelProbeCost cost = kernelCost(place.address);
        row.toolTip = costSentence(cost);
        if (code.isSlow(place.address) || cost.kind == debuginfo::KernelProbeCost::Kind::Trap)
            row.badges |= Badge::Slow;
        out.push_back(std::move(row));
    }
    if (out.size() == 1)
        out.push_back(factNode(BrowserText::tr("No lines"), BrowserText::tr("The line table has nothing for this function.")));
    return out;
}

ProbeNodes symbolNodes(const Index &index, const ProbeNode &parent)
{
    ProbeNodes out;
    CodeFacts code(index, parent);
    for (FunctionId id = 0; id < index.functionCount(); ++id) {
        const FunctionEntry entry = index.function(id);
        if (entry.file != debuginfo::noEntry || entry.lowPc == 0)
            continue;
        out.push_back(functionNode(entry, {}, parent));
        out.back().hasChildren = false;
        if (code.isSlow(code.entry(entry)))
            out.back().badges |= Badge::Slow;
    }
    std::ranges::stable_sort(out, {}, [](const ProbeNode &node) { return node.text.toLower(); });
    return out;
}

}
