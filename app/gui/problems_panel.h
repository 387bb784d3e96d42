// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/problem.h"

#include <QAbstractListModel>
#include <QListView>

class QLabel;

namespace tapscope::app {

class ProblemsModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role { SeverityRole = Qt::UserRole + 1, NextStepRole, PlaceRole };

    using QAbstractListModel::QAbstractListModel;
    void setProblems(editor::Problems problems);
    [[nodiscard]] const editor::Problems &problems() const { return m_problems; }
    void retranslate();

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    editor::Problems m_problems;
};

/// What is wrong with the script or the run: message, next step and place of each; a click goes there.
class ProblemsPanel : public QListView {
    Q_OBJECT

public:
    explicit ProblemsPanel(QWidget *parent = nullptr);

    void setProblems(editor::Problems problems);
    [[nodiscard]] ProblemsModel *problemsModel() const { return m_model; }

Q_SIGNALS:
    void activatedProblem(const tapscope::editor::Problem &problem);

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void retranslate();

    ProblemsModel *m_model;
};

}
