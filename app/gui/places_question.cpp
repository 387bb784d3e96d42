// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/places_question.h"

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

QMessageBox *placesBox(const PlacesQuestion &question, QWidget *parent)
{
    using views::countText;
    auto *box = new QMessageBox(QMessageBox::Question, PlacesBox::tr("Many Probes"),
                                PlacesBox::tr("This script probes %1 places. Put the probes on?").arg(countText(question.total)),
                                QMessageBox::Ok | QMessageBox::Cancel, parent);
    box->setObjectName(QStringLiteral("placesQuestion"));
    box->button(QMessageBox::Ok)->setText(PlacesBox::tr("&Put Them On"));
    box->setDefaultButton(QMessageBox::Cancel);
    QStringList more;
    for (size_t i = 0; i < std::min(question.probes.size(), probesShown); ++i)
        more << PlacesBox::tr("%1: %2 places").arg(question.probes[i].point, countText(question.probes[i].places));
    if (question.probes.size() > probesShown)
        more << PlacesBox::tr("and %1 probes with fewer").arg(countText(question.probes.size() - probesShown));
    if (question.slow > 0)
        more << PlacesBox::tr("At %1 of them the kernel has to step through an instruction: a hit costs about ten times as much "
                              "there.")
                    .arg(countText(question.slow));
    if (question.oneByOne > 0)
        more << PlacesBox::tr("This kernel takes %1 of them one by one, which may last.").arg(countText(question.oneByOne));
    box->setInformativeText(more.join(u'\n'));
    return box;
}

}
