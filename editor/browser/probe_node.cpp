// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/browser/probe_node.h"

#include <QCoreApplication>

namespace tapscope::editor {

QString badgeText(Badge badge)
{
    switch (badge) {
    case Badge::Inlined: return BrowserText::tr("inlined");
    case Badge::NoReturn: return BrowserText::tr("no return");
    case Badge::Blacklisted: return BrowserText::tr("blacklisted");
    case Badge::NeedsDebugInfo: return BrowserText::tr("needs debuginfo");
    case Badge::Slow: return BrowserText::tr("slow site");
    case Badge::Container: return BrowserText::tr("container");
    }
    return {};
}

QString badgeMeaning(Badge badge)
{
    switch (badge) {
    case Badge::Inlined:
        return BrowserText::tr("The compiler put copies of it into its callers: probe it with .inline; there is no "
                               "call and no return to see.");
    case Badge::NoReturn: return BrowserText::tr("It never returns: a return probe does not fire.");
    case Badge::Blacklisted: return BrowserText::tr("The kernel refuses probes here.");
    case Badge::NeedsDebugInfo:
        return BrowserText::tr(
            "There is no debuginfo for it: its functions can be probed by name, its lines and variables cannot.");
    case Badge::Slow:
        return BrowserText::tr("The kernel stops at the instruction here, which costs several times what other places "
                               "cost: by a single step in programs, by a breakpoint in its own code.");
    case Badge::Container: return BrowserText::tr("It runs in a container.");
    }
    return {};
}

}
