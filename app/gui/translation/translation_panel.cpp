// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/translation/translation_panel.h"

#include "app/gui/translation/translation_column.h"
#include "editor/scintilla_calls.h"
#include "views/panel_bar.h"

#include <QClipboard>
#include <QComboBox>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>

#include <algorithm>
#include <limits>

namespace tapscope::app {

using script::Range;

namespace {

enum ProbeChoice { AllProbes = -1, Functions = -2 };

QList<QByteArray> linesOf(const std::vector<translator::ListingLine> &listing)
{
    QList<QByteArray> lines;
    lines.reserve(static_cast<qsizetype>(listing.size()));
    for (const translator::ListingLine &line : listing)
        lines << QByteArray::fromStdString(line.text);
    return lines;
}

}

TranslationPanel::TranslationPanel(QWidget *parent)
    : QWidget(parent)
    , m_probes(new QComboBox(this))
    , m_find(new QLineEdit(this))
    , m_state(new QLabel(this))
    , m_copy(new QToolButton(this))
    , m_columns(new QSplitter(this))
    , m_pages(new QStackedWidget(this))
    , m_message(new QLabel(this))
{
    QHBoxLayout *bar = views::addBarAbove(m_pages, this);
    bar->addWidget(m_probes, 1);
    bar->addWidget(m_find, 1);
    bar->addStretch(1);
    bar->addWidget(m_state);
    bar->addWidget(m_copy);
    views::makeSearchField(m_find, 40);
    m_probes->setMaximumWidth(60 * fontMetrics().averageCharWidth());
    m_probes->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_probes->setMinimumContentsLength(16);

    m_columns->setChildrenCollapsible(false);
    m_script = addColumn(QStringLiteral("a.stp"), "script");
    m_intermediate = addColumn(QStringLiteral("a.ll"), "intermediate");
    m_instructions = addColumn(QStringLiteral("a.c"), "instructions");
    m_columns->setSizes({300, 400, 400});
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(m_message);
    m_message->setWordWrap(true);
    m_message->setMargin(24);
    m_message->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_message->setTextInteractionFlags(Qt::TextBrowserInteraction);
    m_pages->addWidget(scroll);
    m_pages->addWidget(m_columns);
    setFocusProxy(m_script.text);

    connect(m_probes, &QComboBox::currentIndexChanged, this, &TranslationPanel::fillColumns);
    connect(m_find, &QLineEdit::returnPressed, this, [this] { find(true); });
    connect(m_find, &QLineEdit::textChanged, this, [this] {
        m_notFound = false;
        showMessage();
    });
    connect(new QShortcut(QKeySequence(Qt::SHIFT | Qt::Key_Return), m_find, nullptr, nullptr, Qt::WidgetShortcut),
            &QShortcut::activated, this, [this] { find(false); });
    connect(m_copy, &QToolButton::clicked, this, &TranslationPanel::copyAll);
    connect(m_message, &QLabel::linkActivated, this, [this](const QString &link) {
        const auto which = static_cast<size_t>(link.toUInt());
        if (which < m_problems.size())
            Q_EMIT problemActivated(m_problems[which]);
    });
    connect(m_script.text, &TranslationColumn::selected, this, &TranslationPanel::onScriptSelected);
    for (TranslationColumn *column : {m_intermediate.text, m_instructions.text})
        connect(column, &TranslationColumn::selected, this, [this, column] { onLinesSelected(column); });
    for (size_t i = 0; i < columns().size(); ++i)
        connect(columns()[i], &TranslationColumn::selected, this, [this, i] { m_searched = i; });
    connect(m_script.text, &QsciScintilla::SCN_DOUBLECLICK, this, [this] {
        if (m_translation && m_file < m_translation->files.size())
            Q_EMIT placeWanted(m_translation->files[m_file].path, m_script.text->currentLine() + 1, 1);
    });
    retranslate();
}

TranslationPanel::Column TranslationPanel::addColumn(const QString &syntax, const char *name)
{
    auto *holder = new QWidget(m_columns);
    auto *layout = new QVBoxLayout(holder);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    Column column{new QLabel(holder), new TranslationColumn(syntax, holder)};
    column.title->setContentsMargins(8, 2, 8, 2);
    column.title->setMinimumWidth(1);
    column.title->setFixedHeight(fontMetrics().height() * 3 / 2); // the same in all, whatever script they are written in
    column.text->setObjectName(QString::fromLatin1(name));
    column.text->setLineNumbersShown(name == std::string_view("script"));
    layout->addWidget(column.title);
    layout->addWidget(column.text, 1);
    m_columns->addWidget(holder);
    return column;
}

void TranslationPanel::setTranslation(std::shared_ptr<const Translation> translation)
{
    m_translation = std::move(translation);
    m_problems.clear();
    m_busy = false;
    fillProbes();
    fillColumns();
    showMessage();
}

void TranslationPanel::setProblems(editor::Problems problems)
{
    m_problems = std::move(problems);
    m_translation.reset();
    m_busy = false;
    showMessage();
}

void TranslationPanel::setBusy(bool busy)
{
    m_busy = busy;
    showMessage();
}

void TranslationPanel::clear()
{
    m_translation.reset();
    m_problems.clear();
    m_busy = false;
    showMessage();
}

/// The choice stays when the script is translated again.
void TranslationPanel::fillProbes()
{
    const QString before = m_probes->currentText();
    const QSignalBlocker blocker(m_probes);
    m_probes->clear();
    m_probes->addItem(tr("All probes"), AllProbes);
    for (size_t i = 0; m_translation && i < m_translation->probes.size(); ++i)
        m_probes->addItem(m_translation->probes[i].name, static_cast<int>(i));
    if (m_translation
        && std::ranges::any_of(m_translation->listing.intermediate, [](const auto &line) { return line.handler < 0; }))
        m_probes->addItem(tr("Functions"), Functions);
    m_probes->setCurrentIndex(std::max(0, m_probes->findText(before)));
}

void TranslationPanel::fillColumns()
{
    if (!m_translation)
        return;
    const int choice = m_probes->currentData().toInt();
    const auto fill = [&](TranslationColumn *column, const std::vector<translator::ListingLine> &listing) {
        std::vector<size_t> shown;
        for (size_t i = 0; i < listing.size(); ++i) {
            const int32_t handler = listing[i].handler;
            if (choice == AllProbes || (choice == Functions && handler < 0)
                || (choice >= 0 && std::ranges::contains(m_translation->probes[static_cast<size_t>(choice)].handlers, handler)))
                shown.push_back(i);
        }
        column->setLines(linesOf(listing), shown);
    };
    fill(m_intermediate.text, m_translation->listing.intermediate);
    fill(m_instructions.text, m_translation->listing.instructions);
    m_file = std::numeric_limits<script::FileId>::max();
    const bool ofProbe = choice >= 0;
    const Range place = ofProbe ? m_translation->probes[static_cast<size_t>(choice)].range : Range{};
    showFile(place.empty() ? 0 : place.file);
    if (!place.empty())
        m_script.text->markBytes(static_cast<int>(place.begin), static_cast<int>(place.end));
    retranslate();
}

void TranslationPanel::showFile(script::FileId file)
{
    if (file == m_file || file >= m_translation->files.size())
        return;
    m_file = file;
    m_script.text->setLines(m_translation->files[file].text.split('\n'));
    m_script.title->setText(m_translation->files[file].path.section(u'/', -1));
    m_script.title->setToolTip(m_translation->files[file].path);
}

void TranslationPanel::selectInScript(uint32_t begin, uint32_t end)
{
    if (m_translation)
        showLink(linkFromScript(*m_translation, {0, begin, end}), nullptr);
}

void TranslationPanel::onScriptSelected()
{
    if (!m_translation)
        return;
    const auto begin = editor::send(m_script.text, QsciScintilla::SCI_GETSELECTIONSTART);
    const auto end = editor::send(m_script.text, QsciScintilla::SCI_GETSELECTIONEND);
    showLink(linkFromScript(*m_translation, {m_file, static_cast<uint32_t>(begin), static_cast<uint32_t>(end)}), m_script.text);
}

void TranslationPanel::onLinesSelected(const TranslationColumn *column)
{
    const auto lines = column->selectedLines();
    if (!m_translation || !lines)
        return;
    showLink(column == m_intermediate.text ? linkFromIntermediate(*m_translation, lines->first, lines->second)
                                           : linkFromInstructions(*m_translation, lines->first, lines->second),
             column);
}

void TranslationPanel::showLink(const TranslationLink &link, const TranslationColumn *from)
{
    if (!link.script.empty()) {
        if (from != m_script.text)
            showFile(link.script.file);
        m_script.text->markBytes(static_cast<int>(link.script.begin), static_cast<int>(link.script.end));
    } else {
        m_script.text->clearMarks();
    }
    m_intermediate.text->markLines(link.intermediate);
    m_instructions.text->markLines(link.instructions);
}

/// From the last place on through all columns, around to that place.
void TranslationPanel::find(bool forward)
{
    const QString text = m_find->text();
    if (text.isEmpty() || !m_translation)
        return;
    const auto all = columns();
    m_notFound = true;
    for (size_t step = 0; step <= all.size() && m_notFound; ++step) {
        const size_t which = (m_searched + (forward ? step : 3 * all.size() - step)) % all.size();
        if (!all[which]->findText(text, forward, step > 0))
            continue;
        m_searched = which;
        m_notFound = false;
    }
    showMessage();
}

void TranslationPanel::copyAll() const
{
    if (m_translation)
        QGuiApplication::clipboard()->setText(m_translation->text);
}

void TranslationPanel::showMessage()
{
    m_copy->setEnabled(m_translation != nullptr);
    m_probes->setEnabled(m_translation != nullptr);
    m_state->setText(m_notFound ? tr("“%1” was not found").arg(m_find->text()) : m_busy ? tr("Translating…") : QString());
    m_pages->setCurrentIndex(m_translation ? 1 : 0);
    if (m_translation)
        return;
    if (m_problems.empty()) {
        m_message->setText(m_busy ? QString()
                                  : tr("What becomes of the script at hand appears here: its typed blocks, and the instructions "
                                       "that run in the kernel."));
        return;
    }
    QString text = u"<p><b>" + tr("The script cannot be translated yet.") + u"</b></p>";
    for (size_t i = 0; i < m_problems.size(); ++i) {
        const editor::Problem &problem = m_problems[i];
        QString lines = editor::fullText(problem).toHtmlEscaped().replace(u'\n', QStringLiteral("<br>"));
        if (problem.line > 0)
            lines = u"<a href=\"" + QString::number(i) + u"\">" + tr("Line %1").arg(problem.line) + u"</a>: " + lines;
        text += u"<p>" + lines + u"</p>";
    }
    m_message->setText(text);
}

void TranslationPanel::retranslate()
{
    m_find->setPlaceholderText(tr("Find in the translation"));
    m_find->setAccessibleName(tr("Find in the translation"));
    m_probes->setAccessibleName(tr("Probes to show"));
    m_probes->setToolTip(tr("Shows what became of one probe only"));
    m_copy->setText(tr("Copy All"));
    m_copy->setToolTip(tr("Copies the intermediate representation and the instructions, each below the line that it comes from"));
    m_script.text->setAccessibleName(tr("Script"));
    if (!m_translation)
        m_script.title->setText(tr("Script"));
    m_intermediate.text->setAccessibleName(tr("Intermediate representation"));
    m_intermediate.title->setText(tr("Intermediate representation"));
    m_instructions.text->setAccessibleName(tr("Kernel instructions"));
    const bool none = m_translation && m_instructions.text->shownLines() == 0;
    m_instructions.title->setText(none ? tr("Kernel instructions: none, all of it runs outside of the kernel")
                                       : tr("Kernel instructions"));
    showMessage();
}

void TranslationPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        fillProbes();
        retranslate();
    }
}

}
