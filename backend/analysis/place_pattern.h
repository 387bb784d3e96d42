// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/code_query.h"
#include "script/source.h"

#include <string_view>

namespace tapscope::analysis {

class Context;

/// "name@file:lines" of a function's or statement's argument; the query refers to the text.
struct PlacePattern {
    debuginfo::StatementQuery query;
    bool hasFile = false;
    bool hasLines = false;
    bool valid = true;
};

[[nodiscard]] PlacePattern parsePlacePattern(std::string_view text);

/// Says of a pattern that is not valid what the form is.
void reportPlacePattern(Context &context, const script::Range &range, const std::string &written);

}
