// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/source/source_area.h"

#include "editor/source/source_pane.h"
#include "editor/source/source_view.h"

#include <QFileInfo>

namespace tapscope::editor {

SourceArea::SourceArea(std::shared_ptr<CodeIndexes> indexes, QWidget *parent)
    : QTabWidget(parent)
    , m_reader(std::make_unique<SourceReader>(std::move(indexes)))
    , m_worker(std::make_unique<Background>(QStringLiteral("source")))
    , m_parser(std::make_unique<Background>(QStringLiteral("statements")))
{
    setDocumentMode(true);
    setTabsClosable(true);
    setMovable(true);
    setElideMode(Qt::ElideMiddle);
    connect(this, &QTabWidget::tabCloseRequested, this, [this](int index) {
        QWidget *pane = widget(index);
        removeTab(index);
        delete pane;
    });
}

SourceArea::~SourceArea()
{
    m_worker.reset();
    m_parser.reset();
}

SourcePane *SourceArea::current() const
{
    return qobject_cast<SourcePane *>(currentWidget());
}

QList<SourcePane *> SourceArea::panes() const
{
    QList<SourcePane *> all;
    for (int i = 0; i < count(); ++i)
        all << qobject_cast<SourcePane *>(widget(i));
    return all;
}

SourcePane *SourceArea::showSource(const CodeFile &code, const QString &file, int line)
{
    SourcePane *pane = nullptr;
    for (SourcePane *open : panes()) {
        if (open->code() == code && open->file() == file)
            pane = open;
    }
    if (!pane) {
        pane = new SourcePane(m_worker.get(), m_reader.get(), code, file, this);
        connect(pane, &SourcePane::toggleWanted, this, [this, pane](int at) { toggle(pane, at); });
        connect(pane, &SourcePane::located, this, [this, pane](const QString &from, const QString &path) {
            m_map.learn(from, path, pane->lines().directory);
            for (SourcePane *each : panes()) {
                if (!each->missingBar()->isHidden())
                    each->load(m_map);
            }
            Q_EMIT mapChanged();
        });
        connect(pane, &SourcePane::stripToggled, this, [this](bool shown) {
            m_stripShown = shown;
            for (SourcePane *each : panes())
                each->setStripShown(shown);
        });
        const int index = addTab(pane, QFileInfo(file).fileName().replace(u'&', QStringLiteral("&&")));
        setTabToolTip(index, file + u'\n' + code.path);
        pane->load(m_map);
        pane->setStripShown(m_stripShown);
        pane->setStatements(m_statements, m_target);
    }
    setCurrentWidget(pane);
    pane->goToLine(line);
    return pane;
}

void SourceArea::setMap(const SourceMap &map)
{
    m_map = map;
    for (SourcePane *pane : panes())
        pane->load(m_map);
}

void SourceArea::setScript(const QByteArray &script, const QString &target)
{
    if (script == m_script && target == m_target)
        return;
    m_script = script;
    m_target = target;
    readScript();
}

void SourceArea::readScript()
{
    if (m_parsing)
        m_parsing->store(true);
    m_parsing = m_parser->run([this, script = m_script](const std::atomic<bool> &) {
        auto statements = scriptStatements(script);
        return Background::Then([this, statements = std::move(statements)] {
            m_statements = statements;
            for (SourcePane *pane : panes())
                pane->setStatements(m_statements, m_target);
        });
    });
}

bool SourceArea::toggle(SourcePane *pane, int line)
{
    const auto place = pane->placeOf(line);
    if (!place)
        return false;
    const std::string target = m_target.toStdString();
    if (pane->view()->mark(line) != SourceView::Mark::Set) {
        Q_EMIT editWanted(addStatement(m_script, *place, target));
    } else if (const auto edit = removeStatement(m_script, *place, target)) {
        Q_EMIT editWanted(*edit);
    } else {
        Q_EMIT notOurs(line);
    }
    return true;
}

}
