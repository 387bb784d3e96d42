// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDialog>

class QDialogButtonBox;
class QLabel;
class QLineEdit;
class QListWidget;

namespace tapscope::app {

/// Asks which kernel is browsed: the running one, one whose debug package is installed, or one that was unpacked or built
/// somewhere.
class KernelDialog : public QDialog {
    Q_OBJECT

public:
    /// `kernel` is the one that is browsed now; empty: the running one.
    explicit KernelDialog(const QString &kernel, QWidget *parent = nullptr);

    /// A release, an image or a folder, as debuginfo::findKernelFiles takes it; empty for the running one.
    [[nodiscard]] QString kernel() const;
    [[nodiscard]] QLineEdit *field() const { return m_field; }
    [[nodiscard]] QListWidget *list() const { return m_list; }
    [[nodiscard]] bool isAcceptable() const;

    void accept() override;

private:
    void addKernel(const QString &kernel);
    void chooseImage();
    void chooseFolder();
    void check();

    QListWidget *m_list;
    QLineEdit *m_field;
    QLabel *m_state;
    QDialogButtonBox *m_buttons;
};

}
