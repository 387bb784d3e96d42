// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDialog>

namespace tapscope::editor {

/// Two versions of a script side by side, lines that differ marked; shows where they differ first.
class CompareDialog : public QDialog {
    Q_OBJECT

public:
    CompareDialog(const QByteArray &mine, const QByteArray &theirs, const QString &title, QWidget *parent = nullptr);

    [[nodiscard]] int differences() const { return m_differences; }

Q_SIGNALS:
    void theirsWanted();

private:
    int m_differences = 0;
};

}
