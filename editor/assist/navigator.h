// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/library_index.h"

#include <QObject>
#include <QTimer>

namespace tapscope::editor {

class LanguageClient;
class ScriptEditor;

/// A place that a name occurs at, as a list shows it.
struct Place {
    QString path;
    int line = 0; ///< from 1
    int column = 1; ///< from 1, in characters
    QString text; ///< of the line
};

/// Going from names to where they come from and where they are used, and giving them other names.
class Navigator : public QObject {
    Q_OBJECT

public:
    Navigator(ScriptEditor *editor, LanguageClient *client);

    void goToDefinition(int position);
    void findReferences();
    /// Asks for a name, then renames.
    void askRename();
    void rename(int position, const QString &name);

Q_SIGNALS:
    /// Where something outside of the script is: the library, or the source of a program.
    void placeWanted(const QString &path, int line, int column);
    void placesFound(const QString &name, const QList<tapscope::editor::Place> &places);
    /// The script's own place before a jump, to come back to.
    void leaving(int line, int column);
    void failed(const QString &message);

private:
    void showOccurrences();

    ScriptEditor *m_editor;
    LanguageClient *m_client;
    QTimer m_rest;
};

}
