// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/document_area.h"

#include "app/gui/icons.h"
#include "app/gui/settings.h"
#include "editor/editor_pane.h"
#include "editor/script_editor.h"
#include "editor/view_state.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QFileDialog>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMenu>
#include <QMessageBox>
#include <QMouseEvent>
#include <QPushButton>
#include <QTabBar>
#include <QToolButton>
#include <QUrl>

#include <algorithm>

namespace tapscope::app {

using editor::EditorPane;

namespace {

constexpr int mostRecent = 12;
constexpr int mostViews = 60;
constexpr int mostClosed = 20;
const QString viewsKey = QStringLiteral("files/views");

/// Where the user was, by path; the numbers tell which is the oldest.
QJsonObject storedViews()
{
    return QJsonDocument::fromJson(settings()->value(viewsKey).toByteArray()).object();
}

QString recentKey()
{
    return QStringLiteral("files/recent");
}

}

DocumentArea::DocumentArea(QWidget *parent) : QTabWidget(parent)
{
    setDocumentMode(true);
    setMovable(true);
    setElideMode(Qt::ElideMiddle);
    tabBar()->setExpanding(false);
    tabBar()->setContextMenuPolicy(Qt::CustomContextMenu);
    tabBar()->installEventFilter(this);
    connect(tabBar(), &QWidget::customContextMenuRequested, this, &DocumentArea::tabMenu);
    connect(this, &QTabWidget::currentChanged, this, [this] {
        if (EditorPane *pane = current(); pane && !pane->isReference())
            m_lastScript = pane;
        Q_EMIT currentPaneChanged(current());
    });
    // Where watching files doesn't work (on some network drives), coming back to the window is the time to look.
    connect(qApp, &QGuiApplication::applicationStateChanged, this, [this](Qt::ApplicationState state) {
        if (state == Qt::ApplicationActive) {
            for (EditorPane *pane : panes())
                pane->lookAtDisk();
        }
    });
}

EditorPane *DocumentArea::current() const
{
    return qobject_cast<EditorPane *>(currentWidget());
}

EditorPane *DocumentArea::script() const
{
    const auto writes = [](const EditorPane *pane) { return pane && !pane->isReference(); };
    if (writes(current()))
        return current();
    if (writes(m_lastScript))
        return m_lastScript;
    const QList<EditorPane *> all = panes();
    const auto found = std::ranges::find_if(all, writes);
    return found == all.end() ? nullptr : *found;
}

QList<EditorPane *> DocumentArea::panes() const
{
    QList<EditorPane *> all;
    for (int i = 0; i < count(); ++i) {
        if (auto *pane = qobject_cast<EditorPane *>(widget(i)))
            all << pane;
    }
    return all;
}

EditorPane *DocumentArea::paneOf(const QString &path) const
{
    const QString wanted = QFileInfo(path).canonicalFilePath();
    for (EditorPane *pane : panes()) {
        if (!pane->path().isEmpty()
            && (pane->path() == path || (!wanted.isEmpty() && QFileInfo(pane->path()).canonicalFilePath() == wanted)))
            return pane;
    }
    return nullptr;
}

EditorPane *DocumentArea::addPane()
{
    auto *pane = new EditorPane(this);
    connect(pane, &EditorPane::titleChanged, this, [this, pane] { updateTitle(pane); });
    connect(pane, &EditorPane::problemsChanged, this, [this, pane] { Q_EMIT paneProblemsChanged(pane); });
    const int index = addTab(pane, QString());
    auto *close = new QToolButton(tabBar());
    close->setIcon(icon(QStringLiteral("close")));
    close->setIconSize(QSize(12, 12));
    close->setAutoRaise(true);
    close->setFocusPolicy(Qt::NoFocus);
    close->setToolTip(tr("Close"));
    close->setAccessibleName(tr("Close"));
    connect(close, &QToolButton::clicked, pane, [this, pane] { closePane(pane); });
    tabBar()->setTabButton(index, QTabBar::RightSide, close);
    Q_EMIT paneAdded(pane);
    return pane;
}

EditorPane *DocumentArea::newScript(const QByteArray &text, const QString &name)
{
    EditorPane *pane = addPane();
    pane->setUntitledNumber(++m_untitled);
    pane->setSuggestedName(name);
    if (!text.isEmpty()) {
        pane->editor()->load(text);
        pane->recheck();
    }
    updateTitle(pane);
    setCurrentWidget(pane);
    pane->editor()->setFocus();
    return pane;
}

EditorPane *DocumentArea::openFile(const QString &path)
{
    if (EditorPane *open = paneOf(path)) {
        setCurrentWidget(open);
        return open;
    }
    EditorPane *pane = addPane();
    const QString problem = pane->read(path);
    if (!problem.isEmpty()) {
        sayUnreadable(pane, problem);
        return nullptr;
    }
    // An untouched empty script gives way to the first file.
    for (EditorPane *other : panes()) {
        if (other != pane && other->path().isEmpty() && !other->isModified() && other->editor()->length() == 0)
            closePane(other);
    }
    const QJsonObject views = storedViews();
    if (views.contains(pane->path()))
        editor::restoreViewState(*pane->editor(), views[pane->path()].toObject());
    noteRecent(pane->path());
    updateTitle(pane);
    setCurrentWidget(pane);
    pane->editor()->setFocus();
    return pane;
}

void DocumentArea::sayUnreadable(EditorPane *pane, const QString &problem)
{
    removeTab(indexOf(pane));
    pane->deleteLater();
    auto *box = new QMessageBox(QMessageBox::Warning, tr("Open Script"), problem, QMessageBox::Ok, window());
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

EditorPane *DocumentArea::openReference(const QString &path, int line, int column)
{
    EditorPane *pane = paneOf(path);
    if (!pane) {
        pane = addPane();
        const QString problem = pane->readReference(path);
        if (!problem.isEmpty()) {
            sayUnreadable(pane, problem);
            return nullptr;
        }
    }
    updateTitle(pane);
    setCurrentWidget(pane);
    if (line > 0)
        pane->editor()->goTo(line, column);
    pane->editor()->setFocus();
    return pane;
}

bool DocumentArea::save(EditorPane *pane)
{
    if (pane->path().isEmpty())
        return saveAs(pane);
    if (pane->isReference() || !mayOverwrite(pane))
        return false;
    const QString problem = pane->write(pane->path());
    if (!problem.isEmpty()) {
        QMessageBox::warning(window(), tr("Save Script"), problem);
        return false;
    }
    noteRecent(pane->path());
    return true;
}

bool DocumentArea::mayOverwrite(EditorPane *pane)
{
    if (!pane->changedOnDisk() || !QFileInfo::exists(pane->path()))
        return true;
    QMessageBox box(QMessageBox::Warning, tr("Save Script"),
                    tr("Another program has changed “%1” since you opened it.").arg(pane->title()), QMessageBox::Cancel,
                    window());
    box.setInformativeText(tr("Saving puts your text in place of the other program's."));
    auto *overwrite = box.addButton(tr("Overwrite"), QMessageBox::DestructiveRole);
    auto *compare = box.addButton(tr("Compare…"), QMessageBox::ActionRole);
    box.setDefaultButton(QMessageBox::Cancel);
    box.exec();
    if (box.clickedButton() == compare)
        pane->compareWithDisk();
    return box.clickedButton() == overwrite;
}

bool DocumentArea::saveAs(EditorPane *pane)
{
    QString start = pane->path();
    if (start.isEmpty())
        start = settings()->value(QStringLiteral("files/folder"), QDir::homePath()).toString() + u'/' + pane->title();
    const QString path = QFileDialog::getSaveFileName(window(), tr("Save Script As"), start,
                                                      tr("SystemTap scripts (*.stp);;All files (*)"));
    if (path.isEmpty())
        return false;
    const QString problem = pane->write(path);
    if (!problem.isEmpty()) {
        QMessageBox::warning(window(), tr("Save Script"), problem);
        return false;
    }
    settings()->setValue(QStringLiteral("files/folder"), QFileInfo(path).path());
    noteRecent(pane->path());
    return true;
}

bool DocumentArea::mayClose(EditorPane *pane)
{
    if (!pane->isModified())
        return true;
    setCurrentWidget(pane);
    QMessageBox box(QMessageBox::Question, tr("Unsaved Changes"), tr("“%1” has changes that are not saved.").arg(pane->title()),
                    QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, window());
    box.setInformativeText(tr("They are lost if you close it without saving."));
    box.setDefaultButton(QMessageBox::Save);
    const int answer = box.exec();
    return answer == QMessageBox::Discard || (answer == QMessageBox::Save && save(pane));
}

bool DocumentArea::closePane(EditorPane *pane)
{
    if (pane && !mayClose(pane))
        return false;
    if (pane) {
        rememberView(pane);
        Q_EMIT paneClosed(pane);
        if (!pane->path().isEmpty() && !pane->isReference()) {
            m_closed.removeAll(pane->path());
            m_closed.append(pane->path());
            if (m_closed.size() > mostClosed)
                m_closed.removeFirst();
        }
        if (m_lastScript == pane)
            m_lastScript = nullptr;
        removeTab(indexOf(pane));
        pane->deleteLater();
    }
    return true;
}

bool DocumentArea::closeAll(EditorPane *kept)
{
    for (EditorPane *pane : panes()) {
        if (pane != kept && !closePane(pane))
            return false;
    }
    return true;
}

void DocumentArea::saveAll()
{
    for (EditorPane *pane : panes()) {
        if (pane->isModified() && !save(pane))
            return;
    }
}

void DocumentArea::reopenClosed()
{
    while (!m_closed.isEmpty()) {
        const QString path = m_closed.takeLast();
        if (QFileInfo(path).isReadable()) {
            openFile(path);
            return;
        }
    }
}

void DocumentArea::showNeighbour(int step)
{
    if (count() > 1)
        setCurrentIndex((currentIndex() + step + count()) % count());
}

void DocumentArea::tabMenu(const QPoint &at)
{
    const int index = tabBar()->tabAt(at);
    auto *pane = qobject_cast<EditorPane *>(widget(index));
    if (!pane)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("&Close"), pane, [this, pane] { closePane(pane); });
    menu->addAction(tr("Close &Others"), pane, [this, pane] { closeAll(pane); })->setEnabled(count() > 1);
    menu->addAction(tr("Close &All"), this, [this] { closeAll(); });
    menu->addSeparator();
    const bool hasFile = !pane->path().isEmpty();
    menu->addAction(tr("Copy &Path"), pane, [pane] { QGuiApplication::clipboard()->setText(pane->path()); })->setEnabled(hasFile);
    menu->addAction(tr("Open &Folder"), pane,
                    [pane] { QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(pane->path()).path())); })
        ->setEnabled(hasFile);
    menu->popup(tabBar()->mapToGlobal(at));
}

/// The middle button closes a tab; a double click behind the tabs starts a script.
bool DocumentArea::eventFilter(QObject *object, QEvent *event)
{
    if (object == tabBar()) {
        const auto *mouse = dynamic_cast<const QMouseEvent *>(event);
        const int index = mouse ? tabBar()->tabAt(mouse->position().toPoint()) : -1;
        if (event->type() == QEvent::MouseButtonRelease && mouse->button() == Qt::MiddleButton && index >= 0) {
            closePane(qobject_cast<EditorPane *>(widget(index)));
            return true;
        }
        if (event->type() == QEvent::MouseButtonDblClick && mouse->button() == Qt::LeftButton && index < 0) {
            newScript();
            return true;
        }
    }
    return QTabWidget::eventFilter(object, event);
}

bool DocumentArea::mayCloseAll()
{
    for (EditorPane *pane : panes()) {
        if (!mayClose(pane))
            return false;
    }
    return true;
}

void DocumentArea::updateTitle(EditorPane *pane)
{
    const int index = indexOf(pane);
    if (index < 0)
        return;
    QString title = pane->title();
    // A bare & would be taken for a mnemonic.
    setTabText(index, title.replace(u'&', QStringLiteral("&&")) + (pane->isModified() ? QStringLiteral(" •") : QString()));
    setTabToolTip(index, pane->path().isEmpty() ? tr("Not saved yet") : pane->path());
    if (pane == current())
        Q_EMIT currentPaneChanged(pane);
}

void DocumentArea::noteRecent(const QString &path)
{
    QStringList files = recentFiles();
    files.removeAll(path);
    files.prepend(path);
    settings()->setValue(recentKey(), QStringList(files.mid(0, mostRecent)));
    Q_EMIT recentChanged();
}

QStringList DocumentArea::recentFiles() const
{
    return settings()->value(recentKey()).toStringList();
}

void DocumentArea::clearRecent()
{
    settings()->remove(recentKey());
    Q_EMIT recentChanged();
}

void DocumentArea::storeSession() const
{
    QStringList files;
    for (EditorPane *pane : panes()) {
        if (pane->path().isEmpty() || pane->isReference())
            continue;
        files << pane->path();
        rememberView(pane);
    }
    const auto store = settings();
    store->setValue(QStringLiteral("files/open"), files);
    store->setValue(QStringLiteral("files/current"), current() ? current()->path() : QString());
}

void DocumentArea::rememberView(EditorPane *pane) const
{
    if (pane->path().isEmpty() || pane->isReference())
        return;
    QJsonObject views = storedViews();
    const QString age = QStringLiteral("age");
    qint64 newest = 0;
    QString oldest;
    for (auto view = views.constBegin(); view != views.constEnd(); ++view) {
        const qint64 at = view->toObject()[age].toInteger();
        newest = std::max(newest, at);
        if (oldest.isEmpty() || at < views[oldest].toObject()[age].toInteger())
            oldest = view.key();
    }
    QJsonObject state = editor::viewState(*pane->editor());
    state[age] = newest + 1;
    views[pane->path()] = state;
    if (views.size() > mostViews)
        views.remove(oldest);
    settings()->setValue(viewsKey, QJsonDocument(views).toJson(QJsonDocument::Compact));
}

void DocumentArea::restoreSession()
{
    const auto store = settings();
    for (const QString &path : store->value(QStringLiteral("files/open")).toStringList()) {
        // Files that have gone since are no reason to stop the user at the door.
        if (QFileInfo(path).isReadable())
            openFile(path);
    }
    if (EditorPane *pane = paneOf(store->value(QStringLiteral("files/current")).toString()))
        setCurrentWidget(pane);
}

void DocumentArea::changeEvent(QEvent *event)
{
    QTabWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        for (EditorPane *pane : panes())
            updateTitle(pane);
    }
}

}
