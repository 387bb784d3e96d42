// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/assist/places_list.h"

#include "editor/code_font.h"

#include <QEvent>
#include <QFileInfo>
#include <QHeaderView>

namespace tapscope::editor {

PlacesList::PlacesList(QWidget *parent) : QTreeWidget(parent)
{
    setColumnCount(2);
    setHeaderHidden(true);
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setFrameShape(QFrame::NoFrame);
    header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    const auto go = [this](QTreeWidgetItem *item) {
        const int row = indexOfTopLevelItem(item);
        if (row >= 0 && row < m_places.size())
            Q_EMIT placeWanted(m_places[row].path, m_places[row].line, m_places[row].column);
    };
    connect(this, &QTreeWidget::itemActivated, this, go);
    connect(this, &QTreeWidget::itemClicked, this, go);
    retranslate();
}

void PlacesList::retranslate()
{
    setAccessibleName(tr("Uses"));
}

void PlacesList::changeEvent(QEvent *event)
{
    QTreeWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void PlacesList::setPlaces(const QList<Place> &places)
{
    m_places = places;
    clear();
    for (const Place &place : places) {
        auto *row = new QTreeWidgetItem(this,
                                        {QFileInfo(place.path).fileName() + u':' + QString::number(place.line) + u':'
                                             + QString::number(place.column),
                                         place.text});
        row->setFont(1, codeFont());
        row->setToolTip(0, place.path);
    }
    if (!places.isEmpty())
        setCurrentItem(topLevelItem(0));
}

}
