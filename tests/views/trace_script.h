// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "views/calltree/call_tree_model.h"
#include "views/live/live_trace.h"

#include <QStringList>

namespace tapscope::tests {

/// Events from lines of text: "TID -> name args" and "TID <- name result", one µs apart. Anything else is printed text.
inline std::unique_ptr<trace::EventBatch> eventsFrom(const QStringList &lines, uint64_t firstNs = 1000)
{
    auto batch = std::make_unique<trace::EventBatch>();
    uint64_t time = firstNs;
    for (const QString &line : lines) {
        trace::Event event;
        event.timeNs = time;
        time += 1000;
        const QStringList words = line.split(u' ', Qt::SkipEmptyParts);
        event.text = batch->text.add((line + u'\n').toStdString());
        event.execname = batch->text.add("teahouse");
        event.pid = 100;
        if (words.size() >= 3 && (words[1] == QStringLiteral("->") || words[1] == QStringLiteral("<-"))) {
            event.kind = words[1] == QStringLiteral("->") ? trace::Event::Kind::Enter : trace::Event::Kind::Leave;
            event.tid = words[0].toUInt();
            event.function = batch->text.add(words[2].toStdString());
            event.arguments = batch->text.add(words.mid(3).join(u' ').toStdString());
        }
        batch->events.push_back(event);
    }
    return batch;
}

/// The model as it reads on the screen: indented names with arguments and results.
inline QStringList printed(const views::CallTreeModel &model)
{
    QStringList out;
    for (int row = 0; row < model.rowCount(); ++row) {
        const auto text = [&](int column) { return model.index(row, column).data().toString(); };
        const QModelIndex index = model.index(row, 0);
        QString line(index.data(views::CallTreeModel::DepthRole).toInt() * 2, u' ');
        if (index.data(views::CallTreeModel::HasChildrenRole).toBool())
            line += index.data(views::CallTreeModel::ExpandedRole).toBool() ? u'-' : u'+';
        else
            line += u' ';
        line += index.data(views::CallTreeModel::MarksRole).toString() + text(0);
        if (!text(1).isEmpty())
            line += u'(' + text(1) + u')';
        if (!text(2).isEmpty())
            line += QStringLiteral(" = ") + text(2);
        out << line;
    }
    return out;
}

inline const QStringList tea{
    QStringLiteral("1 -> serve guest=1"), QStringLiteral("1 -> boil litres=2"), QStringLiteral("1 <- boil 0"),
    QStringLiteral("1 -> pour"),          QStringLiteral("1 -> drip"),          QStringLiteral("1 <- drip"),
    QStringLiteral("1 <- pour -1"),       QStringLiteral("1 <- serve 0"),
};

}
