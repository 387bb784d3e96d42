// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/gui/translation/translation.h"
#include "editor/problem.h"

#include <QWidget>

#include <array>
#include <memory>

class QComboBox;
class QLabel;
class QLineEdit;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace tapscope::app {

class TranslationColumn;

/// A script beside what became of it: its intermediate representation and the kernel's instructions. What is selected in one of
/// the three is marked in the others.
class TranslationPanel : public QWidget {
    Q_OBJECT

public:
    explicit TranslationPanel(QWidget *parent = nullptr);

    void setTranslation(std::shared_ptr<const Translation> translation);
    /// Why there is none.
    void setProblems(editor::Problems problems);
    /// The script is being translated: what is shown may be of an older text.
    void setBusy(bool busy);
    /// There is no script.
    void clear();
    /// Marks what became of bytes of the script; an empty range is a caret.
    void selectInScript(uint32_t begin, uint32_t end);

    [[nodiscard]] const std::shared_ptr<const Translation> &translation() const { return m_translation; }
    [[nodiscard]] TranslationColumn *script() const { return m_script.text; }
    [[nodiscard]] TranslationColumn *intermediate() const { return m_intermediate.text; }
    [[nodiscard]] TranslationColumn *instructions() const { return m_instructions.text; }
    [[nodiscard]] QComboBox *probes() const { return m_probes; }
    [[nodiscard]] QLineEdit *findField() const { return m_find; }
    [[nodiscard]] QToolButton *copyButton() const { return m_copy; }
    [[nodiscard]] QLabel *message() const { return m_message; }

Q_SIGNALS:
    void problemActivated(const tapscope::editor::Problem &problem);
    /// Bytes of a source, to be shown in an editor; of the script at hand when `path` is its own.
    void placeWanted(const QString &path, int line, int column);

protected:
    void changeEvent(QEvent *event) override;

private:
    struct Column {
        QLabel *title = nullptr;
        TranslationColumn *text = nullptr;
    };
    Column addColumn(const QString &syntax, const char *name);
    void retranslate();
    void fillProbes();
    void fillColumns();
    void showFile(script::FileId file);
    void showLink(const TranslationLink &link, const TranslationColumn *from);
    void showMessage();
    [[nodiscard]] std::array<TranslationColumn *, 3> columns() const
    {
        return {m_script.text, m_intermediate.text, m_instructions.text};
    }
    void find(bool forward);
    void copyAll() const;
    void onScriptSelected();
    void onLinesSelected(const TranslationColumn *column);

    std::shared_ptr<const Translation> m_translation;
    editor::Problems m_problems;
    bool m_busy = false;
    bool m_notFound = false;
    script::FileId m_file = 0; ///< of the script's column
    QComboBox *m_probes;
    QLineEdit *m_find;
    QLabel *m_state;
    QToolButton *m_copy;
    QSplitter *m_columns;
    QStackedWidget *m_pages;
    QLabel *m_message;
    Column m_script, m_intermediate, m_instructions;
    size_t m_searched = 1; ///< the column in which something was found or selected last
};

}
