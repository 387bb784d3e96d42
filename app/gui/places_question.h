// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

class QMessageBox;
class QWidget;

namespace tapscope::engine {
struct PlannedPlaces;
}

namespace tapscope::app {

/// The question before many places are probed, as a window of its own, not shown yet; QMessageBox::Ok puts the probes on, and
/// Cancel is the default.
[[nodiscard]] QMessageBox *placesBox(const engine::PlannedPlaces &planned, QWidget *parent);

}
