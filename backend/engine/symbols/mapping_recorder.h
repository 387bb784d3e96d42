// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/unique_fd.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tapscope::engine {

/// What the processes of a command map into their memory, as it happens: they may be gone before anybody can look at /proc.
class MappingRecorder {
public:
    struct Event {
        enum class Kind : uint8_t { Map, Exec, Fork } kind = Kind::Map;
        int pid = 0;
        int parent = 0; ///< Fork
        uint64_t timeNs = 0;
        uint64_t begin = 0, end = 0, offset = 0; ///< Map
        std::string path;
    };

    /// Watches `pid`, which is about to run a program, and what it starts. Does nothing where that is not allowed.
    explicit MappingRecorder(int pid);
    ~MappingRecorder();
    MappingRecorder(const MappingRecorder &) = delete;
    MappingRecorder &operator=(const MappingRecorder &) = delete;

    /// What happened since the last call, in order.
    [[nodiscard]] std::vector<Event> take();

private:
    struct Ring {
        UniqueFd event;
        void *memory = nullptr;
    };
    static void read(const Ring &ring, std::vector<Event> &out);

    std::vector<Ring> m_rings; // one for each CPU
};

}
