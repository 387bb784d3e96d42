// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/lock_marks.h"

#include "editor/scintilla_calls.h"

#include <algorithm>

namespace tapscope::editor {

using Sci = QsciScintilla;

LockMarks::LockMarks(QsciScintilla *editor) : QObject(editor), m_editor(editor)
{
    restyle();
}

void LockMarks::restyle()
{
    m_editor->indicatorDefine(Sci::DashesIndicator, mark::locked);
    const bool dark = m_editor->palette().color(QPalette::Base).lightness() < 128;
    m_editor->setIndicatorForegroundColor(dark ? QColor(0xb1, 0x97, 0xfc) : QColor(0x67, 0x41, 0xd9), mark::locked);
    m_editor->setIndicatorDrawUnder(true, mark::locked);
}

void LockMarks::setLocks(std::vector<SharedGlobals> locks)
{
    m_locks = std::move(locks);
    const int length = m_editor->length();
    send(m_editor, Sci::SCI_SETINDICATORCURRENT, mark::locked);
    send(m_editor, Sci::SCI_INDICATORCLEARRANGE, 0, length);
    for (size_t n = 0; n < m_locks.size(); ++n) {
        // The value tells which lock it is; 0 is none. It moves with the text.
        send(m_editor, Sci::SCI_SETINDICATORVALUE, static_cast<qint64>(n + 1));
        for (const auto &[begin, end] : m_locks[n].ranges) {
            if (begin >= 0 && begin < end && end <= length)
                send(m_editor, Sci::SCI_INDICATORFILLRANGE, begin, end - begin);
        }
    }
}

QString LockMarks::textAt(int position) const
{
    const auto value = static_cast<size_t>(
        std::max(qint64{0}, send(m_editor, Sci::SCI_INDICATORVALUEAT, mark::locked, position)));
    if (value == 0 || value > m_locks.size())
        return {};
    const SharedGlobals &lock = m_locks[value - 1];
    QStringList lines;
    for (const int line : lock.probeLines)
        lines << QString::number(line);
    const QString names = lock.names.join(tr(", ")).toHtmlEscaped();
    return QStringLiteral("<p>") + tr("Locked: %1", nullptr, static_cast<int>(lock.names.size())).arg(names)
        + QStringLiteral("<br>")
        + tr("Of the probes in lines %1 one at a time runs, so that what they change stays consistent. A hit that meets another "
             "waits a little; when it cannot, it is skipped and counted.",
             nullptr, static_cast<int>(lock.probeLines.size()))
              .arg(lines.join(tr(", ")))
        + QStringLiteral("</p>");
}

}
