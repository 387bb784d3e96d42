// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/gui/script_search.h"
#include "editor/background.h"
#include "editor/browser/name_catalog.h"

#include <QFrame>

#include <functional>
#include <memory>

class QAction;
class QLabel;
class QLineEdit;
class QListView;

namespace tapscope::editor {
class ProbeDelegate;
class ProbeListModel;
}

namespace tapscope::app {

/// One field that finds everything: functions, files and lines, tracepoints, marks, the tapset, and the program's own commands.
class Locator : public QFrame {
    Q_OBJECT

public:
    /// `commands` gives the actions that can be run now.
    Locator(QWidget *window, std::function<QList<QAction *>()> commands);
    ~Locator() override;

    void setCatalog(std::shared_ptr<const editor::NameCatalog> catalog);
    /// Which scripts are searched for text.
    void setScripts(std::function<SearchedScripts()> scripts) { m_scripts = std::move(scripts); }
    /// Shows it in the middle of the window, with what was typed last, or with a prefix that says what is looked for.
    void open(const QString &prefix = {});

    [[nodiscard]] QLineEdit *field() const { return m_field; }
    [[nodiscard]] QListView *list() const { return m_list; }
    [[nodiscard]] const editor::ProbeListModel *results() const { return m_results; }
    [[nodiscard]] bool busy() const;

Q_SIGNALS:
    /// Enter, or with Ctrl: `insert` a probe on it instead of showing it.
    void chosen(const tapscope::editor::ProbeNode &node, bool insert);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void search();
    void searchText(const QString &text);
    void choose(bool insert);
    void retranslate();
    [[nodiscard]] editor::ProbeNodes matchingCommands(const QString &typed) const;
    [[nodiscard]] editor::ProbeNodes hints() const;
    void show(editor::ProbeNodes nodes);

    std::function<QList<QAction *>()> m_commands;
    std::function<SearchedScripts()> m_scripts;
    std::shared_ptr<const editor::NameCatalog> m_catalog;
    std::unique_ptr<editor::Background> m_searcher;
    editor::Cancelled m_search;
    QLineEdit *m_field;
    QListView *m_list;
    QLabel *m_help;
    editor::ProbeListModel *m_results;
    editor::ProbeDelegate *m_delegate;
};

}
