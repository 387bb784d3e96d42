// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/source/source_pane.h"

#include "editor/source/disassembly_strip.h"
#include "editor/source/source_text.h"
#include "editor/source/source_view.h"

#include <QEvent>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QToolButton>
#include <QToolTip>
#include <QVBoxLayout>

#include <algorithm>

namespace tapscope::editor {

namespace {

constexpr qint64 largestSource = 64 * 1024 * 1024;

}

SourcePane::SourcePane(Background *worker, SourceReader *reader, CodeFile code, QString file, QWidget *parent)
    : QWidget(parent)
    , m_worker(worker)
    , m_reader(reader)
    , m_code(std::move(code))
    , m_file(std::move(file))
    , m_lines(std::make_shared<const SourceLines>())
    , m_title(new QLabel(this))
    , m_state(new QLabel(this))
    , m_problem(new QLabel(this))
    , m_stripButton(new QToolButton(this))
    , m_missing(new QWidget(this))
    , m_question(new QLabel(m_missing))
    , m_ask(new QPushButton(m_missing))
    , m_stop(new QPushButton(m_missing))
    , m_choose(new QPushButton(m_missing))
    , m_view(new SourceView(this))
    , m_strip(new DisassemblyStrip(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(6, 2, 4, 2);
    head->setSpacing(10);
    m_title->setForegroundRole(QPalette::PlaceholderText);
    m_title->setMinimumWidth(20);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_stripButton->setCheckable(true);
    m_stripButton->setAutoRaise(true);
    head->addWidget(m_title, 1);
    head->addWidget(m_state);
    head->addWidget(m_stripButton);
    layout->addLayout(head);

    auto *bar = new QHBoxLayout(m_missing);
    bar->setContentsMargins(8, 4, 8, 4);
    m_question->setWordWrap(true);
    bar->addWidget(m_question, 1);
    m_ask->setObjectName(QStringLiteral("askServer"));
    bar->addWidget(m_ask);
    m_stop->setObjectName(QStringLiteral("stopAsking"));
    bar->addWidget(m_stop);
    bar->addWidget(m_choose);
    m_missing->setAutoFillBackground(true);
    m_missing->setBackgroundRole(QPalette::ToolTipBase);
    m_question->setForegroundRole(QPalette::ToolTipText);
    m_missing->hide();
    layout->addWidget(m_missing);
    m_problem->setContentsMargins(8, 4, 8, 4);
    m_problem->setWordWrap(true);
    m_problem->hide();
    layout->addWidget(m_problem);

    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->addWidget(m_view);
    splitter->addWidget(m_strip);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setChildrenCollapsible(false);
    m_strip->hide();
    layout->addWidget(splitter, 1);

    connect(m_ask, &QPushButton::clicked, this, &SourcePane::fetchText);
    connect(m_stop, &QPushButton::clicked, this, &SourcePane::stopFetching);
    connect(m_choose, &QPushButton::clicked, this, &SourcePane::askWhere);
    connect(m_stripButton, &QToolButton::toggled, this, [this](bool shown) {
        setStripShown(shown);
        Q_EMIT stripToggled(shown);
    });
    connect(m_view, &SourceView::toggleWanted, this, &SourcePane::toggleWanted);
    connect(m_view, &SourceView::lineChanged, this, [this] { showCurrent(); });
    connect(m_view, &SourceView::hovered, this, &SourcePane::showHover);
    connect(m_strip, &DisassemblyStrip::lineWanted, this, &SourcePane::goToLine);
    retranslate();
    readLines();
}

SourcePane::~SourcePane()
{
    // What is still on its way is for nobody.
    for (const Cancelled &work : m_work)
        work->store(true);
}

void SourcePane::load(const SourceMap &map)
{
    m_map = map;
    showText();
}

void SourcePane::showText()
{
    QString path = m_map.find(m_file, m_code.path, m_lines->directory);
    if (path.isEmpty())
        path = m_lines->fetched;
    QByteArray text;
    if (QFile file(path); !path.isEmpty() && file.size() <= largestSource && file.open(QIODevice::ReadOnly))
        text = file.readAll();
    m_path = text.isNull() ? QString() : path;
    m_view->setText(text.isNull() && !m_path.isEmpty() ? QByteArray("") : text, QFileInfo(m_file).fileName());
    m_missing->setVisible(m_path.isEmpty());
    retranslate();
    if (m_wantedLine > 0)
        m_view->goToLine(m_wantedLine);
}

void SourcePane::readLines()
{
    m_work.push_back(m_worker->run([this, reader = m_reader, code = m_code, file = m_file](const std::atomic<bool> &cancelled) {
        auto lines = std::make_shared<const SourceLines>(reader->lines(code, file, cancelled));
        return Background::Then([this, lines] {
            m_lines = lines;
            m_ready = true;
            m_problem->setText(lines->problem);
            m_problem->setVisible(!lines->problem.isEmpty());
            // Only now it is known what a relative name counts from.
            if (m_path.isEmpty())
                showText();
            m_view->setLines(lines);
            if (m_path.isEmpty() && m_wantedLine > 0)
                m_view->goToLine(m_wantedLine);
            showProbed();
            showCurrent();
            if (m_path.isEmpty())
                fetchText();
            Q_EMIT ready();
        });
    }));
}

/// From a debuginfod server, where the user's environment names one.
void SourcePane::fetchText()
{
    if (m_fetching == Fetching::Running || !SourceReader::mayFetch(*m_lines))
        return;
    m_fetching = Fetching::Running;
    retranslate();
    m_fetch = m_worker->run([this, lines = m_lines](const std::atomic<bool> &cancelled) {
        const QString path = SourceReader::fetch(*lines, cancelled);
        return Background::Then([this, lines, path] {
            m_fetching = path.isEmpty() ? Fetching::Failed : Fetching::Idle;
            retranslate();
            if (path.isEmpty() || !m_path.isEmpty() || m_lines != lines)
                return;
            SourceLines more = *lines;
            more.fetched = path;
            m_lines = std::make_shared<const SourceLines>(std::move(more));
            showText();
            m_view->setLines(m_lines);
            showProbed();
        });
    });
    m_work.push_back(m_fetch);
}

void SourcePane::stopFetching()
{
    if (m_fetch)
        m_fetch->store(true);
    m_fetching = Fetching::Idle;
    retranslate();
}

void SourcePane::goToLine(int line)
{
    if (line <= 0)
        return;
    m_wantedLine = line;
    m_view->goToLine(line);
}

void SourcePane::setStatements(const std::vector<ScriptStatement> &statements, const QString &target)
{
    m_statements = statements;
    m_target = target;
    showProbed();
}

std::optional<SourcePlace> SourcePane::placeOf(int line) const
{
    const auto found = m_lines->places.find(line);
    if (found == m_lines->places.end())
        return {};
    SourcePlace place;
    place.program = m_lines->code.path.toStdString();
    place.head = m_code.head.toStdString();
    place.file = m_file.toStdString();
    place.line = static_cast<uint32_t>(line);
    const debuginfo::FunctionEntry first = m_lines->index->function(found->second.front().function);
    place.function = first.name;
    place.functionLine = first.line;
    for (const LinePlace &other : found->second) {
        if (m_lines->index->function(other.function).name != place.function)
            place.function = "*";
    }
    return place;
}

void SourcePane::showProbed()
{
    std::set<int> probed;
    const std::string target = m_target.toStdString();
    if (!m_statements.empty()) {
        for (const auto &[line, places] : m_lines->places) {
            auto place = placeOf(line);
            const bool set = std::ranges::any_of(places, [&](const LinePlace &at) {
                const debuginfo::FunctionEntry function = m_lines->index->function(at.function);
                place->function = function.name;
                place->functionLine = function.line;
                return std::ranges::any_of(m_statements,
                                           [&](const ScriptStatement &statement) { return covers(statement, *place, target); });
            });
            if (set)
                probed.insert(line);
        }
    }
    m_probed = std::move(probed);
    m_view->setProbed(m_probed);
    showCurrent();
}

bool SourcePane::isStripShown() const
{
    return !m_strip->isHidden();
}

void SourcePane::setStripShown(bool shown)
{
    const QSignalBlocker blocker(m_stripButton);
    m_stripButton->setChecked(shown);
    m_strip->setVisible(shown);
    if (shown)
        showCurrent();
}

/// The gutter's shapes in words, for those who cannot see them too.
void SourcePane::showState()
{
    const int line = m_view->currentLine();
    QString text;
    switch (m_ready ? m_view->mark(line) : SourceView::Mark::None) {
    case SourceView::Mark::None:
        text = m_ready && m_lines->problem.isEmpty() ? SourceText::tr("Line %1: no code").arg(line) : QString();
        break;
    case SourceView::Mark::Possible: text = SourceText::tr("○ Line %1: F9 probes it").arg(line); break;
    case SourceView::Mark::Inlined: text = SourceText::tr("◐ Line %1: in inlined copies only, F9 probes them").arg(line); break;
    case SourceView::Mark::Set: text = SourceText::tr("● Line %1: probed, F9 takes it away").arg(line); break;
    }
    m_state->setText(text);
    m_view->setAccessibleDescription(text);
}

void SourcePane::showCurrent()
{
    showState();
    if (m_strip->isHidden() || !m_ready)
        return;
    const int line = m_view->currentLine();
    std::set<uint64_t> places, probed;
    const auto at = m_lines->places.find(line);
    if (at != m_lines->places.end()) {
        for (const LinePlace &place : at->second)
            places.insert(place.address);
    }
    for (const int each : m_probed) {
        for (const LinePlace &place : m_lines->places.at(each))
            probed.insert(place.address);
    }
    m_strip->disassembly()->setCurrent(line, std::move(places), std::move(probed));
    readCode();
    m_strip->reveal();
}

void SourcePane::readCode()
{
    const auto at = m_lines->places.find(m_view->currentLine());
    if (at == m_lines->places.end())
        return;
    const LinePlace &place = at->second.front();
    const auto &code = m_strip->disassembly()->code();
    const bool known = std::ranges::any_of(code, [&](const DisassembledLine &each) { return each.address == place.address; });
    if (known || m_codeOf == place.address)
        return;
    if (m_coding)
        m_coding->store(true);
    m_codeOf = place.address;
    m_coding = m_worker->run([this, reader = m_reader, lines = m_lines, place](const std::atomic<bool> &cancelled) {
        auto read = reader->disassembly(*lines, place, cancelled);
        return Background::Then([this, read = std::move(read)] {
            // What cannot be read is not asked for again and again.
            if (!read.empty())
                m_codeOf = 0;
            m_strip->disassembly()->setCode(read);
            m_strip->reveal();
        });
    });
    m_work.push_back(m_coding);
}

void SourcePane::showHover(int line, const QPoint &place)
{
    if (!m_lines->places.contains(line))
        return;
    if (m_hovering)
        m_hovering->store(true);
    const bool dark = palette().color(QPalette::ToolTipBase).lightness() < 128;
    m_hovering = m_worker->run([this, reader = m_reader, lines = m_lines, line, place, dark](const std::atomic<bool> &) {
        const QString text = reader->describe(*lines, line, dark);
        return Background::Then([this, text, place] { QToolTip::showText(place, text, m_view); });
    });
    std::erase_if(m_work, [](const Cancelled &work) { return work.use_count() == 1; });
    m_work.push_back(m_hovering);
}

void SourcePane::askWhere()
{
    const QString name = QFileInfo(m_file).fileName();
    const QString path = QFileDialog::getOpenFileName(window(), SourceText::tr("Where Is %1?").arg(m_file), QDir::homePath(),
                                                      SourceText::tr("%1;;All files (*)").arg(name));
    if (!path.isEmpty())
        Q_EMIT located(m_file, path);
}

void SourcePane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void SourcePane::retranslate()
{
    // Short, since the line's state stands beside it; the tool tip has the paths.
    m_title->setText(SourceText::tr("%1 (read only) – in %2").arg(QFileInfo(m_file).fileName(), m_code.path.section(u'/', -1)));
    m_title->setToolTip(SourceText::tr("%1 (read only) – in %2").arg(m_path.isEmpty() ? m_file : m_path, m_code.path));
    m_state->setToolTip(SourceText::tr("Enter tells what can be read in the line."));
    showState();
    m_question->setText((m_fetching == Fetching::Running      ? SourceText::tr("debuginfod is asked for %1…")
                             : m_fetching == Fetching::Failed ? SourceText::tr("debuginfod has no copy of %1. Its lines can be "
                                                                               "probed by their numbers without it.")
                                                              : SourceText::tr("Where is %1? Its lines can be probed by their "
                                                                               "numbers without it."))
                            .arg(m_file));
    m_ask->setText(m_fetching == Fetching::Failed ? SourceText::tr("Ask Again") : SourceText::tr("Ask debuginfod"));
    m_ask->setToolTip(SourceText::tr("Fetches the text from the servers that DEBUGINFOD_URLS names."));
    m_ask->setVisible(m_ready && SourceReader::mayFetch(*m_lines));
    m_ask->setEnabled(m_fetching != Fetching::Running);
    m_stop->setText(SourceText::tr("Stop"));
    m_stop->setVisible(m_fetching == Fetching::Running);
    m_choose->setText(SourceText::tr("Choose…"));
    m_stripButton->setText(SourceText::tr("Machine code"));
    m_stripButton->setToolTip(SourceText::tr("Shows the instructions of the function, and where a probe goes"));
}

}
