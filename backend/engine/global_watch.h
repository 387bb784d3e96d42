// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "engine/runtime/storage.h"
#include "trace/globals.h"

#include <cstdint>
#include <optional>
#include <span>

namespace tapscope::engine {

/// Reads the script's global variables for whoever watches them, from the very maps that the handlers write.
class GlobalWatch {
public:
    /// So many elements of an array are listed.
    static constexpr size_t listedElements = 500;

    /// `globals` and `storage` outlive it. `defaultCapacity`: elements of an array that says nothing of its size.
    GlobalWatch(std::span<const analysis::GlobalVariable> globals, Storage &storage, uint64_t defaultCapacity);

    [[nodiscard]] trace::Globals read(uint64_t timeNs);
    /// Puts every variable back to what it was when the script began; arrays are emptied.
    void reset();
    /// False: it does not fit the variable, or the element is gone.
    bool edit(const trace::GlobalEdit &edit);

private:
    [[nodiscard]] trace::GlobalVariable variable(uint32_t global);

    std::span<const analysis::GlobalVariable> m_globals;
    Storage &m_storage;
    uint64_t m_defaultCapacity;
};

/// When to read next: every period, but so seldom that reading large arrays takes a twentieth of the time at most.
class WatchSchedule {
public:
    /// 0: never.
    void setPeriod(uint64_t periodNs) { m_periodNs = periodNs; }
    [[nodiscard]] bool due(uint64_t nowNs) const { return m_periodNs != 0 && nowNs >= m_nextNs; }
    void done(uint64_t beganNs, uint64_t endedNs);
    /// Milliseconds until the next reading, rounded up; -1: never.
    [[nodiscard]] int waitMs(uint64_t nowNs) const;

private:
    uint64_t m_periodNs = 0;
    uint64_t m_nextNs = 0;
};

}
