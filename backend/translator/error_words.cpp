// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/error_words.h"

#include "analysis/program.h"

#include <algorithm>

namespace tapscope::translator {

std::string errorWords(RuntimeError error, uint32_t arraySize)
{
    switch (error) {
    case RuntimeError::DivisionByZero: return "division by 0";
    case RuntimeError::ReadFault: return "read fault";
    case RuntimeError::ArrayOverflow:
        return arraySize > 0 ? "Array overflow, check size limit (" + std::to_string(arraySize) + ')'
                             : "Array overflow, check MAXMAPENTRIES";
    case RuntimeError::MaxAction: return "MAXACTION exceeded";
    case RuntimeError::EmptyAggregate: return "empty aggregate";
    case RuntimeError::BucketRange: return "histogram index out of range";
    case RuntimeError::Raised: break;
    }
    return {};
}

uint32_t declaredSize(const analysis::Program &program, std::string_view array)
{
    const auto global = std::ranges::find(program.globals, array, &analysis::GlobalVariable::name);
    return global != program.globals.end() ? global->maxEntries : 0;
}

}
