// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "trace/call_tree.h"

#include <deque>
#include <sstream>
#include <string>
#include <vector>

namespace tapscope::trace {

/// Events written as text, one a line: "TIME(us) TID -> function arguments @SP", "… <- function result @SP". The stack pointer is
/// a decimal number and may be left out; a line that ends in "tail" has a return address that the kernel's return probe has
/// taken. "lost N" is a Lost event.
class CallScript {
public:
    explicit CallScript(const std::string &text)
    {
        std::istringstream lines(text);
        for (std::string line; std::getline(lines, line);)
            addLine(line);
    }
    [[nodiscard]] const std::vector<Event> &events() const { return m_events; }

private:
    void addLine(const std::string &line)
    {
        std::istringstream words(line);
        std::string word;
        if (!(words >> word))
            return;
        Event event;
        if (word == "lost") {
            words >> event.lost;
            event.kind = Event::Kind::Lost;
            m_events.push_back(event);
            return;
        }
        event.timeNs = std::stoull(word) * 1000;
        words >> event.tid;
        event.pid = 1;
        std::string arrow;
        words >> arrow;
        event.kind = arrow == "->" ? Event::Kind::Enter : Event::Kind::Leave;
        event.execname = "prog";
        event.returnAddress = 0x401136;
        std::string name;
        words >> name;
        std::string arguments;
        while (words >> word) {
            if (word.starts_with('@'))
                event.stackPointer = std::stoull(word.substr(1));
            else if (word == "tail")
                event.returnAddress = 0x7fffffffe000;
            else
                arguments += (arguments.empty() ? "" : " ") + word;
        }
        event.function = m_texts.emplace_back(name);
        event.arguments = m_texts.emplace_back(arguments);
        m_events.push_back(event);
    }

    std::deque<std::string> m_texts;
    std::vector<Event> m_events;
};

}
