// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "services/navigation.h"

namespace tapscope::services {

FileLocation locationOf(const Document &document, const Range &range)
{
    const TextPosition begin = positionOf(document.source(), range.begin);
    const TextPosition end = positionOf(document.source(), range.end);
    return {document.path(), begin.line, begin.character, end.line == begin.line ? end.character : begin.character};
}

}
