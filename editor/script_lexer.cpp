// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/script_lexer.h"

#include "editor/contrast.h"
#include "editor/scintilla.h"

#include <QMetaEnum>

#include <algorithm>

namespace tapscope::editor {

using KSyntaxHighlighting::Theme;

namespace {

constexpr int styleCount = Theme::Others + 1;

/// Bytes of UTF-8 that `units` UTF-16 units from `text` take.
qsizetype utf8Length(QStringView text)
{
    qsizetype bytes = 0;
    for (const QChar c : text) {
        const char16_t unit = c.unicode();
        // Each half of a surrogate pair counts two of the pair's four bytes.
        bytes += unit < 0x80 ? 1 : (unit < 0x800 || c.isSurrogate()) ? 2 : 3;
    }
    return bytes;
}

}

ScriptLexer::ScriptLexer(QObject *parent) : QsciLexerCustom(parent) {}

void ScriptLexer::setTheme(const Theme &theme, const QFont &font)
{
    const QColor paper = QColor::fromRgba(theme.editorColor(Theme::BackgroundColor));
    setDefaultFont(font);
    setDefaultPaper(paper);
    setDefaultColor(QColor::fromRgba(theme.textColor(Theme::Normal)));
    for (int i = 0; i < styleCount; ++i) {
        const auto style = static_cast<Theme::TextStyle>(i);
        QFont styleFont = font;
        styleFont.setBold(theme.isBold(style));
        styleFont.setItalic(theme.isItalic(style));
        styleFont.setUnderline(theme.isUnderline(style));
        setFont(styleFont, i);
        const QRgb background = theme.backgroundColor(style);
        const QColor ground = qAlpha(background) == 0 ? paper : QColor::fromRgba(background);
        setPaper(ground, i);
        // Some themes have brackets and operators that can hardly be seen.
        setColor(readable(QColor::fromRgba(theme.textColor(style)), ground), i);
    }
}

void ScriptLexer::setDefinition(const KSyntaxHighlighting::Definition &definition)
{
    m_bridge.setDefinition(definition);
    m_lineEnds.clear();
}

void ScriptLexer::setDefinitionOf(const QString &fileName)
{
    const auto found = syntaxRepository().definitionForFileName(fileName);
    if (found.isValid())
        m_bridge.setDefinition(found);
    m_lineEnds.clear();
}

QString ScriptLexer::description(int style) const
{
    if (style < 0 || style >= styleCount)
        return {};
    return QString::fromLatin1(QMetaEnum::fromType<Theme::TextStyle>().valueToKey(style));
}

const char *ScriptLexer::wordCharacters() const
{
    return "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$@";
}

void ScriptLexer::styleText(int start, int end)
{
    QsciScintilla *view = editor();
    if (!view || end <= start)
        return;
    auto line = static_cast<size_t>(view->SendScintilla(QsciScintilla::SCI_LINEFROMPOSITION, static_cast<unsigned long>(start)));
    start = static_cast<int>(view->SendScintilla(QsciScintilla::SCI_POSITIONFROMLINE, line));
    // Lines before `start` have been styled, so their states are there; what stood behind is of older text.
    m_lineEnds.resize(std::min(m_lineEnds.size(), line));
    m_lineEnds.resize(line);

    const auto length = view->length();
    m_styles.clear();
    int position = start;
    while (position < end) {
        const int lineEnd = std::min<int>(length,
                                          static_cast<int>(view->SendScintilla(QsciScintilla::SCI_POSITIONFROMLINE, line + 1)));
        const int next = lineEnd > position ? lineEnd : length;
        const auto *bytes = reinterpret_cast<const char *>(view->SendScintilla(QsciScintilla::SCI_GETRANGEPOINTER,
                                                                               static_cast<unsigned long>(position),
                                                                               static_cast<long>(next - position)));
        qsizetype size = next - position;
        while (size > 0 && (bytes[size - 1] == '\n' || bytes[size - 1] == '\r'))
            --size;
        const QString text = QString::fromUtf8(bytes, size);
        const LineEnd before = line > 0 ? m_lineEnds[line - 1] : LineEnd{};
        LineEnd after{m_bridge.highlight(text, before.state), std::max(0, before.depth + m_bridge.foldDelta())};

        const qsizetype styled = m_styles.size();
        m_styles.resize(styled + (next - position), static_cast<char>(Theme::Normal));
        int unit = 0;
        qsizetype byte = 0;
        for (const SyntaxBridge::Run &run : m_bridge.runs()) {
            byte += utf8Length(QStringView(text).mid(unit, run.offset - unit));
            const qsizetype runBytes = utf8Length(QStringView(text).mid(run.offset, run.length));
            const qsizetype from = std::min(byte, size);
            std::fill_n(m_styles.begin() + styled + from, std::min(runBytes, size - from), static_cast<char>(run.style));
            unit = run.offset + run.length;
            byte += runBytes;
        }

        int level = QsciScintilla::SC_FOLDLEVELBASE + before.depth;
        if (after.depth > before.depth)
            level |= QsciScintilla::SC_FOLDLEVELHEADERFLAG;
        view->SendScintilla(QsciScintilla::SCI_SETFOLDLEVEL, line, static_cast<long>(level));
        m_lineEnds.push_back(std::move(after));
        position = next;
        ++line;
    }
    view->SendScintilla(QsciScintilla::SCI_STARTSTYLING, static_cast<unsigned long>(start), 0L);
    view->SendScintilla(QsciScintilla::SCI_SETSTYLINGEX, static_cast<unsigned long>(m_styles.size()), m_styles.constData());
}

}
