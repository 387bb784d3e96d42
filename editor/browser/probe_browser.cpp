// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/browser/probe_browser.h"

#include "editor/browser/code_nodes.h"
#include "editor/browser/probe_delegate.h"
#include "editor/browser/probe_list_model.h"
#include "editor/browser/probe_source.h"
#include "editor/browser/probe_tree_model.h"
#include "editor/code_font.h"

#include <QEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QToolButton>
#include <QTreeView>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace tapscope::editor {

namespace {

constexpr size_t mostResults = 400;
constexpr int countDelayMs = 200;
/// In front of a function's name: who calls it.
const QString callersPrefix = QStringLiteral("c ");

ProbeNodes nothingFound()
{
    return {factNode(BrowserText::tr("Nothing has this name"),
                     BrowserText::tr("What is searched: the program of the run bar, programs that were added, the kernel and the "
                                     "tapset. A prefix such as “f ” leaves out the rest."))};
}

/// Whether the row's tool tip is a text to be read, not a path or the like.
bool isDocumented(const ProbeNode &node)
{
    using Kind = ProbeNode::Kind;
    return node.kind == Kind::Alias || node.kind == Kind::TapsetFunction || node.kind == Kind::Syscall || node.kind == Kind::Fact
        || node.kind == Kind::Group || node.kind == Kind::Process;
}

QTreeView *makeView(QAbstractItemModel *model, ProbeDelegate *delegate, QWidget *parent)
{
    auto *view = new QTreeView(parent);
    view->setModel(model);
    view->setItemDelegate(delegate);
    view->setHeaderHidden(true);
    view->setUniformRowHeights(true);
    view->setDragEnabled(true);
    view->setDragDropMode(QAbstractItemView::DragOnly);
    view->setExpandsOnDoubleClick(false);
    view->setContextMenuPolicy(Qt::CustomContextMenu);
    view->setFrameShape(QFrame::NoFrame);
    view->setIndentation(14);
    return view;
}

}

ProbeBrowser::ProbeBrowser(std::string tapsetDirectory, std::shared_ptr<CodeIndexes> indexes, QWidget *parent)
    : QWidget(parent)
    , m_indexes(std::move(indexes))
    , m_source(std::make_unique<ProbeSource>(std::move(tapsetDirectory), m_indexes))
    , m_worker(std::make_unique<Background>(QStringLiteral("browse")))
    , m_searcher(std::make_unique<Background>(QStringLiteral("search")))
    , m_counter(std::make_unique<Background>(QStringLiteral("count")))
    , m_model(new ProbeTreeModel(m_worker.get(), m_source.get(), this))
    , m_found(new ProbeListModel(this))
    , m_treeDelegate(new ProbeDelegate(this))
    , m_foundDelegate(new ProbeDelegate(this))
    , m_filter(new QLineEdit(this))
    , m_stack(new QStackedWidget(this))
    , m_tree(makeView(m_model, m_treeDelegate, this))
    , m_results(makeView(m_found, m_foundDelegate, this))
    , m_details(new QTreeWidget(this))
    , m_found_count(new QLabel(this))
    , m_add(new QToolButton(this))
    , m_addProgram(new QAction(this))
    , m_chooseKernel(new QAction(this))
    , m_about(new QLabel(this))
    , m_progress(new QLabel(this))
    , m_patternLabel(new QLabel(QStringLiteral("stap -l"), this))
    , m_pattern(new QLineEdit(this))
    , m_count(new QLabel(this))
    , m_insert(new QToolButton(this))
    , m_countLater(new QTimer(this))
{
    makeLayout();
    connectParts();
    retranslate();
    rebuild();
}

ProbeBrowser::~ProbeBrowser()
{
    m_worker.reset();
    m_searcher.reset();
    m_counter.reset();
}

void ProbeBrowser::makeLayout()
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(4, 4, 4, 4);
    top->setSpacing(4);
    m_filter->setClearButtonEnabled(true);
    m_add->setText(QStringLiteral("+"));
    m_add->setAutoRaise(true);
    m_add->setPopupMode(QToolButton::InstantPopup);
    m_add->addActions({m_addProgram, m_chooseKernel});
    m_progress->setForegroundRole(QPalette::PlaceholderText);
    m_progress->setContentsMargins(6, 0, 6, 2);
    m_progress->setWordWrap(true);
    m_progress->hide();
    top->addWidget(m_filter, 1);
    top->addWidget(m_found_count);
    top->addWidget(m_add);
    layout->addLayout(top);
    layout->addWidget(m_progress);

    m_results->setRootIsDecorated(false);
    m_stack->addWidget(m_tree);
    m_stack->addWidget(m_results);
    m_details->setRootIsDecorated(false);
    m_details->setUniformRowHeights(true);
    m_details->setFrameShape(QFrame::NoFrame);
    m_details->setColumnCount(2);
    m_details->header()->setStretchLastSection(true);
    m_details->setFocusPolicy(Qt::ClickFocus);
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_stack);
    auto *below = new QWidget(splitter);
    auto *column = new QVBoxLayout(below);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_about->setWordWrap(true);
    m_about->setTextFormat(Qt::PlainText);
    m_about->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_about->setContentsMargins(6, 3, 6, 3);
    m_about->hide();
    column->addWidget(m_about);
    column->addWidget(m_details, 1);
    splitter->addWidget(below);
    splitter->setStretchFactor(0, 1);
    splitter->setSizes({400, 110});
    layout->addWidget(splitter, 1);

    auto *bottom = new QHBoxLayout;
    bottom->setContentsMargins(4, 4, 4, 2);
    bottom->setSpacing(4);
    QFont code = codeFont();
    m_patternLabel->setFont(code);
    m_patternLabel->setForegroundRole(QPalette::PlaceholderText);
    m_pattern->setFont(code);
    m_patternLabel->setBuddy(m_pattern);
    m_insert->setToolButtonStyle(Qt::ToolButtonTextOnly);
    bottom->addWidget(m_patternLabel);
    bottom->addWidget(m_pattern, 1);
    bottom->addWidget(m_insert);
    layout->addLayout(bottom);
    m_count->setForegroundRole(QPalette::PlaceholderText);
    m_count->setContentsMargins(6, 0, 6, 4);
    m_count->setWordWrap(true);
    layout->addWidget(m_count);
    m_countLater->setSingleShot(true);
    m_countLater->setInterval(countDelayMs);
}

void ProbeBrowser::connectParts()
{
    connect(m_filter, &QLineEdit::textChanged, this, &ProbeBrowser::search);
    m_filter->installEventFilter(this);
    for (QTreeView *view : {m_tree, m_results}) {
        connect(view->selectionModel(), &QItemSelectionModel::currentChanged, this,
                [this, view](const QModelIndex &index) { onCurrent(nodeOf(view, index)); });
        connect(view, &QTreeView::doubleClicked, this, [this, view](const QModelIndex &index) {
            const ProbeNode *node = nodeOf(view, index);
            if (node && !snippetsFor(*node).isEmpty())
                insert(*node);
            else if (view == m_tree)
                view->setExpanded(index, !view->isExpanded(index));
        });
        connect(view, &QTreeView::customContextMenuRequested, this, [this, view](const QPoint &place) { showMenu(view, place); });
        view->installEventFilter(this);
    }
    connect(m_pattern, &QLineEdit::textChanged, this, [this] { m_countLater->start(); });
    connect(m_pattern, &QLineEdit::returnPressed, this, [this] {
        if (!m_pattern->text().trimmed().isEmpty())
            Q_EMIT patternWanted(m_pattern->text().trimmed());
    });
    connect(m_countLater, &QTimer::timeout, this, &ProbeBrowser::onPattern);
    connect(m_insert, &QToolButton::clicked, this, [this] {
        const ProbeNode *node = current();
        if (node && (node->pattern == m_pattern->text() || node->pattern.isEmpty()) && !snippetsFor(*node).isEmpty())
            insert(*node);
        else if (!m_pattern->text().trimmed().isEmpty())
            Q_EMIT patternWanted(m_pattern->text().trimmed());
    });
    connect(m_addProgram, &QAction::triggered, this, &ProbeBrowser::addProgramWanted);
    connect(m_chooseKernel, &QAction::triggered, this, &ProbeBrowser::chooseKernelWanted);
    connect(m_indexes.get(), &CodeIndexes::progressed, this, &ProbeBrowser::showProgress, Qt::QueuedConnection);
}

bool ProbeBrowser::busy() const
{
    return m_worker->busy() || m_searcher->busy() || m_counter->busy() || m_countLater->isActive();
}

void ProbeBrowser::setTarget(const QString &program)
{
    if (program == m_target)
        return;
    m_target = program;
    rebuild();
}

void ProbeBrowser::setPrograms(const QStringList &programs)
{
    m_programs = programs;
    rebuild();
}

void ProbeBrowser::setKernel(const QString &kernel)
{
    if (kernel == m_kernel)
        return;
    m_kernel = kernel;
    m_worker->run([kernel, source = m_source.get()](const std::atomic<bool> &) {
        source->setKernel(kernel);
        return Background::Then();
    });
    rebuild();
}

void ProbeBrowser::showProgress(const QString &path, int percent)
{
    m_progress->setVisible(percent < 100);
    m_progress->setText(tr("Reading the debuginfo of %1: %2 %").arg(path.section(u'/', -1)).arg(percent));
}

void ProbeBrowser::rebuild()
{
    m_model->setRoots(ProbeSource::roots({m_target, m_programs, m_kernel}));
    readNames();
}

void ProbeBrowser::readNames()
{
    if (m_names)
        m_names->store(true);
    QStringList programs = m_programs;
    if (!m_target.isEmpty() && !programs.contains(m_target))
        programs.prepend(m_target);
    m_names = m_worker->run([this, programs, source = m_source.get()](const std::atomic<bool> &cancelled) {
        auto catalog = source->names(programs, cancelled);
        return Background::Then([this, catalog] {
            m_catalog = catalog;
            Q_EMIT catalogChanged();
            if (!m_filter->text().isEmpty())
                search();
        });
    });
}

void ProbeBrowser::search()
{
    if (m_search)
        m_search->store(true);
    const QString typed = m_filter->text();
    if (typed.startsWith(callersPrefix))
        return searchCallers(typed.mid(callersPrefix.size()).trimmed());
    const NameCatalog::Query query = NameCatalog::parse(typed);
    m_foundDelegate->setTyped(query.text);
    if (query.text.isEmpty() || !m_catalog) {
        m_stack->setCurrentWidget(m_tree);
        m_found_count->setText(query.text.isEmpty() || m_catalog ? QString() : tr("Reading names…"));
        return;
    }
    m_search = m_searcher->run([this, query, catalog = m_catalog](const std::atomic<bool> &) {
        size_t total = 0;
        ProbeNodes nodes;
        for (NameCatalog::Hit &hit : catalog->search(query, mostResults, &total))
            nodes.push_back(std::move(hit.node));
        return Background::Then([this, nodes = std::move(nodes), total] {
            m_found->setNodes(nodes.empty() ? nothingFound() : nodes);
            m_found_count->setText(nodes.size() < total ? tr("%1 of %2").arg(nodes.size()).arg(total) : QString::number(total));
            m_stack->setCurrentWidget(m_results);
            if (!nodes.empty())
                m_results->setCurrentIndex(m_found->index(0));
        });
    });
}

void ProbeBrowser::searchCallers(const QString &name)
{
    m_foundDelegate->setTyped({});
    if (name.isEmpty()) {
        m_stack->setCurrentWidget(m_tree);
        m_found_count->clear();
        return;
    }
    ProbeNode of;
    if (m_callee.name == name)
        of = m_callee;
    m_search = m_worker->run([this, name, of, catalog = m_catalog, source = m_source.get()](const std::atomic<bool> &cancelled) {
        ProbeNode callee = of;
        if (callee.name.isEmpty() && catalog) {
            for (NameCatalog::Hit &hit : catalog->search(NameCatalog::parse(QStringLiteral("f ") + name), mostResults)) {
                if (callee.name.isEmpty() && (hit.node.name == name || hit.node.text == name))
                    callee = std::move(hit.node);
            }
        }
        ProbeNodes nodes = callee.name.isEmpty() ? ProbeNodes() : source->callers(callee, cancelled);
        return Background::Then([this, nodes = std::move(nodes)] {
            const auto functions = std::ranges::count_if(nodes, [](const ProbeNode &node) {
                return node.kind != ProbeNode::Kind::Fact;
            });
            m_found->setNodes(nodes.empty() ? nothingFound() : nodes);
            m_found_count->setText(tr("%n caller(s)", nullptr, static_cast<int>(functions)));
            m_stack->setCurrentWidget(m_results);
            if (!nodes.empty())
                m_results->setCurrentIndex(m_found->index(0));
        });
    });
}

void ProbeBrowser::listCallers(const ProbeNode &node)
{
    m_callee = node;
    const QString typed = callersPrefix + node.name;
    if (m_filter->text() == typed)
        search();
    else
        m_filter->setText(typed);
}

const ProbeNode *ProbeBrowser::nodeOf(const QTreeView *view, const QModelIndex &index) const
{
    return view == m_tree ? m_model->node(index) : m_found->node(index);
}

const ProbeNode *ProbeBrowser::current() const
{
    const auto *view = qobject_cast<QTreeView *>(m_stack->currentWidget());
    return nodeOf(view, view->currentIndex());
}

void ProbeBrowser::onCurrent(const ProbeNode *node)
{
    m_details->clear();
    m_about->hide();
    if (m_detailing)
        m_detailing->store(true);
    if (!node)
        return;
    m_about->setText(node->toolTip);
    m_about->setVisible(!node->toolTip.isEmpty() && isDocumented(*node));
    m_pattern->setText(node->pattern);
    m_pattern->setCursorPosition(0);
    m_detailing = m_worker->run([this, of = *node, source = m_source.get()](const std::atomic<bool> &) {
        ProbeNodes facts = source->details(of);
        return Background::Then([this, of, facts = std::move(facts)] {
            m_details->clear();
            for (const ProbeNode &row : facts) {
                auto *item = new QTreeWidgetItem({row.text, row.detail}, QTreeWidgetItem::Type);
                m_details->addTopLevelItem(item);
                if (!row.toolTip.isEmpty()) {
                    // Not there, and why.
                    item->setDisabled(true);
                    item->setText(1, row.detail + QStringLiteral(" – ") + row.toolTip);
                }
                item->setToolTip(1, item->text(1));
            }
            if (facts.empty() && !of.toolTip.isEmpty() && !isDocumented(of)) {
                auto *item = new QTreeWidgetItem({of.text, of.toolTip});
                item->setToolTip(1, of.toolTip);
                m_details->addTopLevelItem(item);
                item->setFirstColumnSpanned(false);
            }
            m_details->resizeColumnToContents(0);
        });
    });
}

void ProbeBrowser::onPattern()
{
    if (m_counting)
        m_counting->store(true);
    const QString pattern = m_pattern->text().trimmed();
    m_insert->setEnabled(!pattern.isEmpty() || (current() && !snippetsFor(*current()).isEmpty()));
    if (pattern.isEmpty()) {
        m_count->clear();
        return;
    }
    m_count->setText(tr("Counting…"));
    m_counting = m_counter->run(
        [this, pattern, source = m_source.get(), target = m_target, kernel = m_kernel](const std::atomic<bool> &cancelled) {
            const ProbeSource::Count counted = source->count(pattern, target, kernel, cancelled);
            return Background::Then([this, counted] {
                m_count->setText(counted.points > 0 ? tr("Sets %n probe(s)", nullptr, static_cast<int>(counted.points))
                                     : counted.problem.isEmpty() ? tr("Nothing matches")
                                                                 : counted.problem);
            });
        });
}

void ProbeBrowser::insert(const ProbeNode &node)
{
    Q_EMIT insertWanted(node, Snippet::Call);
}

void ProbeBrowser::showSource(const ProbeNode &node)
{
    if (node.kind == ProbeNode::Kind::Alias || node.kind == ProbeNode::Kind::TapsetFunction)
        Q_EMIT fileWanted(node.file, node.line);
    else if (!node.program.isEmpty() && !node.file.isEmpty())
        Q_EMIT sourceWanted(node.code(), node.file, node.line);
}

void ProbeBrowser::fillMenu(QMenu *menu, const ProbeNode &node)
{
    for (const Snippet snippet : snippetsFor(node))
        menu->addAction(snippetTitle(snippet, node), this, [this, node, snippet] { Q_EMIT insertWanted(node, snippet); });
    if (!menu->isEmpty())
        menu->addSeparator();
    const bool inTapset = node.kind == ProbeNode::Kind::Alias || node.kind == ProbeNode::Kind::TapsetFunction;
    if (!node.file.isEmpty() && (inTapset || !node.program.isEmpty()))
        menu->addAction(tr("Show the Source"), this, [this, node] { showSource(node); });
    const bool isFunction = node.kind == ProbeNode::Kind::Function || node.kind == ProbeNode::Kind::KernelFunction
        || node.kind == ProbeNode::Kind::InlinedFunction;
    if (isFunction && !node.program.isEmpty())
        menu->addAction(tr("List Its Callers"), this, [this, node] { listCallers(node); });
    if (node.group == ProbeNode::Group::Kernel || node.group == ProbeNode::Group::Modules)
        menu->addAction(m_chooseKernel);
    if (node.group == ProbeNode::Group::Processes)
        menu->addAction(tr("Read Again"), this, [this] { m_model->reload(m_tree->currentIndex()); });
}

void ProbeBrowser::showMenu(QTreeView *view, const QPoint &place)
{
    const ProbeNode *node = nodeOf(view, view->indexAt(place));
    if (!node)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillMenu(menu, *node);
    if (menu->isEmpty()) {
        delete menu;
        return;
    }
    menu->popup(view->viewport()->mapToGlobal(place));
}

bool ProbeBrowser::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(object, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    if (object == m_filter) {
        if (key->key() == Qt::Key_Down || key->key() == Qt::Key_Up) {
            m_stack->currentWidget()->setFocus();
            return QCoreApplication::sendEvent(m_stack->currentWidget(), event);
        }
        if (enter && current()) {
            if (!snippetsFor(*current()).isEmpty())
                insert(*current());
            return true;
        }
        if (key->key() == Qt::Key_Escape && !m_filter->text().isEmpty()) {
            m_filter->clear();
            return true;
        }
    } else if (enter && current()) {
        if (key->modifiers() & Qt::ControlModifier)
            showSource(*current());
        else if (!snippetsFor(*current()).isEmpty())
            insert(*current());
        else
            m_tree->setExpanded(m_tree->currentIndex(), !m_tree->isExpanded(m_tree->currentIndex()));
        return true;
    }
    return QWidget::eventFilter(object, event);
}

void ProbeBrowser::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        // The rows' texts were made in the other language.
        rebuild();
    }
}

void ProbeBrowser::retranslate()
{
    m_filter->setPlaceholderText(tr("Search: f function, l file:line, t tracepoint, m mark, a alias…"));
    m_filter->setToolTip(tr("Letters in their order are enough: tasc finds tcp_ack_snd_check. A prefix narrows the search: "
                            "“f ” functions, “l ” files and lines, “t ” tracepoints, “m ” marks, “a ” the tapset, “s ” system "
                            "calls, “k ” the kernel, “c ” the callers of a function."));
    m_filter->setAccessibleName(tr("Search for probe points"));
    m_tree->setAccessibleName(tr("Probe points"));
    m_results->setAccessibleName(tr("Found probe points"));
    m_details->setHeaderLabels({tr("Variable"), tr("Type")});
    m_details->setAccessibleName(tr("What can be read there"));
    m_add->setToolTip(tr("Adds a program or library to the tree, or shows another kernel"));
    m_add->setAccessibleName(tr("Add program or kernel"));
    m_addProgram->setText(tr("Add &Program or Library…"));
    m_chooseKernel->setText(tr("Browse Another &Kernel…"));
    m_pattern->setToolTip(tr("The pattern of what is chosen, as “stap -l” and a probe take it. Change it, with wildcards too."));
    m_pattern->setAccessibleName(tr("Pattern"));
    m_insert->setText(tr("Insert"));
    m_insert->setToolTip(tr("Adds a probe on this to the script"));
}

}
