// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QHash>
#include <QKeySequence>
#include <QList>
#include <QObject>

#include <functional>
#include <vector>

class QAction;
class QMenu;
class QWidget;

namespace tapscope::app {

/// The actions of a window by name, with texts that follow the language. The cheat sheet and the tests walk it.
class ActionSet : public QObject {
    Q_OBJECT

public:
    struct Spec {
        const char *name; ///< stable, not shown
        const char *text; ///< marked with QT_TR_NOOP in the owner, with a mnemonic
        const char *toolTip;
        const char *keys = ""; ///< portable text, several separated by blanks
        const char *icon = "";
        bool checkable = false;
    };

    explicit ActionSet(QWidget *owner);

    QAction *add(const Spec &spec, const std::function<void()> &what);
    /// One that is on or off and remembered under `key`; `first`: what it is before anybody has chosen.
    QAction *addSetting(const Spec &spec, const QString &key, bool first, const std::function<void()> &changed = {});
    [[nodiscard]] QAction *operator[](const char *name) const;
    [[nodiscard]] const QList<QAction *> &all() const { return m_order; }
    /// Changes an action's text for as long as a state lasts.
    void setText(const char *name, const char *text, const char *toolTip);
    void retranslate();

    [[nodiscard]] QList<QKeySequence> defaultKeys(const QAction *action) const;
    /// Gives an action other keys, and remembers them.
    void setKeys(QAction *action, const QList<QKeySequence> &keys);
    /// The action that a key belongs to; null when it is free.
    [[nodiscard]] QAction *ownerOf(const QKeySequence &key) const;

private:
    struct Entry {
        QAction *action;
        const char *text;
        const char *toolTip;
        QList<QKeySequence> keys; ///< as they are at first
    };
    void apply(const Entry &entry);

    QWidget *m_owner;
    QHash<QByteArray, Entry> m_entries;
    QList<QAction *> m_order;
};

}
