// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/background.h"
#include "editor/source/script_probes.h"
#include "editor/source/source_map.h"
#include "editor/source/source_reader.h"

#include <QPointer>
#include <QWidget>

#include <set>

class QLabel;
class QPushButton;
class QToolButton;

namespace tapscope::editor {

class DisassemblyStrip;
class SourceView;

/// One source file of a program: its text with the gutter, the machine code beside it, and a bar that asks where the file is when
/// it cannot be found.
class SourcePane : public QWidget {
    Q_OBJECT

public:
    /// `reader` is only used on `worker`'s thread; both live longer than this.
    SourcePane(Background *worker, SourceReader *reader, CodeFile code, QString file, QWidget *parent = nullptr);
    ~SourcePane() override;

    [[nodiscard]] const CodeFile &code() const { return m_code; }
    [[nodiscard]] const QString &file() const { return m_file; }
    [[nodiscard]] SourceView *view() const { return m_view; }
    [[nodiscard]] DisassemblyStrip *strip() const { return m_strip; }
    /// What can be done with the current line, in words.
    [[nodiscard]] QLabel *state() const { return m_state; }
    [[nodiscard]] QWidget *missingBar() const { return m_missing; }
    [[nodiscard]] const SourceLines &lines() const { return *m_lines; }
    /// The lines that can be probed have come (or why there are none).
    [[nodiscard]] bool isReady() const { return m_ready; }

    /// Finds the text by the rules and shows it.
    void load(const SourceMap &map);
    void goToLine(int line);
    /// What the script probes: the gutter follows.
    void setStatements(const std::vector<ScriptStatement> &statements, const QString &target);
    /// A line as a probe point names it; nothing for a line without code.
    [[nodiscard]] std::optional<SourcePlace> placeOf(int line) const;
    [[nodiscard]] bool isStripShown() const;
    void setStripShown(bool shown);

Q_SIGNALS:
    void ready();
    void toggleWanted(int line);
    /// The user says where the file is.
    void located(const QString &file, const QString &path);
    void stripToggled(bool shown);

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();
    void askWhere();
    void readLines();
    void showText();
    void fetchText();
    void stopFetching();
    void readCode();
    void showProbed();
    void showCurrent();
    void showState();
    void showHover(int line, const QPoint &place);

    Background *m_worker;
    SourceReader *m_reader;
    CodeFile m_code;
    QString m_file;
    QString m_path; ///< of the text; empty when it is missing
    SourceMap m_map;
    std::shared_ptr<const SourceLines> m_lines;
    std::vector<ScriptStatement> m_statements;
    QString m_target;
    std::set<int> m_probed;
    bool m_ready = false;
    enum class Fetching { Idle, Running, Failed };
    Fetching m_fetching = Fetching::Idle; ///< the text, from a debuginfod server
    Cancelled m_fetch;
    int m_wantedLine = 0;
    uint64_t m_codeOf = 0;
    Cancelled m_coding;
    Cancelled m_hovering;
    std::vector<Cancelled> m_work;

    QLabel *m_title;
    QLabel *m_state;
    QLabel *m_problem;
    QToolButton *m_stripButton;
    QWidget *m_missing;
    QLabel *m_question;
    QPushButton *m_ask;
    QPushButton *m_stop;
    QPushButton *m_choose;
    SourceView *m_view;
    DisassemblyStrip *m_strip;
};

}
