// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QList>
#include <QString>

namespace tapscope::editor {

/// Where source files are that debuginfo names by other paths: those of the machine where the program was built.
class SourceMap {
public:
    struct Rule {
        QString from; ///< beginning of a path in debuginfo
        QString to; ///< what stands for it here
        friend bool operator==(const Rule &, const Rule &) = default;
    };

    [[nodiscard]] const QList<Rule> &rules() const { return m_rules; }
    void setRules(const QList<Rule> &rules) { m_rules = rules; }
    /// From "from => to" lines, as settings keep them.
    [[nodiscard]] static SourceMap fromLines(const QStringList &lines);
    [[nodiscard]] QStringList toLines() const;

    /// The file's text on this machine: the path itself, by the rules, or beside the program. Empty when it isn't there. A
    /// relative file counts from `directory` (SourceLines::directory).
    [[nodiscard]] QString find(const QString &file, const QString &program = {}, const QString &directory = {}) const;
    /// The user has shown where `file` is: the rule that leads there is kept, and finds its neighbours, too.
    void learn(const QString &file, const QString &chosen, const QString &directory = {});

private:
    QList<Rule> m_rules;
};

}
