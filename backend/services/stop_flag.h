// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <atomic>
#include <stop_token>

namespace tapscope::services {

/// A stop token in the form in which the analysis asks for it.
class StopFlag {
public:
    explicit StopFlag(const std::stop_token &stop) : m_callback(stop, Set{&m_flag}) {}
    StopFlag(const StopFlag &) = delete;
    StopFlag &operator=(const StopFlag &) = delete;

    [[nodiscard]] const std::atomic<bool> *flag() const { return &m_flag; }

private:
    struct Set {
        std::atomic<bool> *flag;
        void operator()() const { flag->store(true); }
    };
    std::atomic<bool> m_flag = false;
    std::stop_callback<Set> m_callback;
};

}
