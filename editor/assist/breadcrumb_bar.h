// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

class QHBoxLayout;

namespace tapscope::editor {

class ScriptOutline;

/// What the caret is in, outermost first, above the text. A click goes there; the first place lists all declarations.
class BreadcrumbBar : public QWidget {
    Q_OBJECT

public:
    explicit BreadcrumbBar(ScriptOutline *outline, QWidget *parent = nullptr);

    [[nodiscard]] QStringList texts() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    void fill();
    void showAll();

    ScriptOutline *m_outline;
    QHBoxLayout *m_layout;
};

}
