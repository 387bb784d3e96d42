// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "trace/event.h"
#include "trace/text_arena.h"

#include <vector>

namespace tapscope::trace {

/// Events and the text that their views point into. Reused from batch to batch, so that a steady stream allocates nothing.
struct EventBatch {
    std::vector<Event> events;
    TextArena text;

    void clear()
    {
        events.clear();
        text.clear();
    }
};

}
