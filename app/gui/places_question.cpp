// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/places_question.h"

#include "engine/session.h"
#include "views/time_text.h"

#include <QCoreApplication>
#include <QMessageBox>
#include <QPushButton>

#include <algorithm>

namespace tapscope::app {

namespace {

struct PlacesBox {
    Q_DECLARE_TR_FUNCTIONS(tapscope::app::PlacesBox)
};

constexpr size_t probesShown = 5;

}

QMessageBox *placesBox(const engine::PlannedPlaces &planned, QWidget *parent)
{
    using views::countText;
    auto *box = new QMessageBox(QMessageBox::Question, PlacesBox::tr("Many Probes"),
                                PlacesBox::tr("This script probes %1 places. Put the probes on?").arg(countText(planned.total)),
                                QMessageBox::Ok | QMessageBox::Cancel, parent);
    box->setObjectName(QStringLiteral("placesQuestion"));
    box->button(QMessageBox::Ok)->setText(PlacesBox::tr("&Put Them On"));
    box->setDefaultButton(QMessageBox::Cancel);
    QStringList more;
    for (size_t i = 0; i < std::min(planned.probes.size(), probesShown); ++i)
        more << PlacesBox::tr("%1: %2 places")
                    .arg(QString::fromStdString(planned.probes[i].point), countText(planned.probes[i].places));
    if (planned.probes.size() > probesShown)
        more << PlacesBox::tr("and %1 probes with fewer").arg(countText(planned.probes.size() - probesShown));
    if (!planned.slow.empty())
        more << PlacesBox::tr("At %1 of them the kernel has to step through an instruction: a hit costs about ten times as much "
                              "there.")
                    .arg(countText(planned.slow.size()));
    if (planned.oneByOne > 0)
        more << PlacesBox::tr("This kernel takes %1 of them one by one, which may last.").arg(countText(planned.oneByOne));
    box->setInformativeText(more.join(u'\n'));
    return box;
}

}
