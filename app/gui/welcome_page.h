// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QBoxLayout>
#include <QScrollArea>

namespace tapscope::app {

/// The first page: what can be done now, recent scripts, examples, and what this machine offers.
class WelcomePage : public QScrollArea {
    Q_OBJECT

public:
    explicit WelcomePage(QWidget *parent = nullptr);

    /// Reads recent files and the machine's facts again.
    void refresh();

Q_SIGNALS:
    void demoWanted();
    void newWanted();
    void openWanted();
    void fileWanted(const QString &path);
    void exampleWanted(const QString &resource);

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange();

    QBoxLayout *m_outer = nullptr, *m_halves = nullptr; ///< of the page's present contents
};

/// Title of an example in the user's language: the first sentence of its first comment.
[[nodiscard]] QString exampleTitle(const QString &resource);

}
