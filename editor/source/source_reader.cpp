// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/source/source_reader.h"

#include "debuginfo/disassembly.h"
#include "editor/source/source_text.h"
#include "editor/translated.h"

#include <algorithm>

namespace tapscope::editor {

using debuginfo::VariableAt;

namespace {

constexpr size_t mostShownPlaces = 6;
constexpr size_t mostShownVariables = 24;

QString hexadecimal(uint64_t address)
{
    return u"0x" + QString::number(address, 16);
}

QString variableRow(const VariableAt &variable, const QString &quiet)
{
    const QString type = QString::fromStdString(variable.type.name).toHtmlEscaped();
    const QString name = u'$' + QString::fromStdString(variable.name).toHtmlEscaped();
    if (variable.location.kind != debuginfo::Location::Kind::Unavailable)
        return u"<tr><td><code>" + name + u"</code>&nbsp;&nbsp;</td><td>" + type + u"</td></tr>";
    return u"<tr><td><font color=\"" + quiet + u"\"><s><code>" + name + u"</code></s>&nbsp;&nbsp;</font></td><td><font color=\""
        + quiet + u"\">" + type + u" – " + translated(variable.location.reason).toHtmlEscaped() + u"</font></td></tr>";
}

}

std::shared_ptr<const debuginfo::Module> SourceReader::open(const QString &program, QString *problem)
{
    auto &known = m_modules[program];
    if (!known) {
        auto module = debuginfo::Module::open(program.toStdString());
        if (!module) {
            if (problem)
                *problem = translated(module.error().what) + u' ' + translated(module.error().nextStep);
            return nullptr;
        }
        known = std::move(*module);
    }
    return known;
}

SourceLines SourceReader::lines(const QString &program, const QString &file)
{
    SourceLines out{program, file, {}, {}};
    const auto module = open(program, &out.problem);
    if (!module)
        return out;
    out.program = QString::fromStdString(module->path());
    const std::string path = file.toStdString();
    debuginfo::StatementQuery query;
    query.fileGlob = path;
    for (debuginfo::Statement &statement : module->statements(query))
        out.places[static_cast<int>(statement.place.line)].push_back({std::move(statement.function)});
    if (out.places.empty())
        out.problem = module->hasDebugInfo() ? SourceText::tr("%1 has no code of this file.").arg(out.program)
                                             : SourceText::tr("%1 has no debuginfo.").arg(out.program);
    return out;
}

std::vector<DisassembledLine> SourceReader::disassembly(const QString &program, const QString &file, const LinePlace &place,
                                                        const std::atomic<bool> &cancelled)
{
    std::vector<DisassembledLine> out;
    const auto module = open(program, nullptr);
    if (!module)
        return out;
    // Of a copy, the function that holds it.
    uint64_t begin = place.function.lowPc, size = place.function.size;
    if (place.isInlined()) {
        for (const debuginfo::Function &function : module->functions("*")) {
            if (place.address() >= function.lowPc && place.address() - function.lowPc < function.size) {
                begin = function.lowPc;
                size = function.size;
            }
        }
    }
    const auto code = debuginfo::disassemble(program.toStdString(), begin, size);
    if (!code)
        return out;
    const std::string path = file.toStdString();
    for (const debuginfo::Instruction &instruction : *code) {
        if (cancelled)
            return out;
        const auto line = module->lineAt(instruction.address);
        out.push_back({instruction.address, QString::fromStdString(instruction.text),
                       line && line->file == path ? static_cast<int>(line->line) : 0,
                       instruction.cost == debuginfo::CostClass::SingleStepped, instruction.risk != UprobeRisk::None});
    }
    return out;
}

QString SourceReader::describe(const QString &program, const std::vector<LinePlace> &places, bool dark)
{
    const auto module = open(program, nullptr);
    if (!module || places.empty())
        return {};
    const QString quiet = dark ? QStringLiteral("#9aa0a6") : QStringLiteral("#6a7078");
    QString out;
    for (size_t i = 0; i < std::min(places.size(), mostShownPlaces); ++i) {
        const LinePlace &place = places[i];
        QString head = u"<b>" + QString::fromStdString(place.function.qualifiedName).toHtmlEscaped() + u"</b> "
            + hexadecimal(place.address());
        if (place.isInlined()) {
            const std::string caller = module->symbolAt(place.address());
            head += u' ' + SourceText::tr("inlined into %1").arg(QString::fromStdString(caller).toHtmlEscaped());
        }
        if (place.isSlow())
            head += u" · " + SourceText::tr("slow site: the instruction is single-stepped");
        out += u"<p style=\"margin:0\">" + head + u"</p>";
        auto variables = module->variables(place.function, place.address());
        if (variables.empty() || i > 1)
            continue;
        // What can be read comes first.
        std::ranges::stable_partition(variables, [](const VariableAt &variable) {
            return variable.location.kind != debuginfo::Location::Kind::Unavailable;
        });
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
