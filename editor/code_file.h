// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QMetaType>
#include <QString>

namespace tapscope::editor {

/// A file whose code can be probed, and how the points in it begin.
struct CodeFile {
    QString path; ///< of the program, library, kernel image or kernel module
    QString head; ///< "kernel", "module(\"nfs\")"; empty: a program's, by its path

    [[nodiscard]] bool isKernel() const { return head == QStringLiteral("kernel"); }
    [[nodiscard]] bool isProgram() const { return head.isEmpty(); }
    /// "kernel", "module(\"nfs\")" or "process(\"/usr/bin/ls\")".
    [[nodiscard]] QString point() const;

    friend bool operator==(const CodeFile &, const CodeFile &) = default;
};

/// `process("path")`, ready for what follows.
[[nodiscard]] QString processPoint(const QString &path);
[[nodiscard]] QString modulePoint(const QString &name);

}

Q_DECLARE_METATYPE(tapscope::editor::CodeFile)
