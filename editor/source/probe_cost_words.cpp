// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/source/probe_cost_words.h"

#include "editor/source/source_text.h"

namespace tapscope::editor {

using Kind = debuginfo::KernelProbeCost::Kind;
using Reason = debuginfo::KernelProbeCost::Reason;

QString costWord(const debuginfo::KernelProbeCost &cost)
{
    switch (cost.kind) {
    case Kind::Entry: return SourceText::tr("ftrace");
    case Kind::Jump: return SourceText::tr("jump");
    case Kind::Trap: return SourceText::tr("trap");
    case Kind::Unknown: break;
    }
    return {};
}

QString costSentence(const debuginfo::KernelProbeCost &cost)
{
    if (cost.kind == Kind::Entry)
        return SourceText::tr("Cheap: the function's entry calls ftrace, which the probe uses.");
    if (cost.kind == Kind::Jump)
        return SourceText::tr("Cheap: the kernel can put a jump to the probe here.");
    if (cost.kind != Kind::Trap)
        return {};
    switch (cost.reason) {
    case Reason::TooShort:
        return SourceText::tr("Slow: a breakpoint (int3), since a jump would not fit before the function's end.");
    case Reason::NotCopied:
        return SourceText::tr("Slow: a breakpoint (int3), since a jump's five bytes would cover a call, a branch or the like.");
    case Reason::JumpTarget:
        return SourceText::tr("Slow: a breakpoint (int3), since the function jumps into a jump's five bytes.");
    case Reason::IndirectJump: return SourceText::tr("Slow: a breakpoint (int3), since the function has indirect jumps.");
    case Reason::Exception:
        return SourceText::tr("Slow: a breakpoint (int3), since the function has instructions that may fault and are fixed up.");
    case Reason::Patched: return SourceText::tr("Slow: a breakpoint (int3), since the kernel rewrites these bytes itself.");
    case Reason::Undecoded: return SourceText::tr("Slow: a breakpoint (int3), since not all of the function's code can be read.");
    case Reason::None: break;
    }
    return SourceText::tr("Slow: a breakpoint (int3).");
}

}
