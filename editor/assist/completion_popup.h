// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/completion.h"

#include <QAbstractListModel>
#include <QFrame>

#include <memory>

class QLabel;
class QListView;

namespace tapscope::editor {

/// The proposals that fit what has been typed, best first.
class CompletionModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role { KindRole = Qt::UserRole + 1, DetailRole };

    using QAbstractListModel::QAbstractListModel;
    void setList(std::shared_ptr<const services::CompletionList> list);
    /// Narrows to what the typed text may mean.
    void setTyped(const QByteArray &typed);
    [[nodiscard]] const services::CompletionItem *item(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    std::shared_ptr<const services::CompletionList> m_list;
    std::vector<services::CompletionMatch> m_matches;
};

/// What can be written at the caret, as a list below it with an explanation beside it. It never has the focus: the editor
/// gives it the keys that are for it.
class CompletionPopup : public QFrame {
    Q_OBJECT

public:
    explicit CompletionPopup(QWidget *editor);

    [[nodiscard]] CompletionModel *model() const { return m_model; }
    /// Shows the list with its corner at a place of the screen; `above`: where it goes if there is no room below.
    void showAt(const QPoint &below, const QPoint &above);
    /// Takes a key for the list; false if it is for the editor.
    bool takeKey(int key);
    [[nodiscard]] const services::CompletionItem *current() const;
    void setExplanation(const QString &markdown);
    void selectFirst();

Q_SIGNALS:
    void chosen();
    void currentChanged();

private:
    void fit();

    QListView *m_view;
    QLabel *m_explanation;
    CompletionModel *m_model;
};

}
