// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/file_parser.h"

#include "analysis/analyze.h"
#include "analysis/kernel_config.h"

namespace tapscope::analysis {

FileParser::FileParser(script::SourceSet &sources, const TapsetLibrary &library, const script::ParseOptions &options,
                       script::Diagnostics &diagnostics)
    : m_sources(sources)
    , m_library(library)
    , m_options(options)
    , m_diagnostics(diagnostics)
{}

script::Ast FileParser::parse(script::FileId file, script::ParseOptions options)
{
    const std::string_view text = m_sources.file(file).text();
    if (!options.macros && text.contains('@')) {
        if (!m_macros)
            m_macros = m_library.macros(m_sources, m_options, m_diagnostics);
        options.macros = m_macros.get();
    }
    if (options.kernelConfig.empty() && text.contains("CONFIG_"))
        options.kernelConfig = *kernelConfig(options.kernelRelease);
    return script::parse(m_sources, file, options, m_diagnostics);
}

script::Ast FileParser::tapset(const TapsetLibrary::File &file)
{
    script::ParseOptions options = m_options;
    options.privileged = true;
    return parse(m_sources.add(file.path, file.text()), std::move(options));
}

script::Ast parse(script::SourceSet &sources, script::FileId file, const Options &options, script::Diagnostics &diagnostics)
{
    const TapsetLibrary library(options.tapsetDirectories, options.parse);
    FileParser parser(sources, library, options.parse, diagnostics);
    return parser.script(file);
}

}
