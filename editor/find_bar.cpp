// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/find_bar.h"

#include "editor/scintilla_calls.h"
#include "editor/script_editor.h"

#include <algorithm>

namespace tapscope::editor {

namespace {

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
    , m_replacement(new QLineEdit(this))
    , m_replaceLine(new QWidget(this))
    , m_count(new QLabel(this))
    , m_case(toggle(QStringLiteral("Aa"), this))
    , m_word(toggle(QStringLiteral("\"w\""), this))
    , m_regex(toggle(QStringLiteral(".*"), this))
    , m_scope(toggle(QStringLiteral("[…]"), this))
    , m_previous(toggle(QString(), this))
    , m_next(toggle(QString(), this))
    , m_close(toggle(QString(), this))
    , m_replaceOne(new QPushButton(this))
    , m_replaceAll(new QPushButton(this))
{
    auto *lines = new QVBoxLayout(this);
    lines->setContentsMargins(8, 4, 8, 4);
    lines->setSpacing(4);
    auto *layout = new QHBoxLayout;
    layout->setSpacing(4);
    layout->addWidget(m_field, 1);
    layout->addWidget(m_count);
    for (QToolButton *button : {m_case, m_word, m_regex, m_scope, m_previous, m_next, m_close})
        layout->addWidget(button);
    for (QToolButton *button : {m_previous, m_next, m_close})
        button->setCheckable(false);
    m_previous->setArrowType(Qt::UpArrow);
    m_next->setArrowType(Qt::DownArrow);
    m_close->setText(QStringLiteral("✕"));
    m_field->setClearButtonEnabled(true);
    m_count->setMinimumWidth(m_count->fontMetrics().horizontalAdvance(QStringLiteral("100000/100000")));
    m_count->setAlignment(Qt::AlignCenter);
    auto *replace = new QHBoxLayout(m_replaceLine);
    replace->setContentsMargins(0, 0, 0, 0);
    replace->setSpacing(4);
    replace->addWidget(m_replacement, 1);
    replace->addWidget(m_replaceOne);
    replace->addWidget(m_replaceAll);
    lines->addLayout(layout);
    lines->addWidget(m_replaceLine);
    m_replaceLine->hide();
    setTabOrder(m_field, m_replacement);
    setTabOrder(m_replacement, m_replaceOne);
    setTabOrder(m_replaceOne, m_replaceAll);

    const auto again = [this] {
        search();
        select(true, true);
    };
    connect(m_field, &QLineEdit::textChanged, this, again);
    for (QToolButton *button : {m_case, m_word, m_regex})
        connect(button, &QToolButton::toggled, this, again);
    connect(m_scope, &QToolButton::toggled, this, [this](bool on) {
        takeScope(on);
        search();
        select(true, true);
    });
    connect(m_next, &QToolButton::clicked, this, &FindBar::findNext);
    connect(m_previous, &QToolButton::clicked, this, &FindBar::findPrevious);
    connect(m_close, &QToolButton::clicked, this, &FindBar::close);
    connect(m_replaceOne, &QPushButton::clicked, this, &FindBar::replaceOne);
    connect(m_replaceAll, &QPushButton::clicked, this, &FindBar::replaceAll);
    m_follow.setSingleShot(true);
    m_follow.setInterval(200);
    connect(&m_follow, &QTimer::timeout, this, [this] {
        if (m_stale && isVisible())
            search();
    });
    connect(editor, &QsciScintilla::textChanged, this, [this] {
        m_stale = true;
        if (isVisible())
            m_follow.start();
    });
    connect(editor, &QsciScintilla::SCN_MODIFIED, this,
            [this](int position, int type, const char *, int length, int, int, int, int, int, int) {
                if (m_scopeEnd < 0 || !(type & (QsciScintilla::SC_MOD_INSERTTEXT | QsciScintilla::SC_MOD_DELETETEXT)))
                    return;
                const int delta = type & QsciScintilla::SC_MOD_INSERTTEXT ? length : -length;
                if (position < m_scopeBegin)
                    m_scopeBegin = std::max(position, m_scopeBegin + delta);
                if (position <= m_scopeEnd)
                    m_scopeEnd = std::max(m_scopeBegin, m_scopeEnd + delta);
            });
    retranslate();
    hide();
}

void FindBar::retranslate()
{
    m_field->setPlaceholderText(tr("Find in the script"));
    m_field->setAccessibleName(tr("Find in the script"));
    m_replacement->setPlaceholderText(tr("Replace with"));
    m_replacement->setAccessibleName(tr("Replace with"));
    m_replacement->setToolTip(
        tr("In expressions, \\1 to \\9 are the groups, \\0 is the whole match, \\n and \\t are a line break "
           "and a tabulator."));
    m_replaceOne->setText(tr("Replace"));
    m_replaceOne->setToolTip(tr("Replaces this match and goes to the next"));
    m_replaceAll->setText(tr("Replace All"));
    m_replaceAll->setToolTip(tr("Replaces all matches; one undo takes all back"));
    const auto name = [](QToolButton *button, const QString &text) {
        button->setToolTip(text);
        button->setAccessibleName(text);
    };
    name(m_case, tr("Match upper and lower case"));
    name(m_word, tr("Whole words only"));
    name(m_regex, tr("Regular expression"));
    name(m_scope, tr("Only in what is selected now"));
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

void FindBar::setInSelection(bool on)
{
    m_scope->setChecked(on);
}

void FindBar::takeScope(bool on)
{
    send(m_editor, QsciScintilla::SCI_SETINDICATORCURRENT, mark::scope);
    send(m_editor, QsciScintilla::SCI_INDICATORCLEARRANGE, 0, m_editor->length());
    m_scopeBegin = 0;
    m_scopeEnd = -1;
    if (!on)
        return;
    const auto begin = static_cast<int>(send(m_editor, QsciScintilla::SCI_GETSELECTIONSTART));
    const auto end = static_cast<int>(send(m_editor, QsciScintilla::SCI_GETSELECTIONEND));
    if (begin == end)
        return;
    m_scopeBegin = begin;
    m_scopeEnd = end;
    m_editor->indicatorDefine(QsciScintilla::FullBoxIndicator, mark::scope);
    m_editor->setIndicatorForegroundColor(palette().color(QPalette::Highlight), mark::scope);
    send(m_editor, QsciScintilla::SCI_INDICSETALPHA, mark::scope, 28);
    m_editor->setIndicatorDrawUnder(true, mark::scope);
    send(m_editor, QsciScintilla::SCI_INDICATORFILLRANGE, begin, end - begin);
}

void FindBar::open(bool replacing)
{
    const QString selected = m_editor->selectedText();
    show();
    m_replaceLine->setVisible(replacing && !m_editor->isReadOnly());
    if (selected.contains(u'\n')) {
        m_scope->setChecked(true);
    } else if (!selected.isEmpty()) {
        m_field->setText(m_regex->isChecked() ? QRegularExpression::escape(selected) : selected);
    }
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
    search();
}

void FindBar::close()
{
    clearMarks();
    m_scope->setChecked(false);
    m_matches.clear();
    hide();
    m_editor->setFocus(Qt::OtherFocusReason);
}

void FindBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        close();
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (focusWidget() == m_replacement)
            event->modifiers() & Qt::ControlModifier ? (void)replaceAll() : replaceOne();
        else
            event->modifiers() & Qt::ShiftModifier ? findPrevious() : findNext();
    } else {
        QWidget::keyPressEvent(event);
    }
}

void FindBar::clearMarks()
{
    send(m_editor, QsciScintilla::SCI_SETINDICATORCURRENT, mark::found);
    send(m_editor, QsciScintilla::SCI_INDICATORCLEARRANGE, 0, m_editor->length());
}

SearchOptions FindBar::options() const
{
    return {m_field->text(), m_regex->isChecked(), m_case->isChecked(), m_word->isChecked()};
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
    SearchResult result = findAll(m_editor->bytes(), options(), nullptr, m_scopeBegin, m_scopeEnd);
    if (!result.error.isEmpty()) {
        m_count->setText(tr("Not an expression"));
        m_field->setToolTip(result.error);
        return;
    }
    m_matches = std::move(result.matches);
    m_editor->indicatorDefine(QsciScintilla::StraightBoxIndicator, mark::found);
    m_editor->setIndicatorForegroundColor(palette().color(QPalette::Highlight), mark::found);
    // The colour would cover the text, and the match that is selected.
    send(m_editor, QsciScintilla::SCI_INDICSETALPHA, mark::found, 60);
    send(m_editor, QsciScintilla::SCI_INDICSETOUTLINEALPHA, mark::found, 200);
    m_editor->setIndicatorDrawUnder(true, mark::found);
    send(m_editor, QsciScintilla::SCI_SETINDICATORCURRENT, mark::found);
    for (const SearchMatch &match : m_matches)
        send(m_editor, QsciScintilla::SCI_INDICATORFILLRANGE, match.begin, match.end - match.begin);
    m_count->setText(m_matches.empty() ? tr("Not found") : tr("%n match(es)", nullptr, static_cast<int>(m_matches.size())));
}

void FindBar::select(bool forward, bool fromHere)
{
    if (m_matches.empty())
        return;
    const auto begin = static_cast<int>(send(m_editor, QsciScintilla::SCI_GETSELECTIONSTART));
    const auto end = static_cast<int>(send(m_editor, QsciScintilla::SCI_GETSELECTIONEND));
    size_t chosen = 0;
    if (forward) {
        const int from = fromHere ? begin : end;
        const auto found = std::ranges::lower_bound(m_matches, from, {}, &SearchMatch::begin);
        chosen = found == m_matches.end() ? 0 : static_cast<size_t>(found - m_matches.begin());
    } else {
        const auto found = std::ranges::lower_bound(m_matches, begin, {}, &SearchMatch::begin);
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

void FindBar::replaceOne()
{
    if (m_editor->isReadOnly() || m_field->text().isEmpty())
        return;
    const auto begin = static_cast<int>(send(m_editor, QsciScintilla::SCI_GETSELECTIONSTART));
    const auto end = static_cast<int>(send(m_editor, QsciScintilla::SCI_GETSELECTIONEND));
    const QString with = m_replacement->text();
    const SearchResult result = findAll(m_editor->bytes(), options(), &with, m_scopeBegin, m_scopeEnd);
    const auto found = std::ranges::find_if(result.matches,
                                            [&](const SearchMatch &match) { return match.begin == begin && match.end == end; });
    if (found != result.matches.end()) {
        replaceBytes(m_editor, begin, end, found->replacement);
        const auto after = static_cast<int>(begin + found->replacement.size());
        send(m_editor, QsciScintilla::SCI_SETSEL, after, after);
    }
    search();
    select(true, true);
}

size_t FindBar::replaceAll()
{
    if (m_editor->isReadOnly() || m_field->text().isEmpty())
        return 0;
    const QString with = m_replacement->text();
    const SearchResult result = findAll(m_editor->bytes(), options(), &with, m_scopeBegin, m_scopeEnd);
    {
        const UndoStep step(m_editor);
        // From the end, so that the places before stay right.
        for (auto match = result.matches.rbegin(); match != result.matches.rend(); ++match)
            replaceBytes(m_editor, match->begin, match->end, match->replacement);
    }
    search();
    m_count->setText(tr("%n replaced", nullptr, static_cast<int>(result.matches.size())));
    return result.matches.size();
}

}
