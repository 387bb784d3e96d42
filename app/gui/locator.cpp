// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/locator.h"

#include "editor/browser/fuzzy_match.h"
#include "editor/browser/probe_delegate.h"
#include "editor/browser/probe_list_model.h"

#include <QAction>
#include <QFileInfo>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QRegularExpression>
#include <QVBoxLayout>

#include <algorithm>

namespace tapscope::app {

using editor::ProbeNode;
using editor::ProbeNodes;

namespace {

constexpr size_t mostResults = 60;
constexpr size_t mostCommands = 8;
constexpr int popupWidth = 640;
constexpr int popupHeight = 420;
constexpr QChar commandPrefix = u'>';
constexpr QStringView textPrefix = u"g ";
constexpr size_t mostLines = 500;

QString plainText(const QAction *action)
{
    static const QRegularExpression mnemonic(QStringLiteral("\\(&.\\)|&"));
    return QString(action->text()).remove(mnemonic).remove(u'…');
}

bool isCommand(const ProbeNode &node)
{
    return node.pattern.startsWith(commandPrefix);
}

}

Locator::Locator(QWidget *window, std::function<QList<QAction *>()> commands)
    : QFrame(window, Qt::Popup)
    , m_commands(std::move(commands))
    , m_searcher(std::make_unique<editor::Background>(QStringLiteral("locate")))
    , m_field(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_help(new QLabel(this))
    , m_results(new editor::ProbeListModel(this))
    , m_delegate(new editor::ProbeDelegate(this))
{
    setFrameShape(QFrame::StyledPanel);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 6, 6, 6);
    layout->setSpacing(4);
    layout->addWidget(m_field);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_help);
    m_help->setForegroundRole(QPalette::PlaceholderText);
    m_list->setModel(m_results);
    m_list->setItemDelegate(m_delegate);
    m_list->setUniformItemSizes(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_field->setClearButtonEnabled(true);
    m_field->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, &Locator::search);
    connect(m_list, &QListView::clicked, this, [this] { choose(false); });
    resize(popupWidth, popupHeight);
    retranslate();
}

Locator::~Locator()
{
    m_searcher.reset();
}

void Locator::setCatalog(std::shared_ptr<const editor::NameCatalog> catalog)
{
    m_catalog = std::move(catalog);
    if (isVisible())
        search();
}

bool Locator::busy() const
{
    return m_searcher->busy();
}

void Locator::open(const QString &prefix)
{
    const QWidget *over = parentWidget();
    const int shownWidth = std::min(popupWidth, over->width() - 40);
    resize(shownWidth, popupHeight);
    move(over->mapToGlobal(QPoint((over->width() - shownWidth) / 2, 60)));
    QFrame::show();
    m_field->setFocus(Qt::PopupFocusReason);
    if (prefix.isEmpty() && !m_field->text().startsWith(commandPrefix) && !m_field->text().startsWith(textPrefix))
        m_field->selectAll();
    else
        m_field->setText(prefix);
    search();
}

ProbeNodes Locator::matchingCommands(const QString &typed) const
{
    editor::FuzzyNames names;
    QList<QAction *> actions;
    for (QAction *action : m_commands()) {
        if (!action->isEnabled())
            continue;
        actions << action;
        names.add(plainText(action).toStdString());
    }
    ProbeNodes out;
    for (const auto &hit : names.search(typed.toStdString(), mostCommands * (typed.isEmpty() ? 8 : 1))) {
        const QAction *action = actions[static_cast<qsizetype>(hit.index)];
        ProbeNode node;
        node.text = plainText(action);
        node.detail = action->shortcut().toString(QKeySequence::NativeText);
        node.toolTip = action->statusTip();
        node.name = action->objectName();
        node.pattern = commandPrefix + action->objectName();
        out.push_back(std::move(node));
    }
    return out;
}

ProbeNodes Locator::hints() const
{
    ProbeNodes out;
    const auto add = [&](QChar prefix, const QString &meaning) {
        ProbeNode node;
        node.text = prefix;
        node.detail = meaning;
        node.name = prefix + QStringLiteral(" ");
        out.push_back(std::move(node));
    };
    add(u'f', tr("functions of the program and the kernel"));
    add(u'l', tr("source files, with a line: l tea.cpp:12"));
    add(u't', tr("tracepoints of the kernel"));
    add(u'm', tr("marks that a program's author put into it"));
    add(u'a', tr("aliases and functions of the tapset"));
    add(u's', tr("system calls"));
    add(u'k', tr("functions of the kernel alone"));
    add(u'g', tr("text in the scripts of this folder and the tapset"));
    add(commandPrefix, tr("commands of this program"));
    return out;
}

void Locator::search()
{
    if (m_search)
        m_search->store(true);
    const QString typed = m_field->text();
    if (typed.trimmed().isEmpty()) {
        m_delegate->setTyped({});
        show(hints());
        return;
    }
    if (typed.startsWith(commandPrefix)) {
        const QString wanted = typed.mid(1).trimmed();
        m_delegate->setTyped(wanted);
        show(matchingCommands(wanted));
        return;
    }
    if (typed.startsWith(textPrefix)) {
        searchText(typed.mid(textPrefix.size()));
        return;
    }
    const auto query = editor::NameCatalog::parse(typed);
    m_delegate->setTyped(query.text);
    ProbeNodes commands;
    if (query.prefix.isNull())
        commands = matchingCommands(query.text);
    if (!m_catalog || query.text.isEmpty()) {
        show(query.text.isEmpty() ? ProbeNodes() : commands);
        return;
    }
    m_search = m_searcher->run([this, query, commands, catalog = m_catalog](const std::atomic<bool> &) {
        ProbeNodes nodes;
        for (editor::NameCatalog::Hit &hit : catalog->search(query, mostResults))
            nodes.push_back(std::move(hit.node));
        // The program's commands stand behind the best few names.
        const auto at = nodes.begin() + static_cast<ptrdiff_t>(std::min<size_t>(nodes.size(), 12));
        nodes.insert(at, commands.begin(), commands.end());
        return editor::Background::Then([this, nodes = std::move(nodes)] { show(nodes); });
    });
}

void Locator::searchText(const QString &text)
{
    m_delegate->setTyped({});
    if (text.isEmpty() || !m_scripts) {
        show({});
        return;
    }
    m_search = m_searcher->run([this, text, in = m_scripts()](const std::atomic<bool> &cancelled) {
        ProbeNodes nodes;
        for (const FoundLine &found : searchScripts(in, text, mostLines, cancelled)) {
            ProbeNode node;
            node.kind = ProbeNode::Kind::Fact;
            node.text = found.text;
            node.detail = QFileInfo(found.path).fileName() + u':' + QString::number(found.line);
            node.toolTip = found.path;
            node.file = found.path;
            node.line = found.line;
            nodes.push_back(std::move(node));
        }
        return editor::Background::Then([this, nodes = std::move(nodes)] { show(nodes); });
    });
}

void Locator::show(ProbeNodes nodes)
{
    const bool any = !nodes.empty();
    m_results->setNodes(std::move(nodes));
    if (any)
        m_list->setCurrentIndex(m_results->index(0));
}

void Locator::choose(bool insert)
{
    const ProbeNode *at = m_results->node(m_list->currentIndex());
    if (!at)
        return;
    const ProbeNode node = *at;
    if (!isCommand(node) && node.pattern.isEmpty() && node.name.endsWith(u' ')) {
        m_field->setText(node.name);
        return;
    }
    hide();
    if (!isCommand(node)) {
        Q_EMIT chosen(node, insert);
        return;
    }
    for (QAction *action : m_commands()) {
        if (action->objectName() == node.name)
            action->trigger();
    }
}

bool Locator::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        switch (key->key()) {
        case Qt::Key_Down:
        case Qt::Key_Up:
        case Qt::Key_PageDown:
        case Qt::Key_PageUp: return QCoreApplication::sendEvent(m_list, event);
        case Qt::Key_Return:
        case Qt::Key_Enter: choose(key->modifiers() & Qt::ControlModifier); return true;
        case Qt::Key_Escape: hide(); return true;
        default: break;
        }
    }
    return QFrame::eventFilter(object, event);
}

void Locator::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void Locator::retranslate()
{
    m_field->setPlaceholderText(tr("Find functions, files, tracepoints, marks, tapset, commands…"));
    m_field->setAccessibleName(tr("Find anything"));
    m_list->setAccessibleName(tr("What was found"));
    m_help->setText(tr("Enter shows it · Ctrl+Enter inserts a probe · Esc closes"));
}

}
