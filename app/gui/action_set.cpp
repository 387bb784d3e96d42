// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/action_set.h"

#include "app/gui/icons.h"
#include "app/gui/settings.h"

#include <QAction>
#include <QCoreApplication>
#include <QRegularExpression>
#include <QWidget>

namespace tapscope::app {

namespace {

QList<QKeySequence> toKeys(const QStringList &texts)
{
    QList<QKeySequence> keys;
    for (const QString &text : texts)
        keys << QKeySequence(text, QKeySequence::PortableText);
    return keys;
}

QString keysKey(const QAction *action)
{
    return u"keys/" + action->objectName();
}

}

ActionSet::ActionSet(QWidget *owner) : QObject(owner), m_owner(owner) {}

QAction *ActionSet::add(const Spec &spec, const std::function<void()> &what)
{
    auto *action = new QAction(m_owner);
    action->setObjectName(QString::fromLatin1(spec.name));
    const QList<QKeySequence> keys = toKeys(QString::fromLatin1(spec.keys).split(u' ', Qt::SkipEmptyParts));
    const QVariant chosen = settings()->value(keysKey(action));
    action->setShortcuts(chosen.isValid() ? toKeys(chosen.toStringList()) : keys);
    action->setCheckable(spec.checkable);
    if (*spec.icon)
        action->setIcon(icon(QString::fromLatin1(spec.icon)));
    if (what)
        connect(action, &QAction::triggered, m_owner, what);
    m_owner->addAction(action);
    const Entry entry{action, spec.text, spec.toolTip, keys};
    m_entries.insert(spec.name, entry);
    m_order << action;
    apply(entry);
    return action;
}

QAction *ActionSet::addSetting(const Spec &spec, const QString &key, bool first, const std::function<void()> &changed)
{
    QAction *action = add(spec, {});
    action->setCheckable(true);
    action->setChecked(settings()->value(key, first).toBool());
    connect(action, &QAction::triggered, m_owner, [action, key, changed] {
        settings()->setValue(key, action->isChecked());
        if (changed)
            changed();
    });
    return action;
}

QAction *ActionSet::operator[](const char *name) const
{
    const auto found = m_entries.constFind(name);
    Q_ASSERT(found != m_entries.constEnd());
    return found->action;
}

void ActionSet::apply(const Entry &entry)
{
    const QString text = QCoreApplication::translate(m_owner->metaObject()->className(), entry.text);
    entry.action->setText(text);
    // Buttons have no mnemonics: neither "&Run" nor "运行(&R)".
    static const QRegularExpression mnemonic(QStringLiteral("\\(&.\\)|&"));
    entry.action->setIconText(QString(text).remove(mnemonic).remove(QStringLiteral("…")));
    QString toolTip = QCoreApplication::translate(m_owner->metaObject()->className(), entry.toolTip);
    const QString key = entry.action->shortcut().toString(QKeySequence::NativeText);
    if (!key.isEmpty())
        toolTip += u" (" + key + u')';
    entry.action->setToolTip(toolTip);
    entry.action->setStatusTip(QCoreApplication::translate(m_owner->metaObject()->className(), entry.toolTip));
}

void ActionSet::setText(const char *name, const char *text, const char *toolTip)
{
    const auto found = m_entries.find(name);
    if (found == m_entries.end())
        return;
    found->text = text;
    found->toolTip = toolTip;
    apply(*found);
}

QList<QKeySequence> ActionSet::defaultKeys(const QAction *action) const
{
    return m_entries.value(action->objectName().toLatin1()).keys;
}

void ActionSet::setKeys(QAction *action, const QList<QKeySequence> &keys)
{
    const auto found = m_entries.constFind(action->objectName().toLatin1());
    if (found == m_entries.constEnd())
        return;
    action->setShortcuts(keys);
    apply(*found);
    if (keys == found->keys) {
        settings()->remove(keysKey(action));
        return;
    }
    QStringList texts;
    for (const QKeySequence &key : keys)
        texts << key.toString(QKeySequence::PortableText);
    settings()->setValue(keysKey(action), texts);
}

QAction *ActionSet::ownerOf(const QKeySequence &key) const
{
    for (QAction *action : m_order) {
        if (!key.isEmpty() && action->shortcuts().contains(key))
            return action;
    }
    return nullptr;
}

void ActionSet::retranslate()
{
    for (const Entry &entry : std::as_const(m_entries))
        apply(entry);
}

}
