// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/source/script_probes.h"

#include "analysis/place_pattern.h"
#include "base/glob.h"
#include "debuginfo/line_table.h"
#include "debuginfo/module.h"
#include "script/parser.h"

#include <algorithm>

namespace tapscope::editor {

namespace {

const std::string moduleHead = "module(\"";

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::optional<ScriptStatement> statementOf(const script::ProbePoint &point)
{
    if (point.components.size() < 2 || point.components[1].name.text != "statement" || !point.components[1].text)
        return {};
    const script::ProbeComponent &first = point.components[0];
    ScriptStatement out;
    if (first.name.text == "kernel")
        out.head = "kernel";
    else if (first.name.text == "module" && first.text)
        out.head = moduleHead + *first.text + "\")";
    else if (first.name.text == "process")
        out.program = first.text.value_or(std::string());
    else
        return {};
    const analysis::PlacePattern pattern = analysis::parsePlacePattern(*point.components[1].text);
    if (!pattern.valid || !pattern.hasLines)
        return {};
    out.function = pattern.query.nameGlob;
    out.file = pattern.query.fileGlob;
    out.relative = pattern.query.relative;
    for (const debuginfo::StatementQuery::Lines &lines : pattern.query.lines)
        out.lines.emplace_back(lines.first, lines.last);
    out.begin = point.range.begin;
    out.end = point.range.end;
    return out;
}

std::string canonical(const std::string &program)
{
    const auto found = debuginfo::findProgram(program);
    return found ? *found : program;
}

bool sameProgram(const ScriptStatement &statement, const SourcePlace &place, const std::string &target)
{
    if (!statement.head.empty() || !place.head.empty())
        return !statement.head.empty() && !place.head.empty() && globMatches(statement.head, place.head);
    const std::string &written = statement.program.empty() ? target : statement.program;
    return !written.empty() && (written == place.program || canonical(written) == canonical(place.program));
}

QByteArray pointOf(const SourcePlace &place)
{
    QByteArray program = QByteArray::fromStdString(place.program);
    program.replace('\\', "\\\\").replace('"', "\\\"");
    // The kernel has many files of one name, a program seldom.
    const std::string file = place.head.empty() ? place.file.substr(place.file.rfind('/') + 1) : place.file;
    const QByteArray head = place.head.empty() ? "process(\"" + program + "\")" : QByteArray::fromStdString(place.head);
    return head + ".statement(\"" + QByteArray::fromStdString(place.function) + '@' + QByteArray::fromStdString(file) + ':'
        + QByteArray::number(place.line) + "\")";
}

}

std::vector<ScriptStatement> scriptStatements(const QByteArray &script)
{
    script::SourceSet sources;
    script::Diagnostics diagnostics;
    const script::FileId file = sources.add("script", script.toStdString());
    const script::Ast ast = script::parse(sources, file, {}, diagnostics);
    std::vector<ScriptStatement> out;
    for (size_t i = 0; i < ast.probes.size(); ++i) {
        const script::Probe &probe = ast.probes[i];
        for (const script::ProbePoint &point : probe.points) {
            auto statement = statementOf(point);
            if (!statement || point.range.file != file)
                continue;
            statement->probe = i;
            statement->probeBegin = probe.range.begin;
            statement->probeEnd = probe.range.end;
            statement->pointsInProbe = probe.points.size();
            out.push_back(std::move(*statement));
        }
    }
    return out;
}

bool covers(const ScriptStatement &statement, const SourcePlace &place, const std::string &target)
{
    if (!debuginfo::fileMatches(statement.file, place.file)
        || (place.function != "*" && !globMatches(statement.function, place.function)))
        return false;
    const uint32_t base = statement.relative ? place.functionLine : 0;
    const bool lineFits = statement.lines.empty() || std::ranges::any_of(statement.lines, [&](const auto &range) {
                              return place.line >= base + range.first && place.line <= base + range.second;
                          });
    return lineFits && sameProgram(statement, place, target);
}

ScriptEdit addStatement(const QByteArray &script, const SourcePlace &place, const std::string &target)
{
    const QByteArray point = pointOf(place);
    const auto statements = scriptStatements(script);
    for (auto last = statements.rbegin(); last != statements.rend(); ++last) {
        const auto ours = std::ranges::count_if(statements, [&](const ScriptStatement &each) {
            return each.probe == last->probe && each.isSingleLine() && sameProgram(each, place, target)
                && debuginfo::fileMatches(each.file, place.file);
        });
        if (static_cast<size_t>(ours) == last->pointsInProbe)
            return {last->end, last->end, ",\n      " + point};
    }
    const auto end = static_cast<uint32_t>(script.size());
    const QByteArray gap = script.trimmed().isEmpty() || script.endsWith("\n\n") ? "" : script.endsWith('\n') ? "\n" : "\n\n";
    return {end, end, gap + "probe " + point + " {\n    printf(\"%d %s %s\\n\", tid(), pp(), $$vars)\n}\n"};
}

std::optional<ScriptEdit> removeStatement(const QByteArray &script, const SourcePlace &place, const std::string &target)
{
    for (const ScriptStatement &statement : scriptStatements(script)) {
        if (!statement.isSingleLine() || !covers(statement, place, target))
            continue;
        auto begin = static_cast<qsizetype>(statement.begin), end = static_cast<qsizetype>(statement.end);
        if (statement.pointsInProbe > 1) {
            // The comma goes with it: the one before, or for the first point the one behind.
            qsizetype before = begin;
            while (before > 0 && isBlank(script[before - 1]))
                --before;
            if (before > 0 && script[before - 1] == ',')
                return ScriptEdit{static_cast<uint32_t>(before - 1), static_cast<uint32_t>(end), {}};
            while (end < script.size() && (isBlank(script[end]) || script[end] == ','))
                ++end;
            return ScriptEdit{static_cast<uint32_t>(begin), static_cast<uint32_t>(end), {}};
        }
        begin = statement.probeBegin;
        end = statement.probeEnd;
        if (end < script.size() && script[end] == '\n')
            ++end;
        // One of the two empty lines around it, if there are two.
        if (begin >= 2 && script[begin - 1] == '\n' && script[begin - 2] == '\n' && (end == script.size() || script[end] == '\n'))
            --begin;
        return ScriptEdit{static_cast<uint32_t>(begin), static_cast<uint32_t>(end), {}};
    }
    return {};
}

}
