// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/cheat_sheet.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QRegularExpression>
#include <QScrollArea>
#include <QVBoxLayout>

namespace tapscope::app {

namespace {

QString plain(QString text)
{
    // "文件(&F)" and "&File" both lose their mnemonic.
    text.remove(QRegularExpression(QStringLiteral("\\(&.\\)")));
    return text.remove(u'&').remove(QStringLiteral("…"));
}

QString keysOf(const QAction *action)
{
    QStringList keys;
    for (const QKeySequence &key : action->shortcuts())
        keys << key.toString(QKeySequence::NativeText);
    keys.removeDuplicates();
    return keys.join(QStringLiteral("   "));
}

}

CheatSheet::CheatSheet(const QList<Group> &groups, QWidget *parent) : QDialog(parent)
{
    setWindowTitle(tr("Keys"));
    auto *layout = new QVBoxLayout(this);
    auto *area = new QScrollArea(this);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    auto *page = new QWidget(area);
    auto *columns = new QHBoxLayout(page);
    columns->setSpacing(36);
    QVBoxLayout *column[2] = {new QVBoxLayout, new QVBoxLayout};
    int length[2] = {0, 0};
    for (QVBoxLayout *of : column)
        columns->addLayout(of);
    for (const Group &group : groups) {
        auto *grid = new QGridLayout;
        grid->setColumnStretch(1, 1);
        grid->setColumnMinimumWidth(0, fontMetrics().horizontalAdvance(QStringLiteral("Ctrl+Shift+Right")));
        grid->setHorizontalSpacing(16);
        grid->setVerticalSpacing(4);
        auto *title = new QLabel(plain(group.title), page);
        QFont bold = title->font();
        bold.setBold(true);
        title->setFont(bold);
        grid->addWidget(title, 0, 0, 1, 2);
        int row = 1;
        for (const QAction *action : group.actions) {
            const QString keys = keysOf(action);
            if (keys.isEmpty())
                continue;
            auto *key = new QLabel(keys, page);
            key->setForegroundRole(QPalette::PlaceholderText);
            grid->addWidget(key, row, 0);
            auto *text = new QLabel(plain(action->text()), page);
            text->setToolTip(action->toolTip());
            grid->addWidget(text, row++, 1);
        }
        if (row == 1) {
            delete title;
            delete grid;
            continue;
        }
        const int shorter = length[1] < length[0] ? 1 : 0;
        column[shorter]->addLayout(grid);
        column[shorter]->addSpacing(12);
        length[shorter] += row + 1;
    }
    for (QVBoxLayout *of : column)
        of->addStretch(1);
    area->setWidget(page);
    layout->addWidget(area, 1);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
    resize(page->sizeHint().width() + 60, std::min(page->sizeHint().height() + 80, 720));
}

}
