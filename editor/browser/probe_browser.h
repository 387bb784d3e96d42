// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/background.h"
#include "editor/browser/name_catalog.h"
#include "editor/browser/probe_snippets.h"
#include "editor/code_indexes.h"

#include <QWidget>

#include <memory>

class QAction;
class QLabel;
class QLineEdit;
class QMenu;
class QModelIndex;
class QStackedWidget;
class QTimer;
class QToolButton;
class QTreeView;
class QTreeWidget;

namespace tapscope::editor {

class ProbeDelegate;
class ProbeListModel;
class ProbeSource;
class ProbeTreeModel;

/// All that can be probed, as a tree and as a search; below it the pattern that `stap -l` would take for what is chosen, and how
/// many points it stands for.
class ProbeBrowser : public QWidget {
    Q_OBJECT

public:
    explicit ProbeBrowser(std::string tapsetDirectory, std::shared_ptr<CodeIndexes> indexes = std::make_shared<CodeIndexes>(),
                          QWidget *parent = nullptr);
    ~ProbeBrowser() override;

    /// The program of the run bar; empty for none.
    void setTarget(const QString &program);
    [[nodiscard]] QString target() const { return m_target; }
    /// Programs that the user has added.
    void setPrograms(const QStringList &programs);
    [[nodiscard]] QStringList programs() const { return m_programs; }
    /// Another kernel than the running one: a release, an image or a folder; empty for the running one.
    void setKernel(const QString &kernel);
    [[nodiscard]] QString kernel() const { return m_kernel; }

    [[nodiscard]] QLineEdit *filter() const { return m_filter; }
    [[nodiscard]] QLineEdit *pattern() const { return m_pattern; }
    [[nodiscard]] QLabel *count() const { return m_count; }
    [[nodiscard]] QTreeView *tree() const { return m_tree; }
    [[nodiscard]] QTreeView *results() const { return m_results; }
    [[nodiscard]] QTreeWidget *details() const { return m_details; }
    /// What the chosen row is, in words.
    [[nodiscard]] QLabel *about() const { return m_about; }
    [[nodiscard]] ProbeTreeModel *model() const { return m_model; }
    /// Null until the names have been read.
    [[nodiscard]] std::shared_ptr<const NameCatalog> catalog() const { return m_catalog; }
    /// The row that is chosen in the tree or among the results.
    [[nodiscard]] const ProbeNode *current() const;
    [[nodiscard]] bool busy() const;

Q_SIGNALS:
    /// Script text for the end of the script (a probe), or for the cursor (a call of a function).
    void insertWanted(const tapscope::editor::ProbeNode &node, tapscope::editor::Snippet snippet);
    void patternWanted(const QString &pattern);
    void sourceWanted(const tapscope::editor::CodeFile &code, const QString &file, int line);
    void fileWanted(const QString &path, int line);
    void addProgramWanted();
    void chooseKernelWanted();
    void catalogChanged();

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void makeLayout();
    void connectParts();
    void retranslate();
    void rebuild();
    void readNames();
    void search();
    void searchCallers(const QString &name);
    void listCallers(const ProbeNode &node);
    void onCurrent(const ProbeNode *node);
    void onPattern();
    void showMenu(QTreeView *view, const QPoint &place);
    void fillMenu(QMenu *menu, const ProbeNode &node);
    void insert(const ProbeNode &node);
    void showSource(const ProbeNode &node);
    void showProgress(const QString &path, int percent);
    [[nodiscard]] const ProbeNode *nodeOf(const QTreeView *view, const QModelIndex &index) const;

    QString m_target;
    QStringList m_programs;
    QString m_kernel;
    std::shared_ptr<CodeIndexes> m_indexes;
    // The threads use the source, so they are ended first.
    std::unique_ptr<ProbeSource> m_source;
    std::unique_ptr<Background> m_worker;
    std::unique_ptr<Background> m_searcher;
    std::unique_ptr<Background> m_counter;
    std::shared_ptr<const NameCatalog> m_catalog;
    ProbeNode m_callee; ///< whose callers were asked for
    Cancelled m_names;
    Cancelled m_search;
    Cancelled m_counting;
    Cancelled m_detailing;
    ProbeTreeModel *m_model;
    ProbeListModel *m_found;
    ProbeDelegate *m_treeDelegate;
    ProbeDelegate *m_foundDelegate;
    QLineEdit *m_filter;
    QStackedWidget *m_stack;
    QTreeView *m_tree;
    QTreeView *m_results;
    QTreeWidget *m_details;
    QLabel *m_found_count;
    QToolButton *m_add;
    QAction *m_addProgram;
    QAction *m_chooseKernel;
    QLabel *m_about;
    QLabel *m_progress;
    QLabel *m_patternLabel;
    QLineEdit *m_pattern;
    QLabel *m_count;
    QToolButton *m_insert;
    QTimer *m_countLater;
};

}
