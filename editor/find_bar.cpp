// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/find_bar.h"

#include "editor/script_editor.h"

#include <algorithm>

namespace tapscope::editor {

namespace {

constexpr int matchIndicator = 12;
constexpr size_t mostMatches = 100'000;

QToolButton *toggle(const QString &text, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setText(text);
    button->setCheckable(true);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

}

FindBar::FindBar(ScriptEditor *editor, QWidget *parent)
    : QWidget(parent)
    , m_editor(editor)
    , m_field(new QLineEdit(this))
    , m_count(new QLabel(this))
    , m_case(toggle(QStringLiteral("Aa"), this))
    , m_word(toggle(QStringLiteral("\"w\""), this))
    , m_regex(toggle(QStringLiteral(".*"), this))
    , m_previous(toggle(QString(), this))
    , m_next(toggle(QString(), this))
    , m_close(toggle(QString(), this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->setSpacing(4);
    layout->addWidget(m_field, 1);
    layout->addWidget(m_count);
    for (QToolButton *button : {m_case, m_word, m_regex, m_previous, m_next, m_close})
        layout->addWidget(button);
    for (QToolButton *button : {m_previous, m_next, m_close})
        button->setCheckable(false);
    m_previous->setArrowType(Qt::UpArrow);
    m_next->setArrowType(Qt::DownArrow);
    m_close->setText(QStringLiteral("✕"));
    m_field->setClearButtonEnabled(true);
    m_count->setMinimumWidth(m_count->fontMetrics().horizontalAdvance(QStringLiteral("100000/100000")));
    m_count->setAlignment(Qt::AlignCenter);

    connect(m_field, &QLineEdit::textChanged, this, [this] {
        search();
        select(true, true);
    });
    for (QToolButton *button : {m_case, m_word, m_regex}) {
        connect(button, &QToolButton::toggled, this, [this] {
            search();
            select(true, true);
        });
    }
    connect(m_next, &QToolButton::clicked, this, &FindBar::findNext);
    connect(m_previous, &QToolButton::clicked, this, &FindBar::findPrevious);
    connect(m_close, &QToolButton::clicked, this, &FindBar::close);
    connect(editor, &QsciScintilla::textChanged, this, [this] { m_stale = true; });
    retranslate();
    hide();
}

void FindBar::retranslate()
{
    m_field->setPlaceholderText(tr("Find in the script"));
    m_field->setAccessibleName(tr("Find in the script"));
    const auto name = [](QToolButton *button, const QString &text) {
        button->setToolTip(text);
        button->setAccessibleName(text);
    };
    name(m_case, tr("Match upper and lower case"));
    name(m_word, tr("Whole words only"));
    name(m_regex, tr("Regular expression"));
    name(m_previous, tr("Previous match (Shift+F3)"));
    name(m_next, tr("Next match (F3)"));
    name(m_close, tr("Close (Esc)"));
}

void FindBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void FindBar::setRegex(bool on)
{
    m_regex->setChecked(on);
}

void FindBar::open()
{
    const QString selected = m_editor->selectedText();
    show();
    if (!selected.isEmpty() && !selected.contains(u'\n'))
        m_field->setText(m_regex->isChecked() ? QRegularExpression::escape(selected) : selected);
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
    search();
}

void FindBar::close()
{
    clearMarks();
    m_matches.clear();
    hide();
    m_editor->setFocus(Qt::OtherFocusReason);
}

void FindBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        event->modifiers() & Qt::ShiftModifier ? findPrevious() : findNext();
    else
        QWidget::keyPressEvent(event);
}

void FindBar::clearMarks()
{
    m_editor->SendScintilla(QsciScintilla::SCI_SETINDICATORCURRENT, static_cast<unsigned long>(matchIndicator));
    m_editor->SendScintilla(QsciScintilla::SCI_INDICATORCLEARRANGE, 0UL, static_cast<long>(m_editor->length()));
}

void FindBar::search()
{
    clearMarks();
    m_matches.clear();
    m_stale = false;
    m_count->clear();
    m_field->setToolTip(QString());
    if (m_field->text().isEmpty())
        return;
    QString pattern = m_regex->isChecked() ? m_field->text() : QRegularExpression::escape(m_field->text());
    if (m_word->isChecked())
        pattern = u"\\b(?:" + pattern + u")\\b";
    QRegularExpression::PatternOptions options = QRegularExpression::MultilineOption
        | QRegularExpression::UseUnicodePropertiesOption;
    if (!m_case->isChecked())
        options |= QRegularExpression::CaseInsensitiveOption;
    const QRegularExpression expression(pattern, options);
    if (!expression.isValid()) {
        m_count->setText(tr("Not an expression"));
        m_field->setToolTip(expression.errorString());
        return;
    }
    const QString text = QString::fromUtf8(m_editor->bytes());
    m_editor->indicatorDefine(QsciScintilla::StraightBoxIndicator, matchIndicator);
    m_editor->setIndicatorForegroundColor(palette().color(QPalette::Highlight), matchIndicator);
    m_editor->setIndicatorDrawUnder(true, matchIndicator);
    m_editor->SendScintilla(QsciScintilla::SCI_SETINDICATORCURRENT, static_cast<unsigned long>(matchIndicator));
    qsizetype unit = 0;
    qsizetype byte = 0;
    auto matches = expression.globalMatch(text);
    while (matches.hasNext() && m_matches.size() < mostMatches) {
        const QRegularExpressionMatch match = matches.next();
        if (match.capturedLength() == 0)
            continue;
        byte += QStringView(text).mid(unit, match.capturedStart() - unit).toUtf8().size();
        const qsizetype size = match.capturedView().toUtf8().size();
        m_matches.push_back({static_cast<int>(byte), static_cast<int>(byte + size)});
        m_editor->SendScintilla(QsciScintilla::SCI_INDICATORFILLRANGE, static_cast<unsigned long>(byte), static_cast<long>(size));
        byte += size;
        unit = match.capturedEnd();
    }
    if (m_matches.empty())
        m_count->setText(tr("Not found"));
}

void FindBar::select(bool forward, bool fromHere)
{
    if (m_matches.empty())
        return;
    const auto begin = static_cast<int>(m_editor->SendScintilla(QsciScintilla::SCI_GETSELECTIONSTART));
    const auto end = static_cast<int>(m_editor->SendScintilla(QsciScintilla::SCI_GETSELECTIONEND));
    size_t chosen = 0;
    if (forward) {
        const int from = fromHere ? begin : end;
        const auto found = std::ranges::lower_bound(m_matches, from, {}, &Match::begin);
        chosen = found == m_matches.end() ? 0 : static_cast<size_t>(found - m_matches.begin());
    } else {
        const auto found = std::ranges::lower_bound(m_matches, begin, {}, &Match::begin);
        chosen = found == m_matches.begin() ? m_matches.size() - 1 : static_cast<size_t>(found - m_matches.begin()) - 1;
    }
    m_editor->goToBytes(m_matches[chosen].begin, m_matches[chosen].end);
    m_count->setText(tr("%1 of %2").arg(chosen + 1).arg(m_matches.size()));
}

void FindBar::findNext()
{
    if (isHidden() && m_field->text().isEmpty()) {
        open();
        return;
    }
    if (m_stale || m_matches.empty())
        search();
    select(true, false);
}

void FindBar::findPrevious()
{
    if (isHidden() && m_field->text().isEmpty()) {
        open();
        return;
    }
    if (m_stale || m_matches.empty())
        search();
    select(false, false);
}

}
