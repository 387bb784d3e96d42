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
    QString nextStep;
};

class Machine {
    Q_DECLARE_TR_FUNCTIONS(Machine)

public:
    [[nodiscard]] static QString kernelRelease();
    [[nodiscard]] static QString helperPath();
    /// Short state of the helper, for the status bar.
    [[nodiscard]] static MachineFact helper();
    [[nodiscard]] static std::vector<MachineFact> facts();
    /// The demonstration program, beside this one or installed; empty when it isn't there.
    [[nodiscard]] static QString demoProgram();
};

}
