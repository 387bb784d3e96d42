// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/tapset_library.h"
#include "script/macro.h"
#include "script/parser.h"

#include <memory>

namespace tapscope::analysis {

/// Parses a script and the tapset's files with what they share, each read when first needed: the tapset's macros and the
/// kernel's configuration. Everything given must outlive it.
class FileParser {
public:
    FileParser(script::SourceSet &sources, const TapsetLibrary &library, const script::ParseOptions &options,
               script::Diagnostics &diagnostics);

    [[nodiscard]] script::Ast script(script::FileId file) { return parse(file, m_options); }
    [[nodiscard]] script::Ast tapset(const TapsetLibrary::File &file);

private:
    [[nodiscard]] script::Ast parse(script::FileId file, script::ParseOptions options);

    script::SourceSet &m_sources;
    const TapsetLibrary &m_library;
    const script::ParseOptions &m_options;
    script::Diagnostics &m_diagnostics;
    std::unique_ptr<script::MacroLibrary> m_macros;
};

}
