// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "trace/call_tree.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tapscope::trace {

/// Whether `text` holds `needle` (which is in lower case), ASCII letters of either case alike.
[[nodiscard]] bool containsIgnoringCase(std::string_view text, std::string_view needle);

/// What the user looks for, with the answer remembered for each of the tree's texts: there are far fewer texts than calls.
class TextFilter {
public:
    void set(std::string text);
    [[nodiscard]] const std::string &text() const { return m_text; }

    [[nodiscard]] bool matchesFunction(const CallTree &tree, uint32_t id) const
    {
        const Answer known = answer(m_functions, id);
        return known != Answer::Unknown ? known == Answer::Yes : remember(m_functions, id, tree.functionName(id));
    }
    [[nodiscard]] bool matchesString(const CallTree &tree, uint32_t id) const
    {
        const Answer known = answer(m_strings, id);
        return known != Answer::Unknown ? known == Answer::Yes : remember(m_strings, id, tree.string(id));
    }

private:
    enum class Answer : uint8_t { Unknown, Yes, No };
    static Answer answer(const std::vector<Answer> &answers, uint32_t id)
    {
        return id < answers.size() ? answers[id] : Answer::Unknown;
    }
    bool remember(std::vector<Answer> &answers, uint32_t id, std::string_view text) const;

    std::string m_text;
    std::string m_lowered;
    mutable std::vector<Answer> m_functions, m_strings;
};

}
