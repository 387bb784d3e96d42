// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/background.h"
#include "editor/code_file.h"
#include "editor/source/script_probes.h"
#include "editor/source/source_map.h"

#include <QTabWidget>

#include <memory>

namespace tapscope::editor {

class CodeIndexes;
class SourcePane;
class SourceReader;

/// The open source files as tabs, and what the script probes in them.
class SourceArea : public QTabWidget {
    Q_OBJECT

public:
    explicit SourceArea(std::shared_ptr<CodeIndexes> indexes, QWidget *parent = nullptr);
    ~SourceArea() override;

    /// Opens a file of a program or kernel, or shows its tab, at a line.
    SourcePane *showSource(const CodeFile &code, const QString &file, int line);
    [[nodiscard]] SourcePane *current() const;
    [[nodiscard]] QList<SourcePane *> panes() const;

    [[nodiscard]] const SourceMap &map() const { return m_map; }
    void setMap(const SourceMap &map);
    /// The script that is written, and the program of the run bar.
    void setScript(const QByteArray &script, const QString &target);
    /// Asks for the probe of a line to be set or cleared; false where there is no code.
    bool toggle(SourcePane *pane, int line);

Q_SIGNALS:
    /// The script has to be changed like this to set or clear a probe.
    void editWanted(const tapscope::editor::ScriptEdit &edit);
    /// A line that cannot be changed here: it is part of a wildcard or a range.
    void notOurs(int line);
    void mapChanged();

private:
    void readScript();

    SourceMap m_map;
    QByteArray m_script;
    QString m_target;
    std::vector<ScriptStatement> m_statements;
    bool m_stripShown = false;
    // The threads use the reader, so they are ended first.
    std::unique_ptr<SourceReader> m_reader;
    std::unique_ptr<Background> m_worker;
    std::unique_ptr<Background> m_parser;
    Cancelled m_parsing;
};

}
