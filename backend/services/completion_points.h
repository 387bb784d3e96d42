// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/completion.h"
#include "services/completion_context.h"

namespace tapscope::services {

/// Fills the list for the condition of a %( … %? … %): its words, and what the kernel was built with.
void proposeConditions(const Workspace &workspace, const CompletionContext &context, std::string_view text, CompletionList &list);

/// Types that @cast in a handler of these probe points can find.
void proposeTypeNames(const Workspace &workspace, const CompletionContext &context, const std::string &points,
                      const std::stop_token &stop, CompletionList &list);

/// The components that can follow those of `context`.
void proposeComponents(const Workspace &workspace, const Document &document, const CompletionContext &context,
                       CompletionList &list);

/// What the string in `context`'s last component can be.
void proposeArguments(const Workspace &workspace, const CompletionContext &context, const std::stop_token &stop,
                      CompletionList &list);

}
