// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/source/source_view.h"

#include "editor/code_font.h"
#include "editor/script_lexer.h"
#include "editor/source/source_text.h"

#include <KSyntaxHighlighting/Definition>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace tapscope::editor {

using KSyntaxHighlighting::Theme;

namespace {

constexpr int numberMargin = 0;
constexpr int probeMargin = 1;
constexpr int restMs = 350;

int markerOf(SourceView::Mark mark)
{
    return static_cast<int>(mark);
}

/// Set: a disc. Possible: a ring. Inlined: a ring with one half filled.
QImage markImage(SourceView::Mark mark, bool dark, int side)
{
    QImage image(side, side, QImage::Format_ARGB32);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(side / 16.0, side / 16.0);
    const QColor possible = dark ? QColor(0x8f, 0xb8, 0xde) : QColor(0x4a, 0x7d, 0xb0);
    const QColor set = dark ? QColor(0xff, 0xa0, 0x40) : QColor(0xd0, 0x5f, 0x00);
    const QRectF circle(3.5, 3.5, 9, 9);
    if (mark == SourceView::Mark::Set) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(set);
        painter.drawEllipse(circle.adjusted(-1.2, -1.2, 1.2, 1.2));
        return image;
    }
    painter.setPen(QPen(possible, 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(circle);
    if (mark == SourceView::Mark::Inlined) {
        painter.setBrush(possible);
        painter.drawPie(circle, 90 * 16, 180 * 16);
    }
    return image;
}

}

SourceView::SourceView(QWidget *parent) : QsciScintilla(parent), m_lexer(new ScriptLexer(this))
{
    setUtf8(true);
    setReadOnly(true);
    setFrameShape(QFrame::NoFrame);
    setCaretLineVisible(true);
    setCaretWidth(2);
    setTabWidth(8);
    setScrollWidth(1);
    setScrollWidthTracking(true);
    setExtraAscent(1);
    setExtraDescent(1);
    setMarginType(numberMargin, NumberMargin);
    setMarginLineNumbers(numberMargin, true);
    setMarginType(probeMargin, SymbolMargin);
    setMarginSensitivity(probeMargin, true);
    setMarginWidth(2, 0);
    setAccessibleName(SourceText::tr("Source"));
    setLexer(m_lexer);
    SendScintilla(SCI_SETMOUSEDWELLTIME, restMs);
    SendScintilla(SCI_SETYCARETPOLICY, static_cast<unsigned long>(CARET_SLOP | CARET_EVEN), 6L);
    // Keys that mean something else in this program.
    for (const QKeyCombination keys :
         {Qt::CTRL | Qt::Key_L, Qt::CTRL | Qt::Key_T, Qt::CTRL | Qt::Key_Slash, Qt::CTRL | Qt::Key_U}) {
        if (QsciCommand *command = standardCommands()->boundTo(keys.toCombined()))
            command->setKey(0);
    }
    connect(this, &QsciScintilla::marginClicked, this, [this](int margin, int line, Qt::KeyboardModifiers) {
        if (margin == probeMargin)
            Q_EMIT toggleWanted(line + 1);
    });
    connect(this, &QsciScintilla::cursorPositionChanged, this, [this](int line) { Q_EMIT lineChanged(line + 1); });
    connect(this, &QsciScintilla::SCN_DWELLSTART, this, [this](int, int x, int y) {
        if (x < 0 || y < 0)
            return;
        const long position = SendScintilla(SCI_POSITIONFROMPOINT, static_cast<unsigned long>(x), static_cast<long>(y));
        const int line = static_cast<int>(SendScintilla(SCI_LINEFROMPOSITION, static_cast<unsigned long>(position))) + 1;
        if (m_marks.contains(line))
            Q_EMIT hovered(line, viewport()->mapToGlobal(QPoint(x, y)));
    });
    connect(this, &QsciScintilla::SCN_DWELLEND, this, [](int, int, int) { QToolTip::hideText(); });
    applyTheme();
}

void SourceView::setText(const QByteArray &utf8, const QString &fileName)
{
    m_hasText = !utf8.isNull();
    m_lexer->setDefinition(m_hasText ? syntaxRepository().definitionForFileName(fileName) : KSyntaxHighlighting::Definition());
    setReadOnly(false);
    SendScintilla(SCI_SETUNDOCOLLECTION, 0UL);
    SendScintilla(SCI_CLEARALL);
    if (m_hasText)
        SendScintilla(SCI_ADDTEXT, static_cast<unsigned long>(utf8.size()), utf8.constData());
    SendScintilla(SCI_GOTOPOS, 0UL);
    setReadOnly(true);
    setMarginWidth(numberMargin, QString::number(std::max(lines(), 100)) + u'0');
    if (!m_hasText)
        showPlaces();
    showMarks();
}

void SourceView::setLines(std::shared_ptr<const SourceLines> lines)
{
    m_lines = std::move(lines);
    m_marks.clear();
    for (const auto &[line, places] : m_lines->places) {
        const bool inlined = std::ranges::all_of(places, &LinePlace::isInlined);
        m_marks[line] = inlined ? Mark::Inlined : Mark::Possible;
    }
    if (!m_hasText)
        showPlaces();
    showMarks();
}

/// In place of the text that is not there: what is known of each line.
void SourceView::showPlaces()
{
    if (!m_lines)
        return;
    QByteArray text;
    int line = 1;
    for (const auto &[number, places] : m_lines->places) {
        for (; line < number; ++line)
            text += '\n';
        QStringList words;
        for (const LinePlace &place : places) {
            const std::string_view name = m_lines->index->function(place.function).qualifiedName;
            const QString word = QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())) + QStringLiteral("  0x")
                + QString::number(place.shown, 16);
            if (words.size() < 3)
                words << word;
        }
        text += words.join(QStringLiteral(",  ")).toUtf8();
    }
    setReadOnly(false);
    SendScintilla(SCI_CLEARALL);
    SendScintilla(SCI_ADDTEXT, static_cast<unsigned long>(text.size()), text.constData());
    setReadOnly(true);
    setMarginWidth(numberMargin, QString::number(std::max(lines(), 100)) + u'0');
}

void SourceView::setProbed(const std::set<int> &lines)
{
    if (lines == m_probed)
        return;
    m_probed = lines;
    showMarks();
}

void SourceView::showMarks()
{
    markerDeleteAll(-1);
    for (const auto &[line, mark] : m_marks)
        markerAdd(line - 1, markerOf(m_probed.contains(line) ? Mark::Set : mark));
}

SourceView::Mark SourceView::mark(int line) const
{
    const auto found = m_marks.find(line);
    if (found == m_marks.end())
        return Mark::None;
    return m_probed.contains(line) ? Mark::Set : found->second;
}

int SourceView::currentLine() const
{
    int line = 0;
    int column = 0;
    getCursorPosition(&line, &column);
    return line + 1;
}

void SourceView::goToLine(int line)
{
    line = std::clamp(line, 1, std::max(lines(), 1)) - 1;
    setCursorPosition(line, 0);
    // In the middle, so that what is around can be read.
    const auto visible = static_cast<int>(SendScintilla(SCI_LINESONSCREEN));
    setFirstVisibleLine(std::max(0, line - visible / 3));
    Q_EMIT lineChanged(line + 1);
}

void SourceView::applyTheme()
{
    if (m_applyingTheme)
        return;
    m_applyingTheme = true;
    const bool dark = palette().color(QPalette::Base).lightness() < 128;
    const Theme theme = syntaxRepository().defaultTheme(dark ? KSyntaxHighlighting::Repository::DarkTheme
                                                             : KSyntaxHighlighting::Repository::LightTheme);
    const auto color = [&](Theme::EditorColorRole role) { return QColor::fromRgba(theme.editorColor(role)); };
    m_lexer->setTheme(theme, codeFont());
    setPaper(color(Theme::BackgroundColor));
    setCaretForegroundColor(QColor::fromRgba(theme.textColor(Theme::Normal)));
    setCaretLineBackgroundColor(color(Theme::CurrentLine));
    setSelectionBackgroundColor(color(Theme::TextSelection));
    resetSelectionForegroundColor();
    setMarginsFont(codeFont());
    setMarginsBackgroundColor(color(Theme::IconBorder));
    setMarginsForegroundColor(color(Theme::LineNumbers));
    const int side = std::clamp(textHeight(0) - 2, 10, 32);
    int mask = 0;
    for (const Mark mark : {Mark::Possible, Mark::Inlined, Mark::Set}) {
        markerDefine(markImage(mark, dark, side), markerOf(mark));
        mask |= 1 << markerOf(mark);
    }
    setMarginMarkerMask(probeMargin, mask);
    setMarginWidth(probeMargin, side + 4);
    setMarginWidth(numberMargin, QString::number(std::max(lines(), 100)) + u'0');
    m_applyingTheme = false;
}

void SourceView::changeEvent(QEvent *event)
{
    QsciScintilla::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyTheme();
    if (event->type() == QEvent::LanguageChange)
        setAccessibleName(SourceText::tr("Source"));
}

void SourceView::keyPressEvent(QKeyEvent *event)
{
    // The text cannot be changed, so that Enter and the space bar are free to tell what the mouse would.
    if (event->key() != Qt::Key_Return && event->key() != Qt::Key_Enter && event->key() != Qt::Key_Space) {
        QsciScintilla::keyPressEvent(event);
        return;
    }
    const long position = SendScintilla(SCI_GETCURRENTPOS);
    const QPoint below(static_cast<int>(SendScintilla(SCI_POINTXFROMPOSITION, 0UL, position)),
                       static_cast<int>(SendScintilla(SCI_POINTYFROMPOSITION, 0UL, position)) + textHeight(0));
    Q_EMIT hovered(currentLine(), viewport()->mapToGlobal(below));
}

void SourceView::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const long position = SendScintilla(SCI_POSITIONFROMPOINT, static_cast<unsigned long>(event->pos().x()),
                                        static_cast<long>(event->pos().y()));
    const int line = static_cast<int>(SendScintilla(SCI_LINEFROMPOSITION, static_cast<unsigned long>(position))) + 1;
    const Mark at = mark(line);
    QAction *toggle = menu->addAction(at == Mark::Set ? SourceText::tr("Take the Probe of Line %1 Away").arg(line)
                                                      : SourceText::tr("Probe Line %1").arg(line),
                                      this, [this, line] { Q_EMIT toggleWanted(line); });
    toggle->setEnabled(at != Mark::None);
    menu->addSeparator();
    menu->addAction(SourceText::tr("&Copy"), this, &QsciScintilla::copy)->setEnabled(hasSelectedText());
    menu->popup(event->globalPos());
}

}
