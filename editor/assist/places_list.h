// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/assist/navigator.h"

#include <QTreeWidget>

namespace tapscope::editor {

/// Places that a search for uses has found; Enter or a click goes there.
class PlacesList : public QTreeWidget {
    Q_OBJECT

public:
    explicit PlacesList(QWidget *parent = nullptr);

    void setPlaces(const QList<Place> &places);

Q_SIGNALS:
    void placeWanted(const QString &path, int line, int column);

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    QList<Place> m_places;
};

}
