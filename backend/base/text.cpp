// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/text.h"

namespace tapscope {

std::string fill(std::string_view pattern, const std::vector<std::string> &arguments)
{
    std::string out;
    out.reserve(pattern.size() + 16);
    for (size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == '%' && i + 1 < pattern.size() && pattern[i + 1] >= '1' && pattern[i + 1] <= '9') {
            const auto place = static_cast<size_t>(pattern[i + 1] - '1');
            if (place < arguments.size()) {
                out += arguments[place];
                ++i;
                continue;
            }
        }
        out += pattern[i];
    }
    return out;
}

std::string Text::english() const
{
    return fill(pattern, arguments);
}

}
