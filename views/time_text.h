// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <cstdint>

namespace tapscope::views {

/// A duration with three or four figures and its unit: 830 ns, 31.2 µs, 500.8 ms, 12.3 s. Units stay Latin in every language.
[[nodiscard]] QString durationText(uint64_t ns);
/// A point in time since the session began, to the microsecond: 0.012345 s.
[[nodiscard]] QString momentText(uint64_t ns);
/// A count with the locale's grouping.
[[nodiscard]] QString countText(uint64_t count);
/// For the forms of a text that has the count in it: "one event", "5,000,000,000 events".
[[nodiscard]] int pluralOf(uint64_t count);

}
