// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/problem.h"

#include "editor/translated.h"

namespace tapscope::editor {

Problem located(const script::Diagnostic &diagnostic, const script::SourceSet &sources)
{
    Problem problem;
    problem.diagnostic = diagnostic;
    if (diagnostic.range.file >= sources.size())
        return problem;
    const script::SourceFile &file = sources.file(diagnostic.range.file);
    const script::Position position = file.position(diagnostic.range.begin);
    const std::string_view line = file.line(position.line);
    const auto before = static_cast<qsizetype>(std::min<size_t>(position.column - 1, line.size()));
    problem.path = QString::fromStdString(file.path());
    problem.inScript = diagnostic.range.file == 0;
    problem.line = static_cast<int>(position.line);
    problem.column = static_cast<int>(QString::fromUtf8(line.data(), before).size()) + 1;
    return problem;
}

Problem located(const services::CheckedScript &checked, size_t which, const services::Document &document)
{
    const script::Diagnostic &diagnostic = checked.diagnostics[which];
    const std::string &place = checked.places[which];
    Problem problem;
    problem.diagnostic = diagnostic;
    problem.path = QString::fromStdString(document.path());
    if (!place.empty()) {
        const QString where = QString::fromStdString(place);
        problem.inScript = false;
        problem.path = where.section(u':', 0, -3);
        problem.line = where.section(u':', -2, -2).toInt();
        problem.column = where.section(u':', -1, -1).toInt();
        return problem;
    }
    if (diagnostic.range == script::Range{} && document.text().size() > 0 && diagnostic.id.empty())
        return problem;
    const services::TextPosition at = services::positionOf(document.source(), diagnostic.range.begin);
    problem.line = static_cast<int>(at.line) + 1;
    problem.column = static_cast<int>(at.character) + 1;
    problem.actions = services::codeActions(document, checked.diagnostics, which);
    return problem;
}

QString fullText(const Problem &problem)
{
    QString text = translated(problem.diagnostic.message);
    if (!problem.diagnostic.nextStep.empty())
        text += u'\n' + translated(problem.diagnostic.nextStep);
    return text;
}

}
