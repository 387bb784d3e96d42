// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDialog>

class QComboBox;
class QFontComboBox;
class QSpinBox;
class QTabWidget;

namespace tapscope::app {

class ActionSet;
class KeyList;

/// What the user can choose. Every choice takes effect at once.
class Preferences : public QDialog {
    Q_OBJECT

public:
    explicit Preferences(ActionSet *actions, QWidget *parent = nullptr);

    [[nodiscard]] KeyList *keys() const { return m_keys; }
    [[nodiscard]] QTabWidget *pages() const { return m_pages; }
    [[nodiscard]] QSpinBox *fontSize() const { return m_size; }

    /// Gives the code font what was chosen the last time.
    static void loadCodeFont();

Q_SIGNALS:
    void codeFontChanged();

private:
    QWidget *makeGeneral();
    void storeFont();

    ActionSet *m_actions;
    QTabWidget *m_pages;
    QFontComboBox *m_family;
    QSpinBox *m_size;
    KeyList *m_keys;
};

}
