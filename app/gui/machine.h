// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QCoreApplication>
#include <QString>

#include <vector>

namespace tapscope::app {

/// What this machine offers for tracing, as far as it can be seen without privileges.
struct MachineFact {
    enum class State { Good, Limited, Missing } state = State::Good;
    QString text;
    QString nextStep; ///< what it costs, and what to do
    QString command = {}; ///< that does it, to be copied
};

class Machine {
    Q_DECLARE_TR_FUNCTIONS(Machine)

public:
    [[nodiscard]] static QString kernelRelease();
    [[nodiscard]] static QString helperPath();
    /// Short state of the helper, for the status bar.
    [[nodiscard]] static MachineFact helper();
    [[nodiscard]] static std::vector<MachineFact> facts();
    /// Of the kernel alone: BTF, debuginfo, uprobes, kprobes, lockdown.
    [[nodiscard]] static std::vector<MachineFact> kernelFacts();
    /// The image of a kernel with its debuginfo; empty when it is not installed.
    [[nodiscard]] static QString kernelDebugInfo(const QString &release);
    /// Whether a kernel was installed as one of the distribution's packages; true where that cannot be known.
    [[nodiscard]] static bool isPackaged(const QString &release, const QString &packages = QStringLiteral("/var/lib/dpkg/info"));
    /// How a distribution (ID and ID_LIKE of os-release) installs the debuginfo of a kernel; empty when that is not known.
    [[nodiscard]] static QString debugInfoCommand(const QString &distribution, const QString &release);
    /// The demonstration program, beside this one or installed; empty when it isn't there.
    [[nodiscard]] static QString demoProgram();
};

}
