// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <cstdint>
#include <vector>

class QMessageBox;
class QWidget;

namespace tapscope::app {

/// How many places of code a script is about to probe.
struct PlacesQuestion {
    uint64_t total = 0;
    uint64_t slow = 0; ///< of them, those where the kernel steps through an instruction
    uint64_t oneByOne = 0; ///< of them, those that this kernel takes one at a time
    struct Probe {
        QString point;
        uint64_t places = 0;
    };
    std::vector<Probe> probes; ///< those with the most places first
};

/// The question as a window of its own, not shown yet; QMessageBox::Ok puts the probes on, and Cancel is the default.
[[nodiscard]] QMessageBox *placesBox(const PlacesQuestion &question, QWidget *parent);

}
