// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/key_list.h"

#include "app/gui/action_set.h"

#include <QAction>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace tapscope::app {

namespace {

QString keysText(const QList<QKeySequence> &keys)
{
    QStringList texts;
    for (const QKeySequence &key : keys)
        texts << key.toString(QKeySequence::NativeText);
    return texts.join(QStringLiteral("   "));
}

}

QString KeyList::plainText(const QString &text)
{
    static const QRegularExpression mnemonic(QStringLiteral("\\(&.\\)|&|…"));
    return QString(text).remove(mnemonic);
}

KeyList::KeyList(ActionSet *actions, QWidget *parent)
    : QWidget(parent)
    , m_actions(actions)
    , m_field(new QLineEdit(this))
    , m_list(new QTreeWidget(this))
    , m_editor(new QKeySequenceEdit(this))
    , m_set(new QPushButton(tr("&Set"), this))
    , m_clear(new QPushButton(tr("&Remove"), this))
    , m_reset(new QPushButton(tr("&Default"), this))
    , m_note(new QLabel(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_field);
    layout->addWidget(m_list, 1);
    auto *row = new QHBoxLayout;
    row->addWidget(m_editor, 1);
    for (QPushButton *button : {m_set, m_clear, m_reset})
        row->addWidget(button);
    layout->addLayout(row);
    layout->addWidget(m_note);
    m_note->setWordWrap(true);
    m_field->setPlaceholderText(tr("Search a command or a key"));
    m_field->setAccessibleName(m_field->placeholderText());
    m_field->setClearButtonEnabled(true);
    m_editor->setMaximumSequenceLength(1);
    m_editor->setAccessibleName(tr("New key"));
    m_set->setToolTip(tr("Gives the command the key on the left"));
    m_clear->setToolTip(tr("Takes all keys of the command away"));
    m_reset->setToolTip(tr("Gives the command the keys it had at first"));
    m_list->setHeaderLabels({tr("Command"), tr("Keys")});
    m_list->setAccessibleName(tr("Commands and keys"));
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAlternatingRowColors(true);
    m_list->setSortingEnabled(true);
    m_list->sortByColumn(0, Qt::AscendingOrder);
    for (QAction *action : m_actions->all()) {
        if (action->shortcutContext() == Qt::WidgetShortcut)
            continue; // of the desktop, known to every field
        auto *item = new QTreeWidgetItem(m_list, {plainText(action->text()), QString()});
        item->setToolTip(0, action->statusTip());
        item->setData(0, Qt::UserRole, QVariant::fromValue(action));
    }
    showKeys();
    m_list->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    connect(m_field, &QLineEdit::textChanged, this, &KeyList::filter);
    connect(m_list, &QTreeWidget::currentItemChanged, this, &KeyList::showSelected);
    connect(m_editor, &QKeySequenceEdit::keySequenceChanged, this, &KeyList::showSelected);
    connect(m_set, &QPushButton::clicked, this, &KeyList::assign);
    connect(m_clear, &QPushButton::clicked, this, [this] { give(selected(), {}); });
    connect(m_reset, &QPushButton::clicked, this, [this] {
        if (QAction *action = selected())
            give(action, m_actions->defaultKeys(action));
    });
    showSelected();
}

QAction *KeyList::selected() const
{
    const QTreeWidgetItem *item = m_list->currentItem();
    return item ? item->data(0, Qt::UserRole).value<QAction *>() : nullptr;
}

void KeyList::select(const QAction *action)
{
    for (int i = 0; i < m_list->topLevelItemCount(); ++i) {
        if (m_list->topLevelItem(i)->data(0, Qt::UserRole).value<QAction *>() == action)
            m_list->setCurrentItem(m_list->topLevelItem(i));
    }
}

void KeyList::filter()
{
    for (int i = 0; i < m_list->topLevelItemCount(); ++i) {
        QTreeWidgetItem *item = m_list->topLevelItem(i);
        item->setHidden(!item->text(0).contains(m_field->text(), Qt::CaseInsensitive)
                        && !item->text(1).contains(m_field->text(), Qt::CaseInsensitive));
    }
}

void KeyList::showKeys()
{
    for (int i = 0; i < m_list->topLevelItemCount(); ++i) {
        QTreeWidgetItem *item = m_list->topLevelItem(i);
        const auto *action = item->data(0, Qt::UserRole).value<QAction *>();
        item->setText(1, keysText(action->shortcuts()));
        QFont font = m_list->font();
        font.setBold(action->shortcuts() != m_actions->defaultKeys(action));
        item->setFont(1, font);
    }
}

void KeyList::showSelected()
{
    const QAction *action = selected();
    const QAction *owner = m_actions->ownerOf(m_editor->keySequence());
    m_set->setEnabled(action && !m_editor->keySequence().isEmpty() && owner != action);
    m_clear->setEnabled(action && !action->shortcuts().isEmpty());
    m_reset->setEnabled(action && action->shortcuts() != m_actions->defaultKeys(action));
    m_note->setText(owner && owner != action ? tr("This key belongs to “%1”, which loses it.").arg(plainText(owner->text()))
                                             : QString());
}

void KeyList::assign()
{
    QAction *action = selected();
    const QKeySequence key = m_editor->keySequence();
    if (!action || key.isEmpty())
        return;
    give(action, {key});
    m_editor->clear();
}

void KeyList::give(QAction *action, const QList<QKeySequence> &keys)
{
    if (!action)
        return;
    // A key that comes back to this command leaves the one that has it now.
    for (const QKeySequence &key : keys) {
        if (QAction *owner = m_actions->ownerOf(key); owner && owner != action) {
            QList<QKeySequence> rest = owner->shortcuts();
            rest.removeAll(key);
            m_actions->setKeys(owner, rest);
        }
    }
    m_actions->setKeys(action, keys);
    showKeys();
    showSelected();
}

}
