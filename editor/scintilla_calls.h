// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/scintilla.h"

namespace tapscope::editor {

/// A message to Scintilla with two numbers, which all take as 64 bits.
inline qint64 send(const QsciScintillaBase *editor, unsigned int message, qint64 first = 0, qint64 second = 0)
{
    return editor->SendScintilla(message, static_cast<unsigned long>(first), static_cast<long>(second));
}

inline int lineOf(const QsciScintillaBase *editor, int position)
{
    return static_cast<int>(send(editor, QsciScintillaBase::SCI_LINEFROMPOSITION, position));
}

/// Byte position of a line's first byte, and of the end of its text.
inline int startOf(const QsciScintillaBase *editor, int line)
{
    return static_cast<int>(send(editor, QsciScintillaBase::SCI_POSITIONFROMLINE, line));
}
inline int endOf(const QsciScintillaBase *editor, int line)
{
    return static_cast<int>(send(editor, QsciScintillaBase::SCI_GETLINEENDPOSITION, line));
}

/// The bytes [begin, end) of the text.
inline QByteArray bytesOf(const QsciScintillaBase *editor, int begin, int end)
{
    if (end <= begin)
        return {};
    const qint64 at = send(editor, QsciScintillaBase::SCI_GETRANGEPOINTER, begin, end - begin);
    return QByteArray(reinterpret_cast<const char *>(at), end - begin);
}

inline void replaceBytes(QsciScintillaBase *editor, int begin, int end, const QByteArray &text)
{
    send(editor, QsciScintillaBase::SCI_SETTARGETRANGE, begin, end);
    editor->SendScintilla(QsciScintillaBase::SCI_REPLACETARGET, static_cast<unsigned long>(text.size()), text.constData());
}

/// Several edits that are undone as one, for as long as this lives.
class UndoStep {
public:
    explicit UndoStep(QsciScintillaBase *editor) : m_editor(editor) { send(editor, QsciScintillaBase::SCI_BEGINUNDOACTION); }
    ~UndoStep() { send(m_editor, QsciScintillaBase::SCI_ENDUNDOACTION); }
    Q_DISABLE_COPY_MOVE(UndoStep)

private:
    QsciScintillaBase *m_editor;
};

/// Which of Scintilla's numbered marks and indicators mean what.
namespace mark {
// Markers 1 to 3 and indicators 8 to 10 are problems' (ProblemMarks).
inline constexpr int bookmark = 4;
inline constexpr int lightbulb = 5;
inline constexpr int leftOnly = 6;
inline constexpr int rightOnly = 7;
inline constexpr int found = 12;
inline constexpr int scope = 13;
inline constexpr int placeholder = 14;
inline constexpr int reference = 15;
inline constexpr int link = 16;
inline constexpr int related = 17; ///< indicator
inline constexpr int locked = 18;
inline constexpr int relatedLine = 8; ///< marker
}

}
