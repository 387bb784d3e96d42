// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/source/source_reader.h"

#include "base/hexadecimal.h"
#include "debuginfo/debuginfod.h"
#include "debuginfo/disassembly.h"
#include "debuginfo/elf_file.h"
#include "debuginfo/entry_point.h"
#include "editor/source/probe_cost_words.h"
#include "editor/source/source_text.h"
#include "editor/translated.h"

#include <QRegularExpression>

#include <algorithm>
#include <tuple>
#include <unordered_map>

namespace tapscope::editor {

using debuginfo::FileId;
using debuginfo::FunctionEntry;
using debuginfo::FunctionId;
using debuginfo::Index;
using debuginfo::InlinedCopy;
using debuginfo::StatementRow;

namespace {

constexpr size_t mostShownPlaces = 6;
constexpr size_t mostShownVariables = 24;
constexpr size_t longestInstruction = 16;

QString text(std::string_view from)
{
    return QString::fromUtf8(from.data(), static_cast<qsizetype>(from.size()));
}

QString variableRow(const PlaceVariable &variable, const QString &quiet)
{
    const QString type = variable.type.toHtmlEscaped();
    const QString name = u'$' + variable.name.toHtmlEscaped();
    if (variable.isThere)
        return u"<tr><td><code>" + name + u"</code>&nbsp;&nbsp;</td><td>" + type + u"</td></tr>";
    QString why = variable.reason.toHtmlEscaped();
    if (variable.nearestLine > 0)
        why += u"; " + SourceText::tr("it is there in line %1").arg(variable.nearestLine);
    return u"<tr><td><font color=\"" + quiet + u"\"><s><code>" + name + u"</code></s>&nbsp;&nbsp;</font></td><td><font color=\""
        + quiet + u"\">" + type + u" – " + why + u"</font></td></tr>";
}

/// The file of that name; of a name that only some end with, the one with most code.
std::optional<FileId> findFile(const Index &index, const QString &file)
{
    const std::string path = file.toStdString();
    std::optional<FileId> best;
    for (const FileId id : index.files(path)) {
        if (index.file(id).path == path)
            return id;
        if (!best || index.file(id).rows > index.file(*best).rows)
            best = id;
    }
    return best;
}

/// "kernel 6.1.0-56-cloud-amd64" for its image and its modules: source files of all of them are at one place.
QString kernelName(const QString &path)
{
    static const QRegularExpression release(QStringLiteral("(?:/modules/|/vmlinux-)([^/]+)"));
    const auto match = release.match(path);
    return u"kernel " + (match.hasMatch() ? match.captured(1) : path);
}

void markSlow(const std::string &path, std::map<int, std::vector<LinePlace>> &places)
{
    const auto file = debuginfo::ElfFile::open(path, debuginfo::ElfFile::Purpose::Program);
    if (!file)
        return;
    std::vector<LinePlace *> all;
    for (auto &[line, at] : places) {
        for (LinePlace &place : at)
            all.push_back(&place);
    }
    // By address, since the file is read in stretches.
    std::ranges::sort(all, {}, &LinePlace::address);
    for (LinePlace *place : all) {
        place->isSlow = debuginfo::costOf((*file)->code(place->address, longestInstruction))
            == debuginfo::CostClass::SingleStepped;
    }
}

}

std::map<int, std::vector<LinePlace>> linePlaces(const Index &index, FileId file)
{
    struct Row {
        FunctionId function;
        uint64_t copy; ///< where the copy begins; 0: the function's own code
        uint32_t line;
        uint64_t address;
    };
    struct Known {
        uint32_t firstLine = 0;
        bool refused = false;
        std::vector<InlinedCopy> copies;
    };
    std::unordered_map<FunctionId, Known> functions;
    std::vector<Row> rows;
    for (const StatementRow &row : index.statements(file)) {
        if (row.function == debuginfo::noEntry)
            continue;
        const auto [known, isNew] = functions.try_emplace(row.function);
        Known &of = known->second;
        if (isNew) {
            const FunctionEntry entry = index.function(row.function);
            of.firstLine = entry.file == file ? entry.line : 0;
            of.refused = entry.blacklisted;
            if (entry.inlinedCopies > 0)
                of.copies = index.copiesOf(row.function);
        }
        // Lines before the function's are those of macros and of functions that left no instructions.
        if (of.refused || row.line < of.firstLine)
            continue;
        uint64_t copy = 0;
        if (row.inlined) {
            const auto after = std::ranges::upper_bound(of.copies, row.address, {}, &InlinedCopy::address);
            copy = after == of.copies.begin() ? row.address : (after - 1)->address;
        }
        rows.push_back({row.function, copy, row.line, row.address});
    }
    // As listings have it: of each line of a function the lowest address, and of the lines that begin at one address the first.
    std::vector<Row> listed = rows;
    std::ranges::sort(listed, {}, [](const Row &row) { return std::tie(row.function, row.line, row.address); });
    const auto sameLine = std::ranges::unique(listed, {}, [](const Row &row) { return std::tie(row.function, row.line); });
    listed.erase(sameLine.begin(), sameLine.end());
    std::ranges::sort(listed, {}, [](const Row &row) { return std::tie(row.function, row.address, row.line); });
    const auto sameAddress = std::ranges::unique(listed, {}, [](const Row &row) { return std::tie(row.function, row.address); });
    listed.erase(sameAddress.begin(), sameAddress.end());
    const auto lineOfFunction = [](const Row &row) { return std::tie(row.function, row.line); };
    std::ranges::sort(listed, {}, lineOfFunction);
    std::erase_if(rows,
                  [&](const Row &row) { return !std::ranges::binary_search(listed, lineOfFunction(row), {}, lineOfFunction); });
    // What is probed is the first address in the function's own code and in each copy.
    std::ranges::sort(rows, {}, [](const Row &row) { return std::tie(row.function, row.copy, row.line, row.address); });
    const auto sameCopy = std::ranges::unique(rows, {},
                                              [](const Row &row) { return std::tie(row.function, row.copy, row.line); });
    rows.erase(sameCopy.begin(), sameCopy.end());
    std::ranges::sort(rows, {}, [](const Row &row) { return std::tuple(row.line, row.copy != 0, row.address); });
    std::map<int, std::vector<LinePlace>> out;
    for (const Row &row : rows)
        out[static_cast<int>(row.line)].push_back({row.address, row.function, row.copy != 0, false, row.address});
    return out;
}

SourceLines SourceReader::lines(const CodeFile &code, const QString &file, const std::atomic<bool> &cancelled)
{
    SourceLines out;
    out.code = code;
    out.file = file;
    auto opened = m_indexes->open(code, cancelled);
    out.index = std::move(opened.index);
    if (!out.index) {
        out.problem = opened.failure;
        return out;
    }
    if (code.isProgram())
        out.code.path = text(out.index->path());
    out.directory = code.isProgram() ? text(out.index->compilationDirectory()) : kernelName(code.path);
    if (out.directory.isEmpty())
        out.directory = out.code.path;
    const auto id = findFile(*out.index, file);
    if (id) {
        out.places = linePlaces(*out.index, *id);
        if (code.isProgram())
            markSlow(out.index->path(), out.places);
        else if (!code.isKernel())
            countFromSections(out);
    }
    if (out.places.empty())
        out.problem = out.index->hasDebugInfo() ? SourceText::tr("%1 has no code of this file.").arg(out.code.path)
                                                : SourceText::tr("%1 has no debuginfo.").arg(out.code.path);
    return out;
}

bool SourceReader::mayFetch(const SourceLines &lines)
{
    return lines.index && !lines.index->buildId().empty() && debuginfo::mayDownload();
}

QString SourceReader::fetch(const SourceLines &lines, const std::atomic<bool> &cancelled)
{
    if (!mayFetch(lines))
        return {};
    const QString directory = text(lines.index->compilationDirectory());
    const QString path = lines.file.startsWith(u'/') ? lines.file : QString(directory + u'/' + lines.file);
    if (!path.startsWith(u'/'))
        return {};
    const auto found = debuginfo::downloadSource(lines.index->buildId(), path.toStdString(),
                                                 [&](const std::string &, uint64_t, uint64_t) { return !cancelled; });
    return found ? QString::fromStdString(*found) : QString();
}

void SourceReader::countFromSections(SourceLines &lines)
{
    debuginfo::KernelCodeText *const code = kernelText(lines);
    for (auto &[line, places] : lines.places) {
        for (LinePlace &place : places)
            place.shown = code ? code->shown(place.address) : place.address;
    }
}

std::vector<DisassembledLine> SourceReader::disassembly(const SourceLines &lines, const LinePlace &place,
                                                        const std::atomic<bool> &cancelled)
{
    std::vector<DisassembledLine> out;
    const auto holder = lines.index ? lines.index->functionAt(place.address) : std::nullopt;
    if (!holder)
        return out;
    const FunctionEntry function = lines.index->function(*holder);
    if (!lines.code.isProgram())
        return kernelDisassembly(lines, function, cancelled);
    const auto code = debuginfo::disassemble(lines.index->path(), function.lowPc, function.size);
    if (!code)
        return out;
    const auto program = m_variables.module(lines.code, lines.index);
    const std::string path = lines.file.toStdString();
    for (const debuginfo::Instruction &instruction : *code) {
        if (cancelled)
            return out;
        const auto line = program ? program->lineAt(instruction.address) : std::nullopt;
        const bool here = line && (line->file == path || line->file.ends_with("/" + path));
        out.push_back({instruction.address,
                       QString::fromStdString(instruction.text),
                       here ? static_cast<int>(line->line) : 0,
                       instruction.cost == debuginfo::CostClass::SingleStepped,
                       instruction.risk != UprobeRisk::None,
                       {},
                       instruction.address,
                       {}});
    }
    return out;
}

debuginfo::KernelCodeText *SourceReader::kernelText(const SourceLines &lines)
{
    if (m_kernelIndex != lines.index) {
        m_kernelIndex = lines.index;
        auto opened = debuginfo::KernelCodeText::open(*lines.index);
        m_kernelText = opened ? std::move(*opened) : nullptr;
    }
    return m_kernelText.get();
}

std::vector<DisassembledLine> SourceReader::kernelDisassembly(const SourceLines &lines, const FunctionEntry &function,
                                                              const std::atomic<bool> &cancelled)
{
    std::vector<DisassembledLine> out;
    debuginfo::KernelCodeText *const code = kernelText(lines);
    if (!code)
        return out;
    debuginfo::VisibleVariables *const told = m_variables.visible(lines.index);
    const std::string path = lines.file.toStdString();
    const QString section = QString::fromStdString(code->sectionOf(function.lowPc));
    for (const debuginfo::KernelInstruction &instruction : code->of(function)) {
        if (cancelled)
            return out;
        const auto line = told ? told->lineAt(instruction.address) : std::nullopt;
        const bool here = line && (line->file == path || line->file.ends_with("/" + path));
        out.push_back({instruction.address, QString::fromStdString(instruction.text), here ? static_cast<int>(line->line) : 0,
                       false, false, instruction.cost, code->shown(instruction.address), section});
    }
    return out;
}

QString SourceReader::kernelPlace(const SourceLines &lines, const LinePlace &place)
{
    debuginfo::KernelCodeText *const code = kernelText(lines);
    const auto holder = code ? lines.index->functionAt(place.address) : std::nullopt;
    if (!holder)
        return {};
    const auto instructions = code->of(lines.index->function(*holder));
    const auto at = std::ranges::find(instructions, place.address, &debuginfo::KernelInstruction::address);
    return at == instructions.end() ? QString() : costSentence(at->cost);
}

/// The functions around a copy, from the nearest one out, each with the line that calls.
QString SourceReader::inlinedInto(const SourceLines &lines, const LinePlace &place)
{
    const auto holder = lines.index->functionAt(place.address);
    if (!holder)
        return SourceText::tr("inlined into %1").arg(u'?');
    const FunctionEntry function = lines.index->function(*holder);
    debuginfo::VisibleVariables *const told = m_variables.visible(lines.index);
    auto frames = told ? told->frames(function.dieOffset, place.address) : std::vector<debuginfo::VisibleVariables::Frame>();
    QStringList out;
    for (size_t i = 1; i < frames.size(); ++i) {
        const QString name = QString::fromStdString(frames[i].function).toHtmlEscaped();
        const debuginfo::SourceLine &at = frames[i].place;
        out << (at.line > 0 ? SourceText::tr("inlined into %1, line %2").arg(name).arg(at.line)
                            : SourceText::tr("inlined into %1").arg(name));
    }
    return out.isEmpty() ? SourceText::tr("inlined into %1").arg(text(function.name).toHtmlEscaped())
                         : out.join(QStringLiteral(" · "));
}

QString SourceReader::describe(const SourceLines &lines, int line, bool dark)
{
    const auto at = lines.places.find(line);
    if (!lines.index || at == lines.places.end())
        return {};
    const QString quiet = dark ? QStringLiteral("#9aa0a6") : QStringLiteral("#6a7078");
    const std::vector<LinePlace> &places = at->second;
    QString out;
    for (size_t i = 0; i < std::min(places.size(), mostShownPlaces); ++i) {
        const LinePlace &place = places[i];
        const FunctionEntry function = lines.index->function(place.function);
        const bool isProgram = lines.code.isProgram();
        debuginfo::KernelCodeText *const kernel = isProgram ? nullptr : kernelText(lines);
        const QString section = kernel ? QString::fromStdString(kernel->sectionOf(place.address)) : QString();
        QString head = u"<b>" + text(function.qualifiedName).toHtmlEscaped() + u"</b> " + section
            + (section.isEmpty() ? u"" : u"+") + QString::fromStdString(hexadecimal(place.shown));
        if (place.isInlined) {
            head += u' ' + inlinedInto(lines, place);
        }
        if (place.isSlow)
            head += u" · " + SourceText::tr("slow site: the instruction is single-stepped");
        out += u"<p style=\"margin:0\">" + head + u"</p>";
        if (const QString cost = isProgram ? QString() : kernelPlace(lines, place); !cost.isEmpty())
            out += QStringLiteral("<p style=\"margin:0;color:%1\">").arg(quiet) + cost.toHtmlEscaped() + u"</p>";
        if (i > 1)
            continue;
        const auto variables = m_variables.at(lines.code, lines.index, place.function, place.address, place.isInlined);
        if (variables.empty())
            continue;
        out += QStringLiteral("<table>");
        for (size_t v = 0; v < std::min(variables.size(), mostShownVariables); ++v)
            out += variableRow(variables[v], quiet);
        out += QStringLiteral("</table>");
    }
    if (places.size() > mostShownPlaces)
        out += u"<p style=\"margin:0\">"
            + SourceText::tr("and %n more", nullptr, static_cast<int>(places.size() - mostShownPlaces)) + u"</p>";
    return out;
}

}
