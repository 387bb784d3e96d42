// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

#include <vector>

class QLabel;
class QLineEdit;
class QToolButton;

namespace tapscope::editor {

class ScriptEditor;

/// The line below an editor that searches it: text or regular expression, all matches shown at once, with their number.
class FindBar : public QWidget {
    Q_OBJECT

public:
    explicit FindBar(ScriptEditor *editor, QWidget *parent = nullptr);

    /// Shows the bar; what is selected becomes the text.
    void open();
    [[nodiscard]] QLineEdit *field() const { return m_field; }
    [[nodiscard]] size_t matchCount() const { return m_matches.size(); }
    void setRegex(bool on);

public Q_SLOTS:
    void findNext();
    void findPrevious();
    void close();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Match {
        int begin = 0; ///< bytes
        int end = 0;
    };
    void search();
    void select(bool forward, bool fromHere);
    void retranslate();
    void clearMarks();

    ScriptEditor *m_editor;
    QLineEdit *m_field;
    QLabel *m_count;
    QToolButton *m_case, *m_word, *m_regex, *m_previous, *m_next, *m_close;
    std::vector<Match> m_matches;
    bool m_stale = true;
};

}
